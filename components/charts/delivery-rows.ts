import { svgElement } from "../element.js";
import { formatCount, formatTick } from "../words/numbers.js";
import { drawing, fitted, label, line, placesOn, round } from "./marks.js";
import { roundEnds, roundTicks } from "./ticks.js";

/** The rows of a delivery. */
export interface DeliveredRows {
  /** A few letters that stand under its column. */
  name: string;
  rows: number;
  /** Rows that were set aside. */
  rejected: number;
}

export interface DeliveryRowsOptions {
  /** Oldest first. */
  deliveries: readonly DeliveredRows[];
  /** The fewest rows and the most that are expected. */
  expected?: readonly [number, number] | null;
  /** Width in pixels. */
  width: number;
}

const margin = { top: 24, right: 12, bottom: 40, left: 64 };

/**
 * Columns from zero, one a delivery: rows in use, over them in a lighter colour those that were set aside, and all of them as a
 * number. Dashed lines are the fewest and the most that are expected.
 */
export function deliveryRows({ deliveries, expected, width }: DeliveryRowsOptions): SVGSVGElement {
  const height = Math.round(Math.min(280, Math.max(200, width * 0.4)));
  const bottom = height - margin.bottom;
  const all = deliveries.map(({ rows, rejected }) => rows + rejected);
  const ends = roundEnds(0, Math.max(1, ...all, ...(expected ?? [])), 4);
  const at = placesOn(ends, [bottom, margin.top]);
  const step = (width - margin.left - margin.right) / deliveries.length;
  const wide = Math.min(72, step * 0.7);
  return drawing(
    width,
    height,
    ...roundTicks(...ends, 4).flatMap((tick) => [
      line(margin.left, at(tick), width - margin.right, at(tick), "ey-grid"),
      label(formatTick(tick, "count"), {
        ...{ x: margin.left - 8, y: round(at(tick)), anchor: "end", looks: "ey-soft-text" },
      }),
    ]),
    ...deliveries.flatMap(({ name, rows, rejected }, i) => {
      const middle = margin.left + (i + 0.5) * step;
      const column = (from: number, to: number, looks: string) =>
        svgElement("rect", {
          ...{ x: round(middle - wide / 2), y: round(at(to)), width: round(wide), class: looks },
          height: round(at(from) - at(to)),
        });
      const place = { x: round(middle), anchor: "middle" as const };
      return [
        column(0, rows, "ey-bar"),
        column(rows, rows + rejected, "ey-bar ey-is-behind"),
        label(formatCount(rows + rejected), {
          ...place,
          y: round(at(rows + rejected) - 10),
          looks: "ey-halo",
        }),
        ...inLines(name, step).map((text, n) =>
          label(text, { ...place, y: bottom + 14 + 16 * n, looks: "ey-soft-text" }),
        ),
      ];
    }),
    ...[...new Set(expected ?? [])].map((rows) =>
      line(margin.left, at(rows), width - margin.right, at(rows), "ey-comparator"),
    ),
  );
}

/** A name in a line; where that is too long for so many pixels, in two lines that part at a hyphen or a space. */
function inLines(name: string, pixels: number): string[] {
  const whole = fitted(name, pixels);
  const [, first, second] = /^([^-\s]+)[-\s](.+)$/.exec(name) ?? [];
  return whole === name || !first ? [whole] : [fitted(first, pixels), fitted(second!, pixels)];
}
