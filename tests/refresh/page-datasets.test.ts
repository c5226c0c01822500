import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { tableFromIPC } from "@uwdata/flechette";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { PartnerContext, PublicContext } from "../../loaders/page-dataset.js";
import { findLoaders, membersOf, otherLoaders } from "../../loaders/refresh/find-loaders.js";
import { makePage, type PageEntries } from "../../loaders/refresh/page-datasets.js";
import { Database } from "../../loaders/store/database.js";
import { repositoryRoot, type Store, storeOf } from "../../loaders/store/paths.js";

let folder: string;
let store: Store;
let db: Database;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "page-datasets-"));
  for (const audience of ["explore", "briefings", "public"])
    mkdirSync(join(folder, "loaders", audience), { recursive: true });
  store = { ...storeOf(join(folder, "inbox")), pages: join(folder, "pages") };
  db = await Database.open(":memory:");
  await db.run(
    "CREATE TABLE ward AS SELECT * FROM (VALUES ('Acorn', 3, 0.5), ('Bow, North', 4, NULL)) AS t(name, children, share)",
  );
});
afterAll(() => {
  db.close();
  rmSync(folder, { recursive: true });
});

const declaration = JSON.stringify(join(repositoryRoot, "loaders", "page-dataset.ts"));
const plan = { code: "c", inputs: {}, fingerprint: "f" };

function write(file: string, text: string): void {
  writeFileSync(join(folder, "loaders", file), text);
}

/** Makes the data set, or the family, of one loader. */
async function make(file: string, text: string, previous: PageEntries = {}) {
  write(file, text);
  const name = file.replace(/\.\w+$/, "");
  const loader = findLoaders(join(folder, "loaders")).find((found) => found.name === name)!;
  const context = { db, manifest: { sample: true } } as unknown as PartnerContext & PublicContext;
  const { entries, failure } = await makePage(store, loader, plan, previous, async () => context);
  const texts = Object.entries(entries).map(([key, entry]) => [
    key,
    readFileSync(join(store.pages, entry.file), "utf8"),
  ]);
  return { entries, failure, texts: Object.fromEntries(texts) as Record<string, string> };
}

describe("a query", () => {
  const query = "-- Children by ward\nSELECT * FROM ward ORDER BY name;\n";

  test("is a page data set, with its first line for a title", async () => {
    const { entries, texts } = await make("explore/wards.csv.sql", query);
    expect(entries["explore/wards.csv"]).toMatchObject({
      title: "Children by ward",
      sample: true,
      protected: false,
    });
    expect(texts["explore/wards.csv"]).toBe('name,children,share\nAcorn,3,0.5\n"Bow, North",4,\n');
  });

  test("is written as its name says", async () => {
    const { texts } = await make("explore/wards.json.sql", query);
    expect(JSON.parse(texts["explore/wards.json"]!)).toEqual([
      { name: "Acorn", children: 3, share: 0.5 },
      { name: "Bow, North", children: 4, share: null },
    ]);
    const { entries } = await make("explore/wards.arrow.sql", query);
    const bytes = readFileSync(join(store.pages, entries["explore/wards.arrow"]!.file));
    expect(tableFromIPC(bytes).numRows).toBe(2);
    expect((await make("explore/wards.xlsx.sql", query)).failure).toContain("not as .xlsx");
  });

  test("for the public counts as protected, since it is given nothing else", async () => {
    const { entries } = await make("public/wards.csv.sql", query);
    expect(entries["public/wards.csv"]).toMatchObject({ audience: "public", protected: true });
  });

  test("says in its first line what it is", async () => {
    expect((await make("explore/untold.csv.sql", "SELECT 1")).failure).toBe(
      "loaders/explore/untold.csv.sql: say in its first line what it is: -- Children by ward.",
    );
  });
});

describe("a loader with a parameter in its name", () => {
  const family = (made: string): string =>
    `import { pageDataset } from ${declaration};\nimport { z } from "zod";\nexport default pageDataset(import.meta.url, { title: "A ward", schema: z.object({ n: z.number() }), make: () => (${made}) });\n`;

  test("makes a page data set for each value", async () => {
    const { entries, texts } = await make(
      "briefings/ward-[area].json.ts",
      family("{ E01: { n: 1 }, E02: { n: 2 } }"),
    );
    expect(texts).toEqual({ "briefings/ward-E01.json": '{"n":1}', "briefings/ward-E02.json": '{"n":2}' });
    const names = [...Object.keys(entries), "briefings/wards.json", "explore/ward-E01.json"];
    expect(membersOf("briefings/ward-[area].json", names)).toEqual(Object.keys(entries));
  });

  test("keeps the last good ones, marked, where one of them does not fit the schema", async () => {
    const { entries } = await make("briefings/kept-[area].json.ts", family("{ E01: { n: 1 } }"));
    const loader = family('{ E01: { n: "1" } }').replace("A ward", "Another");
    write("briefings/wrong-[area].json.ts", loader);
    const again = await make("briefings/wrong-[area].json.ts", loader, entries);
    expect(again.failure).toMatch(/the content does not fit the schema at n/);
    expect(again.entries["briefings/kept-E01.json"]!.stale!.reason).toBe(again.failure);
  });

  test("never repeats a value that cannot stand in a file's name", async () => {
    const { failure } = await make("briefings/odd-[area].json.ts", family('{ "../Ann Oak": { n: 1 } }'));
    expect(failure).toContain("a value is of letters, figures and hyphens alone");
    expect(failure).not.toContain("Oak");
  });
});

test("every loader of the workspace that attaches something is known to declare it", () => {
  const names = readdirSync(join(repositoryRoot, "loaders", "explore")).filter((name) =>
    /\.(json|arrow)\.ts$/.test(name),
  );
  const known = findLoaders().filter(({ audience }) => audience === "explore");
  expect(known.map(({ file }) => basename(file))).toEqual(names.sort());
});

test("a loader that declares nothing is left to Framework", () => {
  write("explore/plain.csv.ts", "process.stdout.write('a');\n");
  write("explore/plain.csv.py", "print('a')\n");
  write("explore/helper.ts", "export const a = 1;\n");
  const names = findLoaders(join(folder, "loaders")).map(({ name }) => name);
  expect(names).not.toContain("explore/plain.csv");
  const others = otherLoaders(join(folder, "loaders")).map((file) => file.slice(folder.length));
  expect(others).toEqual(["/loaders/explore/plain.csv.py", "/loaders/explore/plain.csv.ts"]);
});
