import { cpSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { byWard, pooled } from "../../components/words/findings.js";
import type { Briefing } from "../../loaders/briefings/briefing.json.js";
import { readSources } from "../../loaders/registry/source.js";
import { arrowOf } from "../../loaders/store/arrow.js";
import { Database, literal } from "../../loaders/store/database.js";
import { repositoryRoot, type Store } from "../../loaders/store/paths.js";
import { buildEdition } from "../../workspace/site/build.js";
import { builtEntries } from "../../workspace/site/gate/built-files.js";
import { checkBuilt } from "../../workspace/site/gate/check-built.js";
import { isReadable, readTables } from "../../workspace/site/gate/data-tables.js";
import { recordNames, whyRecordLike } from "../../workspace/site/gate/record-like.js";
import { readyCity, readyCityIn, readyFolder, readySites } from "../ready-city.js";
import { isSoaking, soak } from "../soak.js";
import { entryOf, type SmallSite, smallSite } from "./small-site.js";

// The briefings' own pages and components, with the data of the city that tests share, as they are built for the tests that
// visit them. A soak builds them by themselves.
let site: SmallSite;
/** The databases behind it. */
let store: Store;
/** Where it lies. */
let folder: string;
beforeAll(async () => {
  if (!isSoaking) {
    await readySites();
    store = (await readyCity()).store;
    folder = join(readyFolder(), "dist", "briefings");
    return;
  }
  vi.spyOn(console, "warn").mockImplementation(() => {});
  const docs = join(repositoryRoot, "docs", "briefings");
  const pages = readdirSync(docs).filter((file) => file.endsWith(".md") && !file.startsWith("."));
  site = smallSite({
    pages: Object.fromEntries(
      pages.map((file) => [`briefings/${file}`, readFileSync(join(docs, file), "utf8")]),
    ),
  });
  const city = await readyCityIn(join(site.folder, "store"));
  const { manifest } = city;
  store = city.store;
  folder = join(site.folder, "dist", "briefings");
  cpSync(join(repositoryRoot, "components"), join(site.folder, "components"), { recursive: true });
  for (const name of Object.keys(manifest.pages)) site.write(`loaders/${name}.ts`, "");
  site.made = { store, manifest };
  await buildEdition(site.edition("briefings"), site.made);
});
afterAll(() => site?.remove());

const built = (file = ""): string => join(folder, file);

describe("the briefings edition of a city", () => {
  test("sets wards beside all wards together, and tells who is in none", () => {
    const { path } = builtEntries(built()).find(({ path }) =>
      /_file\/data\/briefing\.\w+\.json$/.test(path),
    )!;
    const briefing = JSON.parse(readFileSync(built(path), "utf8")) as Briefing;
    const measures = briefing.indicators.flatMap(({ id }) => byWard(briefing, id) ?? []);
    expect(measures.map(({ indicator }) => indicator.id)).toContain("two-year-old-take-up");
    for (const { indicator, wards, city } of measures) {
      for (const count of ["numerator", "denominator"] as const)
        expect([indicator.id, city![count]]).toEqual([
          indicator.id,
          wards.reduce((sum, ward) => sum + (ward[count] ?? 0), 0),
        ]);
      // Whatever wards are taken together, they and the others lie on both sides.
      if (indicator.unit !== "percent") continue;
      const [some, others] = [wards.slice(0, 20), wards.slice(20)].map((group) => pooled(group)!);
      expect((some! - city!.value!) * (others! - city!.value!)).toBeLessThanOrEqual(1e-9);
    }
    const apart = measures.find(({ indicator }) => indicator.id === "places-per-child")!;
    expect(apart.unplaced!.numerator).toBeGreaterThan(0);
    expect(apart.unplaced!.note).toMatch(/By type: childminders [\d,]+ in \d+ settings/);
  });

  test("has no table of which a row is like a record of a child", async () => {
    const names = recordNames(readSources());
    const data = builtEntries(built()).filter(({ path }) => path.startsWith("_file/data/"));
    expect(data.length).toBeGreaterThan(3);
    for (const { path } of data) {
      expect(isReadable(path)).toBe(true);
      const tables = await readTables(built(path));
      // Of former wards the sample has none, and before a second refresh nothing has moved.
      if (!/former-wards|moves/.test(path)) expect([path, tables.length > 0]).toEqual([path, true]);
      for (const table of tables)
        expect([path, table.place, whyRecordLike(table, names)]).toEqual([path, table.place, undefined]);
    }
  });

  test("has no identifier, pseudonym or address of any child in any file", async () => {
    const identity = await Database.open(store.identity, { readOnly: true });
    const records = await identity.rows<Record<string, string | null>>("FROM record");
    const persons = await identity.rows<{ person_id: string }>(
      "SELECT DISTINCT person_id FROM person_record WHERE person_id IS NOT NULL",
    );
    identity.close();
    expect(records.length).toBeGreaterThan(1000);
    expect(persons.length).toBeGreaterThan(500);
    const known = (texts: (string | null | undefined)[]) =>
      texts.filter((text) => text !== null && text !== undefined && text.length > 5);
    const texts = new Set([
      ...known(records.flatMap(({ nhs_number, upn, local_id }) => [nhs_number, upn, local_id])),
      ...persons.map(({ person_id }) => person_id),
    ]);
    const postcodes = known(records.map(({ postcode }) => postcode));
    expect(texts.size + postcodes.length).toBeGreaterThan(1500);
    for (const { path, kind } of builtEntries(built())) {
      if (kind !== "file" || path.startsWith("_npm/") || path.startsWith("_observablehq/")) continue;
      const words = new Set(readFileSync(built(path), "utf8").split(/[^\w-]+/));
      // The directory has every postcode in use in the city, and tells nothing of who lives there.
      const looked = /ward-postcodes/.test(path) ? [...texts] : [...texts, ...postcodes];
      expect([path, looked.filter((text) => words.has(text!))]).toEqual([path, []]);
    }
  });
});

// In a site of a few pages: planted.test.ts and record-like.test.ts.
describe("records planted in the briefings edition are refused by the build", () => {
  const check = () => checkBuilt(site.edition("briefings"), built(), site.made, new Map());
  /** What a check of all that is planted says, a fault a line. */
  const faultsFound = async (): Promise<string[]> =>
    ((await check().catch((error: Error) => error.message)) ?? "").split("\n");

  /** The city's persons as files of each kind: whole, without their pseudonyms, and without any name of a column that we know. */
  async function filesOfChildren(): Promise<[file: string, bytes: Uint8Array, why: RegExp][]> {
    const db = await Database.open(store.analysis, { readOnly: true });
    const whole = "SELECT person_id, birth_month::VARCHAR AS birth_month, sex, lsoa FROM person";
    const bare = `SELECT sex AS a, ethnic_group AS b, year(birth_month) AS c FROM person`;
    const written = async (query: string, format: string): Promise<Uint8Array> => {
      const file = join(site.folder, "planted");
      await db.run(`COPY (${query}) TO ${literal(file)} (${format})`);
      return readFileSync(file);
    };
    const files: [string, Uint8Array, RegExp][] = [];
    for (const [query, name, why] of [
      [whole, "persons", /has a column person_id, as records of children have/],
      [bare, "rows", /has many rows that are the same, and counts nothing/],
    ] as const)
      files.push(
        [`${name}.csv`, await written(query, "FORMAT csv, HEADER"), why],
        [`${name}.json`, await written(query, "FORMAT json, ARRAY true"), why],
        [`${name}.parquet`, await written(query, "FORMAT parquet"), why],
        [`${name}.arrow`, await arrowOf(db, query), why],
      );
    db.close();
    return files;
  }

  soak("whatever kind of file they are in, and wherever it lies", async () => {
    const planted = (await filesOfChildren()).flatMap(([name, bytes, why]) =>
      [`_file/${name}`, name].map((file) => ({ file, bytes, why })),
    );
    for (const { file, bytes } of planted) writeFileSync(built(file), bytes);
    const lines = await faultsFound();
    for (const { file, why } of planted) {
      expect(lines).toContainEqual(expect.stringContaining(`  ${file}: is like records of children`));
      expect(lines.filter((line) => line.startsWith(`  ${file}: `)).join("\n")).toMatch(why);
      rmSync(built(file));
    }
  });

  soak("as a page data set that the refresh made, so that the last good build stays", async () => {
    const children = JSON.stringify({ wards: [{ ward: "A", children: [{ born: "2021-03-04", upn: "x" }] }] });
    site.write("loaders/briefings/children.json.ts", "");
    const entry = entryOf("briefings/children.json", children);
    site.made.manifest.pages["briefings/children.json"] = entry;
    writeFileSync(join(site.made.store.pages, entry.file), children);
    site.write(
      "docs/briefings/children.md",
      '---\ntitle: Children\neditions: [briefings]\n---\n\n```js\nFileAttachment("./data/children.json").json()\n```\n',
    );
    await expect(buildEdition(site.edition("briefings"), site.made)).rejects.toThrow(
      /_file\/data\/children\.\w+\.json: is like records of children at wards\[\]\.children\[\]: has a column upn/,
    );
    rmSync(join(site.folder, "docs", "briefings", "children.md"));
    await check();
  });

  soak("in a page or a module itself", async () => {
    const html = readFileSync(built("index.html"), "utf8");
    for (const [number, what] of [
      ["9434765919", "an NHS number"],
      ["H801200001001", "a unique pupil number"],
      ["0123456789abcdef0123", "a pseudonym"],
    ] as const) {
      writeFileSync(built("index.html"), html.replace("</main>", `<td>${number}</td></main>`));
      writeFileSync(built("_import/components/more.js"), `export const child = "${number}";`);
      const lines = await faultsFound();
      expect(lines).toContain(`  index.html: holds ${what}`);
      expect(lines).toContain(`  _import/components/more.js: holds ${what}`);
    }
    writeFileSync(built("index.html"), html);
    rmSync(built("_import/components/more.js"));
  });

  soak("in a file that cannot be looked into, or is not what it is called", async () => {
    const planted = [
      ["_file/children.duckdb", "cannot be looked into. Attach JSON, CSV, Arrow or Parquet"],
      ["_file/children.xlsx", "cannot be looked into"],
      ["_file/children.zip", "cannot be looked into"],
      ["_file/children.png", "cannot be looked into"],
      ["_file/children.parquet", "cannot be read as what its name says it is"],
    ] as const;
    for (const [file] of planted) writeFileSync(built(file), "upn,sex\n1,F\n");
    const lines = await faultsFound();
    for (const [file, found] of planted) {
      expect(lines).toContainEqual(expect.stringContaining(`  ${file}: ${found}`));
      rmSync(built(file));
    }
    await check();
  });
});
