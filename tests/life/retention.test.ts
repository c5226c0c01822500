import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { checkSource } from "../../loaders/check/check-source.js";
import { forgetExtracts } from "../../loaders/check/forget-extracts.js";
import { snapshotsInUse } from "../../loaders/pull/choose.js";
import { endRetention } from "../../loaders/pull/retention.js";
import { withheldOf } from "../../loaders/pull/withheld.js";
import { keptUntil } from "../../loaders/registry/retention.js";
import { Desk, sourceFrom } from "../check/desk.js";

let desk: Desk;
beforeEach(() => {
  desk = new Desk();
});
afterEach(() => desk.close());

const fields = `columns: [{ name: a, headers: { any: A }, type: text, required: true }]
location: { type: inbox, files: ["visits_*.csv"], period: "(\\\\d{4})" }
dates: { covers: [{ fileName: "(\\\\d{4})", as: calendar_year }] }`;
const source = sourceFrom(fields);
const kept = () => readdirSync(join(desk.store.snapshots, "visits"));
const end = (day: string) => endRetention(desk.store, [source], day, (line) => desk.log.push(line));

test.each([
  ["2024-12-31", "2 years", "2026-12-31"],
  ["2024-08-31", "18 months", "2026-02-28"],
  ["2026-01-01", "90 days", "2026-04-01"],
  ["2000-01-01", "while in use", null],
])("what ends on %s and is kept for %s goes after %s", (ends, retention, until) => {
  expect(keptUntil(ends, retention)).toBe(until);
});

test("a retention that nobody can act on is told with what to write", () => {
  const governance = (retention: string) =>
    `governance: { controller: C, lawfulBasis: L, sharingAgreement: S, dpiaReference: D, retention: ${retention} }`;
  expect(() => sourceFrom(`${fields}\n${governance("Destroyed after two years")}`)).toThrow(
    /governance\.retention.*must be how long an extract is kept .* as in 3 years/,
  );
  expect(() => sourceFrom(`kind: records\n${fields}\n${governance("while in use")}`)).toThrow(
    /governance\.retention.*holds records of children/,
  );
});

test("an extract goes on the day after its retention, with its snapshot, and its file stays unread in the inbox", async () => {
  const file = desk.deliver("visits_2022.csv", "A\n1\n");
  desk.deliver("visits_2025.csv", "A\n2\n");
  await desk.pull(source);
  expect(end("2024-12-31")).toEqual([]);
  expect(end("2025-01-01")).toMatchObject([
    { source: "visits", why: "retention", covers: { from: "2022-01-01", to: "2022-12-31" } },
  ]);
  expect(desk.log.at(-1)).toMatch(
    /^REMOVED {3}visits: an extract that covers days up to 2022-12-31 was to be kept for 2 years, up to 2024-12-31\./,
  );
  expect(kept()).toHaveLength(1);
  const again = await desk.pull(source);
  expect(again.snapshots.map((s) => s.name)).toEqual(["visits_2025.csv"]);
  expect(kept()).toHaveLength(1);
  expect(existsSync(file)).toBe(true);
  expect(end("2025-01-01")).toEqual([]);
});

test("it stays away under another name and when the index of snapshots is lost", async () => {
  desk.deliver("visits_2022.csv", "A\n1\n");
  await desk.pull(source);
  end("2026-01-01");
  desk.deliver("again/visits_2025.csv", "A\n1\n");
  const { snapshots } = await desk.pull(source);
  expect(snapshots).toEqual([]);
  expect(kept()).toEqual([]);
  expect(desk.log.join("\n")).toContain("It was passed over.");
});

test("the last good extract goes too, though the newer one was refused", async () => {
  const db = await desk.db();
  const plain = sourceFrom(
    fields.replace(/^location.*$/m, 'location: { type: inbox, files: ["visits_*.csv"] }'),
  );
  const check = async (plan: string) => {
    const { store } = desk;
    return checkSource(plain, snapshotsInUse(store, plain), db, {
      store,
      plan: { fingerprint: plan, code: "c", inputs: {} },
      log: () => {},
    });
  };
  desk.deliver("visits_2022.csv", "A\n1\n");
  await desk.pull(plain);
  await check("1");
  desk.deliver("visits_2025.csv", "B\n1\n");
  await desk.pull(plain);
  expect((await check("2")).entry.extracts).toHaveLength(1);
  endRetention(desk.store, [plain], "2026-01-01", () => {});
  await forgetExtracts(plain, withheldOf(desk.store, "visits"), db);
  expect(await desk.table(plain)).toEqual([]);
  const { entry } = await check("3");
  expect(entry.extracts).toEqual([]);
  expect(entry.refused).toHaveLength(1);
  expect(await desk.table(plain)).toEqual([]);
});

test("a damaged list of what is withheld stops, and says what to do", async () => {
  desk.deliver("visits_2022.csv", "A\n1\n");
  await desk.pull(source);
  end("2026-01-01");
  const { writeFileSync } = await import("node:fs");
  const file = join(desk.store.folder, "withheld.json");
  writeFileSync(file, readFileSync(file, "utf8").slice(0, 40));
  await expect(desk.pull(source)).rejects.toThrow(
    /withheld\.json: cannot be read.*Put it back from a backup/,
  );
});
