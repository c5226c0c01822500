import { areaLink } from "../area-link.js";
import { element } from "../element.js";
import { formatNumber } from "../words/numbers.js";
import { hasValue, type Observation, statusShorthand, statusWords } from "../words/status.js";
import type { Cell, FiledFigure, Provenance, TableColumn, TableData } from "./table-data.js";

export { linkageLine } from "./linkage-line.js";
export { csvOf } from "./table-file.js";
export type { Cell, FiledFigure, Provenance, TableColumn, TableData };

/** "Source: …, as of 31 October 2026. Sample figures, invented." */
export function sourceLine({ source, asOf, sample }: Provenance): string {
  return `Source: ${source}, as of ${asOf}.${sample ? " Sample figures: invented, not about real children." : ""}`;
}

/** A cell as a reader sees it; the unit is in the column's header. */
export function cellText(cell: Cell | undefined, unit?: string): string {
  if (cell === null || cell === undefined) return "";
  if (typeof cell === "string") return cell;
  if (typeof cell === "number") return bare(cell, unit);
  const shorthand = statusShorthand[cell.status];
  const mark = shorthand ? ` [${shorthand}]` : "";
  if (cell.status === "rounds_to_zero") return `0${mark}`;
  return hasValue(cell) ? bare(cell.value, cell.unit ?? unit) + mark : statusWords[cell.status] + mark;
}

/** The number behind a cell for sorting; null where there is none. */
export function cellOrder(cell: Cell | undefined): string | number | null {
  if (cell === null || cell === undefined || typeof cell === "string" || typeof cell === "number")
    return cell ?? null;
  return hasValue(cell) ? cell.value : null;
}

/** The table as an element, rows in the order given. */
export function tableElement({ columns, rows, areaOf }: TableData, caption: string): HTMLTableElement {
  const figures = figureColumns(columns, rows);
  return element(
    "table",
    { class: "ey-table" },
    element("caption", {}, caption),
    element(
      "thead",
      {},
      element(
        "tr",
        {},
        ...columns.map((c) =>
          element("th", { scope: "col", class: figures.has(c.key) && "ey-number" }, c.label),
        ),
      ),
    ),
    element("tbody", {}, ...rows.map((row) => rowElement(columns, row, figures, areaOf))),
  );
}

/** One body row; its first cell is the row's header, and leads to the area that the row is about. `figures`: as figureColumns gives them. */
export function rowElement(
  columns: TableColumn[],
  row: Record<string, Cell>,
  figures: ReadonlySet<string>,
  areaOf?: TableData["areaOf"],
): HTMLTableRowElement {
  return element(
    "tr",
    {},
    ...columns.map((column, i) => {
      const text = cellText(row[column.key], column.unit);
      if (i === 0) return element("th", { scope: "row" }, areaLink(areaOf?.(row), text));
      const isFigure = figures.has(column.key);
      return element("td", { class: isFigure ? "ey-number" : text.length > 24 && "ey-words" }, text);
    }),
  );
}

/**
 * The keys of the columns of figures, which stand flush right below each other: numbers, and texts that are all figures as a
 * reader sees them ("15.7%", "less than 0.1%", "4,539 (40.5%)"). A year and a code are none.
 */
export function figureColumns(
  columns: readonly TableColumn[],
  rows: readonly Record<string, Cell>[],
): ReadonlySet<string> {
  const areFigures = ({ key, unit }: TableColumn): boolean => {
    if (unit !== undefined) return true;
    const texts = rows.map((row) => cellText(row[key])).filter((text) => text !== "" && text !== "–");
    return texts.length > 0 && texts.every((text) => figureText.test(text));
  };
  return new Set(columns.filter(areFigures).map(({ key }) => key));
}

const figureText = /^(?:less than |over )?[−-]?(?:\d{1,3}(?:,\d{3})*)(?:\.\d+)?%?(?: \([\d.,]+%\))?$/;

/** The usual table of observations: area or other name, figure, interval, counts, note. `areas`: each row is named by its area. */
export function observationTable(
  observations: readonly Observation[],
  unit: string,
  first: { label: string; of: (observation: Observation) => string; areas?: boolean },
): TableData {
  const counted = observations.some((o) => o.denominator !== null);
  const noted = observations.some((o) => o.note);
  const columns: TableColumn[] = [
    { key: "name", label: first.label },
    { key: "period", label: "Period" },
    { key: "value", label: unit === "percent" ? "Value (%)" : `Value (${unit})`, unit },
    { key: "lower", label: "Lower 95% limit", unit },
    { key: "upper", label: "Upper 95% limit", unit },
    ...(counted
      ? [
          { key: "numerator", label: "Numerator", unit: "count" },
          { key: "denominator", label: "Denominator", unit: "count" },
        ]
      : []),
    ...(noted ? [{ key: "note", label: "Note" }] : []),
  ];
  const rows = observations.map((o) => ({
    name: first.of(o),
    area: o.area,
    period: o.period,
    value: { ...o, area_name: o.area_name ?? first.of(o) },
    lower: o.lower,
    upper: o.upper,
    numerator: o.numerator,
    denominator: o.denominator,
    note: o.note,
  }));
  return { columns, rows, ...(first.areas && { areaOf: areaOfRow }) };
}

/** The code of a row's area, where that stands in it though in no column. */
export function areaOfRow({ area }: Record<string, Cell>): string | undefined {
  return typeof area === "string" ? area : undefined;
}

/** A link that downloads the table. The file is made when the link is used. */
export function csvLink(name: string, csv: () => string): HTMLAnchorElement {
  const link = element(
    "a",
    { href: "#", download: `${fileName(name)}.csv`, class: "ey-download" },
    "Download as CSV",
  );
  link.setAttribute("aria-label", `Download as CSV: ${name}`);
  link.addEventListener("click", () => {
    const url = URL.createObjectURL(new Blob([csv()], { type: "text/csv" }));
    link.href = url;
    setTimeout(() => URL.revokeObjectURL(url), 10_000);
  });
  return link;
}

/** A file name from a title: lower-case words and hyphens, at most 80 characters. */
export function fileName(title: string): string {
  const name = title
    .toLowerCase()
    .replace(/½/g, "-half")
    .normalize("NFKD")
    .replace(/[^a-z0-9]+/g, "-")
    .replace(/^-+/, "")
    .slice(0, 80);
  return name.replace(/-+$/, "") || "table";
}

function bare(value: number, unit = "count"): string {
  const text = formatNumber(value, unit);
  return unit === "percent" ? text.slice(0, -1) : text.replace(/ percentage points$/, "");
}
