import { afterEach, describe, expect, it } from "vitest";
import { createObservation } from "../../loaders/measure/observe.js";
import { createPublishedCounts } from "../../loaders/measure/published.js";
import { isKnownBy, nothingKnown, readKnown } from "../../loaders/protect/known.js";
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

  it("is not what an open register of persons holds, nor anything where no source is open", async () => {
    const db = await store(counted, counted);
    const as = (change: Partial<(typeof sources)[number]>) =>
      sources.map((source) => (source.id === "eyfsp-headline" ? { ...source, ...change } : source));
    expect(await readKnown(db, policy, as({ kind: "records" } as never))).toEqual([]);
    expect(await readKnown(db, policy, as({ sensitivity: "personal" } as never))).toEqual([]);
    expect(await readKnown(db, policy, [])).toEqual([]);
    expect(await readKnown(db, policy, as({}))).toHaveLength(3);
  });

  it("is the counts that the policy names, with who publishes them", async () => {
    const [rule] = policy.known;
    const db = await store(counted, counted);
    const denominators = { ...policy, known: [{ ...rule!, counts: ["denominator" as const] }] };
    expect(await known(db, denominators)).toEqual(["all null/400", "female null/200", "male null/200"]);
    expect(await known(await store(counted, ["city C all all 200/410"]), denominators)).toEqual([]);
    const twice = {
      ...policy,
      known: [
        { ...rule!, breakdowns: ["all" as const] },
        { ...rule!, by: "others" },
      ],
    };
    const figures = await readKnown(db, twice as Policy, sources);
    expect(figures.map(({ by, category }) => `${by}: ${category}`)).toEqual([
      "the Department: all",
      "others: all",
      "others: female",
      "others: male",
    ]);
    expect(figures[0]).toMatchObject({ indicator: level, level: "city", area: "C", period: "2024/25" });
  });

  it("is one count where several open sources publish it, and one of them alike", async () => {
    const other = ["city C sex female 110/200", "city C sex female 111/200"];
    expect(await known(await store(counted, other))).toEqual(["female 110/200"]);
  });

  it("is told of several periods together where each of them is known, once, and their sum is the same", () => {
    const [figure] = measured(["city C all all 200/400"]);
    const of = (period: string, numerator: number | null, denominator: number | null = 400) => ({
      ...figure!,
      by: "the Department",
      period,
      numerator,
      denominator,
    });
    const years = [of("2022/23", 190), of("2023/24", 195), of("2024/25", 200)];
    const pooled = { ...figure!, period: "2022/23 to 2024/25", numerator: 585, denominator: 1200 };
    const isKnown = isKnownBy(years);
    expect(isKnown(pooled, "numerator")).toBe(true);
    expect(isKnown(pooled, "denominator")).toBe(true);
    expect(isKnown({ ...pooled, numerator: 586 }, "numerator")).toBe(false);
    expect(isKnown({ ...pooled, numerator: null }, "numerator")).toBe(false);
    expect(isKnown({ ...pooled, period: "2021/22 to 2024/25" }, "numerator")).toBe(false);
    expect(isKnownBy(years.slice(1))(pooled, "numerator")).toBe(false);
    // Of two numbers for one year nobody knows which it is.
    expect(isKnownBy([...years, of("2023/24", 196)])(pooled, "numerator")).toBe(false);
    expect(isKnownBy([...years, of("2023/24", 196)])(pooled, "denominator")).toBe(true);
    expect(isKnownBy([...years, of("2023/24", 196)])(of("2023/24", 195), "numerator")).toBe(true);
    expect(isKnownBy([of("2024/25", null)])(of("2024/25", null), "numerator")).toBe(false);
    expect(isKnownBy([of("2024/25", null)])(of("2024/25", null), "denominator")).toBe(true);
  });

  it("is told of a figure by all that it is of, and by its number", async () => {
    const isKnown = isKnownBy(await readKnown(await store(counted, counted), policy, sources));
    const [all] = measured(counted);
    expect(isKnown(all!, "numerator")).toBe(true);
    expect(isKnown({ ...all!, numerator: 201 }, "numerator")).toBe(false);
    expect(isKnown({ ...all!, period: "2023/24" }, "numerator")).toBe(false);
    expect(isKnown({ ...all!, indicator: "average-goals-met" }, "numerator")).toBe(false);
    for (const key of ["level", "area", "breakdown", "category"] as const)
      expect(isKnown({ ...all!, [key]: "other" }, "numerator")).toBe(false);
    // All children's denominator is nobody's numerator.
    expect(isKnown({ ...all!, numerator: 400 }, "numerator")).toBe(false);
    expect(nothingKnown(all!, "numerator")).toBe(false);
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
