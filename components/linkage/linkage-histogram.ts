import * as Plot from "npm:@observablehq/plot";
import { formatShort } from "../words/numbers.js";
import type { Bin } from "./linkage-weight.js";

/** Bins of one bit, from the quarters that there are. */
export function wholeBits(bins: readonly Bin[]): { from: number; pairs: number; joined: number }[] {
  const whole = new Map<number, { from: number; pairs: number; joined: number }>();
  for (const { bin, pairs, joined } of bins) {
    const from = Math.floor(bin);
    const row = whole.get(from) ?? { from, pairs: 0, joined: 0 };
    whole.set(from, { from, pairs: row.pairs + pairs, joined: row.joined + joined });
  }
  return [...whole.values()].sort((a, b) => a.from - b.from);
}

/**
 * Pairs by match weight, those that became one child filled, with the two thresholds. Heights are square roots, as a
 * few hundred doubtful pairs would vanish beside a hundred thousand sure ones.
 */
export function weightHistogram(
  bins: readonly Bin[],
  { width, potential, match }: { width: number; potential: number; match: number },
): Element {
  const bars = wholeBits(bins);
  const narrow = width < 560;
  const line = (x: number, text: string, above: boolean) => [
    Plot.ruleX([x], { stroke: "var(--ey-fourth)", strokeWidth: 2 }),
    Plot.text([text], {
      x,
      frameAnchor: "top",
      dy: above ? -30 : -14,
      textAnchor: "middle",
      fontWeight: 600,
      fill: "var(--ey-ink)",
    }),
  ];
  return Plot.plot({
    width,
    height: 320,
    marginTop: 46,
    marginLeft: 56,
    marginBottom: 42,
    style: { fontSize: "var(--ey-small)" },
    x: {
      domain: [Math.min(...bars.map((b) => b.from)), Math.max(...bars.map((b) => b.from)) + 1],
      label: "Match weight (bits)",
      labelAnchor: "center",
      labelArrow: "none",
      ticks: narrow ? 5 : 10,
      tickFormat: formatShort,
    },
    y: {
      type: "sqrt",
      label: null,
      grid: true,
      ticks: 5,
      tickFormat: formatShort,
    },
    marks: [
      Plot.rectY(bars, {
        x1: "from",
        x2: (b: { from: number }) => b.from + 1,
        y1: "joined",
        y2: "pairs",
        insetLeft: 0.5,
        insetRight: 0.5,
        fill: "var(--ey-context)",
      }),
      Plot.rectY(bars, {
        x1: "from",
        x2: (b: { from: number }) => b.from + 1,
        y1: 0,
        y2: "joined",
        insetLeft: 0.5,
        insetRight: 0.5,
        fill: "var(--ey-bar)",
      }),
      Plot.ruleY([0], { stroke: "var(--ey-ink)" }),
      ...line(Math.min(potential, match), "review from", Math.abs(match - potential) < 12),
      ...line(match, "match from", false),
    ],
  });
}
