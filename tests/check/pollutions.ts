import { join } from "node:path";
import fc from "fast-check";
import { expect } from "vitest";
import { check } from "../../loaders/check/check.js";
import { ExtractRefused } from "../../loaders/files/refused.js";
import type { Snapshot } from "../../loaders/pull/choose.js";
import type { Source } from "../../loaders/registry/source.js";
import { type Desk, sourceFrom } from "./desk.js";

/** A clean row: id, ward, children, rate, day, note. */
export type Cells = readonly string[];

/** What a source says of the columns and the rows of a clean table. */
export const cleanTable = `
columns:
  - { name: id, headers: { any: Id }, type: text, required: true, pattern: 'K\\d{4}' }
  - { name: ward, headers: { any: Ward }, type: text, values: [Aston, Bordesley Green, Zoëville, Kings Norton] }
  - { name: children, headers: { any: Children }, type: integer }
  - { name: rate, headers: { any: Rate }, type: number }
  - { name: day, headers: { any: Day }, type: date, formats: ["%d/%m/%Y"] }
  - { name: note, headers: { any: Note }, type: text }
accept: { mostRejected: 1 }`;

export const cleanSource = sourceFrom(cleanTable);

export const header = ["Id", "Ward", "Children", "Rate", "Day", "Note"];
const wards = ["Aston", "Bordesley Green", "Zoëville", "Kings Norton"];

export const cleanRows = fc
  .array(
    fc.record({
      ward: fc.constantFrom(...wards),
      children: fc.option(fc.nat(5000), { nil: null }),
      rate: fc.option(fc.nat(9999), { nil: null }),
      day: fc.integer({ min: 13, max: 28 }),
      note: fc.constantFrom("", "", "seen", "not at home", "two visits"),
    }),
    { minLength: 4, maxLength: 12 },
  )
  .map((rows) =>
    rows.map(
      ({ ward, children, rate, day, note }, i): Cells => [
        `K${1000 + i}`,
        ward,
        children === null ? "" : String(children),
        rate === null ? "" : (rate / 100).toFixed(2),
        `${day}/05/2026`,
        note,
      ],
    ),
  );

/** One fault, put into the lines of a file; `at` and `place` choose where. */
type Pollution = (
  lines: string[][],
  chosen: { at: number; place: number; delimiter: string },
) => string[] | string[][];

const written = (lines: string[][], delimiter: string): string[] =>
  lines.map((cells) => cells.join(delimiter));
/** The line below the header that is polluted. */
const rowOf = (lines: unknown[], at: number): number => 1 + (at % (lines.length - 1));

function onLine(
  change: (line: string, place: number, delimiter: string) => string,
  isHeader = false,
): Pollution {
  return (lines, { at, place, delimiter }) => {
    const texts = written(lines, delimiter);
    const i = isHeader ? 0 : rowOf(lines, at);
    texts[i] = change(texts[i]!, place, delimiter);
    return texts;
  };
}

const places = (line: string, sign: string): number[] =>
  [...line].flatMap((one, i) => (one === sign ? [i] : []));
const insertAt = (line: string, at: number, text: string): string =>
  line.slice(0, at) + text + line.slice(at);

function oneMore(line: string, place: number, delimiter: string): string {
  const found = [0, ...places(line, delimiter), line.length];
  return insertAt(line, found[place % found.length]!, delimiter);
}

function oneLess(line: string, place: number, delimiter: string): string {
  const found = places(line, delimiter);
  const at = found[place % found.length]!;
  return line.slice(0, at) + line.slice(at + 1);
}

function onCell(column: number, change: (cell: string) => string): Pollution {
  return (lines, { at }) =>
    lines.map((cells, i) =>
      i === rowOf(lines, at) ? cells.map((cell, j) => (j === column ? change(cell) : cell)) : cells,
    );
}

const insertLine =
  (line: string[] | string): Pollution =>
  (lines, { at, delimiter }) => {
    const texts = written(lines, delimiter);
    texts.splice(rowOf(lines, at) + 1, 0, typeof line === "string" ? line : line.join(delimiter));
    return texts;
  };

/** By name, every fault that a supplier's system, spreadsheet or hand puts into a file. */
export const pollutions: Record<string, Pollution> = {
  nothing: (lines) => lines,
  "a delimiter too many in a row": onLine(oneMore),
  "a delimiter lost in a row": onLine(oneLess),
  "a delimiter too many in the header": onLine(oneMore, true),
  "a delimiter lost in the header": onLine(oneLess, true),
  "another delimiter in a row": onLine((line, _, delimiter) =>
    line.replaceAll(delimiter, delimiter === ";" ? "|" : ";"),
  ),
  "a quotation mark in a row": onLine((line, place) => insertAt(line, place % (line.length + 1), '"')),
  "two quotation marks in two rows": (lines, { at, place, delimiter }) => {
    const texts = written(lines, delimiter);
    for (const i of [rowOf(lines, at), rowOf(lines, at + 2)]) {
      const found = [
        0,
        ...places(texts[i]!, delimiter).map((p) => p + 1),
        ...places(texts[i]!, delimiter),
        texts[i]!.length,
      ];
      texts[i] = insertAt(texts[i]!, found[place % found.length]!, '"');
    }
    return texts;
  },
  "a quotation mark in the header": onLine(
    (line, place) => insertAt(line, place % (line.length + 1), '"'),
    true,
  ),
  "a column renamed": (lines, { at }) => [
    lines[0]!.map((cell, i) => (i === at % 6 ? `${cell} count` : cell)),
    ...lines.slice(1),
  ],
  "a column gone": (lines, { at }) => lines.map((cells) => cells.filter((_, i) => i !== at % 6)),
  "a column twice": (lines, { at }) => lines.map((cells) => [...cells, cells[at % 6]!]),
  "a column that is new": (lines, { at }) =>
    lines.map((cells, i) => cells.toSpliced(at % 7, 0, i ? "x" : "Extra")),
  "a title above": (lines, { delimiter }) => ["Visits in May", "", ...written(lines, delimiter)],
  "a row twice": (lines, { at }) => lines.toSpliced(rowOf(lines, at), 0, lines[rowOf(lines, at)]!),
  "the header again": insertLine(header),
  "the header in another order": insertLine(header.toReversed()),
  "the header again behind a mark of its encoding": insertLine(["\ufeffId", ...header.slice(1)]),
  "no header": (lines) => lines.slice(1),
  "a delimiter at the end of each row": (lines) => lines.map((cells, i) => (i ? [...cells, ""] : cells)),
  "a delimiter in front of each row": (lines) => lines.map((cells, i) => (i ? ["", ...cells] : cells)),
  "a number in front of each row": (lines) => lines.map((cells, i) => (i ? [String(i), ...cells] : cells)),
  "blanks for delimiters in a row": onLine((line, _, delimiter) => line.replaceAll(delimiter, "  ")),
  "marks around a row": onLine((line) => `"${line}"`),
  "marks around the header": onLine((line) => `"${line}"`, true),
  "a line end more after each row": (lines, { delimiter }) =>
    written(lines, delimiter).flatMap((line) => [line, ""]),
  "a rule under the header": (lines, { delimiter }) => {
    const texts = written(lines, delimiter);
    return texts.toSpliced(1, 0, lines[0]!.map((cell) => "-".repeat(cell.length)).join(delimiter));
  },
  "what a database says below": (lines, { delimiter }) => [
    ...written(lines, delimiter),
    "",
    `(${lines.length - 1} rows affected)`,
  ],
  "a total": insertLine(["Total", "", "99", "", "", ""]),
  "a note": insertLine("Note: provisional"),
  "a note as wide as a row": insertLine(["Source: the register", "", "", "", "", ""]),
  "an empty line": insertLine(""),
  "an empty row": insertLine(["", "", "", "", "", ""]),
  "a second table": (lines, { delimiter }) => [
    ...written(lines, delimiter),
    "",
    ...written(
      [
        ["Ward", "Id"],
        ["Aston", "K9999"],
      ],
      delimiter,
    ),
  ],
  "a row broken in two": onLine((line, place) =>
    insertAt(line, 1 + (place % (line.lastIndexOf("/") + 1)), "\n"),
  ),
  "two rows run together": (lines, { at, delimiter }) => {
    const texts = written(lines, delimiter);
    const i = rowOf(lines.slice(1), at);
    texts.splice(i, 2, texts[i]! + texts[i + 1]!);
    return texts;
  },
  "a decimal comma": onCell(3, (cell) => `"${cell.replace(".", ",") || "0,455"}"`),
  "a comma between thousands": onCell(2, () => '"1,234"'),
  "a percent sign": onCell(3, (cell) => `${cell || "4"}%`),
  "a pound sign": onCell(3, (cell) => `£${cell || "4"}`),
  "brackets around a number": onCell(2, (cell) => `(${cell || "4"})`),
  "a number shortened": onCell(2, () => "1.23E+09"),
  "a number that is a word": onCell(2, () => "many"),
  "a full stop between thousands": onCell(2, () => "1.000"),
  "a unit behind a number": onCell(2, (cell) => `${cell || "4"} children`),
  "a number with a mark behind it": onCell(3, (cell) => `${cell || "4"}*`),
  "a number in other digits": onCell(2, () => "１２"),
  "a word for nothing in a number": onCell(3, () => "NULL"),
  "a day with the year first": onCell(4, (cell) => cell.split("/").reverse().join("/")),
  "a day with a year of two digits": onCell(4, (cell) => cell.replace("/2026", "/26")),
  "a day as a spreadsheet counts it": onCell(4, () => "46150"),
  "a value that is none": onCell(1, () => "Total of all"),
  "a day and month changed about": onCell(4, (cell) => cell.replace(/^(\d+)\/(\d+)/, "$2/$1")),
  "an identifier as a formula": onCell(0, (cell) => `="${cell}"`),
  "zero bytes over a row": onLine((line) => "\0".repeat(line.length)),
  "an error of a spreadsheet": onCell(5, () => "#REF!"),
  "marks that nobody sees": onCell(1, (cell) => `\u202a${cell}\u202c`),
  "white space": onCell(1, (cell) => ` ${cell}\u00a0 `),
};

/** What polluted files are: clean rows, a fault and where, the delimiter, line ends and the encoding. */
export const polluted = fc.record({
  rows: cleanRows,
  fault: fc.constantFrom(...Object.keys(pollutions)),
  at: fc.nat(1000),
  place: fc.nat(1000),
  delimiter: fc.constantFrom(",", ";", "\t", "|"),
  lineEnd: fc.constantFrom("\n", "\r\n"),
  encoding: fc.constantFrom("utf-8", "windows-1252", "both"),
});

/** Checks the file without pulling it: a store that thousands of files came to would be slow. */
async function checked(
  desk: Desk,
  source: Source,
  name: string,
): Promise<{ rejected: number; remarks: string[] }[]> {
  const snapshot: Snapshot = {
    source: source.id,
    period: null,
    file: join(desk.inbox, name),
    sha256: "0".repeat(64),
    name,
    bytes: 1,
    dates: { covers: null, published: null, received: "2026-06-01" },
    said: null,
  };
  const db = await desk.db();
  const { extracts } = await db.transaction(() => check(source, [snapshot], db, { store: desk.store }));
  return extracts;
}

/** Reads a polluted file and sees that no row is wrong, and that none is lost without a word. */
export async function expectNothingUntold(
  desk: Desk,
  { rows, fault, at, place, delimiter, lineEnd, encoding }: Polluted,
): Promise<void> {
  const lines = pollutions[fault]!([header, ...rows.map((row) => [...row])], { at, place, delimiter });
  const texts = lines.map((line) =>
    typeof line === "string" ? line : line.map((cell) => quotedFor(cell, delimiter)).join(delimiter),
  );
  desk.deliver("visits.csv", encoded(`${texts.join(lineEnd)}${lineEnd}`, encoding));
  await expectRowsTrue(desk, { rows, fault, source: cleanSource, name: "visits.csv" });
}

/** Reads a delivery of rows and sees that none is wrong, and that none is lost without a word. */
export async function expectRowsTrue(
  desk: Desk,
  { rows, fault, source, name }: { rows: readonly Cells[]; fault: string; source: Source; name: string },
): Promise<void> {
  let read: { rejected: number; remarks: string[] } | undefined;
  try {
    [read] = await checked(desk, source, name);
  } catch (error) {
    // All of it is refused, and said to be.
    expect(error).toBeInstanceOf(ExtractRefused);
    return;
  }
  const missing = new Set(
    cleanSource.columns
      .map(({ name }) => name)
      .filter((name) =>
        read!.remarks.some((sentence) => sentence.includes(`no column for`) && sentence.includes(name)),
      ),
  );
  const expected = new Map(rows.map((row) => [row[0]!, row]));
  const found = new Set<string>();
  for (const row of await desk.table(source)) {
    const id = String(row.id);
    const clean = expected.get(id);
    expect(clean, `${fault}: a row that nobody sent`).toBeDefined();
    expect(found.has(id), `${fault}: a row twice`).toBe(false);
    found.add(id);
    for (const [i, name] of ["id", "ward", "children", "rate", "day", "note"].entries())
      if (!(missing.has(name) && row[name] === null))
        expect(plain(row[name]), `${fault}: ${name}`).toBe(plain(cleanValue(clean![i]!, i)));
  }
  const isTold = read!.remarks.some((sentence) =>
    /zero byte|has the header, too, and was not read/.test(sentence),
  );
  if (found.size < rows.length && !isTold) expect(read!.rejected, `${fault}: rows lost`).toBeGreaterThan(0);
}

function cleanValue(cell: string, column: number): string | number | null {
  if (cell === "") return null;
  if (column === 2 || column === 3) return Number(cell);
  return column === 4 ? cell.split("/").reverse().join("-") : cell;
}

// A quotation mark inside a text is a character of it.
const plain = (value: unknown): unknown =>
  typeof value === "string" ? value.replaceAll('"', "") || null : value;

function quotedFor(cell: string, delimiter: string): string {
  return cell.startsWith('"') && !cell.includes(delimiter) ? cell.slice(1, -1) : cell;
}

function encoded(text: string, encoding: string): Buffer {
  if (encoding === "utf-8") return Buffer.from(text);
  let isOther = encoding === "windows-1252";
  const parts = text.split("ë").flatMap((part, i) => {
    if (i === 0) return [Buffer.from(part)];
    const letter = isOther ? Buffer.from([0xeb]) : Buffer.from("ë");
    if (encoding === "both") isOther = !isOther;
    return [letter, Buffer.from(part)];
  });
  return Buffer.concat(parts);
}

type Polluted = typeof polluted extends fc.Arbitrary<infer Value> ? Value : never;
