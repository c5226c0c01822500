import * as Plot from "npm:@observablehq/plot";
import { element } from "../element.js";
import { formatNumber, formatTick } from "../words/numbers.js";
import { hasValue } from "../words/status.js";

/** A value at a threshold of match probability, of one of two series. */
export interface ThresholdPoint {
  /** In words, as on the axis. */
  threshold: string;
  series: string;
  value: number | null;
  status: "value" | "zero" | "not_applicable";
  lower: number | null;
  upper: number | null;
}

const looks = [
  { colour: "var(--ey-main)", symbol: "circle", shift: -7 },
  { colour: "var(--ey-third)", symbol: "square", shift: 7 },
] as const;

/** Dots with 95% intervals by threshold, two series side by side. The axis does not start at zero: what matters is change. */
export function thresholdChart(
  points: readonly ThresholdPoint[],
  { series, unit, width }: { series: [string, string]; unit: string; width: number },
): HTMLElement {
  const thresholds = [...new Set(points.map((p) => p.threshold))];
  const shown = points.filter(hasValue);
  const marks = series.flatMap((name, i) => {
    const { colour, symbol, shift } = looks[i]!;
    const own = shown.filter((p) => p.series === name);
    return [
      Plot.ruleX(own, {
        x: "threshold",
        y1: "lower",
        y2: "upper",
        dx: shift,
        stroke: colour,
        strokeWidth: 2,
      }),
      Plot.dot(own, {
        x: "threshold",
        y: "value",
        dx: shift,
        r: 5,
        symbol,
        fill: colour,
        title: (p: ThresholdPoint) => `${p.threshold}, ${name}: ${formatNumber(p.value!, unit)}`,
      }),
    ];
  });
  // Side by side the words of the steps would run into each other.
  const isNarrow = width < 560;
  const plot = Plot.plot({
    width,
    height: 260,
    marginLeft: 52,
    marginBottom: isNarrow ? 50 : 34,
    style: { fontSize: "var(--ey-small)" },
    x: {
      type: "point",
      domain: thresholds,
      label: null,
      tickFormat: (threshold: string) => (isNarrow ? threshold.replace(" ", "\n") : threshold),
    },
    y: {
      label: null,
      nice: true,
      grid: true,
      tickFormat: (v: number) => formatTick(v, unit),
    },
    marks,
  });
  return element(
    "div",
    {},
    element(
      "ul",
      { class: "ey-key" },
      ...series.map((name, i) =>
        element(
          "li",
          {},
          element(
            "span",
            { "aria-hidden": "true", style: `color: ${looks[i]!.colour}` },
            i === 0 ? "● " : "■ ",
          ),
          name,
        ),
      ),
    ),
    plot,
  );
}
