import type { DescribedTable } from "../../loaders/explore/data-dictionary.json.js";
import { element } from "../element.js";
import { plural } from "../words/format.js";
import { type QueryDataSet, queryDataSets } from "./data-sets.js";
import { documentMeaningOf, meaningOf } from "./meanings.js";
import { isTable } from "./queried.js";

export interface TableTreeOptions {
  tables: readonly DescribedTable[];
  /** Puts a name into the query. */
  insert: (name: string) => void;
  /** Asks a table for its first rows. */
  look: (table: string) => void;
  /** By table its columns, of a document that has to be fetched first. */
  open: (dataSet: QueryDataSet) => Promise<ReadonlyMap<string, readonly string[]>>;
}

/** The tables and their columns, which are put into the query when they are pressed. */
export function tableTree(options: TableTreeOptions): HTMLElement {
  const described = new Map(options.tables.map((table) => [table.dataset, table]));
  const audiences = {
    explore: "For exploring",
    briefings: "Of the briefings",
    public: "Of the public pages, protected",
  };
  return element(
    "div",
    { class: "ey-query-tree ey-control" },
    ...Object.entries(audiences).flatMap(([audience, heading]) => [
      element("h3", {}, heading),
      ...queryDataSets
        .filter(({ name }) => name.startsWith(`${audience}/`))
        .map((dataSet) => branch(dataSet, described.get(dataSet.name), options)),
    ]),
  );
}

function branch(
  dataSet: QueryDataSet,
  table: DescribedTable | undefined,
  { insert, look, open }: TableTreeOptions,
): HTMLElement {
  const place = element("div", {});
  const details = element(
    "details",
    {},
    element(
      "summary",
      { title: dataSet.title },
      element("code", {}, dataSet.table),
      element("span", {}, table ? plural(table.rows, "row") : "document"),
    ),
    element("p", {}, dataSet.title, "."),
    place,
  );
  const columnsOf = (name: string, columns: readonly { name: string; type?: string }[]) => [
    element(
      "p",
      { class: "ey-query-table-name" },
      ...(isTable(dataSet) ? [] : [element("code", {}, name), " "]),
      button(`First rows of ${name}`, "first rows", () => look(name)),
    ),
    element(
      "ul",
      {},
      ...columns.map((column) =>
        element(
          "li",
          { title: (isTable(dataSet) ? meaningOf : documentMeaningOf)(column.name) || null },
          button(`Put ${column.name} into the query`, column.name, () => insert(column.name)),
          element("span", {}, column.type ?? ""),
        ),
      ),
    ),
  ];
  if (table) place.append(...columnsOf(dataSet.table, table.columns));
  else
    details.addEventListener("toggle", async () => {
      if (!details.open || place.childNodes.length > 0) return;
      place.append(element("p", {}, "Being fetched …"));
      try {
        const found = await open(dataSet);
        place.replaceChildren(
          ...(found.size === 0 ? [element("p", {}, "It has no rows yet.")] : []),
          ...[...found].flatMap(([name, columns]) =>
            columnsOf(
              name,
              columns.map((column) => ({ name: column })),
            ),
          ),
        );
      } catch {
        // It is asked for again when it is opened again.
        place.replaceChildren();
        details.open = false;
      }
    });
  return details;
}

function button(label: string, text: string, press: () => void): HTMLButtonElement {
  return element("button", { type: "button", "aria-label": label, onclick: press }, text);
}
