import { element, svgElement } from "../element.js";
import type { Comparison } from "../words/beyond-chance.js";
import { formatNumber } from "../words/numbers.js";
import { lookOf, type Polarity } from "../words/standing-look.js";
import { type Figured, formatValue, hasValue } from "../words/status.js";
import { dot, drawing, fitted, label, line, roomFor, round } from "./marks.js";

/** An indicator of a strip: one area among its peers. */
export interface StripRow {
  name: string;
  unit: string;
  polarity: Polarity;
  own: Figured & { standing: Comparison };
  peers: readonly number[];
  /** All areas together. */
  beside: number | null;
  /** Between what a figure of so many children may lie by chance alone; undefined where that is not known. */
  limits?: readonly [lower: number, upper: number] | undefined;
  /** Beside the same time a year before: "up", "down", "same"; undefined without one. */
  since?: "up" | "down" | "same" | undefined;
}

const arrows = { up: "↑", down: "↓", same: "→" };

/**
 * One area among its peers, an indicator a row: its dot, a small ring for each of the others, a line for all of them
 * together in the middle, and a band of what may be chance. Each row has a scale of its own.
 */
export function strip(rows: readonly StripRow[], width: number): SVGSVGElement {
  const narrow = width < 560;
  const high = narrow ? 66 : 36;
  const [names, figures, alls] = narrow ? [0, 0, 0] : [Math.min(290, width * 0.36), 100, 84];
  const [from, to] = [names + figures + 10, width - alls - 10];
  return drawing(
    width,
    rows.length * high,
    ...rows.flatMap((row, i) => {
      const y = i * high + (narrow ? 46 : high / 2);
      const look = lookOf(row.own.standing, row.polarity);
      const figure = formatValue(row.own, row.unit);
      const since = row.since ? ` ${arrows[row.since]}` : "";
      const all = row.beside === null ? "" : `all ${formatNumber(row.beside, row.unit)}`;
      const texts = narrow
        ? [
            label(fitted(row.name, width - roomFor([`${figure}${since}`], 40, width) - 16), {
              x: 0,
              y: y - 26,
            }),
            label(`${figure}${since}`, {
              x: width,
              y: y - 26,
              anchor: "end",
              looks: `ey-bold ey-text-${look}`,
            }),
          ]
        : [
            label(fitted(row.name, names - 8), { x: 0, y }),
            label(figure, {
              x: names + figures - 26,
              y,
              anchor: "end",
              looks: `ey-bold ey-text-${look}`,
            }),
            label(since.trim(), { x: names + figures - 16, y }),
            label(all, { x: width, y, anchor: "end", looks: "ey-soft-text" }),
          ];
      return [
        ...texts,
        ...marksOf(row, { y, from, to, look }),
        line(0, (i + 1) * high - 0.5, width, (i + 1) * high - 0.5, "ey-grid"),
      ];
    }),
  );
}

/** What the marks of a strip are, in words. */
export function stripKey(name: string, areas: string, all: string): HTMLElement {
  const mark = (...marks: Node[]) =>
    svgElement("svg", { class: "ey-drawn", width: 16, height: 16, "aria-hidden": "true" }, ...marks);
  return element(
    "ul",
    { class: "ey-key", "aria-label": "Key" },
    element("li", {}, mark(dot(8, 8, 6, "ey-dot ey-is-own")), name),
    element("li", {}, mark(dot(8, 8, 3.5, "ey-dot")), `the other ${areas}`),
    element("li", {}, mark(line(8, 0, 8, 16, "ey-middle")), all),
    element(
      "li",
      {},
      mark(svgElement("rect", { y: 3, width: 16, height: 10, class: "ey-band" })),
      "what may be chance (99.8% limits)",
    ),
  );
}

function marksOf(
  { own, peers, beside, limits }: StripRow,
  { y, from, to, look }: { y: number; from: number; to: number; look: string },
): Node[] {
  const seen = hasValue(own) ? [...peers, own.value] : [...peers];
  if (seen.length === 0) return [];
  const middle = beside ?? (Math.min(...seen) + Math.max(...seen)) / 2;
  const reach = Math.max(...seen.map((value) => Math.abs(value - middle))) || 1;
  const at = (value: number) =>
    (from + to) / 2 + (Math.max(-1, Math.min(1, (value - middle) / reach)) * (to - from)) / 2;
  return [
    ...(limits
      ? [
          svgElement("rect", {
            x: round(at(limits[0])),
            y: y - 9,
            width: round(at(limits[1]) - at(limits[0])),
            height: 18,
            rx: 3,
            class: "ey-band",
          }),
        ]
      : []),
    ...peers.map((value) => dot(at(value), y, 3, "ey-dot ey-peer")),
    ...(beside === null ? [] : [line(at(beside), y - 11, at(beside), y + 11, "ey-middle")]),
    ...(hasValue(own) ? [dot(at(own.value), y, 7, `ey-dot ey-is-own ey-is-${look}`)] : []),
  ];
}
