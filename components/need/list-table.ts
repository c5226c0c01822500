import type { Need } from "../briefing/need.js";
import { element } from "../element.js";
import { originOf } from "../figures/briefing-figures.js";
import { dataTable } from "../tables/data-table.js";
import type { Cell } from "../tables/table.js";
import { formatCount, formatNumber } from "../words/numbers.js";
import { nothingToTell } from "../words/only.js";
import { formatValue, hasValue } from "../words/status.js";
import { type ComparedLists, type ComparedWard, compareLists, type Place } from "./compare-lists.js";
import { keptLists } from "./kept-lists.js";

const placeWords: Record<Place, string> = {
  both: "In both",
  data: "Only in the data",
  list: "Only on the list",
};

/** The wards of a list and of the data, with the reasons: each measure’s figure, how many children, and its interval. */
export function listTable({ wards, need }: ComparedLists): HTMLElement {
  if (wards.length === 0) return nothingToTell();
  const { measured, data } = need;
  return dataTable({
    caption: "Our list and the data",
    table: {
      columns: [
        { key: "name", label: "Ward" },
        { key: "place", label: "Where it is" },
        { key: "reason", label: "Worse by more than chance in" },
        // One column each, so that all fit on a sheet of paper.
        ...measured.map(({ indicator, period }) => ({
          key: `${indicator.id} told`,
          label: `${indicator.shortName}, ${period} (of how many; 95% interval)`,
          name: null,
        })),
      ],
      more: measured.flatMap(({ indicator, period }) => [
        { key: indicator.id, label: `${indicator.shortName}, ${period}`, unit: indicator.unit },
        { key: `${indicator.id} behind`, label: `${indicator.shortName}, of how many; 95% interval` },
      ]),
      areaOf: ({ code }) => (typeof code === "string" ? code : undefined),
      rows: wards.map((ward) => ({
        code: ward.code,
        name: ward.name,
        place: placeWords[ward.place],
        reason: reasonOf(ward),
        ...Object.fromEntries(
          ward.figures.flatMap(({ measure: { indicator }, figure }): [string, Cell][] => {
            const { id, unit } = indicator;
            const shown = figure ?? { value: null, status: "not_available" as const };
            const figureText = figure && hasValue(figure) ? behind(figure, unit) : "";
            return [
              [id, shown],
              [`${id} behind`, figureText],
              [`${id} told`, `${formatValue(shown, unit)}${figureText && ` (${figureText})`}`],
            ];
          }),
        ),
      })),
    },
    ...originOf(
      data,
      measured.flatMap((measure) => measure.wards),
    ),
  });
}

/** What this browser’s list has in common with the data, in a paragraph that leads to the page of lists. */
export function listNote(need: Need): HTMLElement {
  if (!need.available) return nothingToTell();
  const { summary } = compareLists(need, keptLists().codes);
  const link = element(
    "a",
    { href: "./our-list" },
    summary ? "See which and why" : "Set them beside what the figures show",
  );
  return element(
    "p",
    { class: "ey-our-note" },
    summary ? `${summary} ` : "Which wards does your service work in? ",
    link,
    ".",
  );
}

function reasonOf({ worseIn, figures }: ComparedWard): string {
  if (worseIn.length > 0) return worseIn.map(({ indicator }) => indicator.shortName).join("; ");
  return figures.some(({ figure }) => figure && hasValue(figure)) ? "nothing" : "not known: no figure";
}

function behind(
  { denominator, lower, upper }: { denominator: number | null; lower: number | null; upper: number | null },
  unit: string,
): string {
  const of = denominator === null ? "" : formatCount(denominator);
  const interval =
    lower === null || upper === null ? "" : `${formatNumber(lower, unit)} to ${formatNumber(upper, unit)}`;
  return [of, interval].filter(Boolean).join("; ");
}
