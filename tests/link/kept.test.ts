import { existsSync, mkdtempSync, readdirSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { keepCopy, keptFolder, putBack } from "../../loaders/link/kept.js";
import { readAccess, recordAccess } from "../../loaders/link/review-access.js";
import { createPersonTables } from "../../loaders/link/traces.js";
import { Database } from "../../loaders/store/database.js";

const posix = process.platform !== "win32";
const [one, other] = ["00000000-0000-0000-0000-000000000001", "00000000-0000-0000-0000-000000000002"];
let store: { folder: string };
let db: Database;
beforeEach(async () => {
  store = { folder: mkdtempSync(join(tmpdir(), "kept-")) };
  db = await Database.open(":memory:");
});
afterEach(() => {
  db.close();
  rmSync(store.folder, { recursive: true });
});

test("what cannot be made again is put back as it was, and nothing else", async () => {
  await createPersonTables(db);
  await db.run("INSERT INTO person_anchor VALUES ('nhs 1', 'P1', TIMESTAMP '2026-01-01 10:00:00', true)");
  await db.run(
    "CREATE TABLE record AS SELECT 'a child' AS name; CREATE TEMP TABLE review_decision AS SELECT 1 AS a",
  );
  await keepCopy(db, store);
  const files = readdirSync(keptFolder(store)).sort();
  expect(files).toEqual(
    ["person_anchor", "person_trace"].flatMap((name) => [`${name}.parquet`, `${name}.sql`]),
  );
  if (posix)
    for (const file of files.filter((name) => name.endsWith(".parquet")))
      expect(statSync(join(keptFolder(store), file)).mode & 0o777).toBe(0o600);
  if (posix) expect(statSync(keptFolder(store)).mode & 0o777).toBe(0o700);

  const again = await Database.open(":memory:");
  expect(await putBack(again, store)).toBe(new Date().toISOString().slice(0, 10));
  expect(await again.rows("SELECT anchor, person_id, present FROM person_anchor")).toEqual([
    { anchor: "nhs 1", person_id: "P1", present: true },
  ]);
  expect([await again.has("person_trace"), await again.has("record")]).toEqual([true, false]);
  // As it was declared, too.
  await expect(
    again.run("INSERT INTO person_anchor VALUES (NULL, 'P2', now()::TIMESTAMP, true)"),
  ).rejects.toThrow();
  again.close();
});

test("only what has changed is copied again", async () => {
  await createPersonTables(db);
  await keepCopy(db, store, ["person_trace"]);
  expect(existsSync(join(keptFolder(store), "person_anchor.parquet"))).toBe(false);
  expect(existsSync(join(keptFolder(store), "person_trace.parquet"))).toBe(true);
});

test("a store without copies has none to put back", async () => {
  expect(await putBack(db, store)).toBeUndefined();
});

test("who was shown which pairs is written down, and that there was none to show", async () => {
  expect(await readAccess(db)).toEqual([]);
  const by = (minute: number, who: string) => ({
    at: new Date(Date.UTC(2026, 10, 24, 10, minute)),
    account: "ana",
    who,
  });
  await recordAccess(db, by(0, "Ana"), [
    [one!, other!],
    [other!, one!],
  ]);
  await recordAccess(db, by(1, ""), []);
  expect(await readAccess(db)).toEqual([
    { at: "2026-11-24T10:01:00Z", account: "ana", who: "", pairs: 0 },
    { at: "2026-11-24T10:00:00Z", account: "ana", who: "Ana", pairs: 2 },
  ]);
  expect(
    await db.rows("SELECT left_evidence::VARCHAR AS l FROM review_access WHERE l IS NOT NULL ORDER BY l"),
  ).toEqual([{ l: one }, { l: other }]);
});
