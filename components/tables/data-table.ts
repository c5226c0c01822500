import { element } from "../element.js";
import { plural } from "../words/format.js";
import { timeOf } from "../words/periods.js";
import {
  type Cell,
  cellOrder,
  csvLink,
  csvOf,
  figureColumns,
  linkageLine,
  type Provenance,
  rowElement,
  sourceLine,
  type TableData,
} from "./table.js";

export interface DataTableOptions extends Provenance {
  table: TableData;
  caption: string;
  /** Rows to be marked, by their first cell. */
  chosen?: ReadonlySet<string>;
}

/** Rows by one column: numbers by size, periods by time, other texts by alphabet, rows without a number always last. */
export function sorted(
  rows: readonly Record<string, Cell>[],
  key: string,
  descending: boolean,
): Record<string, Cell>[] {
  const sign = descending ? -1 : 1;
  return rows.toSorted((one, other) => {
    const [a, b] = [cellOrder(one[key]), cellOrder(other[key])];
    if (a === null || b === null) return Number(a === null) - Number(b === null);
    if (typeof a === "number" && typeof b === "number") return sign * (a - b);
    const [from, to] = [timeOf(String(a)), timeOf(String(b))];
    if (from !== undefined && to !== undefined) return sign * from.localeCompare(to);
    return sign * String(a).localeCompare(String(b), "en-GB", { numeric: true });
  });
}

/**
 * A table that a reader sorts by its column headers and downloads as CSV in the order shown, with its
 * source line. Figures without a number show their status in words with the shorthand.
 */
export function dataTable(options: DataTableOptions): HTMLElement {
  const { table, caption, chosen } = options;
  const { columns } = table;
  const figures = figureColumns(columns, table.rows);
  let rows = table.rows;
  let by: { key: string; descending: boolean } | null = null;

  const headers = columns.map((column) => {
    const header = element("th", { scope: "col", class: figures.has(column.key) && "ey-number" });
    const mark = element("span", { "aria-hidden": "true" });
    const button = element("button", { type: "button" }, column.label, mark);
    button.addEventListener("click", () => {
      const descending: boolean = by?.key === column.key ? !by.descending : figures.has(column.key);
      by = { key: column.key, descending };
      rows = sorted(table.rows, column.key, descending);
      for (const other of headers) {
        other.header.removeAttribute("aria-sort");
        other.mark.textContent = "";
      }
      header.setAttribute("aria-sort", descending ? "descending" : "ascending");
      mark.textContent = descending ? " ↓" : " ↑";
      fill();
    });
    header.append(button);
    return { header, mark };
  });
  const body = element("tbody");
  fill();

  return element(
    "div",
    { class: "ey-data-table ey-control" },
    element(
      "div",
      { class: "ey-scroll", tabindex: 0, role: "region", "aria-label": caption },
      element(
        "table",
        { class: "ey-table" },
        element("caption", {}, caption),
        element("thead", {}, element("tr", {}, ...headers.map(({ header }) => header))),
        body,
      ),
    ),
    element(
      "div",
      { class: "ey-footer" },
      element(
        "p",
        { class: "ey-source" },
        `${rows.length === 0 ? "No rows" : plural(rows.length, "row")}. ${sourceLine(options)}`,
      ),
      linkageLine(options),
      csvLink(caption, () => csvOf({ columns, rows }, options)),
    ),
  );

  function fill(): void {
    body.replaceChildren(
      ...rows.map((row) => {
        const line = rowElement(columns, row, figures, table.areaOf);
        line.classList.toggle("ey-chosen", chosen?.has(String(row[columns[0]!.key])) ?? false);
        return line;
      }),
    );
  }
}
