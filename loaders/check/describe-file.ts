import { randomUUID } from "node:crypto";
import { rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { extname, join } from "node:path";
import { stringify } from "yaml";
import { disguise, encodingOf, utf8Chunks } from "../files/encoding.js";
import { cellsOf, RecordScanner } from "../files/record-scanner.js";
import { Unusable } from "../files/refused.js";
import { firstRows } from "../files/sheets.js";
import { unpackTo } from "../files/unpack.js";
import { withWorkbook } from "../files/workbook.js";
import { sampleColumn } from "../registry/sample-mark.js";
import type { Source } from "../registry/source.js";
import { headerKey } from "./cell-text.js";
import { type DescribedColumn, describeColumn } from "./describe-column.js";
import { keyedTable } from "./describe-keyed.js";
import { joinedHeader } from "./header.js";

/** A table as it lies in a file that no source knows. */
interface RawTable {
  format: Record<string, unknown>;
  rows: string[][];
}

/** Rows that are looked at. */
const looked = 20_000;
const limits: Source["limits"] = { unpackedMegabytes: 200, rows: 50_000_000, sheets: 100, depth: 32 };

/**
 * A first file of the registry for a file that no source knows, as YAML with questions for the steward as comments: columns
 * with their types and formats, which may identify a child, and values of those that surely do not.
 * Throws Unusable where no header is found.
 */
export async function describeFile(file: string, id = "new-source"): Promise<string> {
  const copy = join(tmpdir(), `describe-${randomUUID()}.tmp`);
  try {
    return (await unpackTo(file, copy, limits))
      ? await describeUnpacked(copy, id, extname(file).slice(1))
      : await describeUnpacked(file, id);
  } finally {
    rmSync(copy, { force: true });
  }
}

/** `packed`: how the name of a file ends that was packed. */
async function describeUnpacked(file: string, id: string, packed?: string): Promise<string> {
  const isWorkbook = await isWorkbookFile(file);
  const truth = isWorkbook ? undefined : await disguise(file);
  if (truth && truth !== "XML") throw noTable(truth);
  const keyed = isWorkbook ? undefined : await keyedTable(file, looked, limits);
  const { format, rows } = keyed ?? (isWorkbook ? await workbookTable(file) : await textTable(file));
  if (!rows.some((cells) => cells.some((cell) => cell.trim() !== "")))
    throw new Unusable("It is empty.", "Ask the supplier to send it again.");
  if (!keyed && rows[0]?.[0]?.startsWith("<")) throw noTable("a web page");
  const { at, height, header } = keyed ? { at: -1, height: 1, header: keyed.header } : headerOf(rows);
  const body = rows.slice(at + 1).filter((cells) => cells.some((cell) => cell.trim() !== ""));
  const { kept, ignore, questions } = keyed
    ? { kept: body, ignore: [], questions: keyed.questions }
    : withoutNotes(body, header);
  if (!keyed) refuseRowAsHeader(header, kept);
  const names = new Set<string>();
  const columns = withoutTwins(header).flatMap((title, i) =>
    title
      ? [
          describeColumn(
            title,
            kept.map((cells) => cells[i]?.trim() ?? ""),
            names,
          ),
        ]
      : [],
  );
  giveRolesOnce(columns);
  const isRecords = columns.some(({ identifies }) => identifies);
  const lines = { ...(height > 1 && { header: height }), ...(ignore.length && { ignore }) };
  return write(id, { ...format, ...lines }, columns, {
    isRecords,
    questions: [...questions, ...twinQuestions(header)],
    extension: packed || (isWorkbook ? "xlsx" : (keyed?.extension ?? "csv")),
  });
}

const noTable = (truth: string): Unusable =>
  new Unusable(
    `It is not a table but ${truth}.`,
    "Ask the supplier for CSV, or for a workbook saved as .xlsx.",
  );

async function isWorkbookFile(file: string): Promise<boolean> {
  if (/\.(xlsx|xlsm|xls|ods)$/i.test(file)) return true;
  // Of archives only workbooks are left packed.
  return /Excel workbook/.test((await disguise(file)) ?? "");
}

/**
 * Throws Unusable where what stands in the place of a header comes again in one of ten rows: then it is a row, maybe of a child.
 * A header that is repeated as a whole is one.
 */
function refuseRowAsHeader(header: string[], rows: string[][]): void {
  const key = (text = ""): string => headerKey(text);
  const own = rows.filter((cells) => !header.every((title, i) => key(title) === key(cells[i])));
  const isAgain = (title: string, i: number): boolean =>
    title !== "" && own.filter((cells) => key(cells[i]) === key(title)).length * 10 > own.length;
  const isPostcode = (title: string): boolean => /^[a-z]{1,2}\d[a-z\d]? ?\d[a-z]{2}$/i.test(title);
  if (header.some(isAgain) || header.some(isPostcode))
    throw new Unusable(
      "Its first row looks like a row of the table, not like a header.",
      "Ask the supplier for a header.",
    );
}

/** Headers without those that are there before: only one column can have one. */
function withoutTwins(header: readonly string[]): string[] {
  const keys = header.map(headerKey);
  return header.map((title, i) => (keys.indexOf(keys[i]!) < i ? "" : title));
}

function twinQuestions(header: readonly string[]): string[] {
  const keys = header.map(headerKey);
  return header
    .filter((title, i) => title && keys.indexOf(keys[i]!) === i && keys.lastIndexOf(keys[i]!) > i)
    .map((title) => `“${title}” is the header of two columns: ask the supplier for another for one of them.`);
}

/** Leaves each role to the first column that seems to have it: the others may be a parent's. */
function giveRolesOnce(columns: readonly DescribedColumn[]): void {
  const first = new Map<unknown, unknown>();
  for (const { yaml, questions } of columns) {
    const { name, role } = yaml;
    if (role === undefined) continue;
    if (!first.has(role)) first.set(role, name);
    else {
      delete yaml.role;
      questions.push(
        `If it is this one and not ${first.get(role)}, write role: ${role} here and remove it there.`,
      );
    }
  }
}

async function textTable(file: string): Promise<RawTable> {
  const encoding = await encodingOf(file);
  const chunks: Buffer[] = [];
  for await (const chunk of utf8Chunks(file, encoding)) {
    chunks.push(chunk);
    if (chunks.length > 8) break;
  }
  const bytes = Buffer.concat(chunks);
  const trials = [",", ";", "\t", "|"].map((delimiter) => ({ delimiter, rows: recordsOf(bytes, delimiter) }));
  // The delimiter by which most rows have the same number of cells, and more than one.
  const score = (rows: string[][]): number => {
    const width = usualWidth(rows);
    return width > 1 ? rows.filter((cells) => cells.length === width).length * Math.log(width) : 0;
  };
  const [best] = trials.sort((a, b) => score(b.rows) - score(a.rows));
  return { format: { type: "csv", delimiter: best!.delimiter }, rows: best!.rows };
}

function recordsOf(bytes: Buffer, delimiter: string): string[][] {
  const mark = delimiter.charCodeAt(0);
  const rows: string[][] = [];
  const scanner = new RecordScanner(mark, (record) => {
    if (rows.length < looked) rows.push(record.unclosed ? [] : cellsOf(record, mark));
    return true;
  });
  scanner.push(bytes);
  scanner.end();
  return rows;
}

async function workbookTable(file: string): Promise<RawTable> {
  return withWorkbook(file, limits, async (sheets) => {
    let rows: RawTable["rows"] = [];
    for (const sheet of sheets.filter(({ isHidden }) => !isHidden)) {
      const top = await firstRows(sheet, looked);
      if (top.length > rows.length) rows = top.map((cells) => cells.map(({ text }) => text ?? ""));
    }
    if (rows.length) return { format: { type: "xlsx" }, rows };
    throw new Unusable("It has no visible sheet with anything in it.", "Ask the supplier to send it again.");
  });
}

function usualWidth(rows: string[][]): number {
  const counts = new Map<number, number>();
  for (const cells of rows) {
    const width = cells.findLastIndex((cell) => cell.trim() !== "") + 1;
    if (width > 1) counts.set(width, (counts.get(width) ?? 0) + 1);
  }
  return [...counts].sort((a, b) => b[1] - a[1])[0]?.[0] ?? 1;
}

/** The first of the top rows that is as wide as most and holds nothing but names; with the row above it where that heads groups. */
function headerOf(rows: string[][]): { at: number; height: number; header: string[] } {
  const width = usualWidth(rows);
  const filled = (cells: string[] = []): number => cells.filter((cell) => cell.trim() !== "").length;
  const isHeader = (cells: string[]): boolean => {
    const texts = cells.map((cell) => cell.trim()).filter(Boolean);
    return (
      texts.length >= Math.min(width, 2) &&
      texts.length > width / 2 &&
      texts.every((text) => /\p{L}|^(19|20)\d\d$/u.test(text) && !/\d{5}|@|^\d+[/.-]\d/.test(text))
    );
  };
  const at = rows.slice(0, 20).findIndex(isHeader);
  if (at < 0)
    throw new Unusable(
      "No row of its first twenty is a header: names of columns, and nothing else.",
      "Ask the supplier for a header.",
    );
  const above = rows[at - 1] ?? [];
  const below = rows[at + 1] ?? [];
  const isGrouped = (upper: string[], lower: string[]): boolean =>
    filled(upper) > 0 && upper.slice(1).some((cell) => cell.trim() !== "") && filled(upper) < filled(lower);
  if (isGrouped(above, rows[at]!)) return named(rows.slice(at - 1, at + 1), at, 2);
  if (isHeader(below) && isGrouped(rows[at]!, below)) return named(rows.slice(at, at + 2), at + 1, 2);
  return named([rows[at]!], at, 1);
}

const named = (
  rows: string[][],
  at: number,
  height: number,
): { at: number; height: number; header: string[] } => ({
  at,
  height,
  header: (height > 1 ? joinedHeader(rows) : rows[0]!).map((cell) => cell.replace(/\s+/g, " ").trim()),
});

/** The rows without totals and notes, and what to write to pass those over. */
function withoutNotes(
  body: string[][],
  header: string[],
): { kept: string[][]; ignore: string[]; questions: string[] } {
  const first = (cells: string[]): string => cells.find((cell) => cell.trim() !== "")?.trim() ?? "";
  const isTotal = (cells: string[]): boolean => /^(grand |sub-?|overall )?totals?:?$/i.test(first(cells));
  const isNote = (cells: string[]): boolean =>
    header.length > 1 &&
    cells.filter((cell) => cell.trim() !== "").length === 1 &&
    /\s|^[*†‡]/.test(first(cells));
  const notes = body.filter(isNote).length;
  const totals = body.filter(isTotal).length;
  return {
    kept: body.filter((cells) => !isTotal(cells) && !isNote(cells)),
    ignore: [...(totals ? ["totals"] : []), ...(notes ? ["notes"] : [])],
    questions: [
      ...(totals ? [`${totals} of its rows look like totals: are they?`] : []),
      ...(notes
        ? [`${notes} of its rows look like notes: write what they begin with under ignore or stop.`]
        : []),
    ],
  };
}

function write(
  id: string,
  format: Record<string, unknown>,
  columns: DescribedColumn[],
  { isRecords, questions, extension }: { isRecords: boolean; questions: string[]; extension: string },
): string {
  const quoted = (value: unknown): string =>
    stringify(value, { collectionStyle: "flow", lineWidth: 0 }).trim();
  const unknown = "CHANGE ME";
  const lines = [
    "# A first description, made from one extract. Answer the questions, and change what says CHANGE ME.",
    ...questions.map((question) => `# ${question}`),
    `id: ${id}`,
    `title: ${unknown}`,
    "# One sentence: what is a row, and whom does it cover?",
    `description: ${unknown}`,
    `# ${isRecords ? "Some columns look as if they identify a child. If none does, write table." : "records, if a row is about a child."}`,
    `kind: ${isRecords ? "records" : "table"}`,
    "# Who decides about the data, and who prepares them?",
    `owner: { organisation: ${unknown}, team: ${unknown}, role: ${unknown}, email: change.me@example.org }`,
    `steward: { organisation: ${unknown}, team: ${unknown}, role: ${unknown}, email: change.me@example.org }`,
    "# By what right are they here, and for how long?",
    "governance:",
    `  { controller: ${unknown}, lawfulBasis: ${unknown}, sharingAgreement: ${unknown}, dpiaReference: ${unknown}, retention: 1 year }`,
    "# How often does an extract come?",
    "cadence: { every: irregular }",
    "# What are its files called? A star stands for any letters.",
    `location: { type: inbox, files: ["${id}*.${extension}"] }`,
    `format: ${quoted(format)}`,
    "columns:",
    ...columns.flatMap(({ yaml, questions: asked }) => [
      ...asked.map((question) => `  # ${question}`),
      `  - ${quoted(yaml)}`,
    ]),
    "# On what terms may they be used?",
    `licence: ${unknown}`,
    `sensitivity: ${isRecords ? "personal" : "official"}`,
  ];
  return `${lines.join("\n")}\n`;
}
