import type { Table } from "npm:apache-arrow";
import type { QueryCell } from "../data-sets/list-tables.js";
import { element } from "../element.js";
import { csvLink, csvOf, linkageLine, type Provenance, sourceLine, type TableData } from "../tables/table.js";
import { plural } from "../words/format.js";
import { withDecimals } from "../words/numbers.js";
import { columnsOf, type QueryResult, rowsOf } from "./query-result.js";

export interface QueryTableOptions extends Provenance {
  /** What the rows tell, in words: the table’s caption and the name of its file. */
  title: string;
  /** How many rows are shown; the file has all. */
  most?: number;
}

/** From so many characters on a cell is cut: an outline of an area would fill the screen. The file has all of it. */
const longest = 120;

/** The rows of a query as a table with its source line, and as a file. `rows` is what a cell of SQL gives. */
export function queryTable(rows: Table | QueryResult, options: QueryTableOptions): HTMLElement {
  const result = resultOf(rows);
  const { title, most = 500 } = options;
  const shown = result.rows.slice(0, most);
  const header = result.columns.map(({ name, kind }) =>
    element("th", { scope: "col", class: kind === "number" && "ey-number" }, name),
  );
  const lines = shown.map((row) =>
    element(
      "tr",
      {},
      ...row.map((cell, i) => {
        const text = textOf(cell);
        const isLong = text.length > longest;
        return element(
          "td",
          {
            class: result.columns[i]!.kind === "number" && "ey-number",
            title: isLong && text.slice(0, 2_000),
          },
          isLong ? `${text.slice(0, longest)}…` : text,
        );
      }),
    ),
  );
  return element(
    "div",
    { class: "ey-data-table ey-control" },
    element(
      "div",
      { class: "ey-scroll", tabindex: 0, role: "region", "aria-label": title },
      element(
        "table",
        { class: "ey-table ey-query-table" },
        element("caption", {}, title),
        element("thead", {}, element("tr", {}, ...header)),
        element("tbody", {}, ...lines),
      ),
    ),
    element(
      "div",
      { class: "ey-footer" },
      element("p", { class: "ey-source" }, `${rowsInWords(result, shown.length)} ${sourceLine(options)}`),
      linkageLine(options),
      csvLink(title, () => csvOf(tableData(result), options)),
    ),
  );
}

/** What a cell of SQL gives, as rows of plain cells. */
export function resultOf(rows: Table | QueryResult): QueryResult {
  if ("rows" in rows) return rows;
  return { columns: columnsOf(rows.schema), rows: rows.batches.flatMap(rowsOf), whole: true };
}

/** Rows as figures and downloads have them: in a file a number has all its digits. */
export function tableData({ columns, rows }: Pick<QueryResult, "columns" | "rows">): TableData {
  return {
    columns: columns.map(({ name, kind }, i) => ({
      key: `shown ${i}`,
      label: name,
      name: null,
      ...(kind === "number" && { unit: "" }),
    })),
    more: columns.map(({ name }, i) => ({ key: `cell ${i}`, label: name, name })),
    rows: rows.map((row) =>
      Object.fromEntries(
        row.flatMap((cell, i) => [
          [`shown ${i}`, textOf(cell)],
          [`cell ${i}`, typeof cell === "boolean" ? String(cell) : cell],
        ]),
      ),
    ),
  };
}

function rowsInWords({ rows, whole }: QueryResult, shown: number): string {
  if (rows.length === 0) return "The query gave no rows.";
  const all = whole
    ? plural(rows.length, "row")
    : `The first ${plural(rows.length, "row")}: the query gave more`;
  return shown < rows.length ? `${all}. The first ${shown} are shown, the file has them all.` : `${all}.`;
}

// As SQL gives it: a year is not a count, so thousands have no mark.
function textOf(cell: QueryCell): string {
  if (cell === null) return "";
  return typeof cell === "number" ? String(withDecimals(cell, 6)) : String(cell);
}
