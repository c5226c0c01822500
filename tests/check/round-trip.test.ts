import fc from "fast-check";
import iconv from "iconv-lite";
import { afterEach, beforeEach, expect, test } from "vitest";
import { cases } from "../soak.js";
import { Desk, sourceFrom } from "./desk.js";

let desk: Desk;
beforeEach(() => {
  desk = new Desk();
});
afterEach(() => desk.close());

const latin = [..."abcyzÄÉéñŠ€ '\",;|\t\n=-019"];
const world = [...latin, ..."ʤΩж漢ش😀"];
const textOf = (letters: string[]) =>
  fc.array(fc.constantFrom(...letters), { maxLength: 12 }).map((found) => found.join("").trim());

const dialects = fc.record({
  delimiter: fc.constantFrom(",", ";", "\t", "|"),
  declared: fc.boolean(),
  encoding: fc.constantFrom("utf-8", "utf-8 marked", "utf-16le marked", "utf-16be marked", "windows-1252"),
  lineEnd: fc.constantFrom("\n", "\r\n", "\r"),
  quoting: fc.constantFrom("as needed", "all", "some"),
  preamble: fc.array(fc.constantFrom("", "Report on visits", "Made on, 1 May; by | hand"), { maxLength: 8 }),
  lastLineEnds: fc.boolean(),
});

type Dialect = typeof dialects extends fc.Arbitrary<infer T> ? T : never;

const rowsOf = ({ encoding }: Dialect) =>
  fc.array(
    fc.record({
      text: fc.option(textOf(encoding === "windows-1252" ? latin : world)).map((t) => t || null),
      whole: fc.option(fc.maxSafeInteger()),
      number: fc.option(
        fc.tuple(fc.integer(), fc.integer({ min: 0, max: 6 })).map(([n, digits]) => n / 10 ** digits),
      ),
      date: fc.option(
        fc
          .date({ min: new Date("1900-01-01"), max: new Date("2100-12-31"), noInvalidDate: true })
          .map((d) => d.toISOString().slice(0, 10)),
      ),
      truth: fc.option(fc.boolean()),
    }),
    { minLength: 1, maxLength: 20 },
  );

type Written = {
  text: string | null;
  whole: number | null;
  number: number | null;
  date: string | null;
  truth: boolean | null;
};

function write(rows: Written[], dialect: Dialect): Buffer {
  const { delimiter, encoding, lineEnd, quoting, preamble } = dialect;
  let cellsWritten = 0;
  const cell = (value: string): string => {
    cellsWritten++;
    const needed = /["\r\n]/.test(value) || value.includes(delimiter);
    const quoted = needed || quoting === "all" || (quoting === "some" && cellsWritten % 3 === 0);
    return quoted ? `"${value.replaceAll('"', '""')}"` : value;
  };
  const cells = rows.map(({ text, whole, number, date, truth }, i) => [
    String(i),
    text ?? "",
    String(whole ?? ""),
    String(number ?? ""),
    date === null ? "" : date.split("-").reverse().join("/"),
    truth === null ? "" : truth ? "Yes" : "No",
  ]);
  const lines = [
    ...preamble,
    ...[["No", "Text", "Whole", "Number", "Date", "Truth"], ...cells].map((row) =>
      row.map(cell).join(delimiter),
    ),
  ];
  const content = lines.join(lineEnd) + (dialect.lastLineEnds ? lineEnd : "");
  const [name, marked] = encoding.split(" ");
  return iconv.encode(content, name!, { addBOM: marked !== undefined });
}

const typed = (format: string) =>
  sourceFrom(`
columns:
  - { name: "no", headers: { any: No }, type: integer, required: true }
  - { name: text, headers: { any: Text }, type: text }
  - { name: whole, headers: { any: Whole }, type: integer }
  - { name: number, headers: { any: Number }, type: number }
  - { name: date, headers: { any: Date }, type: date, formats: ["%d/%m/%Y"] }
  - { name: truth, headers: { any: Truth }, type: boolean }
format: ${format}`);

test("typing a table that was written from typed values gives the values back", async () => {
  await fc.assert(
    fc.asyncProperty(
      dialects.chain((dialect) => fc.tuple(fc.constant(dialect), rowsOf(dialect))),
      async ([dialect, rows]) => {
        const { delimiter, declared, encoding, preamble } = dialect;
        const source = typed(
          JSON.stringify({
            type: "csv",
            ...(declared ? { delimiter, preambleRows: preamble.length } : {}),
            ...(encoding === "windows-1252" ? { encoding } : {}),
          }),
        );
        desk.deliver("visits.csv", write(rows, dialect));
        await desk.check(source);
        expect(await desk.table(source)).toEqual(rows.map((row, i) => ({ no: i, ...row })));
        expect(await desk.quarantine()).toEqual([]);
      },
    ),
    cases(3, 200),
  );
}, 120_000);

const messyCell = fc.constantFrom(
  "",
  " ",
  "1",
  "x",
  '"2"',
  '""',
  '" "',
  '"unclosed',
  '5" tall',
  '"a "b" c"',
  "2021-02-01",
  "31/12/2025",
  '"a,b"',
  "\u00a0",
);

// A header that most rows are wider than has lost a delimiter: all is refused, and told.
function widerThanHeader(error: Error): [] {
  expect(error.message).toContain("rows are wider than the header");
  return [];
}

test("every row is typed or in quarantine", async () => {
  const source = sourceFrom(`
columns:
  - { name: a, headers: { any: A }, type: integer, required: true }
  - { name: b, headers: { any: B }, type: date }
  - { name: c, headers: { any: C }, type: text, values: [x, "1"] }
accept: { mostRejected: 1, leastRows: 0 }`);
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.array(messyCell, { minLength: 1, maxLength: 4 }), { maxLength: 30 }),
      async (rows) => {
        const lines = ["A,B,C", "1,2021-02-01,x", ...rows.map((cells) => cells.join(","))];
        desk.deliver("visits.csv", `${lines.join("\n")}\n`);
        const [extract] = await desk.check(source).catch(widerThanHeader);
        if (!extract) return;
        const filled = lines.slice(1).filter((line) => /[^",\s\u00a0]/.test(line)).length;
        expect(extract!.rows + extract!.rejected).toBe(filled);
        expect(await desk.table(source)).toHaveLength(extract!.rows);
        expect(new Set((await desk.quarantine()).map((fault) => fault.row)).size).toBe(extract!.rejected);
      },
    ),
    cases(3, 200),
  );
}, 120_000);
