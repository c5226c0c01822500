import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, relative } from "node:path";
import iconv from "iconv-lite";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { pull } from "../../loaders/pull/pull.js";
import { type RefreshResult, refresh } from "../../loaders/refresh/refresh.js";
import { readSources } from "../../loaders/registry/source.js";
import { Database, literal } from "../../loaders/store/database.js";
import { repositoryRoot, storeOf } from "../../loaders/store/paths.js";
import { placesOf, safeMessage } from "../../loaders/store/safe-message.js";
import { runCommandLine } from "../../workspace/cli.js";
import { Workbook } from "../../workspace/sample/write/workbook.js";
import { buildEdition } from "../../workspace/site/build.js";
import { name, number, partsIn, postcode, row, upn } from "../marked-child.js";
import { smallSite } from "../site/small-site.js";

let folder: string;
let first: RefreshResult;
const said: string[] = [];

const chis =
  "Local ID,NHS Number,Given Name,Family Name,Date of Birth,Gender,Ethnic Category,Address,Postcode,GP Practice Code,Date Registered,Date Moved Out";

/** Extracts that are refused, not taken, not recognised, or have rows in quarantine, with her in every place. */
const inbox: Record<string, string | Uint8Array> = {
  "imd2025_lsoa21_sample.csv": `${row}\n${row}\n`,
  "childcare_providers_2026-08-31.csv": `Provider URN,${row},Provider name\n1,2,3,4,5,6,7\n`,
  "ward_to_locality.csv": `Ward code [note ${name}],Ward code [note ${number}]\n1,2\n`,
  [`${name}/Child_Health_Register_${name} ${number}_20261031.csv`]: [
    chis,
    ...Array.from(
      { length: 10 },
      (_, i) => `${i},999000001${i},Ann,Lee,0${(i % 9) + 1}/02/2022,F,A,1 High Street,B1 1AA,M1,01/03/2022,`,
    ),
    `7,${number},Zebedina,Quartzwick,31/02/2022,${name},${upn},${name},${postcode},${number},${row}`,
    `8,${number},Zebedina,Quartzwick,${name},F,${name},${name},${postcode},${number},${number},${upn}`,
    "",
  ].join("\n"),
  [`HV_reviews_${name}.csv`]: "",
  [`EYFSP_return_${name} ${number}.csv`]: row,
  [`EYFSP_return_${upn}_2024-25.csv`]: iconv.encode(`${row}\n${row}\n`, "utf-16le"),
  [`centre_registrations_${name}.json`]: JSON.stringify({
    registrations: [{ [name]: 1, [`${number}`]: { [postcode]: upn }, registrationId: row }],
  }),
  [`centre_attendances_${postcode}.csv`]: iconv.encode(
    `REG_ID|${name}\u2019s|${number}\n1|2|3\n`,
    "windows-1252",
  ),
  "wards_sample.geojson": `{"type":"FeatureCollection","features":[{"type":"Feature","properties":{"${name}":"${number}"},"geometry":null}]}`,
  "lsoa21_sample.geojson": `{"features":[{"${name}":${name}}]}`,
  "small_area_population_sample.parquet": `PAR1${row}PAR1`,
  [`eligible_two_year_olds_2025-autumn ${name}.txt`]: `FORENAME\tSURNAME\tBIRTH_DATE\t"${row}\n${row}`,
  [`eligible_two_year_olds_2025-autumn ${name}.txt.dates.yaml`]: `${name}: "${number}\n  - ${postcode}`,
  [`${number} ${postcode}.docx`]: row,
};

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "canary-"));
  mkdirSync(join(folder, "temporary"));
  for (const name of ["TMPDIR", "TMP", "TEMP"]) vi.stubEnv(name, join(folder, "temporary"));
  vi.stubEnv("EARLY_YEARS_STORE", join(folder, "store"));
  vi.stubEnv("EARLY_YEARS_INBOX", join(folder, "inbox"));
  vi.stubEnv("EARLY_YEARS_KEY_FILE", join(folder, "key", "pseudonym.key"));
  for (const method of ["log", "warn", "error"] as const)
    vi.spyOn(console, method).mockImplementation((...texts) => void said.push(texts.join(" ")));
  for (const [path, content] of Object.entries(inbox)) {
    const file = join(folder, "inbox", path);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, content);
  }
  const book = new Workbook(
    join(folder, "inbox", `Funded childcare headcount 2025-autumn ${name}.xlsx`),
    { sheet: name, preamble: [row, number], header: ["Provider URN", name, postcode] },
    { row: () => {} },
    "",
  );
  book.row([number, name, postcode]);
  await book.close();
  first = await refresh({ log: (line) => said.push(line) });
}, 60_000);
afterAll(() => {
  vi.restoreAllMocks();
  vi.unstubAllEnvs();
  rmSync(folder, { recursive: true, force: true });
});

test("every extract went the way that it was made for", () => {
  expect(first.manifest.sources["child-health-register"]!.extracts).toMatchObject([
    { rows: 10, rejected: 2 },
  ]);
  const { sources, unrecognised } = first.manifest;
  const refused = Object.keys(sources).filter((source) => sources[source]!.refused.length);
  expect(refused).toEqual([
    "childrens-centre-attendances",
    "childrens-centre-registrations",
    "deprivation-2025",
    "eligible-two-year-olds",
    "eyfsp-return",
    "funded-childcare-headcount",
    "lsoa-boundaries",
    "settings-register",
    "small-area-population",
    "ward-boundaries",
    "ward-locality-lookup",
  ]);
  expect(unrecognised).toHaveLength(1);
  expect(said.filter((line) => /was not taken/.test(line))).toHaveLength(2);
  expect(said.some((line) => /the answer was not used/.test(line))).toBe(true);
  // None of them says that it is invented.
  expect(first.manifest.sample).toBe(false);
});

test("no log line holds a part of a child", () => {
  expect(said.filter((line) => partsIn(line).length)).toEqual([]);
});

test("no file of the store but the identity database, the snapshots and their index holds a part of a child", () => {
  const { store } = first;
  const files = readdirSync(store.folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name));
  const open = files.filter((file) => !file.startsWith(store.snapshots) && !file.startsWith(store.identity));
  expect(open).toContain(store.manifest);
  expect(open).toContain(join(store.folder, "quarantine", "child-health-register.csv"));
  expect(open.length).toBeGreaterThan(20);
  for (const file of files) expect([file, partsIn(file)]).toEqual([file, []]);
  for (const file of open) expect([file, partsIn(readFileSync(file, "latin1"))]).toEqual([file, []]);
  const leftovers = files.filter(
    (file) => file.startsWith(store.snapshots) && !/index\.json$|[0-9a-f]{64}\.\w+$/.test(file),
  );
  expect(leftovers).toEqual([]);
});

test("no table of the analysis and the publishable database holds a part of a child", async () => {
  const { store } = first;
  let texts = 0;
  for (const file of [store.analysis, store.publishable].filter((file) => existsSync(file))) {
    const db = await Database.open(file, { readOnly: true });
    const tables = await db.rows<{ name: string }>("SELECT table_name AS name FROM duckdb_tables()");
    for (const { name: table } of tables) {
      const rows = await db.rows(`SELECT t::VARCHAR AS text FROM ${table} AS t`);
      texts += rows.length;
      expect([table, partsIn(JSON.stringify(rows))]).toEqual([table, []]);
    }
    db.close();
  }
  expect(texts).toBeGreaterThan(20);
});

/** The names and contents of the files in a folder that hold a part of her. */
function filesWithParts(within: string): string[] {
  return readdirSync(within, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .filter((file) => partsIn(`${relative(within, file)}\n${readFileSync(file, "latin1")}`).length);
}

test("no temporary file that is left holds a part of a child", () => {
  const temporary = join(folder, "temporary");
  writeFileSync(join(temporary, "probe"), row);
  expect(filesWithParts(temporary)).toEqual([join(temporary, "probe")]);
  rmSync(join(temporary, "probe"));
  expect(filesWithParts(temporary)).toEqual([]);
});

test("no file of a site that is built of what came of it holds a part of a child", async () => {
  const { manifest, store } = first;
  const texts = Object.entries(manifest.pages).filter(([name]) => /^briefings\/.*\.(?:json|csv)$/.test(name));
  expect(texts.map(([name]) => name)).toContain("briefings/catalogue.json");
  const cells = texts.map(([name]) => {
    const file = name.replace("briefings/", "data/");
    return `\`\`\`js\ndisplay(await FileAttachment("${file}").text());\n\`\`\`\n`;
  });
  const site = smallSite({
    pages: {
      "briefings/index.md": `---\ntitle: All\neditions: [briefings]\n---\n\n# All\n\n${cells.join("\n")}`,
    },
    data: Object.fromEntries(
      texts.map(([name, entry]) => [name, readFileSync(join(store.pages, entry.file), "utf8")]),
    ),
  });
  try {
    const edition = site.edition("briefings");
    await buildEdition(edition, site.made);
    const built = join(repositoryRoot, edition.output);
    expect(readdirSync(built, { recursive: true }).length).toBeGreaterThan(texts.length);
    expect(filesWithParts(built)).toEqual([]);
  } finally {
    site.remove();
  }
}, 60_000);

test("an extract is named by what the registry knows of its name, and found by its size", () => {
  expect(first.manifest.unrecognised[0]).toMatch(/^999 999 9999 A99 9AA\.aaaa \(\d+ bytes\)$/);
  const { sources } = first.manifest;
  expect(sources["child-health-register"]!.extracts[0]!.name).toMatch(
    /^Child_Health_Register_Aaaaaaaa Aaaaaaaaaa 999 999 9999_20261031\.csv \([\d,]+ bytes\)$/,
  );
  expect(sources["settings-register"]!.refused[0]!.name).toBe("childcare_providers_2026-08-31.csv");
});

test("a file that two sources claim is told by shape in the error and on the screen", async () => {
  const [register] = readSources().filter(({ id }) => id === "child-health-register");
  await expect(
    pull(storeOf(join(folder, "inbox")), [register!, { ...register!, id: "rival" }], () => {}),
  ).rejects.toThrow(/^Aaaaaaaa Aaaaaaaaaa\/Child_Health_Register_Aaaaaaaa .*both recognise it/);
  said.length = 0;
  vi.spyOn(process, "cwd").mockImplementation(() => {
    throw new Error(`${row}\n    at ${name} (loaders/${number.replaceAll(" ", "")}.ts:1:1)`);
  });
  expect(await runCommandLine(["build", "nothing"])).toBeGreaterThan(0);
  expect(said.filter((line) => partsIn(line).length)).toEqual([]);
});

describe("an error that quotes a cell", () => {
  const quoting: [string, (db: Database) => unknown][] = [
    ["a conversion", (db) => db.run(`SELECT CAST(${literal(`Quartzwick's ${row}`)} AS INTEGER)`)],
    ["a date", (db) => db.run(`SELECT strptime(${literal(row)}, '%d/%m/%Y')`)],
    ["JSON in SQL", (db) => db.run(`SELECT ${literal(`{${row}`)}::JSON`)],
    ["a column", (db) => db.run(`SELECT "${name}"`)],
    ["a table", (db) => db.run(`FROM "${name}"`)],
    ["a syntax error", (db) => db.run(`SELECT ${name} ${number}`)],
    [
      "a constraint",
      async (db) => {
        await db.run("CREATE TABLE child (name VARCHAR PRIMARY KEY)");
        await db.run("INSERT INTO child VALUES ($1)", [name]);
        await db.run("INSERT INTO child VALUES ($1)", [name]);
      },
    ],
    ["an overflow", (db) => db.run("SELECT 9434765919::BIGINT * 9434765919 * 9434765919")],
    ["a range", (db) => db.run("SELECT 9434765919::INTEGER")],
    ["text of a query's own", (db) => db.run(`SELECT error(${literal(row)})`)],
    ["a list in a file", (db) => db.run(`FROM read_csv(${literal(join(folder, `${name}.csv`))})`)],
    ["JSON", () => JSON.parse(row)],
    ["a file", () => readFileSync(join(folder, name))],
    ["a key", () => (undefined as unknown as Record<string, string>)[name]!.length],
    [
      "a loader's own",
      () => {
        throw new Error(row);
      },
    ],
    [
      "one with a false place",
      () => {
        throw new Error(`x\n    at ${name} (loaders/${upn}.ts:1:1)`);
      },
    ],
    [
      "one with a name",
      () => {
        throw Object.assign(new Error(row), { name, code: upn, syscall: name });
      },
    ],
  ];
  test.each(quoting)("is told without it: %s", async (_, work) => {
    const db = await Database.open(":memory:");
    try {
      const error = await Promise.resolve()
        .then(() => work(db))
        .then(
          () => undefined,
          (thrown: Error) => thrown,
        );
      expect(error).toBeInstanceOf(Error);
      expect(partsIn(safeMessage(error))).toEqual([]);
      expect(partsIn(placesOf(error!).join())).toEqual([]);
      expect(safeMessage(error).length).toBeGreaterThan(10);
    } finally {
      db.close();
    }
  });
});
