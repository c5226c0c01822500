import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { hostname, tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { storeOf, storesFolder } from "../../loaders/store/paths.js";
import { standIns, sweepStandIns, withStandIn } from "../../loaders/store/stand-in.js";

const folder = mkdtempSync(join(tmpdir(), "stand-in-"));
afterAll(() => rmSync(folder, { recursive: true }));
const store = { ...storeOf(join(folder, "inbox")), folder: join(folder, "store") };

test("a store that stands in is gone afterwards, also after a failure, and stores are found where they were", async () => {
  const before = { ...process.env };
  const seen = await withStandIn(
    store,
    { name: "one", hasOwnKey: true, lay: () => "laid" },
    async (other, laid) => {
      mkdirSync(other.folder, { recursive: true });
      expect(storesFolder()).toContain(standIns(store));
      expect(process.env.EARLY_YEARS_KEY_FILE).toContain(standIns(store));
      return [laid, existsSync(other.folder)];
    },
  );
  expect(seen).toEqual(["laid", true]);
  const failing = withStandIn(store, { name: "one", hasOwnKey: false, lay: () => {} }, async () => {
    expect(process.env.EARLY_YEARS_KEY_FILE).toBe(before.EARLY_YEARS_KEY_FILE);
    throw new Error("no");
  });
  await expect(failing).rejects.toThrow("no");
  expect(process.env).toEqual(before);
  expect(existsSync(join(standIns(store), "one"))).toBe(false);
});

test("what a process that was killed left is swept away, and what is in use is not", () => {
  for (const name of ["left", "in-use"]) {
    mkdirSync(join(standIns(store), name), { recursive: true });
    writeFileSync(join(standIns(store), name, "identity.duckdb"), "children");
  }
  writeFileSync(join(standIns(store), "in-use.lock"), `${process.pid} ${hostname()} ${Date.now()}`);
  sweepStandIns(store);
  expect(existsSync(join(standIns(store), "left"))).toBe(false);
  expect(existsSync(join(standIns(store), "in-use", "identity.duckdb"))).toBe(true);
});
