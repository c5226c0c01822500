import { readFileSync } from "node:fs";
import { extname } from "node:path";
import { tableFromIPC } from "@uwdata/flechette";
import { dsvFormat } from "d3";
import { Database, literal } from "../../../loaders/store/database.js";

export type DataRow = Record<string, unknown>;

/** Rows of one kind in a data file. */
export interface DataTable {
  /** Where in the file: `wards[].children`; empty for the file itself. */
  place: string;
  /** One list, or, where the rows are divided over objects, one an object. */
  lists: DataRow[][];
}

/** The data files that can be looked into, by how their names end. */
const readers: Record<string, (path: string) => Promise<DataTable[]> | DataTable[]> = {
  ".csv": (path) => [{ place: "", lists: [[...dsvFormat(",").parse(text(path))]] }],
  ".tsv": (path) => [{ place: "", lists: [[...dsvFormat("\t").parse(text(path))]] }],
  ".json": (path) => tablesIn(JSON.parse(text(path))),
  ".jsonld": (path) => tablesIn(JSON.parse(text(path))),
  ".geojson": (path) => tablesIn(JSON.parse(text(path))),
  ".ndjson": (path) => tablesIn(linesOf(path)),
  ".arrow": (path) => [{ place: "", lists: [arrowRows(path)] }],
  ".parquet": async (path) => [{ place: "", lists: [await parquetRows(path)] }],
};

/** True of a file that holds data and can be looked into. */
export function isReadable(file: string): boolean {
  return extname(file).toLowerCase() in readers;
}

/** The tables of a data file. Throws if it cannot be read as what its name says it is. */
export async function readTables(path: string): Promise<DataTable[]> {
  return readers[extname(path).toLowerCase()]!(path);
}

/**
 * The tables in a JSON value: lists of objects, lists of lists below their names, lists of equal length side by side,
 * and objects that stand by their keys in another. Rows of one place count as one table, however they are divided.
 */
export function tablesIn(value: unknown): DataTable[] {
  const lists = new Map<string, DataRow[][]>();
  visit(value, "", lists);
  return [...lists].map(([place, rows]) => ({ place, lists: rows }));
}

type Found = Map<string, DataRow[][]>;

function visit(value: unknown, place: string, found: Found): void {
  if (Array.isArray(value)) {
    const rows = value.every(isObject) ? value : belowNames(value);
    if (rows) addRows(rows, `${place}[]`, found);
    else for (const item of value) visit(item, `${place}[]`, found);
  } else if (isObject(value)) {
    const rows = sideBySide(value) ?? byKey(value);
    if (rows) addRows(rows, `${place}[]`, found);
    else for (const [key, item] of Object.entries(value)) visit(item, joined(place, key), found);
  }
}

function addRows(rows: DataRow[], place: string, found: Found): void {
  if (rows.length === 0) return;
  found.set(place, [...(found.get(place) ?? []), rows]);
  for (const key of new Set(rows.flatMap(Object.keys))) {
    const values = rows.map((row) => row[key]);
    const objects = values.filter(isObject);
    addRows(objects, joined(place, key), found);
    for (const item of values) if (Array.isArray(item)) visit(item, joined(place, key), found);
  }
}

/** `[["a", "b"], [1, 2], …]` */
function belowNames(lists: unknown[]): DataRow[] | undefined {
  const [names, ...rest] = lists;
  if (!Array.isArray(names) || rest.length === 0 || !names.every((name) => typeof name === "string")) return;
  if (!rest.every((list) => Array.isArray(list) && list.length === names.length)) return;
  return (rest as unknown[][]).map((list) => Object.fromEntries(names.map((name, i) => [name, list[i]])));
}

/** `{a: [1, 2], b: [3, 4]}` and `{columns: ["a", "b"], rows: [[1, 3], [2, 4]]}` */
function sideBySide(object: DataRow): DataRow[] | undefined {
  const lists = Object.entries(object).filter((entry): entry is [string, unknown[]] =>
    Array.isArray(entry[1]),
  );
  for (const [, names] of lists)
    for (const [, rows] of lists) {
      const below = rows.every(Array.isArray) && rows !== names ? belowNames([names, ...rows]) : undefined;
      if (below) return below;
    }
  const [first] = lists;
  const isTable =
    first &&
    lists.length > 1 &&
    lists.length === Object.keys(object).length &&
    lists.every(([, list]) => list.length === first[1].length && !list.some((v) => v instanceof Object));
  return isTable
    ? first[1].map((_, i) => Object.fromEntries(lists.map(([key, list]) => [key, list[i]])))
    : undefined;
}

const many = 20;

/** `{id1: {a: 1}, id2: {a: 2}, …}` and `{id1: 1, id2: 2, …}`, where there are many. */
function byKey(object: DataRow): DataRow[] | undefined {
  const entries = Object.entries(object);
  if (entries.length < many) return undefined;
  if (entries.every(([, value]) => isObject(value)))
    return entries.map(([key, value]) => ({ "(key)": key, ...(value as DataRow) }));
  return entries.some(([, value]) => value instanceof Object)
    ? undefined
    : entries.map(([key, value]) => ({ "(key)": key, "(value)": value }));
}

function linesOf(path: string): unknown[] {
  return text(path)
    .split("\n")
    .filter((line) => line.trim())
    .map((line) => JSON.parse(line) as unknown);
}

function arrowRows(path: string): DataRow[] {
  const table = tableFromIPC(readFileSync(path), { useDate: true });
  const names = table.names as string[];
  const columns = names.map((name) => table.getChild(name).toArray() as ArrayLike<unknown>);
  return Array.from({ length: table.numRows }, (_, row) =>
    Object.fromEntries(names.map((name, i) => [name, dated(columns[i]![row])])),
  );
}

function dated(value: unknown): unknown {
  return value instanceof Date ? value.toISOString().replace("T00:00:00.000Z", "") : value;
}

async function parquetRows(path: string): Promise<DataRow[]> {
  const db = await Database.open(":memory:");
  try {
    return await db.rows(`FROM read_parquet(${literal(path)})`);
  } finally {
    db.close();
  }
}

function text(path: string): string {
  return readFileSync(path, "utf8").replace(/^\uFEFF/, "");
}

function isObject(value: unknown): value is DataRow {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function joined(place: string, key: string): string {
  return place ? `${place}.${key}` : key;
}
