import { markLink } from "../area-link.js";
import { svgElement } from "../element.js";
import { type Comparison, funnelLimits } from "../words/beyond-chance.js";
import { formatCount, formatNumber } from "../words/numbers.js";
import { lookOf, type Polarity } from "../words/standing-look.js";
import { dot, drawing, fitted, label, line, path, round, scaleOf, tickLabels } from "./marks.js";

/** An area of a funnel: a percentage of so many children. */
export interface FunnelDot {
  code: string;
  name: string;
  value: number;
  /** How many it is a percentage of. */
  of: number;
  standing: Comparison;
}

export interface FunnelOptions {
  rows: readonly FunnelDot[];
  /** All areas together, in per cent. */
  beside: { name: string; value: number };
  polarity: Polarity;
  /** Width in pixels. */
  width: number;
  /** Codes to be named, beside those that lie outside. */
  chosen?: ReadonlySet<string>;
}

/**
 * Percentages by the number of children that they are of, between the limits that chance alone draws around all areas
 * together (99.8%): the fewer children, the wider. Those outside are filled and named, and so are the chosen ones.
 */
export function funnel({ rows, beside, polarity, width, chosen = new Set() }: FunnelOptions): SVGSVGElement {
  const height = Math.round(Math.min(440, Math.max(300, width * 0.62)));
  const [left, right, top, bottom] = [52, 16, 14, 48];
  const sizes = rows.map(({ of }) => of);
  const across = scaleOf([0, ...sizes], [left, width - right], width < 520 ? 4 : 7);
  const steps = curveSteps(Math.max(1, Math.min(...sizes)), across.ends[1]);
  const limits = steps.map((n) => ({ n, limits: funnelLimits(beside.value, n) }));
  const up = scaleOf(
    [
      ...rows.map(({ value }) => value),
      beside.value,
      ...limits.flatMap(({ n, limits }) => (n >= Math.min(...sizes) ? limits : [])),
    ],
    [height - bottom, top],
    6,
  );
  const curve = (i: 0 | 1) =>
    path(
      limits.map(({ n, limits }) => [across.at(n), up.at(limits[i])]),
      "ey-path ey-curve",
    );
  const y = up.at(beside.value);
  return drawing(
    width,
    height,
    ...up.ticks.flatMap((tick) => [
      line(left, up.at(tick), width - right, up.at(tick), "ey-grid"),
      label(`${tick}%`, { x: left - 8, y: round(up.at(tick)), anchor: "end", looks: "ey-soft-text" }),
    ]),
    ...tickLabels(across.ticks, across.at, height - bottom + 14, "count"),
    label("Children counted", {
      x: (left + width - right) / 2,
      y: height - 10,
      anchor: "middle",
      looks: "ey-soft-text",
    }),
    line(left, y, width - right, y, "ey-beside"),
    curve(0),
    curve(1),
    ...rows.map((row) =>
      svgElement(
        "g",
        {},
        svgElement(
          "title",
          {},
          `${row.name}: ${formatNumber(row.value, "percent")} of ${formatCount(row.of)}`,
        ),
        markLink(
          row.code,
          dot(across.at(row.of), up.at(row.value), 5, `ey-dot ey-is-${lookOf(row.standing, polarity)}`),
        ),
      ),
    ),
    ...labels(),
    label(`${beside.name} ${formatNumber(beside.value, "percent")}`, {
      x: width - right,
      y: round(y - 11),
      anchor: "end",
      looks: "ey-bold ey-halo",
    }),
  );

  function labels(): Node[] {
    const named = rows.filter(
      ({ code, standing }) => chosen.has(code) || standing === "higher" || standing === "lower",
    );
    const taken: { x: number; y: number }[] = [];
    // Two names on one line would be read as one.
    const isFree = (x: number, y: number) =>
      !taken.some((one) => Math.abs(one.y - y) < 16 && Math.abs(one.x - x) < 150);
    return named.slice(0, 14).flatMap((row) => {
      const [x, y] = [across.at(row.of), up.at(row.value)];
      const sides = x > (left + width) * 0.6 ? [-1, 1] : [1, -1];
      const side = sides.find((one) => isFree(x + one * 80, y));
      const room = side === 1 ? width - right - x - 12 : x - left - 12;
      if (side === undefined || room < 60) return [];
      taken.push({ x: x + side * 80, y });
      return [
        label(fitted(row.name, room), {
          x: round(x + side * 10),
          y: round(y),
          anchor: side === 1 ? "start" : "end",
          looks: `ey-halo${chosen.has(row.code) ? " ey-bold" : ""}`,
        }),
      ];
    });
  }
}

// Close together where the curve is steep.
function curveSteps(least: number, most: number): number[] {
  const count = 60;
  return Array.from({ length: count }, (_, i) =>
    Math.max(1, Math.round(least * (Math.max(most, least + 1) / least) ** (i / (count - 1)))),
  );
}
