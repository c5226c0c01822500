import { markLink } from "../area-link.js";
import { rankingOf } from "../charts/long-ranking.js";
import {
  dot,
  drawing,
  fitted,
  label,
  line,
  placesOn,
  roomFor,
  round,
  ticksBetween,
} from "../charts/marks.js";
import { rowPieces } from "../charts/row-pieces.js";
import { element, svgElement } from "../element.js";
import type { NeedArea } from "./weighed.js";

const axisHeight = 26;

/**
 * Areas by rank: a dot at each rank, a line over the ranks that the figures' own error leaves open, and a band over those in
 * nine of ten weightings. Filled are those that chance alone seldom takes from among the first. More than 25 rows scroll
 * under an axis that stays in sight.
 */
export function ranksChart(
  rows: readonly NeedArea[],
  { width, first, of }: { width: number; first: number; of: number },
): HTMLElement {
  const narrow = width < 430;
  const high = narrow ? 46 : 27;
  const names = rows.map(({ rank, name }) => `${rank}. ${name}`);
  // The names of the first are heavier, and wider for it.
  const left = narrow ? 6 : Math.round(roomFor(names, 60, width * 0.4) * 1.12) + 14;
  const at = placesOn([1, Math.max(2, of)], [left + 8, width - 12]);
  const ticks = [1, ...ticksBetween([1, Math.max(2, of)], narrow ? 4 : 7).filter((tick) => tick > 1)];
  const border = at(first + 0.5);
  const pieces = rowPieces(rows, { width, high }, (piece, height, from) => [
    ...ticks.map((tick) => line(at(tick), 0, at(tick), height, "ey-grid")),
    line(border, 0, border, height, "ey-beside"),
    ...piece.map((row, i) => {
      const y = i * high + (narrow ? 32 : high / 2);
      const look = row.amongFirst >= 0.95 ? "worse" : "even";
      return svgElement(
        "g",
        {},
        svgElement("rect", {
          x: round(at(row.overRanks[0])),
          y: y - 8,
          width: round(Math.max(2, at(row.overRanks[1]) - at(row.overRanks[0]))),
          height: 16,
          rx: 3,
          class: "ey-band",
        }),
        line(at(row.ranks[0]), y, at(row.ranks[1]), y, `ey-limits ey-is-${look}`),
        dot(at(row.rank), y, 5.5, `ey-dot ey-is-${look}`),
        markLink(
          row.code,
          label(fitted(names[from + i]!, (narrow ? width : left - 12) / 1.12), {
            x: narrow ? 4 : left - 8,
            y: narrow ? y - 20 : y,
            anchor: narrow ? "start" : "end",
            ...(row.rank <= first && { looks: "ey-bold" }),
          }),
        ),
      );
    }),
  ]);
  const axis = drawing(
    width,
    axisHeight,
    ...ticks.map((tick) =>
      label(String(tick), {
        x: round(at(tick)),
        y: axisHeight - 12,
        anchor: "middle",
        looks: "ey-soft-text",
      }),
    ),
  );
  return rankingOf(axis, element("div", {}, ...pieces), rows.length);
}
