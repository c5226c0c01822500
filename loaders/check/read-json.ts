import { open, rm } from "node:fs/promises";
import { type Limits, refuseDepth } from "../files/bounds.js";
import { disguise, type Encoding, encodingOf, utf8ChunksOf } from "../files/encoding.js";
import { jsonElements } from "../files/json-elements.js";
import { jsonLines } from "../files/json-lines.js";
import { Unusable } from "../files/refused.js";
import type { Source } from "../registry/source.js";
import { encodingRemarks } from "./encoding-remarks.js";
import { type Cells, type KeyedRow, writeKeyedRows } from "./keyed-rows.js";
import type { TextTable } from "./text-table.js";

/**
 * Reads a list of JSON objects, a file with an object a line, or the features of a GeoJSON collection, into a text table written to `copy`.
 * Keys are the headers; a key inside a nested object is written `outer.inner`; a list is kept as JSON text.
 * A feature has its properties, its `id` where it has one and none among those, and its `geometry` as JSON text. Rows count from 1, those of JSON Lines
 * as the lines do; a line that is no object is set aside, and so is a row that has a key twice.
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
  const encoding = await encodingOf(file);
  const table = await withUtf8(
    file,
    `${copy}.utf8.tmp`,
    (text) => writeKeyedRows(source, () => jsonRows(source.format, source.limits, text), copy),
    encoding,
  );
  return { ...table, remarks: [...encodingRemarks(encoding), ...(table.remarks ?? [])] };
}

/** A text file in UTF-8, and the length of its byte-order mark. */
interface Utf8File {
  file: string;
  start: number;
}

/** Hands over a text in UTF-8: the file itself, or a copy in `copy`, which is removed afterwards. */
export async function withUtf8<T>(
  file: string,
  copy: string,
  use: (text: Utf8File) => Promise<T>,
  known?: Encoding,
): Promise<T> {
  const encoding = known ?? (await encodingOf(file));
  if (encoding.name === "utf-8") return use({ file, start: encoding.markBytes });
  try {
    await copyAsUtf8(file, encoding, copy);
    return await use({ file: copy, start: 0 });
  } finally {
    await rm(copy, { force: true });
  }
}

/** The rows of a text of JSON, of whichever of its formats. Throws Unusable of what is not JSON, or has no rows where they should be. */
export function* jsonRows(
  format: Source["format"],
  limits: Limits,
  { file, start }: Utf8File,
): Generator<KeyedRow> {
  if (format.type === "json-lines") {
    for (const { line, object, hasRepeatedKey } of jsonLines(file, start)) {
      const cells = emptyCells();
      if (object)
        yield { row: line, cells, fault: faultOf(flatten(object, "", cells, limits), hasRepeatedKey) };
      else yield { row: line, cells: undefined, fault: "it is not one whole JSON object" };
    }
    return;
  }
  const path = format.type === "geojson" ? "features" : format.type === "json" ? format.rows : undefined;
  let row = 0;
  for (const { value: element, hasRepeatedKey } of jsonElements(file, path, start)) {
    const cells = emptyCells();
    if (!isObject(element)) {
      yield { row: ++row, cells: undefined, fault: "it is not a JSON object" };
      continue;
    }
    let isClear: boolean;
    if (format.type === "geojson") {
      const { id, properties, geometry } = element;
      isClear = flatten(properties ?? {}, "", cells, limits);
      if (id !== undefined && !("id" in cells)) cells.id = text(id);
      cells.geometry = text(geometry);
    } else isClear = flatten(element, "", cells, limits);
    yield { row: ++row, cells, fault: faultOf(isClear, hasRepeatedKey) };
  }
}

const faultOf = (isClear: boolean, hasRepeatedKey: boolean): string | undefined =>
  isClear && !hasRepeatedKey ? undefined : "it has a key twice";

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

const emptyCells = (): Cells => Object.create(null) as Cells;

/**
 * Puts the texts of a value into cells by their paths, as in outer.inner; a list is kept as JSON text. False if a path was there
 * before, as outer.inner is where a key has a dot in it. Throws Unusable of a value too deep.
 */
function flatten(value: unknown, path: string, cells: Cells, limits: Limits, depth = 0): boolean {
  refuseDepth(depth, limits);
  if (typeof value !== "object" || value === null || Array.isArray(value)) {
    if (path in cells) return false;
    cells[path] = text(value);
    return true;
  }
  let isClear = true;
  for (const [key, inner] of Object.entries(value))
    isClear = flatten(inner, path ? `${path}.${key}` : key, cells, limits, depth + 1) && isClear;
  return isClear;
}

function text(value: unknown): string | null {
  if (value === null || value === undefined) return null;
  return typeof value === "object" ? JSON.stringify(value) : String(value);
}

async function copyAsUtf8(file: string, encoding: Encoding, copy: string): Promise<void> {
  const handle = await open(copy, "wx", 0o600);
  try {
    for await (const chunk of utf8ChunksOf("JSON", file, encoding)) await handle.writeFile(chunk);
  } finally {
    await handle.close();
  }
}
