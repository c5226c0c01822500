import {
  copyFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { Database } from "../../loaders/store/database.js";
import { readManifest, writeManifest } from "../../loaders/store/manifest.js";
import { exportStore } from "../../workspace/export/export.js";
import { PostgresDatabase } from "../../workspace/export/to-postgres.js";
import { canaries, smallStore, visits } from "./small-store.js";

let small: Awaited<ReturnType<typeof smallStore>>;
let db: Database;
beforeEach(async () => {
  small = await smallStore();
  db = await Database.open(":memory:");
});
afterEach(() => {
  db.close();
  small.remove();
});

const out = () => join(small.folder, "out");
const write = (only?: "protected") => exportStore(small.store, out(), { sources: [visits], only });
const read = (table: string) =>
  db.rows(`FROM read_parquet('${out()}/${table}/**/*.parquet', hive_partitioning = true) ORDER BY ALL`);

test("DuckDB reads back what was written, a folder a period, and the dictionary tells every column", async () => {
  const dictionary = await write();
  expect(await read("pseudonymous/visits")).toEqual([
    {
      ...{
        person_id: "p1",
        birth_month: "2021-03-01",
        lsoa: "E01000001",
        seen_on: "2025-01-02",
        score: 12.5,
      },
      ...{ score_status: null, period: 2025 },
    },
    {
      ...{
        person_id: "p2",
        birth_month: "2022-05-01",
        lsoa: "E01000002",
        seen_on: "2026-01-02",
        score: null,
      },
      ...{ score_status: "suppressed", period: 2026 },
    },
    {
      ...{ person_id: null, birth_month: null, lsoa: null, seen_on: null, score: 7 },
      ...{ score_status: null, period: 2026 },
    },
  ]);
  expect(readdirSync(join(out(), "pseudonymous", "visits"))).toEqual(["period=2025", "period=2026"]);
  expect(readdirSync(join(out(), "pseudonymous", "observation")).sort()).toEqual([
    "level=city",
    "level=ward",
  ]);
  expect((await read("protected/observation"))[0]).toMatchObject({ value: null, status: "suppressed" });
  expect(JSON.parse(readFileSync(join(out(), "data-dictionary.json"), "utf8"))).toEqual(
    JSON.parse(JSON.stringify(dictionary)),
  );
  expect(dictionary.sample).toBe(true);
  const rows = Object.fromEntries(
    dictionary.tables.map(({ shelf, name, rows }) => [`${shelf}/${name}`, rows]),
  );
  expect(rows).toMatchObject({ "pseudonymous/person": 2, "pseudonymous/visits": 3, "protected/source": 1 });
  const csv = readFileSync(join(out(), "data-dictionary.csv"), "utf8");
  expect(csv).toContain("pseudonymous,visits,seen_on,DATE,The day of the visit.,no,\r\n");
  for (const { columns } of dictionary.tables) expect(columns.filter(({ about }) => !about)).toEqual([]);
});

test("no identifier leaves, from whatever column or table it stands in", async () => {
  const { tables } = await write();
  for (const { shelf, name, columns } of tables) {
    expect(columns.map((column) => column.name)).not.toContain("surname");
    const text = JSON.stringify(await read(`${shelf}/${name}`));
    for (const canary of canaries) expect(text).not.toContain(canary);
  }
  expect(tables.map(({ name }) => name)).not.toContain("quarantine");
  expect(existsSync(`${out()}.next`)).toBe(false);
});

test("an export is replaced whole, only by another, and with protected figures alone if so asked", async () => {
  await write();
  await write("protected");
  expect(readdirSync(out()).sort()).toEqual(["data-dictionary.csv", "data-dictionary.json", "protected"]);
  if (process.platform !== "win32") expect(statSync(join(out(), "data-dictionary.csv")).mode & 0o077).toBe(0);
  const mine = join(small.folder, "mine");
  mkdirSync(mine);
  writeFileSync(join(mine, "thesis.txt"), "");
  await expect(exportStore(small.store, mine, { sources: [visits] })).rejects.toThrow(
    `${mine}: holds something that is no export, and would be replaced. Name another folder.`,
  );
  expect(readdirSync(mine)).toEqual(["thesis.txt"]);
});

test("figures that protection did not write are not exported, whatever lies in their place", async () => {
  const { store } = small;
  copyFileSync(store.analysis, store.publishable);
  await expect(write()).rejects.toThrow(/public\.duckdb: is not as protection wrote it.*npm run refresh/);
  expect(existsSync(out())).toBe(false);
  writeManifest(store, { ...readManifest(store)!, publishable: undefined } as never);
  await expect(write("protected")).rejects.toThrow(/is not as protection wrote it/);
});

test("an address that is wrong, has a password or does not answer is told without repeating it", async () => {
  await expect(PostgresDatabase.open("postgresql://me:secret@127.0.0.1/x")).rejects.toThrow(
    /^The address has a password in it/,
  );
  await expect(PostgresDatabase.open("postgresql://me@127.0.0.1:1/x")).rejects.toThrow(
    "PostgreSQL: it does not answer at that address. Nothing was changed there.",
  );
});
