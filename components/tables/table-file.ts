import { countOf, decimalsOf, withDecimals } from "../words/numbers.js";
import { type Figured, hasValue, statusShorthand } from "../words/status.js";
import type { FileCell } from "./csv-cells.js";
import { csvText } from "./csv-text.js";
import { figureCells, figureColumns } from "./file-figures.js";
import type { Cell, FiledFigure, Provenance, TableColumn, TableData } from "./table-data.js";

/**
 * The table as CSV, for a browser to save. A table of figures has a row for each, with the columns that every file of
 * figures has, open data too, so that the rows of two files can be joined. Other tables have the columns that are shown,
 * with the same names for the same things. Numbers stand alone in their columns, with no more digits than they bear; why
 * there is none stands beside them. Every row says where it comes from, and whether it is invented.
 */
export function csvOf(table: TableData, provenance: Provenance): string {
  const figures = table.rows.map((row) => figuresOf(table, row));
  return csvText(
    figures.some((list) => list.length > 0)
      ? figureRows(table, figures, provenance)
      : plainRows(table, provenance),
  );
}

function figuresOf(table: TableData, row: Record<string, Cell>): readonly FiledFigure[] {
  const shown = table.columns.flatMap(({ key, unit }) => {
    const cell = row[key];
    return isObservation(cell) ? [{ unit: unit ?? "", ...cell }] : [];
  });
  return table.figuresOf?.(row) ?? shown;
}

function isObservation(cell: Cell | undefined): cell is FiledFigure {
  return typeof cell === "object" && cell !== null && "indicator" in cell && "area" in cell;
}

function figureRows(
  { columns, more = [], rows }: TableData,
  figures: readonly (readonly FiledFigure[])[],
  { source, sample = false, linkage }: Provenance,
): FileCell[][] {
  const besides = [...new Set(figures.flat().flatMap((figure) => Object.keys(figure.more ?? {})))];
  const named = [...columns.filter(({ name }) => name), ...more];
  const header = [
    ...figureColumns.map(({ name }) => name),
    ...besides,
    ...named.map(nameOf),
    ...(linkage ? ["linkage"] : []),
  ];
  return [
    header,
    ...rows.flatMap((row, i) =>
      figures[i]!.map((figure) => [
        ...figureCells({
          ...figure,
          area_code: figure.area,
          area_name: figure.area_name ?? figure.area,
          indicator_name: figure.indicator_name ?? figure.indicator,
          unit: figure.unit ?? "",
          basis: figure.basis === undefined ? "unprotected" : figure.basis,
          source: figure.source_id ?? figure.source ?? null,
          source_title: figure.source_title ?? (figure.source_id ? figure.source : undefined) ?? source,
          sample,
        }),
        ...besides.map((name) => figure.more?.[name] ?? null),
        ...named.map((column) => plainCell(row[column.key], column)),
        ...(linkage ? [linkage] : []),
      ]),
    ),
  ];
}

function plainRows({ columns, more = [], rows }: TableData, provenance: Provenance): FileCell[][] {
  const all = [...columns, ...more].filter(({ name }) => name !== null);
  const figured = new Set(all.filter(({ key }) => rows.some((row) => isFigured(row[key]))));
  const header = all.flatMap((column) =>
    figured.has(column) ? [nameOf(column), ...statusNames(column)] : [nameOf(column)],
  );
  const { source, asOf, sample = false, linkage } = provenance;
  const origin: [string, FileCell][] = [
    ["source_title", source],
    ["as_of", isoDay(asOf)],
    ...(linkage ? [["linkage", linkage] as [string, FileCell]] : []),
    ["sample", sample],
  ];
  return [
    [...header, ...origin.map(([name]) => (header.includes(name) ? `table_${name}` : name))],
    ...rows.map((row) => [
      ...all.flatMap((column) => {
        const cell = row[column.key];
        return figured.has(column)
          ? [plainCell(cell, column), ...statusCells(cell)]
          : [plainCell(cell, column)];
      }),
      ...origin.map(([, cell]) => cell),
    ]),
  ];
}

/** In lower case, with underscores: steward_email of stewardEmail. */
function nameOf({ name, key }: TableColumn): string {
  return (
    name ??
    key
      .replace(/([a-z0-9])([A-Z])/g, "$1_$2")
      .toLowerCase()
      .replace(/[^a-z0-9]+/g, "_")
  );
}

function statusNames(column: TableColumn): string[] {
  const name = nameOf(column);
  return name === "value" ? ["status", "status_symbol"] : [`${name}_status`, `${name}_status_symbol`];
}

function statusCells(cell: Cell | undefined): FileCell[] {
  if (!isFigured(cell)) return [cell === null || cell === undefined ? null : "value", null];
  return [cell.status, statusShorthand[cell.status]];
}

function plainCell(cell: Cell | undefined, { unit }: TableColumn): FileCell {
  if (cell === null || cell === undefined || cell === "") return null;
  if (typeof cell === "string") return cell;
  const value = typeof cell === "number" ? cell : hasValue(cell) ? cell.value : null;
  if (value === null || unit === undefined) return value;
  return unit === "count" || unit === "children"
    ? countOf(value)
    : withDecimals(value, decimalsOf(unit, null));
}

function isFigured(cell: Cell | undefined): cell is Figured {
  return typeof cell === "object" && cell !== null;
}

/** A day in words as year-month-day; a text that is no day as it is. */
function isoDay(words: string): string {
  const [, day, month, year] = /^(\d{1,2}) ([A-Z][a-z]+) (\d{4})$/.exec(words) ?? [];
  const at = months.indexOf(month ?? "") + 1;
  return at ? `${year}-${String(at).padStart(2, "0")}-${day!.padStart(2, "0")}` : words;
}

const months = Array.from({ length: 12 }, (_, i) =>
  new Date(Date.UTC(2026, i, 1)).toLocaleDateString("en-GB", { month: "long", timeZone: "UTC" }),
);
