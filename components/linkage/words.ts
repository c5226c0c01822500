import { element } from "../element.js";
import { type Chooser, selectChooser } from "../inputs/choosers.js";
import { dataTable } from "../tables/data-table.js";
import { capital } from "../words/format.js";
import { nothingToTell } from "../words/only.js";
import {
  groupFigure,
  originOf,
  pairFigure,
  registerFigure,
  registerTitle,
  outcomeTable as tableOfOutcomes,
  unlinkableTable as tableOfUnlinkable,
  joinedTables as tablesOfJoined,
  thresholdFigure,
  wardFigure,
} from "./linkage-figures.js";
import { behind, outcomeWords } from "./linkage-findings.js";
import type { LinkageInWords, SourceInWords } from "./sentences.js";

/** Each source's children against each other source's. */
export function pairs(linkage: LinkageInWords): HTMLElement {
  const { data } = linkage;
  return pairFigure(data);
}

/** Each source's link rate with the register. */
export function register(linkage: LinkageInWords): HTMLElement {
  const { data, register, lowest, highest } = linkage;
  if (!lowest.available)
    return nothing(
      "No source with NHS numbers has an extract, so there is no register to measure the others by.",
    );
  const range = [lowest, highest].map(({ rate }) => ("text" in rate ? rate.text : "")).join(" to ");
  return registerFigure(data, `${range} of a source’s children are found in ${register}`);
}

/** A list of the sources that are measured by the register; at first one that misses some children more than others. */
export function chooseSource(linkage: LinkageInWords): Chooser {
  const { data, rates } = linkage;
  const options = rates.map(({ id, title }) => [id, title] as const);
  const first = rates.find(({ id }) => behind(data, id).length > 0)?.id;
  const chooser = selectChooser({ label: "Source", options, ...(first ? { value: first } : {}) });
  chooser.hidden = options.length === 0;
  return chooser;
}

/** A source's link rate by group of children. */
export function groups(chosen: SourceInWords): HTMLElement {
  const { available, data, source, why } = chosen;
  if (!available) return why;
  return groupFigure(data, {
    source,
    parts: [
      ["ethnic_group", "Ethnic group"],
      ["deprivation_quintile", "Deprivation of the small area"],
      ["sex", "Sex"],
    ],
    title: `Found in ${registerTitle(data)}, by group`,
  });
}

/** A source's link rate by ward, on a map; nothing where no outlines have come in. */
export function wardMap(chosen: SourceInWords): HTMLElement {
  const { available, data, source } = chosen;
  if (!available || data.shapes.length === 0) return nothingToTell();
  return wardFigure(data, source, `Found in ${registerTitle(data)}, by ward`);
}

/** How far link rates would move with the threshold of a match. */
export function thresholds(linkage: LinkageInWords): HTMLElement {
  const { data, moves } = linkage;
  if (!moves.available)
    return nothing("The model has not compared any records yet, so nothing hangs on its threshold.");
  return thresholdFigure(
    data,
    moves.little ? "Link rates hardly depend on the threshold" : "How link rates move with the threshold",
  );
}

/** Measures that join sources, counted again at each threshold: a table a measure. */
export function joinedTables(linkage: LinkageInWords): HTMLElement {
  const { data } = linkage;
  return element(
    "div",
    {},
    ...tablesOfJoined(data).map(({ caption, table }) => dataTable({ ...originOf(data), caption, table })),
  );
}

/** Records by source and by what became of them, with what each word means. */
export function outcomeTable(linkage: LinkageInWords): HTMLElement {
  const { data } = linkage;
  return element(
    "div",
    {},
    dataTable({ ...originOf(data), caption: "Records by source and outcome", table: tableOfOutcomes(data) }),
    element(
      "dl",
      { class: "ey-terms" },
      ...Object.entries(outcomeWords).flatMap(([outcome, words]) => [
        element("dt", {}, capital(outcome)),
        element("dd", {}, words),
      ]),
    ),
  );
}

/** Records that say too little to be linked, by source and reason; nothing where there are none. */
export function unlinkableTable(linkage: LinkageInWords): HTMLElement {
  const { data } = linkage;
  if (data.unlinkable.length === 0) return nothingToTell();
  return dataTable({
    ...originOf(data),
    caption: "Records that say too little to be linked",
    table: tableOfUnlinkable(data),
  });
}

function nothing(why: string): HTMLElement {
  return element("p", { class: "ey-empty" }, why);
}
