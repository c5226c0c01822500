import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import iconv from "iconv-lite";
import { afterEach, beforeEach, expect, test } from "vitest";
import { describeFile } from "../../loaders/check/describe-file.js";
import { parseYaml } from "../../loaders/registry/read-yaml.js";
import { type Source, sourceSchema } from "../../loaders/registry/source.js";
import { Desk, sourceFrom } from "./desk.js";
import { workbookOf } from "./workbook-parts.js";

let desk: Desk;
beforeEach(() => {
  desk = new Desk();
});
afterEach(() => desk.close());

const wards = (more = "", format = "type: csv") =>
  sourceFrom(`
columns:
  - { name: ward, headers: { any: [Ward, Ward name] }, type: text }
  - { name: n, headers: { any: "N" }, type: integer${more} }
accept: { mostRejected: 1 }
format: { ${format} }`);

/** Rows, what is told, and rows in quarantine with the rule that each broke. */
async function read(source: Source, content: string | Uint8Array, name = "visits.csv") {
  desk.deliver(name, content);
  const [extract] = await desk.check(source);
  return {
    rows: (await desk.table(source)).map((row) => Object.values(row)),
    told: extract!.remarks,
    faults: (await desk.quarantine()).map(({ row, rule }) => [row, rule]),
  };
}

const firstWords = (remarks: string[]) =>
  remarks.map((sentence) => sentence.split(" ").slice(0, 7).join(" "));

test("letters of e-mails and web pages, and signs that end lines elsewhere, are told", async () => {
  const { rows, told } = await read(
    wards(),
    "Ward,N\nZo=C3=AB,1\nA<br>B,2\ncaf=E9=20x,3\nx\u2028y,4\n=B12,5\n",
  );
  expect(rows).toHaveLength(5);
  expect(firstWords(told)).toEqual([
    "In 1 place it has signs as",
    "In 2 places it has letters as",
    "In 1 place it has a sign",
  ]);
  for (const end of ["\u0085", "\u2028", "\v"])
    await expect(read(wards(), `Ward,N${end}a,1${end}b,2${end}`)).rejects.toThrow(
      /Its lines end in a sign that few programs take for a line end/,
    );
});

test("the end of a report and a line drawn across are no rows", async () => {
  expect(await read(wards(), "Ward,N\n----,---\na,1\nTrailer,1\nEnd of report,\n")).toMatchObject({
    rows: [["a", 1]],
    faults: [
      [2, "note"],
      [4, "note"],
      [5, "note"],
    ],
  });
});

test("totals in another column, and a row that is what the others add up to, are told", async () => {
  const source = sourceFrom(`
columns:
  - { name: period, headers: { any: Period }, type: text }
  - { name: ward, headers: { any: Ward }, type: text }
  - { name: n, headers: { any: "N" }, type: integer }`);
  expect(
    (await read(source, "Period,Ward,N\nQ1,Aston,3\nQ1,Total,3\nQ2,Aston,4\nQ2,Total,4\n")).told,
  ).toEqual([
    "2 rows, row 3 first, say in ward that they are totals, and were read like the others. If so, ask the supplier to leave them out; if not, write totals: rows under format in data/sources/visits.yaml.",
  ]);
  expect((await read(wards(), "Ward,N\nAston,3\nLadywood,4\nNechells,5\nAll wards,12\n")).told).toEqual([
    "Row 5 is in n what all others add up to, and was read like them: it may be a total. If so, ask the supplier to leave it out; if not, write totals: rows under format in data/sources/visits.yaml.",
  ]);
  expect((await read(wards("", "type: csv, totals: rows"), "Ward,N\na,3\nb,4\nc,5\nd,12\n")).told).toEqual(
    [],
  );
  expect(firstWords((await read(wards(), "Ward,N\na,1\nTotal (all),9\nb,2\n")).told)).toEqual([
    "Row 3 says in ward that it",
  ]);
});

test("a column that two headers could be is told, and so are a number beyond all and an element that is none", async () => {
  expect((await read(wards(), "Ward,Ward name,N\nE05,Aston,1\n")).told).toEqual([
    "It has “Ward name” beside “Ward”, and each is a header of ward: “Ward” was read. If another is meant, put that first under headers in data/sources/visits.yaml.",
  ]);
  const numbers = sourceFrom(`
columns: [{ name: n, headers: { any: "N" }, type: number }]
accept: { mostRejected: 1 }`);
  expect(await read(numbers, "N\n1e400\n7\n")).toMatchObject({ rows: [[7]], faults: [[2, "type"]] });
  expect(
    await read(wards("", "type: json"), '[{"Ward":"a","N":1},null,5,"x",[1]]', "visits.json"),
  ).toMatchObject({
    rows: [["a", 1]],
    faults: [2, 3, 4, 5].map((row) => [row, "json"]),
  });
});

test("a share above the whole is told, and so are percentages of which some have no percent sign", async () => {
  const rate = (how: string, format = "csv") =>
    sourceFrom(
      `columns: [{ name: rate, headers: { any: Rate }, type: number, required: true, ${how} }]\nformat: { type: ${format} }`,
    );
  const told = async (source: ReturnType<typeof rate>, name: string, content: string | Uint8Array) => {
    const file = desk.deliver(name, content);
    const [extract] = await desk.check(source);
    desk.remove(file);
    return extract!.remarks;
  };
  const shares = "Rate\n45%\n45\n0.45\n";
  expect(await told(rate("percent: share"), "visits.csv", shares)).toEqual([
    "rate is above 1 in 1 row, which is more than the whole: 45 without a percent sign is read as 45, not as 0.45. If percentages are meant, write percent: percentage for it in data/sources/visits.yaml; if it may be more than the whole, write max for it.",
  ]);
  expect(await told(rate("percent: share, max: 5"), "visits.csv", "Rate\n45%\n4.5\n")).toEqual([]);
  expect(await told(rate("percent: share"), "visits.csv", "Rate\n45%\n100%\n0.45\n")).toEqual([]);
  const cell = (value: number, style: number) => ({ xml: `<v>${value}</v>`, attributes: `s="${style}"` });
  const workbook = (...cells: ReturnType<typeof cell>[]) =>
    workbookOf(
      join(desk.folder, "made.xlsx"),
      [{ name: "S", rows: [["Rate"], ...cells.map((one) => [one])] }],
      {
        formats: ["0%"],
      },
    );
  const percentages = rate("percent: percentage", "xlsx");
  expect(
    await told(percentages, "visits.xlsx", await workbook(cell(0.45, 1), cell(0.5, 1), cell(0, 0))),
  ).toEqual([]);
  expect(await told(percentages, "visits.xlsx", await workbook(cell(0.45, 1), cell(0.5, 0)))).toEqual([
    "rate is shown with a percent sign in 1 row and without one in 1: 0.45 was read as 45 where it is shown as 45%, and as 0.45 where it is not. Ask the supplier which is meant.",
  ]);
});

test("letters of other alphabets that were read as those of Windows are told", async () => {
  for (const [text, encoding] of [
    ["Łukasz", "windows-1250"],
    ["Żofia", "windows-1250"],
    ["Paweł z Łodzi", "windows-1250"],
    ["Błażej", "iso-8859-2"],
    ["Μαρία", "windows-1253"],
    ["Мария", "windows-1251"],
  ] as const) {
    const { told } = await read(wards(), iconv.encode(`Ward,N\n${text},1\n`, encoding));
    expect([text, told.filter((one) => one.includes("letters are wrong")).length]).toEqual([text, 1]);
  }
  const western = "Ward,N\n£5 a day,1\nRenée,2\nÅse Bjørnær,3\nm³ and km²,4\n(£m),5\nÉÈ,6\n½ of £pa,7\n";
  expect((await read(wards(), iconv.encode(western, "windows-1252"))).told).toEqual([]);
});

test("letters as programs escape them, question marks for letters and marks of Windows in Latin-1 are told", async () => {
  const told = async (cell: string) => (await read(wards(), `Ward,N\n${cell},1\n`)).told;
  for (const cell of ["Zo\\u00eb", "Zo%C3%ABville", "Ren?e", "Zoe\u0092s"])
    expect([cell, (await told(cell)).length]).toEqual([cell, 1]);
  expect((await told("Ren?e"))[0]).toMatch(/^In 1 place it has a question mark within a word/);
  expect((await told("Zo\\u00eb"))[0]).toMatch(/^In 1 place it has letters as programs write them/);
  for (const cell of ["https://a.example/Zo%C3%AB?a=b", "really?", "www.a.example/x?y=Zo%C3%AB", "\\unit"])
    expect([cell, await told(cell)]).toEqual([cell, []]);
});

test("a whole number with three noughts behind a full stop could be thousands, and is set aside", async () => {
  const source = (more: string) =>
    sourceFrom(
      `columns: [{ name: n, headers: { any: "N" }, type: integer${more} }]\naccept: { mostRejected: 1 }`,
    );
  const values = async (more: string, ...cells: string[]) =>
    (await read(source(more), `N\n${cells.map((cell) => `"${cell}"\n`).join("")}`)).rows.flat();
  expect(await values("", "1.000", "12.0", "12.00", "1000.000", "0.000", "-2.000")).toEqual([
    12, 12, 1000, 0,
  ]);
  expect(await values(', decimal: ","', "1,000", "12,0")).toEqual([12]);
  expect(await values(', thousands: ",", decimal: "."', "1,000", "2.000")).toEqual([1000, 2]);
});

test("a header whose quotation marks are wrong is told for one", async () => {
  for (const header of ['"Ward,N"', '"Ward,N', 'Ward","N'])
    await expect(read(wards(", required: true"), `${header}\nAston,1\nBordesley,2\n`)).rejects.toThrow(
      /It has no column for n\. The header, row 1, has quotation marks where they do not belong\. Ask the supplier to correct them\.$/,
    );
});

test("a last row of what others come to is told, and one that is named so by chance is not", async () => {
  const told = async (last: string) =>
    (await read(wards(), `Ward,N\nAston,1\nBordesley,2\n${last},9\n`)).told.length;
  for (const last of ["All wards", "Overall", "Sum", "Σ", "*Total*", "Tot.", "Average", "Mean", "All"])
    expect([last, await told(last)]).toEqual([last, 1]);
  expect(await told("Grand total for wards")).toBe(1);
  for (const last of ["All Saints", "Summerfield", "Meanwood", "Unknown", "Allens Cross"])
    expect([last, await told(last)]).toEqual([last, 0]);
  const rows = "Ward,N\nAll,1\nAston,2\nAll,3\n";
  expect((await read(wards(), rows)).told).toEqual([]);
});

test("headings over other rows are told, and a row that lacks one value is not", async () => {
  const source = sourceFrom(
    "columns: [{ name: ward, headers: { any: Ward }, type: text }, { name: n, headers: { any: N }, type: integer, markers: { x: not_available } }, { name: m, headers: { any: M }, type: integer }]",
  );
  const told = async (...rows: string[]) => (await read(source, `Ward,N,M\n${rows.join("\n")}\n`)).told;
  expect(await told("North,,", "Aston,1,2", "South,,", "Bordesley,3,4")).toEqual([
    "2 rows, row 2 first, have nothing but ward, as headings over other rows have, and were read like the others. If headings are meant, ask the supplier for a column in their place.",
  ]);
  expect(await told("Aston,1,", "Bordesley,,2", "Ladywood,x,")).toEqual([]);
  expect(await told("Aston,,", "Bordesley,,", "Ladywood,1,2")).toEqual([]);
});

test("below a header in another order no row is read, and a header that is continued is one", async () => {
  const texts = sourceFrom(
    "columns: [{ name: ward, headers: { any: Ward }, type: text }, { name: note, headers: { any: Note }, type: text }]\naccept: { mostRejected: 1 }",
  );
  expect(await read(texts, "Ward,Note\nAston,a\nNote,Ward\nb,Bordesley\n")).toMatchObject({
    rows: [["Aston", "a"]],
    faults: [
      [3, "table"],
      [4, "table"],
    ],
  });
  expect(await read(texts, "Ward,Note\nAston,a\nWard (continued),Note\nBordesley,b\n")).toMatchObject({
    rows: [
      ["Aston", "a"],
      ["Bordesley", "b"],
    ],
    faults: [[3, "header"]],
  });
  expect(await read(texts, "Ward,Note\nNoted,ward\nNote,nothing\n")).toMatchObject({ faults: [] });
});

test("a cell that holds rows and is quoted with care is read, and told", async () => {
  const { rows, told } = await read(
    wards(),
    'Ward,N\n"Aston ""x"" ,1\nBordesley,2\nLadywood",3\nHandsworth,4\n',
  );
  expect(rows.map((row) => row[1])).toEqual([3, 4]);
  expect(told).toEqual([
    "1 row, row 2 first, has a cell over several lines that look like rows, and was read as one row. If rows are lost in it, ask the supplier to correct its quotation marks.",
  ]);
});

test("advice names no key that the file has not", async () => {
  await expect(read(wards(), "x,y\n1,2\n")).rejects.toThrow(
    /If a column has a new name, add it under headers of its column in data\/sources\/visits\.yaml/,
  );
});

test("an NHS number is what its ten digits are, whatever stands between or before them", async () => {
  const source = sourceFrom(
    "kind: records\ncolumns: [{ name: nhs, headers: { any: NHS Number }, type: text, role: nhs_number, identifier: true }]",
  );
  const one = [
    "943.476.5919",
    "943\u2009476\u20095919",
    "NHS 9434765919",
    "NHS No: 943 476 5919",
    "943/476/5919",
  ];
  const two = ["(943) 476 5919", "943_476_5919", "943\u200b4765919", "9434765919,0", '""9434765919""'];
  const other = ["943476591", "943476591.9", "9434765919*", "94347659190", "NHS", "N/A"];
  const cells = [...one, ...two, ...other];
  const { rows } = await read(source, `NHS Number\n${cells.map((cell) => `"${cell}"\n`).join("")}`);
  expect(rows.map(([nhs]) => nhs)).toEqual([...[...one, ...two].map(() => "9434765919"), ...other]);
});

test("identifiers with commas, apostrophes and long dashes are what they were; 9.43E9 lost its digits", async () => {
  const source = sourceFrom(`kind: records
columns:
  - { name: nhs, headers: { any: NHS }, type: text, identifier: true, role: nhs_number }
  - { name: id, headers: { any: Id }, type: text, identifier: true, role: local_id }
accept: { mostRejected: 1 }`);
  const cells = [
    '"9,434,765,919",\'00123',
    "'9434765919,1E5",
    "943–476–5919,O'Hara",
    "9.434765919E9,'x",
    "9.43E9,1",
  ];
  expect(await read(source, `NHS,Id\n${cells.join("\n")}\n`)).toMatchObject({
    rows: ["00123", "1E5", "O'Hara", "'x"].map((id) => ["9434765919", id]),
    faults: [[6, "lost"]],
  });
});

test("sheets with their columns in another order are read by their headers, and what one lacks is told", async () => {
  const sheets = (second: (string | number)[][]) =>
    workbookOf(join(desk.folder, "made.xlsx"), [
      {
        name: "May",
        rows: [
          ["Ward", "N"],
          ["a", 1],
        ],
      },
      { name: "June", rows: second },
    ]);
  const source = wards("", "type: xlsx, sheets: all");
  const lacking = await sheets([
    ["Ward", "Seen"],
    ["b", 7],
  ]);
  const found = await read(source, lacking, "visits.xlsx");
  expect(found.rows).toEqual([
    ["a", 1],
    ["b", null],
  ]);
  expect(found.told).toContain(
    "It has no column for n on sheet 2 of 2 (“June”). It counts as empty in the rows of that sheet.",
  );
  const years = sourceFrom(`
columns:
  - { name: ward, headers: { any: Ward }, type: text }
  - { name: year, headers: {}, type: text }
  - { name: n, headers: {}, type: integer }
unpivot: { headers: '^(\\d{4})$', into: year, values: n }
format: { type: xlsx, sheets: all }`);
  const byYear = (second: (string | number)[][]) =>
    workbookOf(join(desk.folder, "made.xlsx"), [
      {
        name: "A",
        rows: [
          ["Ward", "2025", "2026"],
          ["a", 1, 2],
        ],
      },
      { name: "B", rows: second },
    ]);
  const turned = await byYear([
    ["Ward", "2026", "2025"],
    ["b", 4, 3],
  ]);
  expect((await read(years, turned, "visits.xlsx")).rows).toEqual([
    ["a", "2025", 1],
    ["a", "2026", 2],
    ["b", "2025", 3],
    ["b", "2026", 4],
  ]);
  await expect(
    read(
      years,
      await byYear([
        ["Ward", "2026", "2027"],
        ["b", 4, 3],
      ]),
      "visits.xlsx",
    ),
  ).rejects.toThrow(/The headers that become rows are others on sheet 2 of 2/);
});

test("a cell that refers to a text which a workbook has not is a fault", async () => {
  const lost = { xml: "<v>99</v>", attributes: 't="s"' };
  const made = await workbookOf(join(desk.folder, "made.xlsx"), [
    {
      name: "S",
      rows: [
        ["Ward", "N"],
        [lost, 1],
        ["b", 2],
      ],
    },
  ]);
  expect(await read(wards("", "type: xlsx"), made, "visits.xlsx")).toMatchObject({
    rows: [["b", 2]],
    faults: [[2, "error"]],
  });
});

const put = (name: string, content: string | Uint8Array): string => {
  const file = join(desk.folder, name);
  writeFileSync(file, content);
  return file;
};

test("what is no table is not described, and of what is packed or misnamed the table is", async () => {
  const refused = async (name: string, content: string) => {
    await expect(describeFile(put(name, content))).rejects.toThrow(/^It is /);
  };
  await refused("a.pdf", "%PDF-1.4 x\n");
  await refused("a.html", "<table><tr><td>a</td></tr></table>");
  await refused("a.csv", "");
  const text = "Ward,N\na,1\nb,2\n";
  const described = await describeFile(put("a.csv.gz", gzipSync(text)), "a");
  expect(described).toContain('files: ["a*.gz"]');
  expect(described).toContain("any: Ward");
  const made = await workbookOf(join(desk.folder, "made.xlsx"), [
    {
      name: "S",
      rows: [
        ["Ward", "N"],
        ["a", 1],
        ["b", 2],
      ],
    },
  ]);
  expect(await describeFile(put("a.csv", made))).toContain("format: { type: xlsx }");
});

test("a row in place of a header is not described, two columns with one header are asked about, and nobody is named", async () => {
  for (const rows of ["Amira,Female\nJohn,Male\nAda,Female\n", "Amira,B10 0AA\nJohn,B11 1AA\n"])
    await expect(describeFile(put("a.csv", rows))).rejects.toThrow(/looks like a row of the table/);
  const twice = await describeFile(put("a.csv", "Ward,N,n\na,1,2\nb,3,4\n"), "visits");
  expect(parseYaml(twice, sourceSchema, "a.yaml").columns.map(({ name }) => name)).toEqual(["ward", "n"]);
  expect(twice).toContain("# “N” is the header of two columns");
  const people = Array.from({ length: 40 }, (_, i) =>
    i % 2 ? "Jo Bloggs,Bo,Kings Norton" : "Al Smith,Cy,Aston",
  );
  const named = await describeFile(put("a.csv", `Seen,Sibling,Ward\n${people.join("\n")}\n`));
  expect(named).not.toMatch(/Bloggs|Cy/);
  expect(named).toContain("Kings Norton");
});

const plain = sourceFrom("columns: [{ name: a, headers: { any: A }, type: text }]");
const yamlOf = (changes: string) =>
  `${Object.entries({
    ...plain,
    columns: undefined,
    dates: undefined,
    accept: undefined,
    guards: undefined,
    limits: undefined,
  })
    .flatMap(([key, value]) => (value === undefined ? [] : [`${key}: ${JSON.stringify(value)}`]))
    .filter((line) => !line.startsWith(`${changes.split(":")[0]}:`))
    .join("\n")}\n${changes}`;

test.each([
  [
    'columns: [{ name: d, headers: { any: D }, type: date, formats: ["%Y"] }]',
    "has no day, and each date would be the first of its year. Write type: integer, or ask for whole dates.",
  ],
  [
    'columns: [{ name: d, headers: { any: D }, type: date, formats: ["%m/%Y"] }]',
    "has no day, and each date would be the first of its month.",
  ],
  ["columns: [{ name: d, headers: { any: 2026 }, type: text }]", "Put it in quotation marks."],
  ["title: a: b", "Put a text with a colon in quotation marks"],
  ["title: @a", "Put the text in quotation marks."],
  ["columns: [{ name: a, headers: { any: A }, type: text }]\ncolumns: []", "Remove one of the two"],
  ["title: a\n---\ntitle: b", "not valid YAML: Source contains multiple documents. Remove the line ---"],
  ["format: { type: csv, ignore: [total] }", "must have an s at its end"],
])("a mistake in the registry has its remedy: %s", (changes, remedy) => {
  expect(() => parseYaml(yamlOf(changes), sourceSchema, "a.yaml")).toThrow(remedy);
});
