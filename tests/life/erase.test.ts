import { createHmac } from "node:crypto";
import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { Readable } from "node:stream";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { objectionsKeyFile, readObjections } from "../../loaders/life/objections.js";
import { keptFolder } from "../../loaders/link/kept.js";
import { readIndex } from "../../loaders/pull/index-file.js";
import { refresh } from "../../loaders/refresh/refresh.js";
import { Database } from "../../loaders/store/database.js";
import { repositoryRoot, type Store, storeOf } from "../../loaders/store/paths.js";
import { beginErasure, readNumber } from "../../workspace/life/erase.js";
import { bringBack, extractsOf, withdraw } from "../../workspace/life/withdraw.js";
import { runCommand } from "../run-command.js";
import { ask, refreshedCity, type SmallCity, smallCity, withoutAreas } from "../small-city.js";
import { isSoaking } from "../soak.js";

let city: SmallCity;
let store: Store;
let child: { nhs_number: string; upn: string; person_id: string; forename: string; surname: string };
const log: string[] = [];
const bring = () => refresh({ log: (line) => log.push(line) });

// Those that a child is erased from, in all formats: figures, which rest on others, take long and say nothing here.
// Of all terms, in a soak.
const sources = [
  "child-health-register",
  "childrens-centre-attendances",
  "childrens-centre-registrations",
  "eligible-two-year-olds",
  "eyfsp-return",
  "funded-childcare-headcount",
];

beforeAll(async () => {
  city = isSoaking ? await smallCity({ sources }) : await refreshedCity(withoutAreas);
  store = storeOf(city.inbox);
  if (isSoaking) await bring();
  // A child of many sources, so that JSON, workbook and delimited text are all among them.
  [child] = (await ask<typeof child>(
    store.identity,
    `SELECT person_id, max(nhs_number) AS nhs_number, max(upn) AS upn, any_value(forename_norm) AS forename, any_value(surname_norm) AS surname
     FROM person_record JOIN record USING (record_id, source)
     GROUP BY person_id HAVING count(DISTINCT nhs_number) = 1 AND count(upn) > 0
       AND bool_or(source = 'childrens-centre-registrations') AND bool_or(source = 'funded-childcare-headcount')
     ORDER BY count(*) DESC, person_id LIMIT 1`,
  )) as [typeof child];
});
afterAll(() => city.remove());

/** How many rows of a store's tables bear the child's pseudonym or number. */
async function rowsLeft(): Promise<number> {
  const of = (column: string) =>
    `count(*) FILTER (replace("${column}", ' ', '') IN ('${child.nhs_number}', '${child.upn}', '${child.person_id}'))`;
  let left = 0;
  for (const file of [store.identity, store.analysis]) {
    const tables = await ask<{ name: string; columns: string }>(
      file,
      `SELECT table_name AS name, string_agg(column_name, '|') AS columns FROM duckdb_columns()
       WHERE schema_name = 'main' AND data_type = 'VARCHAR' AND NOT internal GROUP BY table_name`,
    );
    const counts = tables.map(
      ({ name, columns }) => `SELECT ${columns.split("|").map(of).join(" + ")} AS n FROM "${name}"`,
    );
    const [{ n }] = (await ask<{ n: number }>(
      file,
      `SELECT sum(n)::INTEGER AS n FROM (${counts.join("\nUNION ALL ")})`,
    )) as [{ n: number }];
    left += n;
  }
  return left;
}

/** Every text file under a folder, with blanks between digits left out, to look for a number in. */
function textOf(folder: string): string {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && /\.(json|csv|txt|sql|tsv|psv)$/.test(entry.name))
    .map((entry) => readFileSync(join(entry.parentPath, entry.name), "latin1"))
    .join("\n")
    .replace(/(\d)[ -](?=\d)/g, "$1");
}

/** Every Parquet file of a folder and those in it, likewise. */
async function parquetOf(folder: string): Promise<string> {
  const db = await Database.open(":memory:");
  const files = readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith(".parquet"))
    .map((entry) => join(entry.parentPath, entry.name));
  const texts: string[] = [];
  for (const file of files) texts.push(JSON.stringify(await db.rows(`FROM read_parquet('${file}')`)));
  db.close();
  return texts.join("\n").replace(/(\d)[ -](?=\d)/g, "$1");
}

describe("a number", () => {
  test.each(["9434765918", "1111111111", "A12", "", "A123456789012X"])(
    "%s is refused without being repeated",
    (typed) => {
      expect(() => readNumber(typed)).toThrow(/neither a valid NHS number/);
      if (typed) expect(() => readNumber(typed)).not.toThrow(new RegExp(typed));
    },
  );

  test("behind the command is refused without being repeated", async () => {
    const { status, stdout, stderr } = await runCommand(["erase", child.nhs_number], repositoryRoot);
    expect(status).toBe(2);
    expect(stdout + stderr).not.toContain(child.nhs_number);
    expect(stderr).toContain("shell's history");
  });
});

describe("an erased child", () => {
  test("that nobody confirmed is told of in counts, and nothing changes", async () => {
    const typed = Readable.from([`${child.nhs_number}\n`]);
    vi.spyOn(process, "stdin", "get").mockReturnValue(typed as typeof process.stdin);
    const { status, stdout, stderr } = await runCommand(["erase"], repositoryRoot, city.environment);
    expect(status).toBe(1);
    expect(stdout).toMatch(/child-health-register: 1 records/);
    expect(stdout + stderr).not.toContain(child.nhs_number);
    expect(readObjections(store)).toBeUndefined();
  });

  const source = "eligible-two-year-olds";
  let withdrawn: string;

  test("is gone from store, snapshots, history and kept copies, as a withdrawn extract is", async () => {
    const persons = "SELECT count(*)::INTEGER AS persons FROM person";
    const [before] = await ask<{ persons: number }>(store.analysis, persons);
    expect(await rowsLeft()).toBeGreaterThan(5);
    const inbox = textOf(city.inbox);
    expect(inbox).toContain(child.nhs_number);
    expect(await parquetOf(keptFolder(store))).toContain(child.person_id);
    withdrawn = extractsOf(store, source).find(({ kept }) => kept)!.sha256;
    expect(await withdraw(store, source, withdrawn.slice(0, 12))).toBe(withdrawn);
    expect(readdirSync(join(store.snapshots, source)).join()).not.toContain(withdrawn);
    log.length = 0;
    const held = await beginErasure(store, readNumber(child.nhs_number));
    expect(held!.records.length).toBeGreaterThan(3);
    // If the process died here, the next refresh would go on.
    expect(readObjections(store)!.pending).toHaveLength(1);

    const { manifest } = await bring();
    expect(manifest.failures).toEqual([]);
    expect(readObjections(store)!.pending).toEqual([]);
    expect(await rowsLeft()).toBe(0);
    expect(await ask(store.analysis, persons)).toEqual([{ persons: before!.persons - 1 }]);
    const kept = [textOf(store.folder), await parquetOf(store.folder), log.join("\n")];
    for (const number of [child.nhs_number, child.upn, child.person_id])
      for (const text of kept) expect(text).not.toContain(number);
    expect(textOf(city.inbox)).toBe(inbox);
    expect(log.join("\n")).toMatch(/^ERASED {4}child-health-register, rows: \d+$/m);
    const entry = manifest.sources[source]!;
    expect(entry.extracts.map((e) => e.sha256)).not.toContain(withdrawn);
    expect(entry.removed).toMatchObject([{ why: "withdrawn" }]);
    const rows = `FROM src_eligible_two_year_olds WHERE _extract = '${withdrawn.slice(0, 12)}'`;
    expect(await ask(store.identity, rows)).toEqual([]);
    expect((await bring()).unchanged).toBe(true);
  });

  test("stays erased by refusing to refresh where the key is lost", async () => {
    const key = readFileSync(objectionsKeyFile());
    rmSync(objectionsKeyFile());
    await expect(bring()).rejects.toThrow(
      /objections\.key: is not the key .* Put the key back from your copy/,
    );
    expect(existsSync(objectionsKeyFile())).toBe(false);
    writeFileSync(objectionsKeyFile(), key, { mode: 0o600 });
  });

  test.runIf(isSoaking)(
    "does not come back when an extract comes again, and a withdrawn one does when it is asked for",
    async () => {
      const delivery = readIndex(store).findLast((d) => d.source === "child-health-register")!;
      const file = join(city.inbox, delivery.path);
      // Another extract by its bytes, with all its children.
      writeFileSync(file, `${readFileSync(file, "utf8")}\n`);
      await bringBack(store, source, withdrawn.slice(0, 12));
      const { manifest } = await bring();
      expect(manifest.failures).toEqual([]);
      expect(await rowsLeft()).toBe(0);
      expect(textOf(store.folder)).not.toContain(child.nhs_number);
      expect(await parquetOf(store.folder)).not.toContain(child.nhs_number);
      expect(manifest.sources[source]!.extracts.map((e) => e.sha256)).toContain(withdrawn);
      expect(manifest.sources[source]!.removed ?? []).toEqual([]);
    },
  );

  test("is kept as a keyed hash, which the number alone does not give", () => {
    const { marks } = readObjections(store)!;
    const key = Buffer.from(readFileSync(objectionsKeyFile(), "utf8").trim(), "hex");
    const by = (secret: Buffer) =>
      createHmac("sha256", secret).update(`nhs_number\n${child.nhs_number}`).digest("hex");
    expect(marks).toContain(by(key));
    expect(marks).not.toContain(by(Buffer.alloc(32)));
  });
});

test("an extract to withdraw must be known, and a name that is not is not repeated", async () => {
  await expect(withdraw(store, "eligible-two-year-olds", "ada_lovelace.csv")).rejects.toThrow(
    /^(?!.*lovelace).*no extract of this name or hash has come/,
  );
  expect(() => extractsOf(store, "visits")).toThrow(/There is no such source/);
});
