import { stepName } from "../pathway/told.js";
import { dataTable } from "../tables/data-table.js";
import type { Cell } from "../tables/table.js";
import { formatDate, formatList } from "../words/format.js";
import { nothingToTell } from "../words/only.js";
import type { Area } from "./profile.js";

/** The same children from birth to Reception: where how many of them were met, in whole per cent, beside the city's. */
export function linkedPathway({ data, name, beside }: Area): HTMLElement {
  const { pathway, level, city } = data;
  if (!pathway || pathway.steps.every(({ own }) => own === null)) return nothingToTell();
  const cell = (share: number | null): Cell =>
    share === null ? { value: null, status: "suppressed" } : `${share}%`;
  const isCity = level === "city";
  return dataTable({
    caption: `Children born September ${pathway.year} to August ${pathway.year + 1} who live in ${name}: at which steps they were met`,
    table: {
      columns: [
        { key: "step", label: "Step" },
        { key: "of", label: "Of whom" },
        { key: "own", label: name },
        ...(isCity ? [] : [{ key: "all", label: beside === "all wards together" ? "All wards" : city.name }]),
      ],
      rows: pathway.steps.map(({ id, among, own, all }) => ({
        step: stepName(id),
        of: among === null ? "all children" : ofWhom[among]!,
        own: cell(own),
        ...(isCity ? {} : { all: cell(all) }),
      })),
    },
    source: formatList(pathway.sources),
    asOf: formatDate(data.asOf),
    sample: data.sample,
  });
}

const ofWhom: Record<string, string> = { "eligible-at-two": "those eligible", assessed: "those assessed" };
