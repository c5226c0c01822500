import { describe, expect, it } from "vitest";
import { wilson } from "../../components/words/intervals.js";
import { isPooled, partsOfPeriod, pooledName } from "../../components/words/pooled-period.js";
import { blockOf, pooledPeriods } from "../../loaders/measure/pool.js";
import { indicatorSchema, type PeriodType } from "../../loaders/registry/indicator.js";
import type { Database } from "../../loaders/store/database.js";
import { soak } from "../soak.js";
import {
  domainColumns,
  geography,
  indicator,
  measured,
  people,
  profile,
  profileColumns,
  records,
} from "./tiny-city.js";

describe("the name of several periods together", () => {
  it.each([
    [["2023/24", "2024/25", "2025/26"], "2023/24 to 2025/26"],
    [["1998/99", "1999/00"], "1998/99 to 1999/00"],
    [["2024", "2025"], "2024 to 2025"],
    [["Spring 2024", "Spring 2025", "Spring 2026"], "Spring terms 2024 to 2026"],
  ])("%j is %s, and back", (parts, name) => {
    expect(pooledName(parts)).toBe(name);
    expect(partsOfPeriod(name)).toEqual(parts);
  });

  it.each(["2023/24", "Autumn 2024", "2024", "Spring 2024 to Spring 2026", "", null])(
    "%s is one alone",
    (name) => {
      expect(isPooled(name)).toBe(false);
    },
  );
});

describe("blocks of years", () => {
  const pool = { years: 3, from: 2023, breakdowns: [] };
  const years = (from: number, to: number) =>
    Array.from({ length: to - from + 1 }, (_, i) => ({
      label: `${from + i}/${String(from + i + 1).slice(2)}`,
      start: `${from + i}-09-01`,
    }));
  const names = (periods: { label: string; start: string }[], type: PeriodType = "academic_year") =>
    pooledPeriods(type, pool, periods).map(({ name }) => name);

  it("follow each other and never overlap, whatever periods there are", () => {
    for (let from = 2018; from <= 2026; from++)
      for (let to = from; to <= 2032; to++) {
        const pooled = names(years(from, to)).map((name) => partsOfPeriod(name)!);
        const parts = pooled.flat();
        expect(new Set(parts).size).toBe(parts.length);
        for (const [first] of pooled) expect((Number(first!.slice(0, 4)) - 2023) % 3).toBe(0);
      }
    expect(names(years(2021, 2030))).toEqual(["2023/24 to 2025/26", "2026/27 to 2028/29"]);
  });

  it("are pooled only when they are whole", () => {
    expect(names(years(2023, 2024))).toEqual([]);
    expect(names(years(2024, 2026))).toEqual([]);
  });

  it("of terms are the same term of each school year, so that no child counts twice", () => {
    const term = (label: string, start: string) => ({ label, start });
    const terms = [2023, 2024, 2025].flatMap((year) => [
      term(`Autumn ${year}`, `${year}-09-01`),
      term(`Spring ${year + 1}`, `${year + 1}-01-01`),
      term(`Summer ${year + 1}`, `${year + 1}-04-01`),
    ]);
    expect(names(terms, "term")).toEqual([
      "Autumn terms 2023 to 2025",
      "Spring terms 2024 to 2026",
      "Summer terms 2024 to 2026",
    ]);
    expect(blockOf("term", pool, "2023-04-01")).toBeUndefined();
  });
});

describe("pooled figures", () => {
  const city = [
    geography,
    people(...["a", "b", "c", "d", "e", "f"].map((id): [string, string, string] => [id, "female", "Asian"])),
    records("eyfsp-return", profileColumns, [
      profile("a", "L1", true, 17, "2023-24"),
      profile("b", "L2", true, 0, "2023-24"),
      profile("c", "L1", false, 17, "2024-25"),
      profile("d", "L1", true, 17, "2024-25"),
      profile("e", "L2", true, 17, "2025-26"),
      profile("f", "L3", false, 0, "2025-26"),
      profile("g", null, false, 17, "2025-26"),
    ]),
  ];
  const rows = (db: Database, where: string) =>
    db
      .rows<Record<string, unknown>>(
        `SELECT indicator, level, area, period, category, numerator, denominator, value, lower, upper, status, note, period_start FROM observation
         WHERE period LIKE '% to %' AND ${where} ORDER BY indicator, level, area, category`,
      )
      .then((list) =>
        list.map((row) => Object.fromEntries(Object.entries(row).filter(([, value]) => value !== null))),
      );

  it("are sums of counts over sums of denominators, with the interval of all these children", async () => {
    const { db } = await measured(city, [indicator("good-level-of-development")]);
    const { lower, upper } = wilson(4, 5)!;
    expect(await rows(db, "area = 'W1' AND breakdown = 'all'")).toEqual([
      {
        indicator: "good-level-of-development",
        level: "ward",
        area: "W1",
        period: "2023/24 to 2025/26",
        category: "all",
        numerator: 4,
        denominator: 5,
        // The mean of 50, 100 and 100 would be 83.
        value: 80,
        lower: expect.closeTo(100 * lower, 6),
        upper: expect.closeTo(100 * upper, 6),
        status: "value",
        period_start: "2023-09-01",
      },
    ]);
  });

  it("add up over areas and the categories that are pooled, and keep those apart who have no area", async () => {
    const { db } = await measured(city, [indicator("good-level-of-development")]);
    const counts = async (where: string) =>
      (await rows(db, where)).map((row) => [
        row.level,
        row.area,
        row.category,
        row.numerator,
        row.denominator,
      ]);
    expect(await counts("breakdown = 'all'")).toEqual([
      ["city", "E08000025", "all", 4, 6],
      ["locality", "E", "all", 4, 5],
      ["locality", "W", "all", 0, 1],
      ["unplaced", "E08000025", "all", 1, 1],
      ["ward", "W1", "all", 4, 5],
      ["ward", "W2", "all", 0, 1],
    ]);
    expect(await counts("breakdown = 'fsm' AND level = 'ward'")).toEqual([
      ["ward", "W1", "no", 1, 1],
      ["ward", "W1", "yes", 3, 4],
      ["ward", "W2", "no", 0, 1],
      ["ward", "W2", "yes", 0, 0],
    ]);
    expect(await counts("breakdown NOT IN ('all', 'fsm')")).toEqual([]);
  });

  soak("have a gap, made of their two percentages", async () => {
    const { db } = await measured(city, [
      indicator("good-level-of-development"),
      indicator("good-level-of-development-fsm-gap"),
    ]);
    expect(await rows(db, "indicator LIKE '%gap' AND area = 'W1'")).toMatchObject([
      { period: "2023/24 to 2025/26", value: -25 },
    ]);
  });

  soak("leave out a year that is still in progress", async () => {
    const review = (person: string, date: string) => [
      person,
      "2022-01-01",
      "L1",
      "2-2.5 years",
      date,
      ...domainColumns.map(() => true),
      null,
    ];
    const { db } = await measured(
      [
        geography,
        people(["a", null, null]),
        records(
          "health-visiting-reviews",
          ["review_type", "review_date", ...domainColumns],
          ["2023-04-03", "2024-05-01", "2025-05-01", "2025-10-30"].map((date, i) => review(`p${i}`, date)),
        ),
      ],
      [indicator("asq-communication")],
    );
    expect(await db.rows("SELECT DISTINCT period FROM observation WHERE period LIKE '2025%'")).toEqual([
      { period: "2025/26" },
    ]);
    expect(await rows(db, "true")).toEqual([]);
  });

  it("are only declared of proportions counted here, and of breakdowns that there are", () => {
    const definition = indicator("good-level-of-development");
    const mistakes = (change: object) =>
      indicatorSchema.safeParse({ ...definition, ...change }).error?.issues.map(({ message }) => message);
    expect(mistakes({})).toBeUndefined();
    expect(mistakes({ records: undefined, joined: [] })).toEqual([
      "must be left out: only proportions that are counted from records are pooled.",
    ]);
    expect(mistakes({ breakdowns: ["sex"] })).toEqual([
      "fsm: is not one of breakdowns. Add it there, or remove it here.",
    ]);
  });
});
