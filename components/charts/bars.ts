import { markLink } from "../area-link.js";
import { svgElement } from "../element.js";
import { type Ranked, ranked } from "../words/rank.js";
import { type Figured, formatValue, hasValue } from "../words/status.js";
import { rankingOf } from "./long-ranking.js";
import {
  drawing,
  label,
  line,
  type Place,
  placesOn,
  roomFor,
  round,
  tickLabels,
  ticksBetween,
} from "./marks.js";

/** A bar: one area or group. */
export interface Bar extends Figured {
  code: string;
  name: string;
  lower: number | null;
  upper: number | null;
  /** Its place in a longer ranking; its place among the rows if left out. */
  rank?: number | null;
}

/** A line across all bars: the city, England. */
export interface Comparator {
  name: string;
  value: number;
}

export interface BarsOptions {
  rows: readonly Bar[];
  unit: string;
  /** Width in pixels. */
  width: number;
  comparators?: readonly Comparator[];
  /** Codes to be highlighted. */
  chosen?: ReadonlySet<string>;
}

/** Where the bars of a chart lie, in pixels. */
interface Layout {
  width: number;
  /** A name stands over its bar, not before it. */
  isNarrow: boolean;
  left: number;
  /** Of a row, with the space to the next. */
  height: number;
  at: Place;
  ticks: number[];
}

const axisHeight = 26;
const comparatorHeight = 17;

/**
 * Ranked horizontal bars from zero with 95% intervals and value labels. A row without a figure says
 * why in place of its bar. More than 25 rows scroll under an axis that stays in sight.
 */
export function bars({ rows, unit, width, comparators = [], chosen = new Set() }: BarsOptions): HTMLElement {
  const order = ranked(rows);
  const isNarrow = width < 520;
  const ends = endsOf(order, comparators);
  // A chosen name is heavier and has a mark before it.
  const left = isNarrow ? 14 : Math.round(roomFor(order.map(nameOf), 50, 240) * 1.1) + 28;
  const most = isNarrow ? 4 : 6;
  const layout: Layout = {
    width,
    isNarrow,
    left,
    height: isNarrow ? 42 : 26,
    at: placesOn(ends, [left, width - roomFor(order.filter(hasValue).map(textOf), 44, 70) - 16]),
    ticks: ticksBetween(ends, most),
  };
  return rankingOf(axisOf(), bodyOf(), order.length);

  function textOf(row: Figured): string {
    return formatValue(row, unit);
  }

  function axisOf(): SVGSVGElement {
    const height = axisHeight + comparatorHeight * comparators.length;
    const middle = (ends[0] + ends[1]) / 2;
    return drawing(
      width,
      height,
      ...tickLabels(layout.ticks, layout.at, height - 12, unit),
      ...comparators.map(({ name, value }, i) =>
        label(`${name} ${textOf({ value, status: "value" })}`, {
          x: round(layout.at(value)),
          y: height - axisHeight - 8 - comparatorHeight * i,
          anchor: value > middle ? "end" : "start",
          looks: "ey-bold ey-text-comparator",
        }),
      ),
    );
  }

  function bodyOf(): SVGSVGElement {
    const { at, ticks } = layout;
    const height = order.length * layout.height + 8;
    return drawing(
      width,
      height,
      ...ticks.map((tick) => line(at(tick), 0, at(tick), height - 8, "ey-grid")),
      ...order.flatMap((row, i) => (hasValue(row) ? [barOf(row, i * layout.height)] : [])),
      line(at(0), 0, at(0), height - 8, "ey-zero"),
      ...comparators.map(({ value }) => line(at(value), 0, at(value), height - 8, "ey-comparator")),
      ...order.flatMap((row, i) => textsOf(row, i * layout.height)),
    );
  }

  function barOf(row: Ranked<Bar> & { value: number }, top: number): SVGRectElement {
    const { at, isNarrow, height } = layout;
    const [from, to] = [at(Math.min(0, row.value)), at(Math.max(0, row.value))];
    const isBehind = chosen.size > 0 && !chosen.has(row.code);
    return svgElement("rect", {
      x: round(from),
      y: top + (isNarrow ? 22 : 4),
      width: round(to - from),
      height: height - (isNarrow ? 27 : 8),
      class: isBehind ? "ey-bar ey-is-behind" : "ey-bar",
    });
  }

  function textsOf(row: Ranked<Bar>, top: number): Node[] {
    const { at, isNarrow, left } = layout;
    const isChosen = chosen.has(row.code);
    const y = top + (isNarrow ? 29.5 : layout.height / 2);
    const { lower, upper } = row;
    const end = hasValue(row) ? Math.max(row.value, upper ?? row.value, 0) : 0;
    return [
      ...(lower !== null && upper !== null ? [line(at(lower), y, at(upper), y, "ey-interval")] : []),
      label(textOf(row), {
        x: round(at(end)) + 6,
        y,
        looks: hasValue(row) ? "ey-halo ey-numbers" : "ey-halo ey-soft-text",
      }),
      markLink(
        row.code,
        label(`${isChosen ? "▸ " : ""}${nameOf(row)}`, {
          x: isNarrow ? left + 3 : left - 6,
          y: isNarrow ? top + 11 : y,
          anchor: isNarrow ? "start" : "end",
          looks: isChosen ? "ey-halo ey-bold" : "ey-halo",
        }),
      ),
    ];
  }
}

// From nought, as a bar's length is what is compared.
function endsOf(rows: readonly Bar[], comparators: readonly Comparator[]): [number, number] {
  const top = Math.max(
    0,
    ...rows.flatMap(({ value, upper }) => [value ?? 0, upper ?? 0]),
    ...comparators.map(({ value }) => value),
  );
  return [Math.min(0, ...rows.flatMap(({ value, lower }) => [value ?? 0, lower ?? 0])), top * 1.02 || 1];
}

function nameOf({ rank, name }: Ranked<Bar>): string {
  return rank === null ? name : `${rank}. ${name}`;
}
