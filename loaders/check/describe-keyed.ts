import { closeSync, openSync, readSync } from "node:fs";
import { SaxesParser } from "saxes";
import { encodingOf, utf8Chunks } from "../files/encoding.js";
import { jsonLines } from "../files/json-lines.js";
import { Unusable } from "../files/refused.js";
import { xmlRecords } from "../files/xml-records.js";
import type { Source } from "../registry/source.js";
import type { Cells } from "./keyed-rows.js";
import { flatten } from "./read-json.js";

/** A table whose cells have keys, as it lies in a file: its header is made of them. */
export interface KeyedTable {
  format: Record<string, unknown>;
  extension: string;
  header: string[];
  rows: string[][];
}

type Limits = Source["limits"];

/**
 * The first rows of a file of JSON Lines or XML, at most so many; undefined of any other file. Throws Unusable of XML in which
 * no element comes twice.
 */
export async function keyedTable(
  file: string,
  most: number,
  limits: Limits,
): Promise<KeyedTable | undefined> {
  const start = firstText(file).trimStart();
  if (/\.(jsonl|ndjson)$/i.test(file) || (start.startsWith("{") && !/\.(geo)?json$/i.test(file)))
    return jsonTable(file, most, limits);
  if (/\.xml$/i.test(file) || start.startsWith("<?xml")) return xmlTable(file, most, limits);
  return undefined;
}

async function jsonTable(file: string, most: number, limits: Limits): Promise<KeyedTable> {
  const { markBytes } = await encodingOf(file);
  const rows: Cells[] = [];
  for (const { object } of jsonLines(file, markBytes)) {
    const cells = Object.create(null) as Cells;
    if (object) flatten(object, "", cells, limits);
    if (object && rows.push(cells) === most) break;
  }
  if (!rows.length)
    throw new Unusable("None of its lines is a JSON object.", "Ask the supplier for JSON Lines.");
  return { format: { type: "json-lines" }, extension: "jsonl", ...tableOf(rows) };
}

async function xmlTable(file: string, most: number, limits: Limits): Promise<KeyedTable> {
  const record = await repeated(file);
  const rows: Cells[] = [];
  for await (const texts of xmlRecords(file, record, () => false, limits))
    if (rows.push(Object.fromEntries(texts)) === most) break;
  return { format: { type: "xml", record }, extension: "xml", ...tableOf(rows) };
}

/** A header of all keys, in the order in which they come first. */
function tableOf(rows: readonly Cells[]): Pick<KeyedTable, "header" | "rows"> {
  const header = [...new Set(rows.flatMap((cells) => Object.keys(cells)))];
  return { header, rows: rows.map((cells) => header.map((key) => cells[key] ?? "")) };
}

/** The element that a row is made of: of those that hold others, or attributes, and come twice, the one that is nested least. */
async function repeated(file: string): Promise<string> {
  const counts = new Map<string, number>();
  const holding = new Set<string>();
  const open: string[] = [];
  const parser = new SaxesParser({ position: false });
  parser.on("doctype", () => {
    throw new Unusable(
      "It declares a document type, which no extract needs.",
      "Ask the supplier for XML without one.",
    );
  });
  parser.on("error", () => {
    throw new Unusable("It is not whole XML.", "Ask the supplier to send it again.");
  });
  parser.on("opentag", ({ name, attributes }) => {
    const parent = open.at(-1);
    if (parent) holding.add(parent);
    const key = `${open.length} ${name.slice(name.indexOf(":") + 1)}`;
    open.push(key);
    counts.set(key, (counts.get(key) ?? 0) + 1);
    if (Object.keys(attributes).length) holding.add(key);
  });
  parser.on("closetag", () => open.pop());
  const decoder = new TextDecoder();
  for await (const chunk of utf8Chunks(file, await encodingOf(file))) {
    parser.write(decoder.decode(chunk, { stream: true }));
    if (counts.size > mostNames) break;
  }
  const [first] = [...counts]
    .filter(([key, count]) => count > 1 && holding.has(key))
    .map(([key]) => ({ depth: Number(key.split(" ")[0]), name: key.split(" ")[1]! }))
    .sort((a, b) => a.depth - b.depth);
  if (!first)
    throw new Unusable(
      "No element that holds others comes twice in it.",
      "Give an extract with two rows or more.",
    );
  return first.name;
}

/** Elements of different names that no return has. */
const mostNames = 5_000;

function firstText(file: string): string {
  const handle = openSync(file, "r");
  try {
    const buffer = Buffer.alloc(256);
    const text = buffer.toString("utf8", 0, readSync(handle, buffer, 0, buffer.length, 0));
    return text.replace(/^\ufeff/, "");
  } finally {
    closeSync(handle);
  }
}
