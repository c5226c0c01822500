import { rmSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { afterEach, beforeEach, expect, test } from "vitest";
import { check } from "../../loaders/check/check.js";
import { checkSource } from "../../loaders/check/check-source.js";
import { snapshotsInUse } from "../../loaders/pull/choose.js";
import { Database } from "../../loaders/store/database.js";
import { fingerprint } from "../../loaders/store/fingerprint.js";
import { cases, soak } from "../soak.js";
import { Desk, sourceFrom } from "./desk.js";

let desk: Desk;
beforeEach(() => {
  desk = new Desk();
});
afterEach(() => desk.close());

const source = sourceFrom(`
columns:
  - { name: club, headers: { any: Club }, type: text, required: true }
  - { name: n, headers: { any: N }, type: integer }
location: { type: inbox, files: ["visits*"], period: "(\\\\d{4})" }
accept: { leastRows: 0.01, mostRejected: 0.99 }`);

async function refreshed(code = "c") {
  const { snapshots } = await desk.pull(source);
  const inputs = { registry: fingerprint(source), extracts: fingerprint(snapshots.map((s) => s.sha256)) };
  const plan = { code, inputs, fingerprint: fingerprint({ code, inputs }) };
  const { entry } = await checkSource(source, snapshots, await desk.db(), {
    store: desk.store,
    plan,
    log: () => {},
  });
  return { entry, snapshots };
}

async function held(db: Database) {
  return {
    rows: await db.rows("FROM src_visits ORDER BY rowid"),
    quarantine: await db.rows("FROM quarantine ORDER BY ALL"),
  };
}

test("rows of an extract that was read stay beside a new one, and are read again by other code", async () => {
  desk.deliver("visits 2025.csv", "Club,N\nChess,1\nChoir,x\n");
  await refreshed();
  // What only the table says shows whether it was read again.
  await (await desk.db()).run("UPDATE src_visits SET n = 99");
  desk.deliver("visits 2026.csv", "Club,N\nDrama,2\n");
  const { entry } = await refreshed();
  expect(entry.extracts).toMatchObject([
    { period: "2025", rows: 1, rejected: 1 },
    { period: "2026", rows: 1, rejected: 0 },
  ]);
  expect(await held(await desk.db())).toMatchObject({
    rows: [
      { club: "Chess", n: 99 },
      { club: "Drama", n: 2 },
    ],
    quarantine: [{ row: 3 }],
  });
  await refreshed("other code");
  expect((await held(await desk.db())).rows).toMatchObject([{ n: 1 }, { n: 2 }]);
});

test("what was refused for itself is not read again at the next delivery, and keeps the time since when", async () => {
  desk.deliver("visits 2025.csv", "Something else\nx\n");
  desk.deliver("visits 2026.csv", "Club,N\nDrama,2\n");
  const first = await refreshed();
  expect(first.entry.refused).toMatchObject([{ byItself: true }]);
  desk.deliver("visits 2027.csv", "Club,N\nDance,3\n");
  const { entry } = await refreshed();
  expect(entry.refused).toEqual(first.entry.refused);
  expect(entry.extracts).toHaveLength(2);
});

soak(
  "whatever is delivered, corrected or taken away, a table holds what reading all anew gives",
  async () => {
    const file = fc.record({
      year: fc.constantFrom("2024", "2025", "2026"),
      rows: fc.option(
        fc.array(fc.tuple(fc.constantFrom("Chess", "Choir", ""), fc.constantFrom("1", "2", "x")), {
          maxLength: 3,
        }),
        { nil: undefined },
      ),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(file, { minLength: 2, maxLength: 6 }), async (deliveries) => {
        desk.close();
        desk = new Desk();
        for (const { year, rows } of deliveries) {
          if (rows)
            desk.deliver(`visits ${year}.csv`, ["Club,N", ...rows.map((row) => row.join())].join("\n"));
          else rmSync(join(desk.inbox, `visits ${year}.csv`), { force: true });
          const { entry } = await refreshed();
          const refused = new Set(entry.refused.map(({ sha256 }) => sha256));
          const inUse = snapshotsInUse(desk.store, source, refused);
          if (!inUse.length) continue;
          expect(entry.extracts).toMatchObject(inUse.map(({ sha256, period }) => ({ sha256, period })));
          const anew = await Database.open(":memory:");
          try {
            await check(source, inUse, anew, { store: desk.store });
            expect(await held(await desk.db())).toEqual(await held(anew));
          } finally {
            anew.close();
          }
        }
      }),
      cases(4),
    );
  },
);
