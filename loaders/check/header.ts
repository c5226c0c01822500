import type { Column, Source } from "../registry/source.js";
import { headerKey, shapeOf } from "./cell-text.js";
import { Unusable } from "./refused.js";

/** Where a source's columns are in an extract. */
export interface Header {
  /** Headers as the extract spells them, by position. */
  cells: string[];
  /** Name of the layout, as the registry calls it. */
  layout: string;
  /** Position of each declared column that is there, by its name. */
  positions: Map<string, number>;
  /** Positions of the headers to unpivot, and what they become a value of. */
  unpivoted: { position: number; value: string }[];
}

/** How many rows from the top may be the header. */
export const headerRows = 20;

/**
 * Finds the header among the first rows of an extract: the row in which a layout has all its required columns,
 * and of several such rows and layouts the one with the most declared columns. `preambleRows`: it is the row after so many.
 *
 * Gives the row, counted from 0, and how many headers are known. Throws Unusable naming what is missing, what was found
 * and what to write in the registry.
 */
export function findHeader(
  source: Source,
  rows: string[][],
  preambleRows?: number,
): { row: number; header: Header; matched: number } {
  const first = preambleRows ?? 0;
  const attempts = rows
    .slice(first, preambleRows === undefined ? headerRows : first + 1)
    .flatMap((cells, i) =>
      layoutsOf(source).map((layout) => ({ row: first + i, ...attempt(source, layout, cells) })),
    );
  const [best] = attempts
    .filter((a) => a.missing.length === 0 && a.matched > 0)
    .sort((a, b) => b.matched - a.matched);
  if (!best) throw drift(source, attempts);
  rejectAmbiguity(best.header);
  return best;
}

interface Attempt {
  header: Header;
  /** Names of the required columns that are not there. */
  missing: string[];
  /** How many headers are known. */
  matched: number;
}

function attempt(source: Source, layout: string, cells: string[]): Attempt {
  const keys = cells.map(headerKey);
  const positions = new Map<string, number>();
  for (const column of source.columns) {
    const found = spellings(column, layout).find((spelling) => keys.includes(spelling));
    if (found !== undefined) positions.set(column.name, keys.indexOf(found));
  }
  const unpivoted = unpivotedHeaders(source, cells);
  const missing = source.columns
    .filter((c) => c.required && !isUnpivoted(source, c) && !positions.has(c.name))
    .map((c) => c.name);
  if (source.unpivot && unpivoted.length === 0) missing.push(source.unpivot.into);
  return {
    header: { cells, layout, positions, unpivoted },
    missing,
    matched: positions.size + unpivoted.length,
  };
}

function rejectAmbiguity({ cells, positions }: Header): void {
  const keys = cells.map(headerKey);
  const twice = [...positions.values()].find((position) => keys.includes(keys[position]!, position + 1));
  if (twice !== undefined)
    throw new Unusable(
      `The header “${cells[twice]!.trim()}” is there twice.`,
      "Ask the supplier which of the two columns is meant, and to send only that one.",
    );
}

/** The layouts that a source declares, in the order in which they first occur. */
function layoutsOf(source: Source): string[] {
  const names = new Set(
    source.columns.flatMap((c) => Object.keys(c.headers)).filter((name) => name !== "any"),
  );
  return names.size ? [...names] : ["any"];
}

function spellings(column: Column, layout: string): string[] {
  const own = layout === "any" ? [] : [column.headers[layout] ?? []].flat();
  const listed = [...own, ...[column.headers.any ?? []].flat()];
  // GeoJSON calls it so, and no other format holds one.
  if (column.type === "geometry" && !listed.length) listed.push("geometry");
  return listed.map(headerKey);
}

function isUnpivoted(source: Source, column: Column): boolean {
  return column.name === source.unpivot?.into || column.name === source.unpivot?.values;
}

function unpivotedHeaders(source: Source, cells: string[]): Header["unpivoted"] {
  if (!source.unpivot) return [];
  const pattern = new RegExp(source.unpivot.headers, "iu");
  return cells.flatMap((cell, position) => {
    const value = pattern.exec(cell.trim())?.[1];
    return value === undefined ? [] : [{ position, value }];
  });
}

const shownHeaders = 30;

function drift(source: Source, attempts: (Attempt & { row: number })[]): Unusable {
  const [nearest] = attempts.sort(
    (a, b) => b.matched - a.matched || b.header.cells.length - a.header.cells.length,
  );
  if (!nearest) return new Unusable("It ends before its header.", "Ask the supplier to send it again.");
  const { header, missing, matched, row } = nearest;
  const filled = header.cells.filter((cell) => headerKey(cell) !== "");
  // A first row without known headers may be the row of a child: its shapes are told, not its contents.
  const isHeader = source.kind !== "records" || matched >= Math.min(2, source.columns.length);
  const shown = filled
    .slice(0, shownHeaders)
    .map((cell) => `“${isHeader ? cell.replace(/\s+/g, " ").trim() : shapeOf(cell)}”`);
  if (filled.length > shown.length) shown.push(`and ${filled.length - shown.length} more`);
  const [name] = missing;
  const place =
    name === source.unpivot?.into
      ? "unpivot: headers"
      : name
        ? `columns: ${name}: headers`
        : "columns: headers";
  return new Unusable(
    `It has no column for ${missing.join(", ") || "anything declared"}. ${matched ? "The header" : "No header was found; the first row"}, row ${row + 1}, reads: ${shown.join(", ")}.`,
    `If a column has a new name, add it under ${place} in data/sources/${source.id}.yaml; if it is gone, ask the supplier for the extract with it.`,
  );
}
