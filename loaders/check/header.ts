import { Unusable } from "../files/refused.js";
import type { Column } from "../registry/column.js";
import { sampleColumn } from "../registry/sample-mark.js";
import { shapeOf } from "../registry/shape.js";
import type { Source } from "../registry/source.js";
import { headerKey } from "./cell-text.js";
import { distanceTo, tellable } from "./header-words.js";
import { looksLikeRow } from "./headerless.js";

/** Where a source's columns are in an extract. */
export interface Header {
  /** Headers as the extract spells them, by position: not to be told, see labelOf. */
  cells: string[];
  /** The rows of which the header is made, where it is more than one. */
  rows?: string[][];
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
 * and of several such rows and layouts the one with the most declared columns, then the one that lacks fewest. `preambleRows`: it is the row after so many;
 * `height`: of how many rows it is made.
 *
 * Gives its last row, counted from 0, and how many headers are known. Throws Unusable naming what is missing, what was found
 * and what to write in the registry.
 */
export function findHeader(
  source: Source,
  rows: string[][],
  preambleRows?: number,
  height = 1,
): { row: number; header: Header; matched: number } {
  const attempts = attemptsOf(source, rows, { preambleRows, height });
  const best = bestOf(attempts);
  if (!best)
    throw height === 1 && bestOf(attemptsOf(source, rows, { preambleRows, height: 2 }))
      ? new Unusable(
          "Its header stands in two rows.",
          `Write header: 2 under format in data/sources/${source.id}.yaml.`,
        )
      : drift(source, attempts, preambleRows === undefined ? rows : []);
  rejectAmbiguity(source, best.header);
  return best;
}

type Found = Attempt & { row: number };

function attemptsOf(
  source: Source,
  rows: string[][],
  { preambleRows, height }: { preambleRows: number | undefined; height: number },
): Found[] {
  const first = preambleRows ?? 0;
  const tops = rows.slice(first, preambleRows === undefined ? headerRows : first + 1);
  return tops.flatMap((_, i) => {
    const from = first + i;
    const own = rows.slice(from, from + height);
    if (own.length < height) return [];
    const cells = height === 1 ? own[0]! : joinedHeader(own);
    return layoutsOf(source).map((layout) => {
      const found = attempt(source, layout, cells);
      if (height > 1) found.header.rows = own;
      return { row: from + height - 1, ...found };
    });
  });
}

function bestOf(attempts: Found[]): Found | undefined {
  return attempts
    .filter((a) => a.missing.length === 0 && a.matched > 0)
    .sort((a, b) => b.matched - a.matched || a.absent - b.absent)[0];
}

/**
 * One header of several rows: the texts over a column, from the top. A text stands for the empty cells on its right, as it does
 * where cells are merged, unless nothing stands below it: then it is over its own column alone.
 */
export function joinedHeader(rows: string[][]): string[] {
  const width = Math.max(...rows.map((cells) => cells.length));
  const bottom = rows.at(-1)!;
  const spread = rows.slice(0, -1).map((cells) => {
    let last = "";
    return Array.from({ length: width }, (_, i) => {
      const own = cells[i]?.trim() ?? "";
      const isAbove = (bottom[i]?.trim() ?? "") !== "";
      if (own) last = isAbove ? own : "";
      return own || (isAbove ? last : "");
    });
  });
  return Array.from({ length: width }, (_, i) =>
    [...spread.map((cells) => cells[i]!), bottom[i]?.trim() ?? ""].filter(Boolean).join(" "),
  );
}

interface Attempt {
  header: Header;
  /** Names of the required columns that are not there. */
  missing: string[];
  /** How many headers are known. */
  matched: number;
  /** How many columns the layout has and the extract lacks. */
  absent: number;
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
    absent: source.columns.filter((c) => spellings(c, layout).length > 0 && !positions.has(c.name)).length,
  };
}

function rejectAmbiguity(source: Source, header: Header): void {
  const { cells, positions } = header;
  const keys = cells.map(headerKey);
  const twice = [...positions.values()].find((position) => keys.includes(keys[position]!, position + 1));
  if (twice !== undefined)
    throw new Unusable(
      `The header “${labelOf(source, header, twice)}” is there twice.`,
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

/** How a column may be spelt in a layout, as headers are compared. */
export function spellings(column: Column, layout: string): string[] {
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

/**
 * What a header is called in reports: as the registry spells it, or as the extract does where the registry's pattern leaves
 * nothing open; else by its place. What stands where a header should be may be the cell of a child.
 */
export function labelOf(source: Source, header: Header, position: number): string {
  const cell = header.cells[position]!;
  const known = knownHeader(source, cell);
  if (known !== undefined) return known;
  const isListed = header.unpivoted.some((unpivoted) => unpivoted.position === position);
  if (isListed && isNarrow(source.unpivot!.headers) && !/\d{5}/.test(cell))
    return cell.replace(/\s+/g, " ").trim();
  return `column ${position + 1} of ${header.cells.length}`;
}

/** The registry's spelling of a header, in whichever layout, or undefined. */
export function knownHeader(source: Source, cell: string): string | undefined {
  const key = headerKey(cell);
  if (key === headerKey(sampleColumn)) return sampleColumn;
  return source.columns
    .flatMap((column) => [...Object.values(column.headers).flat(), ...spellings(column, "any")])
    .find((spelling) => headerKey(spelling) === key)
    ?.replace(/\s+/g, " ");
}

/** Whether an extract is marked as invented. */
export function isSample({ cells }: Header): boolean {
  return cells.some((cell) => headerKey(cell) === headerKey(sampleColumn));
}

/** Whether a pattern fits whole headers of its own words and of digits, and no other words. */
function isNarrow(pattern: string): boolean {
  return /^\^.*\$$/.test(pattern) && !/(?<!\\)\.|\\[wWDSpP]|\[\^|\[[^\]]*[A-Za-z]-/.test(pattern);
}

const shownHeaders = 30;

/** Why no header was found; `rows` are those from the top where it may stand in any of them. */
function drift(source: Source, attempts: Found[], rows: string[][]): Unusable {
  const [nearest] = attempts.sort(
    (a, b) => b.matched - a.matched || b.header.cells.length - a.header.cells.length,
  );
  if (!nearest) return new Unusable("It ends before its header.", "Ask the supplier to send it again.");
  const { header, missing, matched, row } = nearest;
  const filled = header.cells.filter((cell) => headerKey(cell) !== "");
  // What the registry does not know may be the row of a child: its shapes are told, not its contents.
  const shown = filled
    .slice(0, shownHeaders)
    .map((cell) => `“${knownHeader(source, cell) ?? shapeOf(cell.replace(/\s+/g, " ").trim())}”`);
  if (filled.length > shown.length) shown.push(`and ${filled.length - shown.length} more`);
  const [name] = missing;
  const place =
    name === undefined
      ? "headers of its column"
      : name === source.unpivot?.into
        ? "unpivot: headers"
        : `columns: ${name}: headers`;
  const isHeaderless = !matched && rows[row] !== undefined && looksLikeRow(rows[row]!, rows.slice(row + 1));
  const found = matched
    ? `The header, row ${row + 1},`
    : `No header was found; the first row, row ${row + 1},`;
  const problem = `It has no column for ${missing.join(", ") || "anything declared"}.${matched ? proposals(source, header, missing) : ""} ${found}${isHeaderless ? " has the form of a row of the table, and" : ""} reads, with what is unknown by its shape: ${shown.join(", ")}.`;
  if (isHeaderless)
    return new Unusable(problem, "Ask the supplier for the names of its columns in the first row.");
  return new Unusable(
    problem,
    `If a column has a new name, add it under ${place} in data/sources/${source.id}.yaml; if it is gone, ask the supplier for the extract with it.`,
  );
}

/** " “Ward name” may be ward: headers: { any: ["Ward", "Ward name"] }.": what would let a column that has a new name be read. */
function proposals(source: Source, { cells, layout }: Header, missing: readonly string[]): string {
  const unknown = cells
    .map((cell) => cell.replace(/\s+/g, " ").trim())
    .filter((text) => text && knownHeader(source, text) === undefined)
    .flatMap((text) => tellable(source, text)?.slice(1, -1) ?? []);
  return missing
    .flatMap((name) => {
      const column = source.columns.find((one) => one.name === name);
      if (!column) return [];
      const [best] = unknown
        .map((text) => ({ text, distance: distanceTo(column, text) }))
        .sort((a, b) => a.distance - b.distance);
      if (!best || best.distance > 0.5) return [];
      const key = column.headers[layout] ? layout : "any";
      const listed = [column.headers[key] ?? [], best.text].flat().map((text) => JSON.stringify(text));
      return [` “${best.text}” may be ${name}: write headers: { ${key}: [${listed.join(", ")}] }.`];
    })
    .join("");
}
