import { markLink } from "../area-link.js";
import { element, svgElement } from "../element.js";
import type { Comparison } from "../words/beyond-chance.js";
import { formatNumber } from "../words/numbers.js";
import { type Ranked, ranked } from "../words/rank.js";
import { lookOf, type Polarity } from "../words/standing-look.js";
import { type Figured, formatValue, hasValue } from "../words/status.js";
import { rankingOf } from "./long-ranking.js";
import {
  dot,
  drawing,
  fitted,
  label,
  line,
  type Place,
  roomFor,
  round,
  scaleOf,
  tickLabels,
} from "./marks.js";
import { rowPieces } from "./row-pieces.js";

/** An area of a ranking. */
export interface RankedDot extends Figured {
  code: string;
  name: string;
  lower: number | null;
  upper: number | null;
  /** How it stands to what it is compared with: filled where it differs by more than chance. */
  standing?: Comparison;
  /** Its place in a longer ranking; its place among the rows if left out, none if null. */
  rank?: number | null;
}

/** What the areas are compared with: a line, and the band of its own limits. */
export interface Beside {
  name: string;
  value: number;
  lower?: number | null;
  upper?: number | null;
}

export interface RankedDotsOptions {
  rows: readonly RankedDot[];
  unit: string;
  /** Width in pixels. */
  width: number;
  comparator?: Beside | undefined;
  /** Which side is better, as the indicator's polarity says; neither if left out. */
  polarity?: Polarity;
  /** Codes to be marked. */
  chosen?: ReadonlySet<string>;
}

const rowHeight = 27;
const axisHeight = 24;

/**
 * Areas in order, each a dot with the limits of its figure, beside a line for all of them together. A dot is filled where
 * it differs from the line by more than chance, and hollow where the difference may be chance. A row without a figure says
 * why. More than 25 rows scroll under an axis that stays in sight.
 */
export function rankedDots({
  rows,
  unit,
  width,
  comparator,
  polarity = "",
  chosen = new Set(),
}: RankedDotsOptions): HTMLElement {
  const order = ranked(rows);
  const narrow = width < 430;
  const high = narrow ? 46 : rowHeight;
  const nameOf = (row: Ranked<RankedDot>) => `${row.rank === null ? "" : `${row.rank}. `}${row.name}`;
  const mark = 16;
  const left = narrow ? mark : mark + roomFor(order.map(nameOf), 60, width * 0.42) + 10;
  const values = order.filter(hasValue).map(written);
  // A dot at the end, or its limits, keep clear of the number.
  const right = roomFor(values, 44, 120) * 1.1 + 20;
  const { at, ticks } = scaleOf(
    spanOf(order, comparator),
    [left + 6, width - right - 6],
    Math.max(2, Math.min(6, Math.floor((width - left - right) / 60))),
  );
  const pieces = rowPieces(order, { width, high }, (piece, height) => [
    comparator ? bandOf(comparator, at, height) : null,
    ...ticks.map((tick) => line(at(tick), 0, at(tick), height, "ey-grid")),
    comparator ? line(at(comparator.value), 0, at(comparator.value), height, "ey-beside") : null,
    ...piece.map((row, i) => rowMarks(row, i * high + (narrow ? 32 : high / 2))),
  ]);
  const axis = drawing(
    width,
    axisHeight + (comparator ? 20 : 0),
    ...tickLabels(ticks, at, axisHeight - 12 + (comparator ? 20 : 0), unit),
    comparator ? besideLabel(comparator, at, { unit, width }) : null,
  );
  return rankingOf(axis, element("div", {}, ...pieces), order.length);

  function rowMarks(row: Ranked<RankedDot>, y: number): Node {
    const isChosen = chosen.has(row.code);
    const looks = isChosen ? "ey-bold" : undefined;
    return svgElement(
      "g",
      {},
      isChosen ? label("▸", { x: 1, y: narrow ? y - 20 : y, looks: "ey-bold" }) : null,
      markLink(
        row.code,
        label(fitted(nameOf(row), narrow ? width - mark : left - mark - 10), {
          x: narrow ? mark : left - 10,
          y: narrow ? y - 20 : y,
          anchor: narrow ? "start" : "end",
          ...(looks && { looks }),
        }),
      ),
      ...(hasValue(row) ? figureMarks(row, y) : [withoutFigure(row, y)]),
    );
  }

  function figureMarks(row: Ranked<RankedDot> & { value: number }, y: number): Node[] {
    const look = lookOf(row.standing ?? "unknown", polarity);
    const { lower, upper } = row;
    return [
      ...(lower !== null && upper !== null
        ? [line(at(lower), y, at(upper), y, `ey-limits ey-is-${look}`)]
        : []),
      dot(at(row.value), y, 5.5, `ey-dot ey-is-${look}`),
      label(written(row), {
        x: width - 4,
        y,
        anchor: "end",
        looks: look === "even" && !chosen.has(row.code) ? "ey-numbers" : "ey-numbers ey-bold",
      }),
    ];
  }

  // The unit stands under the title.
  function written(row: RankedDot): string {
    return formatValue(row, unit).replace(/ percentage points$/, "");
  }

  function withoutFigure(row: Figured, y: number): Node {
    return label(formatValue(row, unit), { x: left + 6, y, looks: "ey-soft-text" });
  }
}

// From the lowest limit to the highest: what matters is how the areas differ, so the axis need not begin at nought.
function spanOf(rows: readonly RankedDot[], comparator: Beside | undefined): number[] {
  const values = [
    ...rows.flatMap((row) => [row.value, row.lower, row.upper]),
    comparator?.value ?? null,
    comparator?.lower ?? null,
    comparator?.upper ?? null,
  ].filter((value): value is number => typeof value === "number" && Number.isFinite(value));
  return values.length > 0 ? values : [0, 1];
}

function bandOf({ lower, upper }: Beside, at: Place, height: number): Node | null {
  if (typeof lower !== "number" || typeof upper !== "number") return null;
  return svgElement("rect", {
    x: round(at(lower)),
    width: round(at(upper) - at(lower)),
    height,
    class: "ey-band",
  });
}

// To the left of its line, or where it would leave the chart there, to the right.
function besideLabel(
  { name, value }: Beside,
  at: Place,
  { unit, width }: { unit: string; width: number },
): Node {
  const text = `${name} ${formatNumber(value, unit)}`;
  const room = roomFor([text], 0, width) * 1.1;
  const place = at(value) - room >= 0 ? "end" : at(value) + room <= width ? "start" : "middle";
  return label(text, {
    x: place === "middle" ? width / 2 : round(at(value)),
    y: 9,
    anchor: place,
    looks: "ey-bold",
  });
}
