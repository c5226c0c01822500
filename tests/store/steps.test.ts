import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { Database } from "../../loaders/store/database.js";
import { forgetStep, readStep, recordStep } from "../../loaders/store/steps.js";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "steps-"));
});
afterEach(() => rmSync(folder, { recursive: true }));

const made = { fingerprint: "f1", code: "c1", inputs: { register: "i1" } };

test("a step is read back as it was recorded, the newest record counts, a forgotten one is gone", async () => {
  const db = await Database.open(":memory:");
  expect(await readStep(db, "link")).toBeUndefined();
  await recordStep(db, "link", { ...made, fingerprint: "f0" });
  await recordStep(db, "link", made, { rows: 3 });
  expect(await readStep(db, "link")).toMatchObject({ ...made, detail: { rows: 3 } });
  await forgetStep(db, "link");
  expect(await readStep(db, "link")).toBeUndefined();
  db.close();
});

test("output and record are undone together when a step fails", async () => {
  const db = await Database.open(join(folder, "a.duckdb"));
  await db.run("CREATE TABLE figures (n INTEGER)");
  await db.run("INSERT INTO figures VALUES (1)");
  const failing = db.transaction(async () => {
    await db.run("INSERT INTO figures VALUES (2)");
    await recordStep(db, "measure", made);
    throw new Error("killed");
  });
  await expect(failing).rejects.toThrow("killed");
  expect(await db.rows("SELECT n FROM figures")).toEqual([{ n: 1 }]);
  expect(await readStep(db, "measure")).toBeUndefined();
  db.close();
});
