import type {
  DataDictionary,
  DescribedColumn,
  DescribedTable,
} from "../../loaders/explore/data-dictionary.json.js";
import { listTables, type QueryCell } from "../data-sets/list-tables.js";
import { element } from "../element.js";
import { plural } from "../words/format.js";
import { withDecimals } from "../words/numbers.js";
import { type QueryDataSet, queryDataSets } from "./data-sets.js";
import { askedAt, firstLook } from "./examples.js";
import { documentMeaningOf, meaningOf } from "./meanings.js";
import { isTable } from "./queried.js";

/** Values of a column that are shown at once; the rest is opened. */
const fewValues = 8;

/** The tables among the page data sets: what each is for, its columns, what they hold, an example, and a query to begin with. */
export function tableDictionary({ tables }: DataDictionary): HTMLElement {
  const described = new Map(tables.map((table) => [table.dataset, table]));
  return element(
    "div",
    { class: "ey-dictionary ey-control" },
    ...queryDataSets.filter(isTable).map((dataSet) => {
      const table = described.get(dataSet.name);
      return element(
        "section",
        { class: "ey-dictionary-set" },
        ...headOf(dataSet, table ? plural(table.rows, "row") : "not made yet"),
        ...(table ? [columnTable(dataSet.table, table, meaningOf)] : []),
      );
    }),
  );
}

/** The page data sets that are documents: each is fetched and told when it is opened. */
export function documentDictionary(): HTMLElement {
  return element(
    "div",
    { class: "ey-dictionary ey-control" },
    ...queryDataSets
      .filter((dataSet) => !isTable(dataSet))
      .map((dataSet) => {
        const place = element("div", {});
        const details = element("details", {}, element("summary", {}, `What is in ${dataSet.table}`), place);
        details.addEventListener("toggle", async () => {
          if (!details.open || place.childNodes.length > 0) return;
          place.append(element("p", {}, "Being fetched …"));
          try {
            const found = listTables(await dataSet.file().json(), dataSet.table);
            place.replaceChildren(
              ...(found.length === 0
                ? [element("p", {}, "It holds no list of rows yet.")]
                : found.map((table) =>
                    columnTable(table.name, describedHere(dataSet, table), documentMeaningOf),
                  )),
            );
          } catch {
            place.replaceChildren(
              element("p", { class: "ey-note" }, "It could not be fetched. Close this and open it again."),
            );
          }
        });
        return element("section", { class: "ey-dictionary-set" }, ...headOf(dataSet, "a document"), details);
      }),
  );
}

function headOf(dataSet: QueryDataSet, size: string): HTMLElement[] {
  return [
    element("h3", { id: dataSet.table }, dataSet.title),
    element(
      "p",
      { class: "ey-dictionary-name" },
      element("code", {}, dataSet.name),
      `, ${size}. `,
      ...(isTable(dataSet)
        ? ["In SQL ", element("code", {}, dataSet.table), ". ", askLink(dataSet.table)]
        : ["In SQL its tables begin with ", element("code", {}, dataSet.table), "."]),
    ),
    element("p", {}, dataSet.use),
  ];
}

function askLink(table: string): HTMLElement {
  return element(
    "a",
    { href: askedAt(firstLook(table)), "aria-label": `Ask this: ${table}, in SQL` },
    "Ask this",
  );
}

function columnTable(
  name: string,
  { columns, example, rows }: Omit<DescribedTable, "dataset" | "title">,
  meaning: (column: string) => string,
): HTMLElement {
  return element(
    "div",
    { class: "ey-scroll", tabindex: 0, role: "region", "aria-label": `Columns of ${name}` },
    element(
      "table",
      { class: "ey-table ey-sentences" },
      element("caption", {}, `Columns of ${name}`),
      element(
        "thead",
        {},
        element(
          "tr",
          {},
          ...["Column", "What it says", "What it holds", "Example"].map((text) =>
            element("th", { scope: "col" }, text),
          ),
        ),
      ),
      element(
        "tbody",
        {},
        ...columns.map((column) =>
          element(
            "tr",
            {},
            element("th", { scope: "row" }, element("code", {}, column.name)),
            element("td", {}, meaning(column.name)),
            element("td", {}, ...heldBy(column, rows)),
            element("td", {}, exampleOf(example?.[column.name])),
          ),
        ),
      ),
    ),
  );
}

function heldBy(column: DescribedColumn, rows: number): Node[] {
  const { type, least, greatest, values, different, empty } = column;
  const gaps = empty === 0 ? "" : empty === rows ? "Always empty." : ` Empty in ${plural(empty, "row")}.`;
  if (different === 0) return [document.createTextNode(gaps || "Nothing yet.")];
  if (least !== null && greatest !== null)
    return [
      document.createTextNode(
        `${type === "number" ? "Numbers" : "Days"} from ${rounded(least)} to ${rounded(greatest)}.${gaps}`,
      ),
    ];
  if (values && values.length <= fewValues)
    return [document.createTextNode(`${values.map(quoted).join(", ")}.${gaps}`)];
  const summary = `${plural(different, "different text")}.${gaps}`;
  if (!values) return [document.createTextNode(summary)];
  return [element("details", {}, element("summary", {}, summary), values.map(quoted).join(", "))];
}

const quoted = (value: string): string => `“${value}”`;

function rounded(text: string): string {
  return /^-?\d+\.\d{4,}$/.test(text) ? String(withDecimals(Number(text), 3)) : text;
}

function exampleOf(cell: QueryCell | undefined): string {
  if (cell === null || cell === undefined) return "";
  const text = typeof cell === "number" ? String(withDecimals(cell, 3)) : String(cell);
  return text.length > 60 ? `${text.slice(0, 60)}…` : text;
}

/** What is in a table of a document, told as the tables' are. */
function describedHere(
  dataSet: QueryDataSet,
  { columns, rows }: ReturnType<typeof listTables>[number],
): DescribedTable {
  return {
    dataset: dataSet.name,
    title: dataSet.title,
    rows: rows.length,
    columns: columns.map((name) => {
      const cells = rows.map((row) => row[name]).filter((cell) => cell !== null && cell !== undefined);
      const isNumber = cells.length > 0 && cells.every((cell) => typeof cell === "number");
      const numbers = isNumber ? (cells as number[]).toSorted((a, b) => a - b) : [];
      const values = [...new Set(cells.map(String))];
      const isShort = !isNumber && values.length <= 24 && values.every((value) => value.length <= 40);
      return {
        name,
        type: isNumber ? "number" : "text",
        different: values.length,
        empty: rows.length - cells.length,
        least: isNumber ? String(numbers[0]) : null,
        greatest: isNumber ? String(numbers.at(-1)) : null,
        values: isShort ? values.sort() : null,
      };
    }),
    example: (rows[0] as DescribedTable["example"]) ?? null,
  };
}
