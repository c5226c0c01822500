import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { addDecision, createDecisions, undoDecision, type Verdict } from "../../loaders/link/decisions.js";
import { Database } from "../../loaders/store/database.js";
import { readQueue } from "../../workspace/review/queue.js";
import { readDecisions } from "../../workspace/review/read-decisions.js";
import type { Queue, ReviewPair } from "../../workspace/review/types.js";
import { soak } from "../soak.js";
import { type Compared, evidenceOf, model, type Said, sources, writeLinked } from "./fixture.js";

// Amy's health record and headcount record, Ben's, and Cem's: a person each but for Ben's two.
const amy: Said = {
  id: "amy",
  person: "1",
  source: "child-health-register",
  forename: "Amy",
  surname: "Okafor",
  born: "2021-03-04",
  postcode: "B11AA",
  sex: "female",
  nhs: "9434765919",
};
const amie: Said = { ...amy, id: "amie", person: "2", source: undefined, forename: "Amie", nhs: undefined };
const ben: Said = {
  id: "ben",
  person: "3",
  forename: "Ben",
  surname: "Li",
  born: "2020-01-02",
  period: "2024-autumn",
};
const bens: Said = {
  ...ben,
  id: "bens",
  forename: "Benn",
  postcode: "B22BB",
  latest: "2025-01-01",
  period: "2025-spring",
};
const cem: Said = { ...ben, id: "cem", person: "4", forename: "Cem" };
const all = [amy, amie, ben, bens, cem];

let db: Database;
beforeEach(async () => {
  db = await Database.open(":memory:");
  await createDecisions(db);
});
afterEach(() => db.close());

async function queueOf(compared: Compared[], said = all): Promise<Queue> {
  await writeLinked(db, said, compared);
  return readQueue(db, model, sources);
}
const namesOf = ({ left, right }: ReviewPair): string => [left.forename, right.forename].sort().join("+");
const order = ({ pairs }: Queue): string[] => pairs.map(namesOf);
const decide = (left: Said, right: Said, verdict: Verdict, why = ""): Promise<number> =>
  addDecision(
    db,
    { left: evidenceOf(left), right: evidenceOf(right), verdict, who: "AB", why },
    new Date("2026-11-24T12:00:00Z"),
  );

describe("the queue", () => {
  test("has the pairs from the lower threshold to below the upper, of two persons", async () => {
    const queue = await queueOf([
      ["amy", "amie", 0.5],
      ["amy", "ben", 0.4999],
      ["amie", "ben", 0.95],
      ["amie", "cem", 0.9499],
      ["ben", "bens", 0.8],
    ]);
    expect(order(queue)).toEqual(["Amie+Cem", "Amie+Amy"]);
    expect(queue.total).toBe(2);
  });

  test("leaves out persons who bear different numbers, which no decision joins, though the compared records do not", async () => {
    const number = { ...amie, id: "number", forename: "Amia", nhs: "9990000018" };
    const compared: Compared[] = [["amy", "amie", 0.7]];
    expect(order(await queueOf(compared, [...all, { ...number, nhs: amy.nhs }]))).toEqual(["Amie+Amy"]);
    expect(order(await queueOf(compared, [...all, number]))).toEqual([]);
  });

  test("shows two persons once, by their likeliest pair", async () => {
    const queue = await queueOf([
      ["cem", "ben", 0.6],
      ["bens", "cem", 0.7],
    ]);
    expect(order(queue)).toEqual(["Benn+Cem"]);
  });

  test("begins nearest to the match threshold; of pairs within a bit, with the persons of most records", async () => {
    const queue = await queueOf([
      ["amy", "amie", 0.94],
      ["ben", "cem", 0.93],
      ["amie", "cem", 0.6],
      ["amy", "cem", 0.94],
    ]);
    expect(order(queue).slice(0, 1)).toEqual(["Ben+Cem"]);
    expect(order(queue).at(-1)).toBe("Amie+Cem");
  });

  test.each(["same", "different"] as const)(
    "leaves out two persons once a pair of theirs is decided: %s",
    async (verdict) => {
      const id = await decide(ben, cem, verdict);
      const compared: Compared[] = [["bens", "cem", 0.7]];
      expect(await queueOf(compared)).toEqual({ pairs: [], total: 0 });
      await undoDecision(db, id, new Date());
      expect(order(await queueOf(compared))).toEqual(["Benn+Cem"]);
    },
  );

  test("keeps for the end what somebody was unsure of, and says who, when and why", async () => {
    await decide(amy, amie, "unsure", "no middle name");
    const queue = await queueOf([
      ["amy", "amie", 0.94],
      ["ben", "cem", 0.51],
    ]);
    expect(order(queue)).toEqual(["Ben+Cem", "Amie+Amy"]);
    expect(queue.pairs[1]!.remarks).toEqual(["Unsure: AB, 24 November 2026 (no middle name)."]);
  });

  test("gives what each record says, where, and what else is joined to the child", async () => {
    const again = {
      ...bens,
      id: "again",
      source: "child-health-register",
      period: undefined,
      latest: "2025-02-02",
      forename: "BENN",
    };
    const queue = await queueOf([["bens", "cem", 0.7]], [...all, { ...again, forename: "Benn" }]);
    const side = [queue.pairs[0]!.left, queue.pairs[0]!.right].find(({ forename }) => forename === "Benn")!;
    expect(side).toEqual({
      evidence: evidenceOf(bens),
      forename: "Benn",
      surname: "Li",
      date_of_birth: "2020-01-02",
      sex: null,
      postcode: "B22BB",
      nhs_number: null,
      upn: null,
      seen: [
        { source: "Child health register", periods: [] },
        { source: "Funded childcare headcount", periods: ["spring 2025"] },
      ],
      others: [
        {
          forename: "Ben",
          surname: "Li",
          date_of_birth: "2020-01-02",
          sex: null,
          postcode: null,
          nhs_number: null,
          upn: null,
          seen: [{ source: "Funded childcare headcount", periods: ["autumn 2024"] }],
        },
      ],
      otherCount: 1,
    });
  });

  test("says when both persons are in one period's extract", async () => {
    const queue = await queueOf([["bens", "cem", 0.7]]);
    expect(queue.pairs[0]!.remarks).toEqual([
      "Both are in Funded childcare headcount: autumn 2024. One child is seldom in one extract twice.",
    ]);
  });

  // Prior −5 (1 in 33), forename one letter different −1, surname +3, date of birth not known 0: −3 in all.
  test("puts each comparison in words with its weight, and what rare values add", async () => {
    const levels = [1, 0, -1];
    await writeLinked(db, all, [["amy", "amie", 0.6, levels]]);
    await db.run("UPDATE model_pair SET match_weight = -1");
    const { pairs } = await readQueue(db, model, sources);
    expect(
      pairs[0]!.findings.map(({ field, says, weight }) => [field, says, Number(weight.toFixed(6))]),
    ).toEqual([
      ["forename", "one letter or digit is different", -1],
      ["surname", "the same", 3],
      ["date_of_birth", "not compared: a record has no usable value", 0],
      ["rarity", "what they share is rare", 2],
      ["start", "two records taken at random are seldom one child", -5],
    ]);
  });

  test("asks for a refresh if there are no compared pairs, or the model's comparisons are others", async () => {
    await expect(readQueue(db, model, sources)).rejects.toThrow("no compared pairs yet");
    await writeLinked(db, all, [], 2);
    await expect(readQueue(db, model, sources)).rejects.toThrow(
      "data/linkage/children.yaml: comparisons: they are not those of the last refresh. Bring the store up to date first: npm run refresh",
    );
  });

  soak("holds the first 500 of more, and how many there are", async () => {
    const twins = Array.from({ length: 501 }, (_, i): Said[] => [
      { id: `l${i}`, person: `l${i}`, forename: `L${i}` },
      { id: `r${i}`, person: `r${i}`, forename: `R${i}` },
    ]);
    const queue = await queueOf(
      twins.map(([l, r]): Compared => [l!.id, r!.id, 0.7]),
      twins.flat(),
    );
    expect([queue.pairs.length, queue.total]).toEqual([500, 501]);
  });
});

describe("the list of decisions", () => {
  test("has the last of each pair, newest first, with what became of it", async () => {
    await writeLinked(db, all, []);
    await decide(ben, cem, "same");
    await decide(ben, cem, "different", "two names");
    await decide(ben, bens, "same");
    await decide(amy, amie, "same");
    await decide(amy, { id: "left", person: "", forename: "Gone" }, "different");
    await undoDecision(db, await decide(amy, cem, "different"), new Date());
    const { decisions, total } = await readDecisions(db, 0);
    expect(total).toBe(4);
    expect(decisions.map(({ id, verdict, state }) => [id, verdict, state])).toEqual([
      [5, "different", "gone"],
      [4, "same", "waiting"],
      [3, "same", "followed"],
      [2, "different", "followed"],
    ]);
    expect(decisions[3]).toMatchObject({ who: "AB", why: "two names", at: "2026-11-24T12:00:00Z" });
    expect([decisions[1]!.left, decisions[1]!.right].sort()).toEqual(["Amie Okafor", "Amy Okafor"]);
    expect((await readDecisions(db, 3)).decisions.map(({ id }) => id)).toEqual([2]);
  });
});
