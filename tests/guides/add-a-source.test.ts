import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test, vi } from "vitest";
import { check } from "../../loaders/check/check.js";
import { pull } from "../../loaders/pull/pull.js";
import { datesSchema } from "../../loaders/registry/dates.js";
import { parseYaml } from "../../loaders/registry/read-yaml.js";
import { sourceSchema } from "../../loaders/registry/source.js";
import { Database } from "../../loaders/store/database.js";
import { repositoryRoot, storeOf } from "../../loaders/store/paths.js";
import { fences } from "./guide.js";

test("the source of the guide is recognised and checked as the guide says", async () => {
  const folder = mkdtempSync(join(tmpdir(), "guide-"));
  const before = process.env.EARLY_YEARS_STORE;
  process.env.EARLY_YEARS_STORE = join(folder, "store");
  try {
    const [extract] = fences("add-a-source.md", "csv file=inbox/toddler_groups_2026-10.csv");
    const [yaml] = fences("add-a-source.md", "yaml file=sources/toddler-groups.yaml");
    const [expected] = fences("add-a-source.md", "text expect");
    const inbox = join(folder, "inbox");
    mkdirSync(inbox);
    writeFileSync(join(inbox, "toddler_groups_2026-10.csv"), extract!);
    const answer = "toddler_groups_2026-10.csv.dates.yaml";
    writeFileSync(join(inbox, answer), fences("add-a-source.md", `yaml file=inbox/${answer}`)[0]!);
    const source = parseYaml(yaml!, sourceSchema, "data/sources/toddler-groups.yaml");
    const store = storeOf(inbox);
    vi.useFakeTimers({ toFake: ["Date"], now: new Date("2026-11-20T09:00:00Z") });
    const { snapshots } = await pull(store, [source], () => {});
    expect(snapshots[0]!.dates).toEqual({
      covers: { from: "2026-10-01", to: "2026-10-31" },
      published: "2026-11-04",
      received: "2026-11-20",
    });
    const db = await Database.open(":memory:");
    const { extracts } = await check(source, snapshots, db, { store, lastRows: {}, log: () => {} });
    const { rows, rejected } = extracts[0]!;
    expect(expected!.trim()).toBe(`check     toddler-groups: ${rows} rows, ${rejected} in quarantine`);
    expect(await db.rows("SELECT name, places FROM src_toddler_groups ORDER BY name")).toEqual([
      { name: "Little Explorers", places: 12 },
      { name: "Tiny Feet", places: null },
    ]);
    expect(await db.rows('SELECT "row", "column" FROM quarantine')).toEqual([{ row: 4, column: "Day" }]);
    db.close();
  } finally {
    vi.useRealTimers();
    if (before === undefined) delete process.env.EARLY_YEARS_STORE;
    else process.env.EARLY_YEARS_STORE = before;
    rmSync(folder, { recursive: true });
  }
});

test("the ways to find dates that the guide shows are ways", () => {
  const guide = readFileSync(join(repositoryRoot, "docs", "guides", "add-a-source.md"), "utf8");
  const shown = [...guide.matchAll(/^\| `(?:fileName|column|cell|fixed)` \| `(\{.*?\})` \|/gm)].map(
    (m) => m[1]!,
  );
  expect(shown).toHaveLength(4);
  for (const way of shown)
    expect(() =>
      parseYaml(`${way.includes("fixed") ? "published" : "covers"}: [${way}]`, datesSchema, "dates"),
    ).not.toThrow();
});
