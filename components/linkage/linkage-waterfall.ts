import * as Plot from "npm:@observablehq/plot";
import type { LinkageModel } from "../../loaders/explore/linkage-model.json.js";
import { type Row, rowLayout, textsOfBars } from "./linkage-rows.js";
import { probabilityOf, probabilityText, signedWeight } from "./linkage-weight.js";
import { comparisonWords } from "./linkage-words.js";

type Step = LinkageModel["examples"][number]["steps"][number];

/** A bar of a waterfall, in bits. */
export interface Fall extends Row {
  from: number;
  to: number;
  text: string;
  total?: boolean;
}

/** A pair's steps one after the other, each from where the last ended, and the sum of all. */
export function falls(steps: readonly Step[]): Fall[] {
  let at = 0;
  const bars = steps.map(({ comparison, label, weight }): Fall => {
    const from = at;
    at += weight;
    return {
      key: comparison,
      label:
        comparison === "start" || comparison === "rarity"
          ? comparisonWords(comparison)
          : `${comparisonWords(comparison)}: ${label}`,
      from,
      to: at,
      text: signedWeight(weight),
    };
  });
  return [
    ...bars,
    { key: "total", label: "Match weight", from: 0, to: at, text: totalText(at), total: true },
  ];
}

function totalText(weight: number): string {
  return `${signedWeight(weight)}: probability ${probabilityText(probabilityOf(weight))}`;
}

/** How a pair comes to its match weight, beside the thresholds. */
export function waterfall(
  steps: readonly Step[],
  { width, match, potential }: { width: number; match: number; potential: number },
): Element {
  const rows = falls(steps);
  const { options, labels, below, narrow } = rowLayout(rows, width, 8);
  const ends = rows.flatMap((row) => [row.from, row.to]);
  const [least, most] = [Math.min(...ends, potential), Math.max(...ends, match)];
  const span = most - least || 1;
  const colour = (row: Fall) =>
    row.total ? "var(--ey-main)" : row.to < row.from ? "var(--ey-third)" : "var(--ey-bar)";
  // A narrow bar holds no probability; the title has it.
  const shown = (row: Fall) => (row.total && narrow ? signedWeight(row.to) : row.text);
  const domain: [number, number] = [least - span * 0.12, most + span * 0.12];
  const texts = rows.map((row) => ({ ...row, text: shown(row) }));
  return Plot.plot({
    ...options,
    height: (options.height as number) + 4,
    x: { domain, label: null },
    marks: [
      Plot.axisX({
        anchor: "top",
        ticks: narrow ? 4 : 8,
        tickSize: 3,
        tickFormat: (v: number) => (v < 0 ? `−${-v}` : String(v)),
      }),
      Plot.gridX({ stroke: "var(--ey-line)", strokeOpacity: 1, ticks: narrow ? 4 : 8 }),
      Plot.ruleX([potential, match], { stroke: "var(--ey-fourth)", strokeWidth: 2, strokeDasharray: "5 3" }),
      Plot.barX(rows, {
        y: "key",
        x1: "from",
        x2: "to",
        insetTop: narrow ? 20 : 4,
        insetBottom: 4,
        fill: colour,
      }),
      Plot.ruleX([0], { stroke: "var(--ey-ink)" }),
      ...textsOfBars(texts, { options, below }, domain),
      ...labels,
    ],
  });
}
