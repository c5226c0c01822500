import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { describeFile } from "../../loaders/check/describe-file.js";
import { trialLines, tryFile } from "../../loaders/check/try-file.js";
import { parseYaml } from "../../loaders/registry/read-yaml.js";
import { type Source, sourceSchema } from "../../loaders/registry/source.js";
import { Desk, sourceFrom } from "./desk.js";
import { workbookOf } from "./workbook-parts.js";

let desk: Desk;
beforeEach(() => {
  desk = new Desk();
});
afterEach(() => desk.close());

function put(name: string, content: string | Uint8Array): string {
  const file = join(desk.folder, name);
  writeFileSync(file, content);
  return file;
}

const sourceOf = (text: string): Source => parseYaml(text, sourceSchema, "data/sources/new-source.yaml");

/** A quarterly return: titles, two header rows, a total and a footnote. */
async function quarterly(): Promise<string> {
  const wards = Array.from({ length: 12 }, (_, i): (string | number)[] => [`Ward ${i}`, i, 2 * i + 0.5]);
  const made = await workbookOf(join(desk.folder, "made.xlsx"), [
    {
      name: "Q3",
      rows: [
        ["Children on roll, quarter 3"],
        ["Provisional"],
        [],
        [null, "Nursery", null],
        ["Ward", "Boys", "Girls"],
        ...wards,
        ["Total", 66, 138],
        ["Note: as at the last day of the quarter"],
      ],
    },
  ]);
  return put("roll_2026-q3.xlsx", made);
}

test("a quarterly workbook is described, and its description reads it", async () => {
  const file = await quarterly();
  const text = await describeFile(file, "roll");
  const source = sourceOf(text);
  expect(source.format).toMatchObject({ type: "xlsx", header: 2, ignore: ["totals", "notes"] });
  expect(source.columns.map(({ name, type, headers }) => [name, type, headers.any])).toEqual([
    ["ward", "text", "Ward"],
    ["nursery_boys", "integer", "Nursery Boys"],
    ["nursery_girls", "number", "Nursery Girls"],
  ]);
  const [trial] = await tryFile(file, [source]);
  expect(trial).toMatchObject({ isNamed: true, extract: { rows: 12, rejected: 0 }, faults: [] });
  expect(trialLines([trial!], {})).toEqual([
    "",
    "roll (CHANGE ME) would take it.",
    "  Layout: any",
    "  Rows: 12 in use, 0 set aside",
    "  2 lines of it were passed over, as ignore says.",
    "  Nothing of its period is in use now.",
  ]);
});

const visits = Array.from({ length: 12 }, (_, i) => ({
  upn: `A${String(123_456_789_000 + i)}`,
  day: `2026-05-${String(i + 10)}`,
  n: i,
}));
const inXml = visits
  .map(
    ({ upn, day, n }) =>
      `<Child code="x"><Header><UPN>${upn}</UPN></Header><Day>${day}</Day><N>${n}</N></Child>`,
  )
  .join("");

test.each([
  [
    "visits.jsonl",
    visits.map(({ upn, day, n }) => JSON.stringify({ Header: { UPN: upn }, Day: day, N: n })).join("\n"),
    { type: "json-lines" },
  ],
  [
    "visits-utf-16.jsonl",
    Buffer.from(
      visits.map(({ upn, day, n }) => JSON.stringify({ Header: { UPN: upn }, Day: day, N: n })).join("\r\n"),
      "utf16le",
    ),
    { type: "json-lines" },
  ],
  [
    "visits.json",
    JSON.stringify(visits.map(({ upn, day, n }) => ({ Header: { UPN: upn }, Day: day, N: n }))),
    { type: "json" },
  ],
  [
    "visits.json",
    JSON.stringify(
      {
        links: { next: [{ href: "x" }] },
        data: visits.map(({ upn, day, n }) => ({ Header: { UPN: upn }, Day: day, N: n, tags: [{ a: 1 }] })),
      },
      null,
      2,
    ),
    { type: "json", rows: "data" },
  ],
  [
    "visits.geojson",
    JSON.stringify({
      type: "FeatureCollection",
      features: visits.map(({ upn, day, n }) => ({
        type: "Feature",
        properties: { Header: { UPN: upn }, Day: day, N: n },
        geometry: { type: "Point", coordinates: [-1.9, 52.5] },
      })),
    }),
    { type: "geojson" },
  ],
  [
    "visits.xml",
    `<?xml version="1.0"?><Message><Header><Term>1</Term></Header><Children>${inXml}</Children></Message>`,
    { type: "xml", record: "Child" },
  ],
])("%s is described, and its description reads it", async (name, content, format) => {
  const file = put(name, content);
  const text = await describeFile(file, "visits");
  for (const { upn } of visits) expect(text).not.toContain(upn);
  const source = sourceOf(text);
  expect(source.format).toMatchObject(format);
  expect(source.columns.map(({ type, headers }) => [headers.any, type])).toEqual(
    expect.arrayContaining([
      ["Header.UPN", "text"],
      ["Day", "date"],
      ["N", "integer"],
    ]),
  );
  const [trial] = await tryFile(file, [source]);
  expect(trial).toMatchObject({ isNamed: true, extract: { rows: 12, rejected: 0 }, faults: [] });
});

test("types, formats, markers and values are found, and questions asked", async () => {
  const rows = Array.from(
    { length: 40 },
    (_, i) =>
      `${i % 2 ? "Nursery" : "School"};${i}/01/2026;${i % 3 ? `${i},5` : "c"};1.${100 + i};${i % 2 ? "yes" : "no"};E0100${1000 + i}`,
  ).slice(13, 40);
  const text = await describeFile(put("x.csv", `Kind;Date;Rate;Count;Open;Area\n${rows.join("\n")}\n`));
  const byName = new Map(sourceOf(text).columns.map((column) => [column.name, column]));
  expect(byName.get("kind")).toMatchObject({ type: "text", values: ["Nursery", "School"] });
  expect(byName.get("date")).toMatchObject({ type: "date", formats: ["%d/%m/%Y"] });
  expect(byName.get("rate")).toMatchObject({ type: "number", decimal: ",", markers: { c: "suppressed" } });
  expect(byName.get("open")).toMatchObject({ type: "boolean" });
  expect(text).toContain("# Are these all the values that it may have?");
});

test("neither prints a value of a column that may identify", async () => {
  const secret = ["Amira", "Khan", "9434765919", "B8 1AA", "Stoney", "2019"];
  const rows = Array.from(
    { length: 30 },
    (_, i) => `Amira,Khan,9434765919,0${1 + (i % 9)}/02/2019,B8 1AA,${i} Stoney Lane,North`,
  );
  const content = `Child forename,Surname,Number,Date of birth,Home,Lives at,Team\n${rows.join("\n")}\nAmira,Khan,x,y,z,q\n`;
  const file = put("amira khan.csv", content);
  const text = await describeFile(file);
  for (const word of secret) expect(text).not.toContain(word);
  expect(sourceOf(text)).toMatchObject({ kind: "records", sensitivity: "personal" });
  const roles = sourceOf(text).columns.flatMap(({ role }) => role ?? []);
  expect(roles).toEqual(["forename", "surname", "nhs_number", "date_of_birth", "postcode"]);
  expect(text).toContain("values: [ North ]");
  const visits = sourceFrom("columns: [{ name: a, headers: { any: A }, type: text, required: true }]");
  const lines = trialLines(await tryFile(file, [visits, sourceOf(text)]), {}).join("\n");
  for (const word of secret.slice(0, 5)) expect(lines).not.toContain(word);
  expect(lines).toContain("No source has files of such a name.");
  expect(lines).toContain("new-source: 30 in use, 1 set aside");
});

test("a file without a header is not described", async () => {
  await expect(describeFile(put("x.csv", "1,2\n3,4\n5,6\n"))).rejects.toThrow(
    "No row of its first twenty is a header",
  );
});

test("try says why no source takes a file", async () => {
  const visits = sourceFrom(
    "columns: [{ name: a, headers: { any: A }, type: text, required: true }, { name: b, headers: { any: B }, type: text, required: true }]",
  );
  const lines = trialLines(await tryFile(put("visits.csv", "A,C\n1,2\n"), [visits]), {});
  expect(lines.slice(0, 3)).toEqual([
    "",
    "visits (Visits) recognises its name and would refuse it:",
    expect.stringMatching(/^ {2}It has no column for b\. The header, row 1, reads/),
  ]);
});

test("a role is given to one column alone, and asked for of another", async () => {
  const rows = Array.from({ length: 12 }, (_, i) => `01/02/20${10 + i},03/04/19${70 + i}`);
  const text = await describeFile(put("x.csv", `Date of birth,Mother's date of birth\n${rows.join("\n")}\n`));
  expect(sourceOf(text).columns.map(({ role, identifier }) => [role, identifier])).toEqual([
    ["date_of_birth", true],
    [undefined, true],
  ]);
  expect(text).toContain("# If it is this one and not date_of_birth, write role: date_of_birth here");
});
