import { afterEach, describe, expect, it } from "vitest";
import { createObservation } from "../../loaders/measure/observe.js";
import { createPublishedCounts } from "../../loaders/measure/published.js";
import { isKnownBy, readKnown } from "../../loaders/protect/known.js";
import { protectFigures } from "../../loaders/protect/protect-figures.js";
import { readIndicators } from "../../loaders/registry/indicator.js";
import { type Policy, readPolicy } from "../../loaders/registry/policy.js";
import { readSources } from "../../loaders/registry/source.js";
import { Database } from "../../loaders/store/database.js";
import { exact, measured } from "./attacked-city.js";

const level = "good-level-of-development";
const sources = readSources();
/** Of the city by sex the Department publishes both counts. */
const policy: Policy = {
  ...exact,
  known: [
    {
      by: "the Department",
      indicators: [level],
      levels: ["city"],
      breakdowns: ["all", "sex"],
      counts: ["numerator", "denominator"],
    },
  ],
};

const open: Database[] = [];
afterEach(() => {
  for (const db of open.splice(0)) db.close();
});

/** A store in which the first lines are counted here, and the second published by a source. */
async function store(counted: string[], published: string[], source = "eyfsp-headline"): Promise<Database> {
  const db = await Database.open(":memory:");
  open.push(db);
  await db.run(createObservation);
  await db.run(createPublishedCounts);
  for (const [table, lines] of [
    ["observation", counted],
    ["published_count", published],
  ] as const)
    for (const { indicator, level, area, period, breakdown, category, numerator, denominator } of measured([
      ...lines,
    ]))
      await db.run(
        `INSERT INTO ${table} BY NAME SELECT $1 AS indicator, $2 AS source, $3 AS level, $4 AS area, $5 AS period,
           $6 AS breakdown, $7 AS category, $8::DOUBLE AS numerator, $9::DOUBLE AS denominator`,
        [
          indicator,
          table === "observation" ? "eyfsp-return" : source,
          level,
          area,
          period,
          breakdown,
          category,
          numerator,
          denominator,
        ],
      );
  return db;
}

const counted = ["city C all all 200/400", "city C sex female 110/200", "city C sex male 90/200"];
const known = async (db: Database, inForce = policy) =>
  (await readKnown(db, inForce, sources)).map(
    ({ category, numerator, denominator }) => `${category} ${numerator}/${denominator}`,
  );

describe("what outsiders know", () => {
  it("is what an open source publishes with the same number", async () => {
    expect(await known(await store(counted, counted))).toEqual([
      "all 200/400",
      "female 110/200",
      "male 90/200",
    ]);
  });

  it("is not the whole breakdown: what nobody publishes is a secret", async () => {
    expect(await known(await store(counted, ["city C sex female 110/200"]))).toEqual(["female 110/200"]);
    expect(await known(await store(counted, []))).toEqual([]);
  });

  it("is not a count that is another here", async () => {
    const others = ["city C all all 200/410", "city C sex female 111/201"];
    expect(await known(await store(counted, others))).toEqual(["all 200/null"]);
  });

  it("is not what a source keeps to itself, nor what the policy does not name", async () => {
    expect(await known(await store(counted, counted, "eyfsp-return"))).toEqual([]);
    expect(await known(await store(counted, counted), { ...policy, known: [] })).toEqual([]);
    const wards = ["ward W1 all all 60/100"];
    expect(await known(await store(wards, wards))).toEqual([]);
  });

  it("is nothing in a store that does not keep what is published", async () => {
    const db = await store(counted, counted);
    await db.run("DROP TABLE published_count");
    expect(await known(db)).toEqual([]);
  });

  it("is told of a figure by all that it is of, and by its number", async () => {
    const isKnown = isKnownBy(await readKnown(await store(counted, counted), policy, sources));
    const [all] = measured(counted);
    expect(isKnown(all!, "numerator")).toBe(true);
    expect(isKnown({ ...all!, numerator: 201 }, "numerator")).toBe(false);
    expect(isKnown({ ...all!, period: "2023/24" }, "numerator")).toBe(false);
    expect(isKnown({ ...all!, indicator: "average-goals-met" }, "numerator")).toBe(false);
  });
});

describe("a small count of a breakdown that others publish", () => {
  // Of children with a plan four reached the level, and nobody publishes that.
  const figures = measured([
    "city C all all 200/400",
    "city C send none 153/300",
    "city C send support 43/80",
    "city C send ehcp 4/20",
  ]);
  const levels = { city: ["send"] } as Policy["publish"]["levels"];
  const inForce = { ...exact, known: readPolicy().known, publish: { ...exact.publish, levels } };
  const statuses = async (knownFigures: Awaited<ReturnType<typeof readKnown>>) => {
    const { figures: made } = await protectFigures(figures, {
      policy: inForce,
      indicators: readIndicators(sources),
      sources,
      together: true,
      parentOf: new Map(),
      known: knownFigures,
    });
    return Object.fromEntries(made.map(({ category, status }) => [category, status]));
  };

  it("is protected beside the others, as any other, unless it is really published", async () => {
    expect(inForce.known.some(({ breakdowns }) => breakdowns.includes("send"))).toBe(true);
    const protectedToo = await statuses([]);
    expect(protectedToo.ehcp).toBe("suppressed");
    // One more is hidden, or the four would be all less the others.
    expect(Object.values(protectedToo).filter((status) => status === "suppressed")).toHaveLength(2);
    const theirs = figures.map((figure) => ({ ...figure, by: "the Department" }));
    expect(Object.values(await statuses(theirs)).filter((status) => status === "suppressed")).toHaveLength(1);
  });
});
