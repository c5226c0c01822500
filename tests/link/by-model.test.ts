import { afterEach, describe, expect, test } from "vitest";
import { addDecision, createDecisions, type Verdict } from "../../loaders/link/decisions.js";
import { link } from "../../loaders/link/link.js";
import type { Model } from "../../loaders/link/model/schema.js";
import { Database } from "../../loaders/store/database.js";
import { firstOf, soak } from "../soak.js";
import {
  headcount,
  key,
  model,
  nhsNumber,
  personsOf,
  type Rows,
  register,
  reviews,
  writeRows,
} from "./fixture.js";

const sources = [register, reviews, headcount];
const [REGISTER, REVIEWS, HEADCOUNT] = sources.map(({ id }) => id) as [string, string, string];

// In so few records every value is common. Without the adjustment they count as in a city.
const cityModel: Model = {
  ...model,
  comparisons: model.comparisons.map((comparison) => ({
    ...comparison,
    levels: comparison.levels.map(({ term_frequency, ...level }) => level),
  })),
};

const open: Database[] = [];
afterEach(() => {
  while (open.length) open.pop()!.close();
});

/** Databases with these rows, linked once; `again` links once more. */
async function linked(rows: Record<string, Rows>) {
  const [identity, analysis] = [await Database.open(":memory:"), await Database.open(":memory:")];
  open.push(identity, analysis);
  for (const source of sources) if (rows[source.id]) await writeRows(identity, source, rows[source.id]!);
  const again = async () => {
    const log: string[] = [];
    await link(identity, analysis, { sources, key, model: cityModel, log: (line) => log.push(line) });
    return { log, ...(await personsOf(identity)) };
  };
  const decide = async (left: string, right: string, verdict: Verdict) => {
    await createDecisions(identity);
    const [l, r] = await Promise.all(
      [left, right].map((id) =>
        identity.row<{ evidence: string }>("SELECT evidence FROM record WHERE record_id = $1", [id]),
      ),
    );
    const given = { left: l!.evidence, right: r!.evidence, verdict, who: "A reviewer", why: "test" };
    await addDecision(identity, given, new Date("2026-11-24T09:00:00Z"));
  };
  return { identity, analysis, again, decide, ...(await again()) };
}

const amelia = {
  forename: "Amelia",
  surname: "Walker",
  date_of_birth: "2021-03-04",
  postcode: "B1 1AA",
  sex: "female",
};
const moved = { ...amelia, surname: "Wolker", postcode: "B33 3CC" };
const nameless = { ...amelia, forename: "Baby girl" };

describe("the model", () => {
  test("joins what no rule does, and says how surely", async () => {
    const { analysis, together, rule, outcome, person } = await linked({
      [REGISTER]: [{ id: "r", nhs_number: nhsNumber(912000001), ...amelia }],
      [REVIEWS]: [{ id: "v", nhs_number: nhsNumber(912000001), ...amelia }],
      [HEADCOUNT]: [{ id: "h", ...moved }],
    });
    expect(together).toEqual(["h+r+v"]);
    expect(rule.h).toBe("model");
    expect(outcome).toEqual({ r: "match", v: "match", h: "match" });
    const links = await analysis.rows<{ source: string; probability: number }>(
      "SELECT source, probability FROM person_link WHERE person_id = $1 ORDER BY source",
      [person.r!],
    );
    expect(links.map(({ source }) => source)).toEqual([REGISTER, HEADCOUNT, REVIEWS]);
    expect([links[0]!.probability, links[2]!.probability]).toEqual([1, 1]);
    expect(links[1]!.probability).toBeGreaterThan(model.thresholds.match);
    expect(links[1]!.probability).toBeLessThan(1);
  });

  test("never joins on surname, date of birth and address alone: twins share them", async () => {
    const { together, outcome } = await linked({
      [REGISTER]: [{ id: "r", nhs_number: nhsNumber(912000001), ...amelia }],
      [HEADCOUNT]: [{ id: "h", ...nameless }],
    });
    expect(together).toEqual([]);
    expect(outcome).toEqual({ r: "potential match", h: "potential match" });
  });

  soak("twins whose names are spelt alike stay apart, though no list has both", async () => {
    const { together } = await linked({
      [REGISTER]: [{ id: "r", ...amelia, forename: "Amira", surname: "Khan" }],
      [HEADCOUNT]: [{ id: "h", ...amelia, forename: "Amina", surname: "Kahn" }],
    });
    expect(together).toEqual([]);
  });

  soak("different valid numbers with all else alike are for a person, and joined by none", async () => {
    const { identity, together, outcome } = await linked({
      [REGISTER]: [
        { id: "r1", nhs_number: nhsNumber(912000001), ...amelia },
        { id: "r2", nhs_number: nhsNumber(912000002), ...amelia },
      ],
    });
    expect(together).toEqual([]);
    expect(outcome).toEqual({ r1: "no match", r2: "no match" });
    expect(await identity.rows("SELECT kind, match_probability < 0.95 AS short FROM review_pair")).toEqual([
      { kind: "two numbers", short: true },
    ]);
  });

  soak("tells which persons a lower threshold would join, once each", async () => {
    const { analysis, outcome, person } = await linked({
      [REGISTER]: [{ id: "r", nhs_number: nhsNumber(912000001), ...amelia }],
      [HEADCOUNT]: [
        { id: "h1", ...amelia, date_of_birth: "2021-03-05", postcode: "B33 3CC", period: "2024-autumn" },
        { id: "h2", ...amelia, date_of_birth: "2021-03-05", postcode: "B33 3CD", period: "2025-spring" },
      ],
    });
    const candidates = await analysis.rows<{ person_id: string; other_id: string; probability: number }>(
      "FROM link_candidate",
    );
    expect(candidates).toHaveLength(1);
    expect([candidates[0]!.person_id, candidates[0]!.other_id]).toEqual([person.r, person.h1].sort());
    expect(candidates[0]!.probability).toBeGreaterThanOrEqual(model.thresholds.low);
    expect(candidates[0]!.probability).toBeLessThan(model.thresholds.match);
    expect(outcome).toMatchObject({ r: "low confidence", h1: "match", h2: "match" });
  });
});

test.each([
  ["one source knows one of them", { v2: false }, 1],
  ["two sources know each", { v2: true }, 0],
])(
  "two children of unlike forenames are for a lower threshold to join where %s",
  async (_, { v2 }, joined) => {
    const number = { nhs_number: nhsNumber(912000001) };
    const other = { ...amelia, forename: "Amelja", date_of_birth: "2020-11-20" };
    const { analysis, together } = await linked({
      [REGISTER]: [{ id: "r", ...number, ...amelia }],
      [REVIEWS]: [{ id: "v", ...number, ...amelia }, ...(v2 ? [{ id: "v2", ...other }] : [])],
      [HEADCOUNT]: [{ id: "h", ...other }],
    });
    expect(together).toEqual([...(v2 ? ["h+v2"] : []), "r+v"]);
    expect(await analysis.rows("FROM link_candidate")).toHaveLength(joined);
  },
);

describe("a reviewer's decision", () => {
  soak("“same” joins what neither rules nor model would, at once and at every refresh", async () => {
    const { decide, again } = await linked({
      [REGISTER]: [{ id: "r", nhs_number: nhsNumber(912000001), ...amelia }],
      [HEADCOUNT]: [{ id: "h", ...nameless }],
    });
    await decide("r", "h", "same");
    for (const _ of firstOf(1, [1, 2])) {
      const { together, rule, log } = await again();
      expect(together).toEqual(["h+r"]);
      expect(rule.h).toBe("clerical review");
      expect(log.join()).not.toContain("reviewed pairs were not joined");
    }
  });

  test("“different” holds apart what rules would join, by a third record too", async () => {
    const { together, decide, again } = await linked({
      [REGISTER]: [{ id: "r", ...amelia }],
      [REVIEWS]: [{ id: "v", ...amelia, surname: "Walker-Green" }],
      [HEADCOUNT]: [{ id: "h", ...moved }],
    });
    expect(together).toEqual(["h+r+v"]);
    await decide("r", "h", "different");
    const { person } = await again();
    expect(person.r).not.toBe(person.h);
  });

  soak("“same” joins two children of two numbers, and holds through later refreshes", async () => {
    const { identity, decide, again } = await linked({
      [REGISTER]: [
        { id: "r1", nhs_number: nhsNumber(912000001), ...amelia },
        { id: "r2", nhs_number: nhsNumber(912000002), ...amelia },
      ],
      [REVIEWS]: [{ id: "v2", nhs_number: nhsNumber(912000002), ...amelia }],
    });
    await decide("r1", "r2", "same");
    for (const _ of [1, 2]) {
      const { together, log } = await again();
      expect(together).toEqual(["r1+r2+v2"]);
      expect(log.join()).not.toContain("reviewed pairs were not joined");
    }
    await decide("r1", "r2", "different");
    expect((await again()).together).toEqual(["r2+v2"]);
    expect(await identity.rows("SELECT count(*)::INTEGER AS n FROM review_decision")).toEqual([{ n: 2 }]);
  });

  soak("“same” of two names lifts what holds twins apart, for all records of the two names", async () => {
    const teddy = { ...amelia, forename: "Teddy", sex: null };
    const { together, decide, again } = await linked({
      [REGISTER]: [{ id: "r", nhs_number: nhsNumber(912000001), ...amelia, forename: "Oliver", sex: null }],
      [HEADCOUNT]: [
        { id: "h1", ...teddy, period: "2024-autumn" },
        { id: "h2", ...teddy, postcode: "B33 3CC", period: "2025-spring" },
      ],
    });
    expect(together).toEqual(["h1+h2"]);
    await decide("r", "h1", "same");
    expect((await again()).together).toEqual(["h1+h2+r"]);
  });

  soak(
    "one number under two names and dates is looked at, and a number of one child under two names",
    async () => {
      const number = { nhs_number: nhsNumber(912000001) };
      const { identity, together, decide, again } = await linked({
        [REGISTER]: [{ id: "r", ...number, ...amelia }],
        [REVIEWS]: [
          { id: "v1", ...number, ...amelia, forename: "Boris", surname: "Petrov" },
          { id: "v2", ...number, ...amelia, forename: "Nina", surname: "Cross", date_of_birth: "2020-11-30" },
        ],
      });
      expect(together).toEqual(["r+v1"]);
      const kinds = await identity.rows("SELECT DISTINCT kind FROM review_pair");
      expect(kinds).toEqual([{ kind: "one number" }]);
      await decide("r", "v1", "different");
      expect((await again()).together).toEqual([]);
    },
  );
});
