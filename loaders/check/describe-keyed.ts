import { randomUUID } from "node:crypto";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { SaxesParser } from "saxes";
import { encodingOf, utf8Chunks } from "../files/encoding.js";
import { Unusable } from "../files/refused.js";
import { xmlEncodingOf, xmlRecords } from "../files/xml-records.js";
import type { Source } from "../registry/source.js";
import type { Cells } from "./keyed-rows.js";
import { jsonRows, withUtf8 } from "./read-json.js";
import { featureType, rowLists } from "./row-lists.js";

/** A table whose cells have keys, as it lies in a file: its header is made of them. */
export interface KeyedTable {
  format: Record<string, unknown>;
  extension: string;
  header: string[];
  rows: string[][];
  /** What a steward should be asked of it. */
  questions: string[];
}

type Limits = Source["limits"];

/**
 * The first rows of a file of JSON, GeoJSON, JSON Lines or XML, at most so many; undefined of any other file. Throws Unusable of
 * JSON without a list of objects, and of XML in which no element comes twice.
 */
export async function keyedTable(
  file: string,
  most: number,
  limits: Limits,
): Promise<KeyedTable | undefined> {
  const start = (await firstText(file)).trimStart();
  const json = jsonForm(file, start);
  if (json) return jsonTable(file, json, { most, limits });
  if (/\.xml$/i.test(file) || start.startsWith("<?xml")) return xmlTable(file, most, limits);
  return undefined;
}

type JsonFormat = Extract<Source["format"], { type: "json" | "json-lines" | "geojson" }>;
type JsonForm = Pick<KeyedTable, "extension" | "questions"> & { format: JsonFormat };

/** How a text of JSON holds its rows, by its name and how it begins; undefined of another text. */
function jsonForm(file: string, start: string): JsonForm | undefined {
  const lines: JsonForm = { format: { type: "json-lines" }, extension: "jsonl", questions: [] };
  if (/\.(jsonl|ndjson)$/i.test(file)) return lines;
  if (!/^(\{|\[\s*[{\]])/.test(start) && !/\.(geo)?json$/i.test(file)) return undefined;
  if (start.startsWith("{") && isObject(start.split("\n", 1)[0]!) && start.includes("\n{")) return lines;
  const [list, ...others] = rowLists(start);
  if (!list && start.startsWith("{") && !/\.(geo)?json$/i.test(file)) return lines;
  if (!list)
    throw new Unusable(
      "It is JSON without a list of objects near its start.",
      "Ask the supplier for a list of objects, or for an object a line.",
    );
  if (list === "features" && featureType.test(start))
    return { format: { type: "geojson" }, extension: "geojson", questions: [] };
  const questions = others.length
    ? ["It has several lists of objects: is it this one whose rows are meant?"]
    : [];
  return { format: { type: "json", ...(list !== "." && { rows: list }) }, extension: "json", questions };
}

function isObject(text: string): boolean {
  try {
    return typeof JSON.parse(text) === "object";
  } catch {
    return false;
  }
}

async function jsonTable(
  file: string,
  { format, extension, questions }: JsonForm,
  { most, limits }: { most: number; limits: Limits },
): Promise<KeyedTable> {
  const rows: Cells[] = [];
  await withUtf8(file, join(tmpdir(), `describe-${randomUUID()}.tmp`), async (text) => {
    for (const { cells } of jsonRows(format, limits, text)) if (cells && rows.push(cells) === most) break;
  });
  if (!rows.length)
    throw new Unusable("No JSON object was found in it.", "Ask the supplier for one with rows.");
  return { format, extension, questions, ...tableOf(rows) };
}

async function xmlTable(file: string, most: number, limits: Limits): Promise<KeyedTable> {
  const record = await repeated(file);
  const rows: Cells[] = [];
  for await (const texts of xmlRecords(file, record, () => false, limits))
    if (rows.push(Object.fromEntries(texts)) === most) break;
  return { format: { type: "xml", record }, extension: "xml", questions: [], ...tableOf(rows) };
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
  for await (const chunk of utf8Chunks(file, await xmlEncodingOf(file))) {
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

/** The first megabyte of a text. */
async function firstText(file: string): Promise<string> {
  for await (const chunk of utf8Chunks(file, await encodingOf(file)))
    if (chunk.length) return chunk.toString("utf8");
  return "";
}
