import { afterAll, describe, expect, it } from "vitest";
import type { Indicator } from "../../loaders/registry/indicator.js";
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
  table,
} from "./tiny-city.js";

const shown = (db: Database, where: string) =>
  db
    .rows<{
      area: string;
      category: string;
      period: string;
      numerator: number;
      denominator: number;
      value: number | null;
      status: string;
    }>(
      `SELECT area, category, period, numerator, denominator, round(value, 2) AS value, status FROM observation WHERE ${where} ORDER BY level, period_start, area, category`,
    )
    .then((rows) =>
      rows.map((r) => [r.period, r.area, r.category, r.numerator, r.denominator, r.value, r.status]),
    );

/** As measured, and once for all tests that ask the same: they only look. */
const known = new Map<string, ReturnType<typeof measured>>();
function measuredOnce(tables: string[], indicators: Indicator[]): ReturnType<typeof measured> {
  const key = JSON.stringify([tables, indicators]);
  if (!known.has(key)) known.set(key, measured(tables, indicators));
  return known.get(key)!;
}
afterAll(async () => {
  for (const { db } of await Promise.all(known.values())) db.close();
});

describe("good level of development", () => {
  // North: a and b reached it of a, b, c, d. South: e did not. f has no known area and reached it.
  // c is twice in the return, once with every goal met: a child counts once, by the same row for both counts.
  const six = [
    geography,
    people(
      ["a", "female", "Asian"],
      ["b", "male", "White"],
      ["c", "female", null],
      ["d", "male", "White"],
      ["e", "male", "White"],
      ["f", "female", "Black"],
    ),
    records("eyfsp-return", profileColumns, [
      profile("a", "L1", true, 17),
      profile("b", "L1", false, 12),
      profile("c", "L2", true, 11),
      profile("c", "L2", true, 11),
      profile("d", "L2", false, 0),
      profile("e", "L3", true, 5),
      profile("f", null, false, 17),
    ]),
  ];

  it("adds counts up from small areas to the city", async () => {
    const { db } = await measuredOnce(six, [indicator("good-level-of-development")]);
    expect(await shown(db, "breakdown = 'all'")).toEqual([
      ["2024/25", "E08000025", "all", 2, 5, 40, "value"],
      ["2024/25", "E", "all", 2, 4, 50, "value"],
      ["2024/25", "W", "all", 0, 1, 0, "zero"],
      ["2024/25", "L1", "all", 2, 2, 100, "value"],
      ["2024/25", "L2", "all", 0, 2, 0, "zero"],
      ["2024/25", "L3", "all", 0, 1, 0, "zero"],
      ["2024/25", "E08000025", "all", 1, 1, 100, "value"], // f, who is in none of them
      ["2024/25", "W1", "all", 2, 4, 50, "value"],
      ["2024/25", "W2", "all", 0, 1, 0, "zero"],
    ]);
  });

  it("divides one breakdown at a time, and says where nobody could be counted", async () => {
    const { db } = await measuredOnce(six, [indicator("good-level-of-development")]);
    expect(await shown(db, "level = 'ward' AND breakdown = 'fsm'")).toEqual([
      ["2024/25", "W1", "no", 1, 2, 50, "value"],
      ["2024/25", "W1", "yes", 1, 2, 50, "value"],
      ["2024/25", "W2", "no", 0, 0, null, "not_applicable"],
      ["2024/25", "W2", "yes", 0, 1, 0, "zero"],
    ]);
    expect(await shown(db, "level = 'city' AND breakdown = 'ethnic_group'")).toEqual([
      ["2024/25", "E08000025", "Asian", 1, 1, 100, "value"],
      ["2024/25", "E08000025", "Not known", 0, 1, 0, "zero"],
      ["2024/25", "E08000025", "White", 1, 3, 33.33, "value"],
    ]);
    // L1 is in the most deprived fifth, L2 and L3 in the least; f lives nowhere known.
    expect(await shown(db, "level = 'city' AND breakdown = 'deprivation_quintile'")).toEqual([
      ["2024/25", "E08000025", "1", 2, 2, 100, "value"],
      ["2024/25", "E08000025", "5", 0, 3, 0, "zero"],
    ]);
    expect(
      await shown(db, "level = 'unplaced' AND breakdown IN ('ethnic_group', 'deprivation_quintile')"),
    ).toEqual([
      ["2024/25", "E08000025", "Black", 1, 1, 100, "value"],
      ["2024/25", "E08000025", "Not known", 1, 1, 100, "value"],
    ]);
  });

  it("leaves out empty cells of small areas, and deprivation there", async () => {
    const { db } = await measuredOnce(six, [indicator("good-level-of-development")]);
    expect(
      await db.rows("SELECT DISTINCT breakdown FROM observation WHERE level = 'lsoa' ORDER BY 1"),
    ).toEqual(["all", "ethnic_group", "fsm", "send", "sex"].map((breakdown) => ({ breakdown })));
    expect(
      await db.rows(
        "SELECT count(*) AS n FROM observation WHERE level = 'lsoa' AND breakdown <> 'all' AND denominator = 0",
      ),
    ).toEqual([{ n: 0 }]);
  });

  soak("of a child's several rows counts one whose area is known, the same for both counts", async () => {
    const { db } = await measured(
      [
        geography,
        records("eyfsp-return", profileColumns, [
          profile("a", null, false, 17),
          profile("a", "L3", false, 0),
          profile("b", "L1", false, 17),
        ]),
      ],
      [indicator("good-level-of-development")],
    );
    expect(await shown(db, "breakdown = 'all' AND level IN ('ward', 'city')")).toEqual([
      ["2024/25", "E08000025", "all", 1, 2, 50, "value"],
      ["2024/25", "W1", "all", 1, 1, 100, "value"],
      ["2024/25", "W2", "all", 0, 1, 0, "zero"],
    ]);
  });

  it("tells how many children have no known area, and when the extract was made", async () => {
    const { db } = await measuredOnce(six, [indicator("good-level-of-development")]);
    expect(
      await db.rows(
        "SELECT note, as_of, source, period_start FROM observation WHERE level = 'city' AND breakdown = 'all'",
      ),
    ).toEqual([
      {
        note: "Not counted here, as their small area is not known or is outside the city: 1 in the numerator, 1 in the denominator.",
        as_of: "2026-10-31",
        source: "eyfsp-return",
        period_start: "2024-09-01",
      },
    ]);
  });

  it("gives Wilson's interval in percent", async () => {
    const { db } = await measuredOnce(six, [indicator("good-level-of-development")]);
    expect(
      await db.rows(
        "SELECT round(lower, 4) AS lower, round(upper, 4) AS upper FROM observation WHERE area = 'W1' AND breakdown = 'all'",
      ),
    ).toEqual([{ lower: 15.0039, upper: 84.9961 }]);
  });

  soak("makes the free school meals gap of the two percentages", async () => {
    const { db } = await measured(six, [
      indicator("good-level-of-development-fsm-gap"),
      indicator("good-level-of-development"),
    ]);
    // City: 1 of 3 with free school meals, 1 of 2 without; f lives nowhere known.
    expect(await shown(db, "indicator LIKE '%gap' AND level <> 'lsoa'")).toEqual([
      ["2024/25", "E08000025", "all", null, null, -16.67, "value"],
      ["2024/25", "E", "all", null, null, 0, "zero"],
      ["2024/25", "W", "all", null, null, null, "not_applicable"],
      ["2024/25", "W1", "all", null, null, 0, "zero"],
      ["2024/25", "W2", "all", null, null, null, "not_applicable"],
    ]);
    const [city] = await db.rows<{ lower: number; upper: number }>(
      "SELECT lower, upper FROM observation WHERE indicator LIKE '%gap' AND level = 'city'",
    );
    expect(city!.lower).toBeLessThan(-16.67);
    expect(city!.upper).toBeGreaterThan(-16.66);
  });

  soak("averages goals over children, never over areas", async () => {
    const { db } = await measured(six, [indicator("average-goals-met")]);
    // North: (17 + 12 + 11 + 0) / 4. City: (40 + 5) / 5.
    expect(await shown(db, "breakdown = 'all' AND level IN ('ward', 'city')")).toEqual([
      ["2024/25", "E08000025", "all", 45, 5, 9, "value"],
      ["2024/25", "W1", "all", 40, 4, 10, "value"],
      ["2024/25", "W2", "all", 5, 1, 5, "value"],
    ]);
    // Sum of squares of 17, 12, 11, 0 is 554: sample variance (554 − 400) / 3, half-width 1.96 · √(51.333 / 4), up to the scale's end.
    expect(
      await db.rows(
        "SELECT round(lower, 3) AS lower, round(upper, 3) AS upper FROM observation WHERE area IN ('W1', 'W2') AND breakdown = 'all' ORDER BY area",
      ),
    ).toEqual([
      { lower: 2.979, upper: 17 },
      { lower: null, upper: null },
    ]);
  });
});

describe("two-year-old take-up", () => {
  const place = (person: string, lsoa: string | null, entitlement: string, age: number, period: string) => [
    person,
    "2022-03-01",
    lsoa,
    age,
    entitlement,
    period,
  ];
  const support = "two-year-old additional support";
  const tables = [
    geography,
    people(["a", "female", "Asian"], ["b", "male", "White"], ["c", "male", "White"]),
    records(
      "funded-childcare-headcount",
      ["age_group", "entitlement"],
      [
        // a is at two providers in the autumn; b is on the working parents' entitlement and c is three.
        place("a", "L1", support, 2, "2024-autumn"),
        place("a", "L1", support, 2, "2024-autumn"),
        place("b", "L1", "working parents", 2, "2024-autumn"),
        place("c", "L3", "universal", 3, "2024-autumn"),
        place("a", "L1", support, 2, "2025-spring"),
        place("b", "L1", support, 2, "2025-spring"),
        place("a", "L1", support, 2, "2025-summer"),
      ],
    ),
    records(
      "eligible-two-year-olds",
      ["basis"],
      [
        ["a", "2022-03-01", "L1", "economic", "2024-autumn"],
        ["b", "2022-03-01", "L1", "economic", "2024-autumn"],
        ["a", "2022-03-01", "L1", "economic", "2025-spring"],
        ["b", "2022-03-01", "L1", "economic", "2025-autumn"],
      ],
    ),
  ];

  it("counts a child once a term, and is not clipped at 100 percent", async () => {
    const { db } = await measuredOnce(tables, [indicator("two-year-old-take-up")]);
    expect(await shown(db, "breakdown = 'all' AND level IN ('city', 'ward')")).toEqual([
      ["Autumn 2024", "E08000025", "all", 1, 2, 50, "value"],
      ["Spring 2025", "E08000025", "all", 2, 1, 200, "value"],
      ["Summer 2025", "E08000025", "all", null, null, null, "not_available"],
      ["Autumn 2024", "W1", "all", 1, 2, 50, "value"],
      ["Autumn 2024", "W2", "all", 0, 0, null, "not_applicable"],
      ["Spring 2025", "W1", "all", 2, 1, 200, "value"],
      ["Spring 2025", "W2", "all", 0, 0, null, "not_applicable"],
    ]);
    expect(
      await db.rows(
        "SELECT lower, upper, note FROM observation WHERE period = 'Spring 2025' AND area = 'W1' AND breakdown = 'all'",
      ),
    ).toEqual([
      {
        lower: null,
        upper: null,
        note: "More were counted than the number that they are counted out of, so no interval is given.",
      },
    ]);
  });

  it("says which term's list is missing; a term without a headcount is not there yet", async () => {
    const { db } = await measuredOnce(tables, [indicator("two-year-old-take-up")]);
    expect(await db.rows("SELECT note FROM observation WHERE status = 'not_available'")).toEqual([
      { note: "The extract with the denominator for this period is missing." },
    ]);
    expect(await db.rows("FROM observation WHERE period = 'Autumn 2025'")).toEqual([]);
  });

  soak("is dated by the term's own extract", async () => {
    const dated =
      "INSERT INTO extract VALUES ('funded-childcare-headcount', 'bb', '2024-autumn', 'h.xlsx', DATE '2024-09-01', DATE '2024-11-15', NULL, DATE '2026-11-20', DATE '2024-11-15', 'covered', 4, 0)";
    const { db } = await measured([dated, ...tables], [indicator("two-year-old-take-up")]);
    expect(
      await db.rows(
        "SELECT DISTINCT period, as_of FROM observation WHERE level = 'city' AND status = 'value' ORDER BY as_of",
      ),
    ).toEqual([
      { period: "Autumn 2024", as_of: "2024-11-15" },
      { period: "Spring 2025", as_of: "2026-10-31" },
    ]);
  });
});

describe("three- and four-year-old take-up", () => {
  it("is out of registered children from the term after their third birthday until Reception", async () => {
    const registered = (person: string, born: string, from: string, left: string | null) => [
      person,
      born,
      "L1",
      from,
      left,
      null,
    ];
    const { db } = await measured(
      [
        geography,
        people(["a", null, null]),
        records(
          "funded-childcare-headcount",
          ["age_group", "entitlement"],
          [
            ["a", "2021-08-01", "L1", 3, "universal", "2024-autumn"],
            ["a", "2021-08-01", "L1", 3, "working parents", "2025-spring"],
          ],
        ),
        records(
          "child-health-register",
          ["registered_on", "moved_out_on"],
          [
            registered("a", "2021-08-01", "2021-08-09", null), // three in August: counts from the autumn
            registered("b", "2021-09-01", "2021-09-09", null), // three in September: from the spring
            registered("c", "2020-08-01", "2020-08-09", null), // started Reception in September 2024
            registered("d", "2021-06-01", "2021-06-09", "2024-12-01"), // moved out after the autumn began
            registered("e", "2021-06-01", "2024-09-02", null), // moved in a day after the autumn began
          ],
        ),
      ],
      [indicator("three-and-four-year-old-take-up")],
    );
    expect(await shown(db, "breakdown = 'all' AND level = 'city'")).toEqual([
      ["Autumn 2024", "E08000025", "all", 1, 2, 50, "value"], // a of a, d
      ["Spring 2025", "E08000025", "all", 1, 3, 33.33, "value"], // a of a, b, e
    ]);
  });
});

describe("reviews at two to two and a half", () => {
  const review = (person: string, date: string, results: (boolean | null)[], type = "2-2.5 years") => [
    person,
    "2022-10-01",
    "L1",
    type,
    date,
    ...results,
    null,
  ];
  const yes = [true, true, true, true, true];
  const communicationOnly = [true, true, true, true, false];
  const reviews = records(
    "health-visiting-reviews",
    ["review_type", "review_date", ...domainColumns],
    [
      review("z", "2023-04-03", yes),
      review("a", "2024-12-01", [false, false, true, true, true]),
      review("a", "2025-03-01", yes), // the later one counts
      review("b", "2024-12-01", communicationOnly),
      review("c", "2024-12-01", [true, null, true, true, true]), // not completed
      review("d", "2024-12-01", yes, "12 months"),
      review("e", "2025-05-02", [false, true, true, true, true]), // after 30 April, when e reached two and a half
    ],
  );

  soak("count completed questionnaires, each child's latest, with the year in progress marked", async () => {
    const { db } = await measured(
      [geography, reviews],
      [indicator("asq-all-domains"), indicator("asq-communication")],
    );
    expect(await shown(db, "breakdown = 'all' AND level = 'city' AND indicator = 'asq-all-domains'")).toEqual(
      [
        ["2023/24", "E08000025", "all", 1, 1, 100, "value"],
        ["2024/25", "E08000025", "all", 1, 2, 50, "value"],
        ["2025/26", "E08000025", "all", 0, 1, 0, "zero"],
      ],
    );
    expect(
      await shown(
        db,
        "breakdown = 'all' AND level = 'city' AND indicator = 'asq-communication' AND period = '2024/25'",
      ),
    ).toEqual([["2024/25", "E08000025", "all", 2, 2, 100, "value"]]);
    expect(
      await db.rows(
        "SELECT DISTINCT period, note FROM observation WHERE note IS NOT NULL AND area = 'W1' ORDER BY period",
      ),
    ).toEqual([{ period: "2025/26", note: "In progress: to 2 May 2025." }]);
  });

  it("cover the children who reached two and a half in the year", async () => {
    const registered = (person: string, born: string, left: string | null = null) => [
      person,
      born,
      "L1",
      "2022-11-01",
      left,
      null,
    ];
    const { db } = await measured(
      [
        geography,
        reviews,
        records(
          "child-health-register",
          ["registered_on", "moved_out_on"],
          [
            registered("a", "2022-09-01"), // two and a half in March 2025; reviewed that month
            registered("b", "2022-08-01"), // reviewed before
            registered("c", "2022-07-01", "2024-06-01"), // moved out before
            registered("g", "2022-07-01"), // never reviewed
            registered("e", "2022-10-01"), // two and a half in April 2025, reviewed in May: too late
            registered("y", "2020-12-01"), // reached it in June 2023, with half its year for a review before the extract begins
            registered("h", "2022-11-01"), // reaches it in May 2025, beyond what the reviews tell of
          ],
        ),
      ],
      [indicator("two-year-review-coverage")],
    );
    expect(await shown(db, "breakdown = 'all' AND level = 'city'")).toEqual([
      ["2024/25", "E08000025", "all", 2, 3, 66.67, "value"],
      ["2025/26", "E08000025", "all", 0, 1, 0, "zero"],
    ]);
  });
});

describe("children's centres", () => {
  const visit = (
    person: string | null,
    date: string,
    activity = "play",
    born: string | null = "2022-01-01",
  ) => [person, born, person && "L1", "c1", activity, date, null];
  const tables = [
    geography,
    people(["a", "female", null], ["b", "male", null]),
    records(
      "childrens-centre-attendances",
      ["centre_id", "activity", "session_date"],
      [
        visit("z", "2023-05-01"), // the extract begins in May: 2023/24 is not whole
        visit("a", "2024-04-02"),
        visit("a", "2024-04-02"), // the same row again
        visit("a", "2024-04-02", "song"),
        visit("b", "2024-05-02", "play", "2019-05-01"), // five that month
        visit(null, "2024-06-02", "play", null),
        visit("a", "2025-03-28"),
        visit("a", "2025-04-02"), // 2025/26 has only begun
      ],
    ),
    table(
      "small-area-population",
      ["lsoa", "year", "age", "sex", "children", "_period"],
      [
        ["L1", 2023, 0, "female", 400, null],
        ["L1", 2023, 5, "female", 999, null],
        ["L1", 2023, 4, "male", 300, null],
        ["L3", 2023, 4, "male", 100, null],
        ["L1", 2026, 4, "male", 5000, null],
      ],
    ),
  ];

  it("reach counts children, once a year, out of the latest population estimate before it", async () => {
    const { db } = await measured(tables, [indicator("childrens-centre-reach")]);
    expect(await shown(db, "breakdown IN ('all', 'sex') AND level IN ('city', 'ward')")).toEqual([
      ["2024/25", "E08000025", "all", 1, 800, 0.13, "value"],
      ["2024/25", "E08000025", "female", 1, 400, 0.25, "value"],
      ["2024/25", "E08000025", "male", 0, 400, 0, "zero"],
      ["2024/25", "W1", "all", 1, 700, 0.14, "value"],
      ["2024/25", "W1", "female", 1, 400, 0.25, "value"],
      ["2024/25", "W1", "male", 0, 300, 0, "zero"],
      ["2024/25", "W2", "all", 0, 100, 0, "zero"],
      ["2024/25", "W2", "female", 0, 0, null, "not_applicable"],
      ["2024/25", "W2", "male", 0, 100, 0, "zero"],
    ]);
  });

  it("attendances count visits, those of unknown children in no area, without an interval, as a child may come often", async () => {
    const { db } = await measured(tables, [indicator("childrens-centre-attendances")]);
    expect(await shown(db, "breakdown = 'all' AND level IN ('city', 'ward', 'unplaced')")).toEqual([
      ["2024/25", "E08000025", "all", 3, 800, 3.75, "value"],
      ["2024/25", "E08000025", "all", 1, 0, null, "not_applicable"],
      ["2024/25", "W1", "all", 3, 700, 4.29, "value"],
      ["2024/25", "W2", "all", 0, 100, 0, "zero"],
    ]);
    expect(
      await db.rows("SELECT lower, upper FROM observation WHERE level = 'city' AND breakdown = 'all'"),
    ).toEqual([{ lower: null, upper: null }]);
  });
});
