import { writeFileSync } from "node:fs";
import { join } from "node:path";
import iconv from "iconv-lite";
import { afterEach, beforeEach, expect, test } from "vitest";
import writeExcelFile from "write-excel-file/node";
import type { Source } from "../../loaders/registry/source.js";
import { tableOf } from "../../loaders/registry/source.js";
import { Database, literal } from "../../loaders/store/database.js";
import { soak } from "../soak.js";
import { Desk, sourceFrom } from "./desk.js";

let desk: Desk;
beforeEach(() => {
  desk = new Desk();
});
afterEach(() => desk.close());

const columns = `
columns:
  - { name: name, headers: { any: Name }, type: text, required: true }
  - { name: born, headers: { any: Date of birth }, type: date, formats: ["%d/%m/%Y"] }
  - { name: places, headers: { any: Places }, type: integer }
  - { name: funded, headers: { any: Funded }, type: boolean }
accept: { mostRejected: 1 }`;

async function rowsOf(source: Source) {
  await desk.check(source);
  const rows = await (await desk.db()).rows(
    `SELECT * EXCLUDE (_extract, _period) FROM ${tableOf(source.id)} ORDER BY _row`,
  );
  return rows;
}

type Cell = string | number | boolean | Date | null;

async function workbook(...sheets: { sheet: string; rows: Cell[][] }[]): Promise<void> {
  const styled = sheets.map(({ sheet, rows }) => ({
    sheet,
    data: rows.map((row) =>
      row.map((value) =>
        value instanceof Date
          ? { value, type: Date, format: "dd/mm/yyyy" }
          : value === null
            ? null
            : { value },
      ),
    ),
  }));
  writeFileSync(join(desk.inbox, "visits.xlsx"), await writeExcelFile(styled as never).toBuffer());
}

const day = (iso: string) => new Date(`${iso}T00:00:00Z`);
const header = ["Name", "Date of birth", "Places", "Funded"];

test("xlsx: dates, numbers and yes or no keep their type, below a preamble and past empty rows", async () => {
  await workbook({
    sheet: "Autumn",
    rows: [
      ["Headcount", null, null, null],
      [],
      header,
      ["Zoë", day("2021-02-01"), 12, true],
      [],
      [" Siân\u00a0", "31/12/2022", 29199, "no"],
      [123456, new Date("2021-02-01T10:30:00Z"), 4.5, false],
    ],
  });
  expect(await rowsOf(sourceFrom(`${columns}\nformat: { type: xlsx }`))).toEqual([
    { name: "Zoë", born: "2021-02-01", places: 12, funded: true, _row: 4 },
    { name: "Siân", born: "2022-12-31", places: 29199, funded: false, _row: 6 },
  ]);
  expect(await desk.quarantine()).toEqual([
    {
      row: 7,
      column: "Date of birth",
      rule: "type",
      reason: "is not a date as in 31/12/2026",
      shape: "9999-99-99 99:99:99",
    },
    { row: 7, column: "Places", rule: "type", reason: "is not a whole number", shape: "9.9" },
  ]);
});

soak("xlsx: the sheet that has the header is taken, or the one declared", async () => {
  await workbook(
    { sheet: "Notes", rows: [["Read me"]] },
    { sheet: "Old", rows: [header, ["old", null, null, null]] },
    { sheet: "New", rows: [header, ["new", null, null, null]] },
  );
  expect(await rowsOf(sourceFrom(`${columns}\nformat: { type: xlsx }`))).toMatchObject([{ name: "old" }]);
  expect(await rowsOf(sourceFrom(`${columns}\nformat: { type: xlsx, sheet: New }`))).toMatchObject([
    { name: "new" },
  ]);
  await expect(rowsOf(sourceFrom(`${columns}\nformat: { type: xlsx, sheet: Missing }`))).rejects.toThrow(
    "visits.xlsx: It has no sheet named “Missing”. Correct format: sheet in the registry, or ask the supplier for the sheet agreed.",
  );
});

test("xlsx: a workbook without the columns tells what its first sheet holds", async () => {
  await workbook({ sheet: "Notes", rows: [["Read me", "first"]] });
  await expect(rowsOf(sourceFrom(`${columns}\nformat: { type: xlsx }`))).rejects.toThrow(
    "visits.xlsx: It has no column for name. No header was found; the first row, row 1, reads, with what is unknown by its shape: “Aaaa aa”, “aaaaa”.",
  );
});

test("json: rows inside a document, keys in any order, nested objects by dotted keys", async () => {
  const source = sourceFrom(
    `${columns.replace("any: Places", "any: setting.places")}\nformat: { type: json, rows: export.rows }`,
  );
  const document = {
    made: { at: "2026-10-31", rows: [{ name: "not these" }] },
    export: {
      note: 'a ] and a \\" in a text',
      rows: [
        {
          Name: "Zoë",
          "Date of birth": "2021-02-01",
          setting: { places: 12, tags: ["a", "b"] },
          Funded: true,
        },
        { Funded: false, Name: 'O"Neill [x] {y}' },
        { Name: null, Places: 3 },
      ],
    },
    after: [1, 2],
  };
  const expected = [
    { name: "Zoë", born: "2021-02-01", places: 12, funded: true, _row: 1 },
    { name: 'O"Neill [x] {y}', born: null, places: null, funded: false, _row: 2 },
  ];
  for (const content of [JSON.stringify(document), JSON.stringify(document, null, 2)])
    for (const encoding of ["utf-8", "utf-16le"]) {
      desk.deliver("visits.json", iconv.encode(content, encoding, { addBOM: encoding !== "utf-8" }));
      expect(await rowsOf(source)).toEqual(expected);
    }
  expect(await desk.quarantine()).toMatchObject([{ row: 3, column: "Name", rule: "required" }]);
});

soak("json: a document that is the list, longer than one reading", async () => {
  const rows = Array.from({ length: 40_000 }, (_, i) => ({ Name: `Zoë ${"x".repeat(i % 50)}`, Places: i }));
  desk.deliver("visits.json", `\ufeff${JSON.stringify(rows)}`);
  const found = await rowsOf(sourceFrom(`${columns}\nformat: { type: json }`));
  expect(found).toHaveLength(40_000);
  expect(found.every((row, i) => row.places === i && row.name === rows[i]!.Name.trim())).toBe(true);
});

test("geojson: properties, and the geometry as text", async () => {
  const source = sourceFrom(`
columns:
  - { name: code, headers: { any: WD25CD }, type: text, required: true }
  - { name: id, headers: { any: id }, type: integer }
  - { name: geometry, headers: {}, type: geometry, required: true }
format: { type: geojson }
accept: { mostRejected: 1 }`);
  const geometry = {
    type: "Polygon",
    coordinates: [
      [
        [-1.9, 52.4],
        [-1.8, 52.4],
        [-1.8, 52.5],
        [-1.9, 52.4],
      ],
    ],
  };
  desk.deliver(
    "visits.geojson",
    JSON.stringify({
      type: "FeatureCollection",
      features: [
        { type: "Feature", id: 7, properties: { WD25CD: "E05011118" }, geometry },
        { type: "Feature", properties: { WD25CD: "E05011119" }, geometry: null },
        {
          type: "Feature",
          properties: { WD25CD: "E05011120" },
          geometry: { type: "Point", coordinates: [407000, 287000] },
        },
      ],
    }),
  );
  expect(await rowsOf(source)).toEqual([
    { code: "E05011118", id: 7, geometry: JSON.stringify(geometry), _row: 1 },
  ]);
  expect((await desk.quarantine()).map(({ row, column, rule }) => [row, column, rule])).toEqual([
    [2, "geometry", "required"],
    [3, "geometry", "type"],
  ]);
});

test("parquet: typed columns, whole numbers held as fractions, and line ends in texts", async () => {
  const db = await Database.open(":memory:");
  await db.run(`
    COPY (
      SELECT * FROM (VALUES
        ('Zoë', DATE '2021-02-01', 12::DOUBLE, true),
        ('a "b",' || chr(10) || 'c', NULL, 4.5, false)
      ) AS t("Name", "Date of birth", "Places", "Funded")
    ) TO ${literal(join(desk.inbox, "visits.parquet"))} (FORMAT parquet)`);
  db.close();
  expect(
    await rowsOf(sourceFrom(`${columns.replace("type: integer", "type: text")}\nformat: { type: parquet }`)),
  ).toEqual([
    { name: "Zoë", born: "2021-02-01", places: "12", funded: true, _row: 1 },
    { name: 'a "b",\nc', born: null, places: "4.5", funded: false, _row: 2 },
  ]);
});

test("xlsx: what is too large for a workbook comes as text, in the same columns below the same preamble", async () => {
  const text = "Headcount\r\n\r\nName,Date of birth,Places,Funded\r\nAmina,05/04/2021,3,yes\r\n";
  writeFileSync(join(desk.inbox, "visits.csv"), text);
  const source = sourceFrom(`${columns}\nformat: { type: xlsx }`);
  expect(
    await rowsOf({ ...source, location: { type: "inbox", files: ["visits.xlsx", "visits.csv"] } }),
  ).toMatchObject([{ name: "Amina", born: "2021-04-05", places: 3, funded: true }]);
  writeFileSync(join(desk.inbox, "visits.csv"), "PK\x03\x04 and nothing more");
  await expect(rowsOf({ ...source, location: { type: "inbox", files: ["visits.csv"] } })).rejects.toThrow(
    "visits.csv",
  );
});

const lines = (...texts: string[]) => `${texts.join("\n")}\n`;
const jsonLines = sourceFrom(`${columns}\nformat: { type: json-lines }`);

test("JSON Lines: an object a line; blank lines are passed over, and one that is no object is set aside by its number", async () => {
  desk.deliver(
    "visits.jsonl",
    lines(
      '{"Name": "Ada", "Date of birth": "01/02/2021", "Places": 3}',
      "",
      '{"Name": "Bo", "Places": 4',
      '{"Name": "Zoë", "Funded": true}',
      "[1, 2]",
    ),
  );
  expect(await rowsOf(jsonLines)).toMatchObject([
    { name: "Ada", places: 3, funded: null, _row: 1 },
    { name: "Zoë", places: null, funded: true, _row: 4 },
  ]);
  expect(await desk.quarantine()).toMatchObject(
    [3, 5].map((row) => ({ row, column: null, rule: "json", reason: "it is not one whole JSON object" })),
  );
});

test("JSON Lines that are none are refused, and none of their text is told", async () => {
  desk.deliver("visits.jsonl", "Name,Places\nZoë Secret,3\n");
  await expect(desk.check(jsonLines)).rejects.toThrow("visits.jsonl: None of its lines is a JSON object.");
  desk.deliver("visits.jsonl", `${"[".repeat(200_000)}\n{"Name": "Ada"}\n`);
  expect(await rowsOf(jsonLines)).toMatchObject([{ name: "Ada", _row: 2 }]);
});

const xmlSource = sourceFrom(`
columns:
  - { name: provider, headers: { any: Provider.URN }, type: text, required: true }
  - { name: name, headers: { any: Name.Forename }, type: text, required: true }
  - { name: hours, headers: { any: Hours }, type: number }
  - { name: sex, headers: { any: "Name.@sex" }, type: text }
format: { type: xml, record: Child }
accept: { mostRejected: 1 }`);
const childXml = (forename: string, hours: string, sex = "F") =>
  `<eyc:Child><Name sex="${sex}"><Forename>${forename}</Forename></Name>${hours}</eyc:Child>`;
const censusXml = (...providers: string[]) =>
  `<?xml version="1.0" encoding="ISO-8859-1"?>\n<eyc:Message xmlns:eyc="urn:census"><Header><Year>2026</Year></Header>${providers.join("")}</eyc:Message>`;

test("XML: an element a row, with texts and attributes in it and what stands before it in the elements around it", async () => {
  desk.deliver(
    "visits.xml",
    iconv.encode(
      censusXml(
        `<Provider><URN>100</URN>${childXml("Zoë &amp; Bo", "<Hours>15</Hours>")}${childXml("Ada", "<Hours/>", "M")}</Provider>`,
        // Nothing of the first provider may stand beside a child of the second.
        `<Provider>${childXml("<![CDATA[Cy]]>", "<Hours>30</Hours>")}<URN>200</URN></Provider>`,
      ),
      "latin1",
    ),
  );
  await desk.check(xmlSource);
  expect(await desk.table(xmlSource)).toEqual([
    { provider: "100", name: "Zoë & Bo", hours: 15, sex: "F" },
    { provider: "100", name: "Ada", hours: null, sex: "M" },
  ]);
  expect(await desk.quarantine()).toMatchObject([{ row: 3, column: "Provider.URN", rule: "required" }]);
});

test.each([
  ["is cut off", `<a><Child><Name><Forename>Zoë`, "It is not whole XML: reading fails after record 0."],
  ["has no such element", "<a><Pupil/></a>", "It has no element called Child."],
  ["is no XML", "Name,Hours\nZoë,1\n", "It is not whole XML"],
  [
    "defines entities",
    `<!DOCTYPE a [<!ENTITY x "Zoë"><!ENTITY y "&x;&x;">]><a><Child><Name><Forename>&y;</Forename></Name></Child></a>`,
    "It declares a document type",
  ],
  [
    "uses an entity of nobody",
    "<a><Child><Name><Forename>&Zoë;</Forename></Name></Child></a>",
    "It is not whole XML",
  ],
  ["is nested without end", "<a>".repeat(100), "nested deeper than 32"],
])("XML that %s is refused, and none of its text is told", async (_, content, problem) => {
  desk.deliver("visits.xml", content);
  const failure: Error = await desk.check(xmlSource).then(
    () => expect.fail("was taken"),
    (error: Error) => error,
  );
  expect(failure.message).toContain(problem);
  expect(failure.message).not.toContain("Zoë");
});
