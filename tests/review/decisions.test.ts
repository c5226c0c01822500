import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { afterEach, beforeEach, expect, test } from "vitest";
import {
  addDecision,
  createDecisions,
  decisionsFingerprint,
  decisionsInForce,
  undoDecision,
  type Verdict,
} from "../../loaders/link/decisions.js";
import { Database } from "../../loaders/store/database.js";
import { cases, soak } from "../soak.js";

// Three records; their evidence is in another order than their distinct_ids.
const [amy, ben, cem] = ["c", "a", "b"].map(
  (letter) => `${letter.repeat(8)}-0000-0000-0000-000000000000`,
) as [string, string, string];
const evidence = [amy, ben, cem];
const noon = new Date("2026-11-24T12:00:00Z");

let db: Database;
beforeEach(async () => {
  db = await Database.open(":memory:");
  await db.run(
    `CREATE TABLE distinct_record AS SELECT * FROM (VALUES ${evidence.map((e, i) => `(${i}, '${e}'::UUID)`).join(", ")}) AS t (distinct_id, evidence)`,
  );
  await createDecisions(db);
});
afterEach(() => db.close());

const decide = (left: string, right: string, verdict: Verdict, who = "AB"): Promise<number> =>
  addDecision(db, { left, right, verdict, who, why: "moved house" }, noon);

test("a decision is kept with who, when and why, its records in order of their texts", async () => {
  expect(await decide(amy.toUpperCase(), ben, "same")).toBe(1);
  expect(await db.rows("SELECT * FROM review_decision")).toEqual([
    {
      id: 1,
      left_evidence: ben,
      right_evidence: amy,
      verdict: "same",
      who: "AB",
      why: "moved house",
      decided_at: "2026-11-24 12:00:00",
      undone_at: null,
    },
  ]);
});

test("in force are the pairs said to be the same or different, as distinct_ids, the lesser first", async () => {
  await decide(amy, ben, "same");
  await decide(cem, amy, "different");
  await decide(ben, cem, "unsure");
  expect(await decisionsInForce(db)).toEqual({ same: [[0, 1]], apart: [[0, 2]] });
});

test("the last decision of a pair counts, in whichever order its records were given", async () => {
  await decide(amy, ben, "same");
  await decide(ben, amy, "different", "CD");
  expect(await decisionsInForce(db)).toEqual({ same: [], apart: [[0, 1]] });
  await decide(amy, ben, "unsure");
  expect(await decisionsInForce(db)).toEqual({ same: [], apart: [] });
});

test("an undone decision gives way to the one before it, and can be undone only once", async () => {
  await decide(amy, ben, "same");
  const second = await decide(amy, ben, "different");
  await undoDecision(db, second, noon);
  await undoDecision(db, second, new Date("2026-11-25T12:00:00Z"));
  expect(await decisionsInForce(db)).toEqual({ same: [[0, 1]], apart: [] });
  expect(await db.row("SELECT undone_at FROM review_decision WHERE id = 2")).toEqual({
    undone_at: "2026-11-24 12:00:00",
  });
  expect(await decide(amy, cem, "same")).toBe(3);
});

test("a decision about a record that has gone waits, and holds again when the record comes back", async () => {
  await decide(amy, ben, "same");
  await db.run("DELETE FROM distinct_record WHERE distinct_id = 0");
  expect(await decisionsInForce(db)).toEqual({ same: [], apart: [] });
  await db.run(`INSERT INTO distinct_record VALUES (7, '${amy}')`);
  expect(await decisionsInForce(db)).toEqual({ same: [[1, 7]], apart: [] });
});

test("nothing but the three verdicts is kept, and no decision about one record", async () => {
  await expect(decide(amy, ben, "perhaps" as Verdict)).rejects.toThrow(/CHECK/);
  await expect(decide(amy, amy, "same")).rejects.toThrow("A decision is about two records.");
});

test("before the first review there are no decisions", async () => {
  await db.run("DROP TABLE review_decision");
  expect(await decisionsInForce(db)).toEqual({ same: [], apart: [] });
  const none = await decisionsFingerprint(db);
  await createDecisions(db);
  expect(await decisionsFingerprint(db)).toBe(none);
});

test("decisions outlive the process, and making the table again keeps them", async () => {
  const folder = mkdtempSync(join(tmpdir(), "decisions-"));
  const first = await Database.open(join(folder, "identity.duckdb"));
  await createDecisions(first);
  await addDecision(first, { left: amy, right: ben, verdict: "same", who: "AB", why: "" }, noon);
  first.close();
  const second = await Database.open(join(folder, "identity.duckdb"));
  await createDecisions(second);
  expect(await second.row("SELECT count(*) AS n FROM review_decision")).toEqual({ n: 1 });
  second.close();
  rmSync(folder, { recursive: true });
});

soak(
  "the fingerprint is that of what is in force: same decisions, same fingerprint, by whatever way",
  async () => {
    const step = fc.record({
      pair: fc.constantFrom<[string, string]>([amy, ben], [ben, amy], [amy, cem], [cem, ben]),
      verdict: fc.constantFrom<Verdict>("same", "different", "unsure"),
      undone: fc.boolean(),
    });
    const seen = new Map<string, string>();
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 8 }), async (steps) => {
        await db.run("DELETE FROM review_decision");
        const expected = new Map<string, Verdict>();
        for (const { pair, verdict, undone } of steps) {
          const id = await decide(...pair, verdict);
          if (undone) await undoDecision(db, id, noon);
          else expected.set([...pair].sort().join(), verdict);
        }
        const inForce = await decisionsInForce(db);
        const count = (verdict: Verdict) => [...expected.values()].filter((v) => v === verdict).length;
        expect([inForce.same.length, inForce.apart.length]).toEqual([count("same"), count("different")]);
        const print = await decisionsFingerprint(db);
        const state = JSON.stringify(inForce);
        expect(seen.get(state) ?? print).toBe(print);
        for (const [other, otherPrint] of seen) if (other !== state) expect(otherPrint).not.toBe(print);
        seen.set(state, print);
      }),
      cases(45, 15),
    );
    expect(seen.size).toBeGreaterThan(5);
  },
);
