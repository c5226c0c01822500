import { open, rm } from "node:fs/promises";
import { type Limits, refuseDepth, refuseManyColumns, refuseManyRows } from "../files/bounds.js";
import { disguise, encodingOf, utf8Chunks } from "../files/encoding.js";
import { jsonElements } from "../files/json-elements.js";
import { Unusable } from "../files/refused.js";
import type { Source } from "../registry/source.js";
import { findHeader } from "./header.js";
import { type TextTable, TextTableWriter } from "./text-table.js";

type Cells = Record<string, string | null>;

/**
 * Reads a list of JSON objects, or the features of a GeoJSON collection, into a text table written to `copy`.
 * Keys are the headers; a key inside a nested object is written `outer.inner`; a list is kept as JSON text.
 * A feature has its properties, its `id` where it has one, and its `geometry` as JSON text. Rows count from 1.
 *
 * Throws Unusable if it is not JSON, has no rows where the registry says, or lacks a required key throughout.
 */
export async function readJson(source: Source, file: string, copy: string): Promise<TextTable> {
  const truth = await disguise(file);
  if (truth)
    throw new Unusable(
      `It is not JSON but ${truth}.`,
      "Ask the supplier for JSON, or change format in the registry.",
    );
  const utf8 = `${copy}.utf8.tmp`;
  try {
    const { markBytes, name } = await encodingOf(file);
    if (name !== "utf-8") await copyAsUtf8(file, utf8);
    return write(
      source,
      () => rowsOf(source, name === "utf-8" ? file : utf8, name === "utf-8" ? markBytes : 0),
      copy,
    );
  } finally {
    await rm(utf8, { force: true });
  }
}

// The keys are known only after all rows have been seen, so the rows are read twice.
function write(source: Source, rows: () => Generator<Cells>, copy: string): TextTable {
  const found = new Set<string>();
  let n = 0;
  for (const row of rows()) {
    for (const key in row) found.add(key);
    refuseManyColumns(found.size);
    refuseManyRows(++n, source.limits);
  }
  if (found.size === 0) throw new Unusable("It is empty.", "Ask the supplier to send it again.");
  const keys = [...found];
  const { header } = findHeader(source, [keys], 0);
  const writer = new TextTableWriter(copy, ",");
  try {
    let at = 0;
    for (const row of rows())
      writer.write(
        ++at,
        keys.map((key) => row[key] ?? null),
      );
    return { header, broken: [], width: keys.length, ...writer.close(keys.length) };
  } catch (error) {
    writer.discard();
    throw error;
  }
}

function* rowsOf(source: Source, file: string, start: number): Generator<Cells> {
  const { format } = source;
  const path = format.type === "geojson" ? "features" : format.type === "json" ? format.rows : undefined;
  for (const element of jsonElements(file, path, start)) {
    const cells: Cells = Object.create(null) as Cells;
    if (format.type === "geojson") {
      const { id, properties, geometry } = (element ?? {}) as {
        id?: unknown;
        properties?: unknown;
        geometry?: unknown;
      };
      if (id !== undefined) cells.id = text(id);
      flatten(properties ?? {}, "", cells, source.limits);
      cells.geometry = text(geometry);
    } else flatten(element, "", cells, source.limits);
    yield cells;
  }
}

function flatten(value: unknown, path: string, cells: Cells, limits: Limits, depth = 0): void {
  refuseDepth(depth, limits);
  if (typeof value !== "object" || value === null || Array.isArray(value))
    cells[path || "value"] = text(value);
  else
    for (const [key, inner] of Object.entries(value))
      flatten(inner, path ? `${path}.${key}` : key, cells, limits, depth + 1);
}

function text(value: unknown): string | null {
  if (value === null || value === undefined) return null;
  return typeof value === "object" ? JSON.stringify(value) : String(value);
}

async function copyAsUtf8(file: string, copy: string): Promise<void> {
  const handle = await open(copy, "wx", 0o600);
  try {
    for await (const chunk of utf8Chunks(file, await encodingOf(file))) await handle.writeFile(chunk);
  } finally {
    await handle.close();
  }
}
