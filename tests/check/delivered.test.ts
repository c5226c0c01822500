import { readFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { check } from "../../loaders/check/check.js";
import { keepProfiles, readProfiles } from "../../loaders/check/profile.js";
import type { Source } from "../../loaders/registry/source.js";
import { repositoryRoot } from "../../loaders/store/paths.js";
import { soak } from "../soak.js";
import { Desk, sourceFrom } from "./desk.js";

let desk: Desk;
beforeEach(() => {
  desk = new Desk();
});
afterEach(() => desk.close());

const messy = (name: string): Buffer => readFileSync(join(repositoryRoot, "tests/check/messy", name));

/** A source whose columns are texts by the names of their headers. */
function textsOf(headers: string, more = ""): Source {
  const columns = headers
    .split(",")
    .map((header) => `{ name: ${header.toLowerCase()}, headers: { any: ${header} }, type: text }`);
  return sourceFrom(`columns: [${columns.join(", ")}]\naccept: { mostRejected: 1 }\n${more}`);
}

async function read(source: Source, content: string | Uint8Array) {
  desk.deliver("visits.csv", content);
  await desk.check(source);
  return desk.table(source);
}

const faults = async () => (await desk.quarantine()).map(({ row, column, rule }) => [row, column, rule]);

test("a row that a delimiter too many shifted is set aside, also where its last cell is empty", async () => {
  const source = textsOf("Ward,Households,Children,Notes");
  expect(await read(source, messy("01-shifted-row.csv"))).toEqual([
    { ward: "Aston", households: "12", children: "20", notes: null },
  ]);
  expect(await faults()).toEqual([[3, null, "cells"]]);
});

test("a header that lost a delimiter refuses the extract, and by one too many no row is taken", async () => {
  await expect(read(textsOf("Ward,Children"), messy("02-header-lost-a-delimiter.csv"))).rejects.toThrow(
    "visits.csv: 1 of its 1 rows are wider than the header, which may have lost a delimiter. Ask the supplier to correct it. If each row is to end with a delimiter that the header lacks, write rowEnds: delimiter under format in data/sources/visits.yaml.",
  );
  expect(await read(textsOf("A,B"), "A,,B\n1,2\n3,4\n5,6,7\n")).toEqual([{ a: "5", b: "7" }]);
  expect(await faults()).toEqual([
    [2, null, "cells"],
    [3, null, "cells"],
  ]);
});

soak("a ragged layout that is declared is read, and what does not fit it is set aside", async () => {
  const ends = (how: string) => textsOf("A,B,C", `format: { type: csv, rowEnds: ${how} }`);
  expect(await read(ends("short"), "A,B,C\n1\n2,x\n3,,y\n4,,,\n")).toEqual([
    { a: "1", b: null, c: null },
    { a: "2", b: "x", c: null },
    { a: "3", b: null, c: "y" },
  ]);
  expect(await read(ends("delimiter"), "A,B,C\n1,,y,\n2,x,y,z\n3,x,y\n4,x,,,\n")).toEqual([
    { a: "1", b: null, c: "y" },
  ]);
  expect(await faults()).toEqual([
    [3, null, "cells"],
    [4, null, "cells"],
    [5, null, "cells"],
  ]);
});

test("a value beyond the last header belongs to no column, and its row is set aside", async () => {
  expect(await read(textsOf("A,B"), "A,B,,\n1,2,,\n,3,4,\n")).toEqual([{ a: "1", b: "2" }]);
  expect(await desk.quarantine()).toMatchObject([
    { row: 3, reason: "it has a value beyond the last header" },
  ]);
});

soak(
  "two quotation marks that swallowed rows are told, and an address over several lines is a cell",
  async () => {
    expect(await read(textsOf("A,B,C"), messy("14-quote-swallows-rows.csv"))).toEqual([
      { a: "4", b: "z", c: "5" },
    ]);
    expect(await desk.quarantine()).toMatchObject([
      {
        row: 2,
        rule: "quotes",
        reason: expect.stringMatching(/^a cell holds line ends and delimiters as many/),
      },
    ]);
    const address = '1,"2 High Street,\nAston,\nBirmingham",3\n';
    expect(await read(textsOf("A,B,C"), `A,B,C\n${address}`)).toMatchObject([{ a: "1", c: "3" }]);
  },
);

const optional = sourceFrom(`
columns:
  - { name: ward, headers: { any: Ward }, type: text, required: true }
  - { name: n, headers: { any: "N" }, type: integer }`);

/** What is told of the extract that a delivery brings, beside those before it. */
async function told(source: Source, content: string | Uint8Array): Promise<string[]> {
  desk.deliver("visits.csv", content);
  const { snapshots } = await desk.pull(source);
  const db = await desk.db();
  return db.transaction(async () => {
    const before = await readProfiles(db, source.id);
    const { extracts, profiles } = await check(source, snapshots, db, { store: desk.store, before });
    await keepProfiles(db, source, profiles);
    return extracts[0]!.told;
  });
}

soak(
  "a column that is missing is told with the new one that may be it, and refuses what had it before",
  async () => {
    expect(await told(optional, messy("03-optional-column-renamed.csv"))).toEqual([
      "It has no column for n. “Count” is new. “Count” may be n. It counts as empty in every row.",
    ]);
    expect(await told(optional, "Ward,N\na,1\nb,2\n")).toEqual([]);
    const renamed = "Ward,Count\na,1\nb,2\nc,2\n";
    // The first delivery had no such column: that it is gone again is told.
    expect(await told(optional, renamed)).toHaveLength(1);
    const strict = { ...optional, accept: { ...optional.accept, missingColumns: "refuse" as const } };
    await expect(told(strict, renamed)).rejects.toThrow(
      /^visits.csv: It has no column for n\. .*missingColumns: tell/,
    );
  },
);

test("a column that every earlier delivery had, and no child's name in a header is told", async () => {
  const records = sourceFrom(`kind: records
columns:
  - { name: born, headers: { any: Born }, type: date, identifier: true, role: date_of_birth, required: true }
  - { name: team, headers: { any: Team }, type: text }`);
  await told(records, "Born,Team\n2021-02-01,North\n");
  expect(await told(records, "Born,Team,Amira Khan,Team name\n2021-02-01,North,1,2\n")).toEqual([
    "It has 2 columns that no earlier delivery had: column 3, “Aaaaa Aaaa” and “Team name”. What is not declared is not read.",
  ]);
  await expect(told(records, "Born,Teem\n2021-02-01,North\n")).rejects.toThrow(
    "visits.csv: It has no column for team. column 2, “Aaaa” is new. column 2, “Aaaa” may be team. Earlier deliveries had team. If a column has a new name, add it under headers in data/sources/visits.yaml; if it is gone for good, write missingColumns: tell under accept; else ask the supplier for it.",
  );
});

test("a delivery is compared with several before it, and never by a child's value", async () => {
  const rows = (n: number, cells = (i: number): string => `w${i},${i}`): string =>
    `Ward,N\n${Array.from({ length: n }, (_, i) => cells(i)).join("\n")}\n`;
  expect(await told(optional, rows(1000))).toEqual([]);
  expect(await told(optional, rows(510))).toEqual(["It has 510 rows; earlier deliveries had 1,000."]);
  await expect(told(optional, rows(260))).rejects.toThrow(
    "It has 260 rows; the largest of the last good extracts had 1,000, and at least 50% of that are expected.",
  );
  expect(
    await told(
      optional,
      rows(900, (i) => `w${i},${i % 2 ? i * 10 : ""}`),
    ),
  ).toEqual([
    "n is empty in 50% of its rows; in earlier deliveries in at most 0%.",
    "n goes far above what earlier deliveries had, which may be another unit.",
  ]);
});

const numbers = (how: string, type = "number", header = "N") =>
  sourceFrom(`
columns:
  - { name: row, headers: { any: Row }, type: text }
  - { name: n, headers: { any: ${header} }, type: ${type}${how && `, ${how}`} }
accept: { mostRejected: 1 }
format: { type: csv, delimiter: ";" }`);

/** The numbers that cells give, one a row; null for those that are set aside. */
async function valuesOf(source: Source, cells: string[]): Promise<unknown[]> {
  const rows = await read(source, `Row;N\n${cells.map((cell, i) => `${i};${cell}`).join("\n")}\n`);
  const byRow = new Map(rows.map(({ row, n }) => [row, n]));
  return cells.map((_, i) => byRow.get(String(i)) ?? null);
}

test.each([
  ["a comma is no decimal point unless it is declared", "", ["0,455", "1,234", "12,5"], [null, null, null]],
  [
    "what can be read in one way only is read",
    "",
    ["1,234,567", "1,234.5", "0.455"],
    [1234567, 1234.5, 0.455],
  ],
  [
    "a decimal comma",
    'decimal: ","',
    ["0,455", "-12,5", "7", "1.234", "1.234,5", "0.455"],
    [0.455, -12.5, 7, null, 1234.5, null],
  ],
  [
    "thousands",
    'thousands: ","',
    ["1,234", "29,199.5", "0,455", "12,34", "1,2345"],
    [1234, 29199.5, null, null, null],
  ],
  [
    "thousands with a decimal comma",
    'decimal: ",", thousands: "."',
    ["1.234", "1.234,5", "0.045", "1,5"],
    [1234, 1234.5, null, 1.5],
  ],
  ["thousands by spaces", 'thousands: " "', ["1 234", "1\u00a0234\u00a0567", "12 34"], [1234, 1234567, null]],
  [
    "a percent sign as a share",
    "percent: share",
    ["45%", "45.5 %", "0.45", "0.1%"],
    [0.45, 0.455, 0.45, 0.001],
  ],
  ["a percent sign as a percentage", "percent: percentage", ["45%", "45"], [45, 45]],
  ["a percent sign that is not declared", "", ["45%"], [null]],
  [
    "pounds and accountants' brackets",
    'currency: "£", brackets: true, thousands: ","',
    ["£1,234.50", "(12)", "-£3", "(£4)", "5£", "$6"],
    [1234.5, -12, -3, -4, 5, null],
  ],
  ["neither of which is declared", "", ["£12", "(12)"], [null, null]],
])("numbers: %s", async (_, how, cells, expected) => {
  expect(await valuesOf(numbers(how), cells)).toEqual(expected);
});

soak("numbers: whole ones likewise, and the cases with a decimal comma", async () => {
  expect(await valuesOf(numbers("", "integer"), ["12,000", "1,234,567"])).toEqual([null, 1234567]);
  expect(await valuesOf(numbers('thousands: ","', "integer"), ["12,000", "12,5"])).toEqual([12000, null]);
  const rate = sourceFrom(`
columns:
  - { name: ward, headers: { any: [Ward, W] }, type: text }
  - { name: rate, headers: { any: [Rate, N] }, type: number, decimal: "," }`);
  expect(await read(rate, messy("04-decimal-comma.csv"))).toEqual([{ ward: "A", rate: 0.455 }]);
  expect(await read(rate, messy("05-decimal-comma-quoted.csv"))).toEqual([{ ward: "a", rate: 0.045 }]);
});

test("identifiers are what they were before a spreadsheet had them, or are set aside", async () => {
  const source = sourceFrom(`kind: records
columns:
  - { name: nhs, headers: { any: NHS Number }, type: text, identifier: true, role: nhs_number }
  - { name: name, headers: { any: Name }, type: text, identifier: true, role: forename }
accept: { mostRejected: 1 }`);
  const rows = [
    messy("15-nhs-numbers.csv").toString().trimEnd(),
    "9.434765919E+09,e",
    "943-476-5919 ,f",
    '" 9434765919",g',
  ];
  expect((await read(source, `${rows.join("\n")}\n`)).map(({ nhs, name }) => `${name} ${nhs}`)).toEqual(
    ["a", "c", "d", "e", "f", "g"].map((name) => `${name} 9434765919`),
  );
  expect(await desk.quarantine()).toEqual([
    {
      row: 3,
      column: "NHS Number",
      rule: "lost",
      reason: "was shortened by a spreadsheet, which lost its last digits",
      shape: "9.99A+99",
    },
  ]);
});

soak("dates with the month first are told by those that no day fits: the others look right", async () => {
  const source = sourceFrom(`
columns: [{ name: day, headers: { any: Day }, type: date, formats: ["%d/%m/%Y"] }]
accept: { mostRejected: 1 }`);
  const tell = async (...days: string[]) => {
    desk.deliver("visits.csv", `Day\n${days.join("\n")}\n`);
    return (await desk.check(source)).at(-1)!.told;
  };
  expect(await tell("05/06/2026", "05/13/2026")).toEqual([
    "day has day and month the other way round in 1 row that was set aside. Other rows may have them so, too, and be read as other days: ask the supplier which is meant.",
  ]);
  expect(await tell("05/06/2026", "31/02/2026", "soon")).toEqual([]);
});

test("a time keeps its milliseconds", async () => {
  const source = sourceFrom(
    'columns: [{ name: at, headers: { any: At }, type: datetime, formats: ["%d/%m/%Y %H:%M:%S"] }]',
  );
  const rows = await read(source, "At\n01/02/2026 10:30:15.250\n2026-02-01T10:30:15.125Z\n");
  expect(rows.map(({ at }) => at)).toEqual([
    expect.stringMatching(/10:30:15\.25/),
    expect.stringMatching(/10:30:15\.125/),
  ]);
});

describe("encodings are judged on the whole file", () => {
  const names = (content: Uint8Array) =>
    read(textsOf("Name"), content).then((rows) => rows.map(({ name }) => name));
  const bytes = (...parts: (string | number[])[]) =>
    Buffer.concat(parts.map((part) => (typeof part === "string" ? Buffer.from(part) : Buffer.from(part))));

  soak("of a file in two encodings both are read, and which rows they are is told", async () => {
    expect(await names(messy("06-two-encodings.csv"))).toEqual(["Zoë", "Renée"]);
    expect(await told(textsOf("Name"), messy("06-two-encodings.csv"))).toEqual([
      "It is written in two encodings: line 3 holds letters of Windows in a text that is UTF-8. Both were read.",
    ]);
  });

  soak("one Windows byte far down, across a chunk, or below a byte-order mark", async () => {
    const rows = Array.from({ length: 300_000 }, (_, i) => `Zoë${i}`);
    const found = await names(bytes(`Name\n${rows.join("\n")}\nSian`, [0xe9], "\nÓ\n"));
    expect(found.slice(-2)).toEqual(["Siané", "Ó"]);
    expect(found[0]).toBe("Zoë0");
    expect(await names(bytes("\ufeffName\nZoë\nRen", [0xe9], "e\n"))).toEqual(["Zoë", "Renée"]);
    expect(await names(bytes("Name\nRen", [0xe9], "e\nZo", [0xeb]))).toEqual(["Renée", "Zoë"]);
  });
});

describe("compressed files", () => {
  const csv = "A,B\n1,2\n";
  const source = textsOf("A,B", "limits: { unpackedMegabytes: 1 }");
  const zipped = (entries: Record<string, string>) => desk.zip(entries);

  test("are opened where they hold one file", async () => {
    expect(await read(source, gzipSync(csv))).toEqual([{ a: "1", b: "2" }]);
    expect(
      await read(source, await zipped({ "folder/visits.csv": csv, "__MACOSX/._visits.csv": "x" })),
    ).toEqual([{ a: "1", b: "2" }]);
  });

  test("are refused with what they are", async () => {
    await expect(read(source, await zipped({ "a.csv": csv, "b.csv": csv }))).rejects.toThrow(
      "visits.csv: It is a ZIP archive of 2 files. Put the one that is meant into the inbox by itself.",
    );
    await expect(read(source, gzipSync(csv + "3,4\n".repeat(400_000)))).rejects.toThrow(
      "Unpacked it is larger than 1 MB.",
    );
    await expect(read(source, gzipSync(csv).subarray(0, 20))).rejects.toThrow(
      "It is a gzip archive that is not whole.",
    );
    await expect(read(source, Buffer.from("7z\xbc\xaf\x27\x1c", "latin1"))).rejects.toThrow(
      "but a 7-Zip archive",
    );
    await expect(read(source, Buffer.from([1, 2, 3, 4, 0, 0, 0, 7, 65, 2, 1]))).rejects.toThrow(
      "It is not delimited text but a file of another kind, which is no text.",
    );
  });
});

soak(
  "totals, the header once more, notes and second tables in a CSV file are no rows, and are told",
  async () => {
    const households = sourceFrom(`
columns:
  - { name: ward, headers: { any: Ward }, type: text, required: true }
  - { name: n, headers: { any: [Households, "N"] }, type: integer }
accept: { mostRejected: 1 }`);
    expect(await read(households, messy("11-total-row.csv"))).toEqual([
      { ward: "Aston", n: 30 },
      { ward: "Bordesley Green", n: null },
    ]);
    expect(await read(textsOf("Ward,N"), messy("12-header-again.csv"))).toEqual([
      { ward: "a", n: "1" },
      { ward: "b", n: "2" },
    ]);
    expect(await faults()).toEqual([[3, null, "header"]]);
    expect(await read(textsOf("A,B"), 'A,B\n1,2\n"Note 1",\n\nB,A\n3,4\n')).toEqual([{ a: "1", b: "2" }]);
    expect(await faults()).toEqual([
      [3, null, "note"],
      [5, null, "table"],
      [6, null, "table"],
    ]);
    const rows = textsOf("Sex,N", "format: { type: csv, totals: rows }");
    expect(await read(rows, "Sex,N\nTotal,3\n")).toEqual([{ sex: "Total", n: "3" }]);
  },
);

test("equal rows are one row, or several events where the source says so", async () => {
  const visits = [{ centre: "C1", date: "01/09/2026" }];
  const content = messy("13-equal-rows-are-two-visits.csv");
  expect(await read(textsOf("Centre,Date"), content)).toEqual(visits);
  expect(await faults()).toEqual([[3, null, "duplicate"]]);
  expect(await read(textsOf("Centre,Date", "repeats: events"), content)).toEqual([...visits, ...visits]);
});

test("of two layouts with the same columns, the one that lacks fewest is taken, and nothing is told", async () => {
  const source = sourceFrom(`
columns:
  - { name: ward, headers: { long: Ward, short: Ward }, type: text, required: true }
  - { name: code, headers: { long: Code }, type: text }`);
  desk.deliver("visits.csv", "Ward\nAston\n");
  expect(await desk.check(source)).toMatchObject([{ layout: "short", told: [] }]);
});
