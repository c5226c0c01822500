import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { notKnown } from "../../loaders/registry/indicator.js";
import type { Database } from "../../loaders/store/database.js";
import { cases, soak } from "../soak.js";
import {
  domainColumns,
  geography,
  goalNames,
  measured,
  people,
  profileColumns,
  records,
  table,
  tinyIndicators,
  type Value,
} from "./tiny-city.js";

/** L1 and L2 lie in W1, L3 in W2, of two localities; L4 in W3, of none. Of L4 no deprivation is known; L9 is elsewhere. */
const places = ["L1", "L2", "L3", "L4", "L9", null];
const wider = `
  INSERT INTO src_lsoa_ward_lookup VALUES ('L4', 'W3', 'Alone', 'E08000025');
  INSERT INTO src_deprivation_2025 VALUES ('L9', 5)`;

const ids = Array.from({ length: 12 }, (_, i) => `p${i}`);
const place = fc.constantFrom(...places);
const who = fc.constantFrom(...ids, null);
const oneOf = <T extends Value>(...values: T[]) => fc.constantFrom(...values);
const rowsOf = (row: fc.Arbitrary<Value[]>) => fc.array(row, { minLength: 4, maxLength: 25 });

const cities = fc.record({
  people: fc.tuple(
    ...ids.map((id) =>
      fc.tuple(
        fc.constant(id),
        oneOf("female", "male", null, "unclear"),
        oneOf("Asian", "White", null, "elsewhere"),
      ),
    ),
  ),
  profiles: rowsOf(
    fc.tuple(
      who,
      oneOf("2020-01-01"),
      place,
      oneOf<Value>(true, false, null),
      oneOf("none", "support", "ehcp", null),
      ...goalNames.map(() => oneOf("1", "2", "2", "2")),
      oneOf("2023-24", "2024-25"),
    ),
  ),
  headcount: rowsOf(
    fc.tuple(
      who,
      oneOf("2022-03-01", "2020-01-01"),
      place,
      oneOf(2, 3, 4),
      oneOf("two-year-old additional support", "universal", "working parents"),
      oneOf("2023-autumn", "2024-spring", "2024-summer", "2024-autumn"),
    ),
  ),
  eligible: rowsOf(
    fc.tuple(
      who,
      oneOf("2022-03-01"),
      place,
      oneOf("economic"),
      oneOf("2023-autumn", "2024-spring", "2024-autumn"),
    ),
  ),
  register: rowsOf(
    fc.tuple(who, oneOf("2021-03-01", "2022-03-01"), place, oneOf("2022-04-01"), oneOf(null), oneOf(null)),
  ),
  reviews: rowsOf(
    fc.tuple(
      who,
      oneOf("2022-03-01"),
      place,
      oneOf("2-2.5 years"),
      oneOf("2024-04-02", "2024-09-01", "2025-03-30"),
      ...domainColumns.map(() => oneOf<Value>(true, false, null)),
      oneOf(null),
    ),
  ),
  attendances: rowsOf(
    fc.tuple(
      who,
      oneOf("2022-03-01", null),
      place,
      oneOf("c1"),
      oneOf("play"),
      oneOf("2024-04-02", "2024-09-01", "2025-03-30"),
      oneOf(null),
    ),
  ),
  population: rowsOf(
    fc.tuple(
      oneOf("L1", "L2", "L3", "L4", "L9", null),
      oneOf(2023),
      oneOf(0, 4, 5),
      oneOf("female", "male", null),
      fc.integer({ min: 0, max: 60 }),
    ),
  ),
  settings: rowsOf(
    fc.tuple(
      oneOf("Childcare on non-domestic premises", "Childminder", "Home childcarer"),
      oneOf("Full day care", "Sessional day care", "Out-of-school day care", null),
      oneOf<Value>(true, false, null),
      fc.integer({ min: 0, max: 90 }),
      oneOf(-1.85, -1.78, -0.1, null),
    ),
  ),
});

type City = typeof cities extends fc.Arbitrary<infer T> ? T : never;

function tablesOf(city: City): string[] {
  return [
    geography,
    wider,
    people(...city.people),
    "CREATE TABLE seen_in (person_id VARCHAR, source VARCHAR, probability DOUBLE)",
    records("eyfsp-return", profileColumns, city.profiles),
    records("funded-childcare-headcount", ["age_group", "entitlement"], city.headcount),
    records("eligible-two-year-olds", ["basis"], city.eligible),
    records(
      "child-health-register",
      ["registered_on", "moved_out_on"],
      [
        // So that the columns are of the types that they have where something is in them.
        ["p0", "2021-03-01", "L1", "2022-04-01", "2030-01-01", null],
        ...city.register,
      ],
    ),
    records(
      "health-visiting-reviews",
      ["review_type", "review_date", ...domainColumns],
      [
        ["p0", "2022-03-01", "L1", "2-2.5 years", "2024-04-02", ...domainColumns.map(() => true), null],
        ...city.reviews,
      ],
    ),
    records("childrens-centre-attendances", ["centre_id", "activity", "session_date"], city.attendances),
    table("small-area-population", ["lsoa", "year", "age", "sex", "children"], city.population),
    table(
      "settings-register",
      "urn name provider_type provider_subtype early_years_register status local_authority registration_date places judgement inspection_date postcode opens_at closes_at weeks_open latitude longitude _row".split(
        " ",
      ),
      city.settings.map(([type, subtype, early, count, longitude], i) => [
        `EY${i}`,
        `Setting ${i}`,
        type!,
        subtype!,
        early!,
        "Active",
        "Birmingham",
        "2026-03-01",
        count!,
        null,
        "2024-05-01",
        null,
        null,
        null,
        50,
        longitude === null ? null : 52.45,
        longitude!,
        i,
      ]),
    ),
  ];
}

interface Row {
  indicator: string;
  level: string;
  area: string;
  period: string;
  breakdown: string;
  category: string;
  numerator: number;
  denominator: number;
  value: number | null;
  status: string;
}

const key = (...parts: string[]) => parts.join(" | ");

/** What is wrong with the sums of the figures: empty if parts, and those in none, add up to each whole. */
async function mistakesIn(db: Database): Promise<string[]> {
  const rows = await db.rows<Row>(
    "SELECT indicator, level, area, period, breakdown, category, numerator, denominator, value, status FROM observation WHERE numerator IS NOT NULL",
  );
  const areas = await db.rows<{ code: string; level: string; parent: string | null }>(
    "SELECT code, level, parent FROM area WHERE level IN ('lsoa', 'ward', 'locality', 'city')",
  );
  const mistakes: string[] = [];
  const of = new Map(
    rows.map((r) => [key(r.indicator, r.level, r.area, r.period, r.breakdown, r.category), r]),
  );
  const check = (what: string, whole: Row, parts: Row[]) => {
    const name = `${what}: ${Object.values(whole).slice(0, 6).join(" ")}`;
    for (const count of ["numerator", "denominator"] as const) {
      const sum = parts.reduce((total, part) => total + part[count], 0);
      if (Math.abs(sum - whole[count]) > 1e-9)
        mistakes.push(`${name}: ${count} ${whole[count]}, parts ${sum}`);
    }
    // Who is counted out of nobody makes a share without bound.
    const shares = parts
      .filter((part) => part.numerator > 0 || part.denominator > 0)
      .map((part) => part.numerator / part.denominator);
    const share = whole.numerator / whole.denominator;
    if (
      whole.denominator > 0 &&
      !(Math.min(...shares) <= share + 1e-9 && share <= Math.max(...shares) + 1e-9)
    )
      mistakes.push(`${name}: ${share} does not lie within ${shares}`);
  };
  for (const whole of rows) {
    const { indicator, level, area, period, breakdown, category } = whole;
    const parts = areas
      .filter((part) => part.parent === area && part.level !== level)
      .flatMap((part) => of.get(key(indicator, part.level, part.code, period, breakdown, category)) ?? []);
    // Small areas are not divided by their own deprivation, and settings are not placed in them.
    const isDivided =
      level !== "ward" || (breakdown !== "deprivation_quintile" && indicator !== "places-per-child");
    if (["city", "locality", "ward"].includes(level) && isDivided) check("areas", whole, parts);
    if (breakdown !== "all") continue;
    const breakdowns = new Set(
      rows
        .filter(
          (r) =>
            r.indicator === indicator && r.period === period && r.level === level && r.breakdown !== "all",
        )
        .map((r) => r.breakdown),
    );
    for (const by of breakdowns)
      check(
        by,
        whole,
        rows.filter(
          (r) =>
            r.indicator === indicator &&
            r.level === level &&
            r.area === area &&
            r.period === period &&
            r.breakdown === by,
        ),
      );
  }
  return mistakes;
}

/** Who is counted in the city and who in none of its areas, together. */
async function together(db: Database, indicator: string, count: "numerator" | "denominator") {
  const rows = await db.rows<{ period: string; n: number }>(
    `SELECT period, sum(${count})::INTEGER AS n FROM observation
     WHERE indicator = '${indicator}' AND breakdown = 'all' AND level IN ('city', 'unplaced') AND ${count} IS NOT NULL
     GROUP BY period HAVING n > 0 ORDER BY period`,
  );
  return rows.map(({ period, n }) => `${period} ${n}`);
}

describe("parts and whole", () => {
  soak(
    "in any city, areas, groups and those in none add up to the whole, and its share lies within theirs",
    async () => {
      await fc.assert(
        fc.asyncProperty(cities, async (city) => {
          const { db } = await measured(tablesOf(city));
          try {
            expect(await mistakesIn(db)).toEqual([]);
            const children = (rows: Value[][], at: number, is: (row: Value[]) => boolean = () => true) => {
              const byPeriod = new Map<string, Set<Value>>();
              for (const row of rows)
                if (row[0] !== null && is(row))
                  byPeriod.set(String(row[at]), (byPeriod.get(String(row[at])) ?? new Set()).add(row[0]!));
              return byPeriod;
            };
            const profiles = children(city.profiles, city.profiles[0]!.length - 1);
            expect(await together(db, "good-level-of-development", "denominator")).toEqual(
              [...profiles].map(([period, all]) => `${period.replace("-", "/")} ${all.size}`).sort(),
            );
            const twos = children(
              city.headcount,
              5,
              (row) => row[3] === 2 && row[4] === "two-year-old additional support",
            );
            const held = new Set(city.eligible.map((row) => String(row[4])));
            const termed = (text: string) =>
              text.replace(/(\d{4})-(\w)(\w+)/, (_, y, a, b) => `${a.toUpperCase()}${b} ${y}`);
            expect(await together(db, "two-year-old-take-up", "numerator")).toEqual(
              [...twos]
                .filter(([period]) => held.has(period))
                .map(([period, all]) => `${termed(period)} ${all.size}`)
                .sort(),
            );
            const unequal = await db.rows(`
            SELECT indicator, period, level, area FROM joined_figure
            JOIN observation USING (indicator, period, level, area)
            WHERE "within" = 'all' AND threshold IS NULL AND breakdown = 'all'
            GROUP BY ALL HAVING sum(joined_figure.denominator) <> any_value(observation.denominator)`);
            expect(unequal).toEqual([]);
          } finally {
            db.close();
          }
        }),
        { ...cases(1), endOnFailure: true },
      );
    },
    120_000,
  );

  it("has indicators of every kind to look at", () => {
    expect(
      new Set(tinyIndicators.filter(({ records, gap }) => records || gap).map(({ kind }) => kind)),
    ).toEqual(new Set(["proportion", "rate", "mean", "ratio", "gap"]));
  });

  it("a child whose sex, school meals or deprivation is not known is in a category of its own", async () => {
    const goals = goalNames.map(() => "2");
    const { db } = await measured(
      [
        geography,
        wider,
        people(["a", null, null], ["b", "female", null]),
        records("eyfsp-return", profileColumns, [
          ["a", "2020-01-01", "L4", null, null, ...goals, "2024-25"],
          ["b", "2020-01-01", "L1", true, "none", ...goals, "2024-25"],
        ]),
      ],
      tinyIndicators.filter(({ id }) => id === "good-level-of-development"),
    );
    const rows = await db.rows(
      `SELECT breakdown, numerator, denominator FROM observation WHERE level = 'city' AND category = '${notKnown}' ORDER BY breakdown`,
    );
    expect(rows.map((r) => Object.values(r))).toEqual([
      ["deprivation_quintile", 1, 1],
      ["ethnic_group", 2, 2],
      ["fsm", 1, 1],
      ["send", 1, 1],
      ["sex", 1, 1],
    ]);
  });

  it("leaves the small areas of other cities out of tables that hold them all, and counts those that nobody knows apart", async () => {
    const { db } = await measured(
      [
        geography,
        table(
          "small-area-population",
          ["lsoa", "year", "age", "sex", "children"],
          [
            ["L1", 2024, 1, "female", 10],
            ["L9", 2024, 1, "female", 5000],
            ["X", 2024, 1, "female", 3],
          ],
        ),
        records(
          "childrens-centre-attendances",
          ["centre_id", "activity", "session_date"],
          [
            ["a", "2022-01-01", "L1", "c1", "play", "2024-04-02", null],
            ["a", "2022-01-01", "L9", "c1", "play", "2025-03-30", null],
          ],
        ),
      ],
      tinyIndicators.filter(({ id }) => id === "childrens-centre-reach"),
    );
    const rows = await db.rows(
      "SELECT level, numerator, denominator FROM observation WHERE breakdown = 'all' AND level IN ('city', 'unplaced') ORDER BY level",
    );
    expect(rows.map((r) => Object.values(r))).toEqual([
      ["city", 1, 10],
      ["unplaced", 0, 3],
    ]);
  });
});
