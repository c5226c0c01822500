import { readFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { checkSource } from "../../loaders/check/check-source.js";
import type { Source } from "../../loaders/registry/source.js";
import { fingerprint } from "../../loaders/store/fingerprint.js";
import { Desk, sourceFrom } from "./desk.js";

let desk: Desk;
beforeEach(() => {
  desk = new Desk();
});
afterEach(() => desk.close());

async function refreshed(header: string, others: readonly Source[] = []) {
  const source = sourceFrom(
    `columns: [{ name: club, headers: { any: ${header} }, type: text, required: true }]`,
  );
  const { snapshots } = await desk.pull(source);
  const inputs = { registry: fingerprint(source), extracts: fingerprint(snapshots.map((s) => s.sha256)) };
  const plan = { code: "c", inputs, fingerprint: fingerprint(inputs) };
  return checkSource(source, snapshots, await desk.db(), { store: desk.store, plan, others, log: () => {} });
}

const kept = async () => (await desk.db()).rows("SELECT club FROM src_visits ORDER BY club");

test("what is current is not read again", async () => {
  desk.deliver("visits.csv", "Club\nChess\n");
  expect((await refreshed("Club")).worked).toBe(true);
  expect((await refreshed("Club")).worked).toBe(false);
});

test("a broken extract gives way to the last good one", async () => {
  desk.deliver("visits.csv", "Club\nChess\nChoir\n");
  const good = await refreshed("Club");
  desk.deliver("visits.csv", "Something else\nx\n");
  const { entry } = await refreshed("Club");
  expect(entry.extracts).toEqual(good.entry.extracts);
  expect(entry.refused).toHaveLength(1);
  expect(await kept()).toEqual([{ club: "Chess" }, { club: "Choir" }]);
});

test("an extract under the wrong name is refused with the sources whose columns it has", async () => {
  const [groups, meals] = ["groups", "meals"].map((id) => ({
    ...sourceFrom(`columns: [{ name: ${id}, headers: { any: ${id} }, type: text, required: true }]`),
    id,
    location: { files: [`${id}*.csv`] },
  })) as [Source, Source];
  desk.deliver("visits.csv", "Meals\nPorridge\n");
  const { entry } = await refreshed("Club", [groups, meals]);
  expect(entry.refused[0]!.reason).toMatch(
    / By its columns it could be an extract of meals \(whose files are called “meals\*\.csv”\): if it is, rename it\.$/,
  );
  expect(entry.refused[0]!.reason).not.toContain("Porridge");
  desk.deliver("visits.csv", "Something else\nx\n");
  const { entry: other } = await refreshed("Club", [groups, meals]);
  expect(other.refused[0]!.reason).not.toContain("By its columns");
});

test("a mistake in the registry that makes every extract unreadable takes no data away", async () => {
  desk.deliver("visits.csv", "Club\nChess\nChoir\n");
  const good = await refreshed("Club");
  const { entry } = await refreshed("Clup");
  expect(entry.extracts).toEqual(good.entry.extracts);
  expect(entry.refused[0]!.reason).toMatch(/^It has no column for club/);
  expect(await kept()).toEqual([{ club: "Chess" }, { club: "Choir" }]);
});

test("the report for the supplier names places and never values", async () => {
  desk.deliver("visits.csv", "Club\nChess\n\nChess\nChoir\nDrama\nDance\nGames\n");
  await refreshed("Club");
  const report = readFileSync(join(desk.store.folder, "quarantine", "visits.csv"), "utf8");
  expect(report).toContain("duplicate");
  expect(report).not.toContain("Chess");
});
