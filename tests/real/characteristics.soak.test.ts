import { readFileSync } from "node:fs";
import { join } from "node:path";
import { group, sum } from "d3";
import { afterAll, beforeAll, expect, test } from "vitest";
import { readIndicators } from "../../loaders/registry/indicator.js";
import { describeReal, publishedWorld, realFolder, type World } from "./world.js";

type Line = Record<string, string>;

/** The lines of a published CSV, read by other means than the product's. */
function linesOf(file: string): Line[] {
  const cells = (line: string) =>
    [...line.matchAll(/(?:^|,)(?:"((?:[^"]|"")*)"|([^,]*))/g)].map((m) =>
      (m[1] ?? m[2] ?? "").replaceAll('""', '"'),
    );
  const [header, ...lines] = readFileSync(join(realFolder, file), "utf8")
    .replace(/^\uFEFF/, "")
    .trim()
    .split(/\r?\n/);
  const names = cells(header!);
  return lines.map((line) => Object.fromEntries(cells(line).map((cell, i) => [names[i]!, cell])));
}

describeReal("published characteristics of areas", () => {
  let world: World;
  let wardOf: Map<string, string>;
  beforeAll(async () => {
    world = await publishedWorld();
    wardOf = new Map(
      linesOf("geography/lookup_lsoa21_ward24_ltla24_bham.csv").map((l) => [l.lsoa21_code!, l.ward24_code!]),
    );
  });
  afterAll(() => world?.remove());

  const values = async (indicator: string, where: string) =>
    new Map(
      (
        await world.db.rows<{ area: string; value: number }>(
          `SELECT area, value FROM observation WHERE indicator = '${indicator}' AND ${where} AND value IS NOT NULL`,
        )
      ).map(({ area, value }) => [area, value]),
    );
  const city = (indicator: string, period: string) =>
    world.db.row<{ numerator: number; denominator: number; value: number; note: string | null }>(
      `SELECT numerator, denominator, value, note FROM observation
       WHERE indicator = '${indicator}' AND level = 'city' AND period = '${period}'`,
    );
  /** What wards come to by their small areas, each with a numerator and a denominator. */
  const byWard = (lines: { lsoa: string; n: number; d: number }[], scale = 100) => {
    const wards = new Map<string, { n: number; d: number }>();
    for (const { lsoa, n, d } of lines) {
      const ward = wards.get(wardOf.get(lsoa)!) ?? { n: 0, d: 0 };
      wards.set(wardOf.get(lsoa)!, { n: ward.n + n, d: ward.d + d });
    }
    return new Map([...wards].map(([ward, { n, d }]) => [ward, (scale * n) / d]));
  };
  const same = (found: Map<string, number>, wanted: Map<string, number>) => {
    expect([...found.keys()].sort()).toEqual([...wanted.keys()].sort());
    for (const [area, value] of wanted) expect(found.get(area), area).toBeCloseTo(value, 6);
  };

  test("282 of 659 small areas are in the most deprived tenth of 2025, 80 in the next, and 264 of 639 were in 2019", async () => {
    expect(await city("most-deprived-tenth", "2025")).toMatchObject({ numerator: 282, denominator: 659 });
    expect(await city("most-deprived-tenth", "2019")).toMatchObject({ numerator: 264, denominator: 639 });
    const tenths = [...(await values("deprivation-decile", "level = 'lsoa' AND period = '2025'")).values()];
    expect(tenths.filter((tenth) => tenth === 1)).toHaveLength(282);
    expect(tenths.filter((tenth) => tenth === 2)).toHaveLength(80);
    expect((await values("deprivation-decile", "level <> 'lsoa'")).size).toBe(0);
    const lines = linesOf("indicators/imd2025_england_lsoa21_bham.csv").map((l) => ({
      lsoa: l.lsoa21_code!,
      n: Number(l.IMD_decile === "1"),
      d: 1,
    }));
    same(await values("most-deprived-tenth", "level = 'ward' AND period = '2025'"), byWard(lines));
  });

  test("income deprivation affecting children: 157,720 children, about 61 to 62 in every 100, without the two withheld", async () => {
    const found = await city("idaci", "2025");
    expect(found.numerator).toBe(157_720);
    expect(Math.abs(found.value - 61.8)).toBeLessThan(1);
    expect(found.note).toMatch(
      /^Out of children under sixteen in mid-2020\. Without 2 of its 659 small areas/,
    );
    const lines = linesOf("indicators/imd2025_england_lsoa21_indicators_bham.csv");
    const key = "income_deprivation_affecting_children_index_idaci_numerator";
    expect(sum(lines, (l) => (l[key] === "NA" ? 0 : Number(l[key])))).toBe(157_720);
    expect(
      await world.db.rows(
        "SELECT status, count(*) AS n FROM observation WHERE indicator = 'idaci' AND level = 'lsoa' GROUP BY status ORDER BY status",
      ),
    ).toEqual([
      { status: "suppressed", n: 2 },
      { status: "value", n: 657 },
    ]);
  });

  test("a ward's deprivation score is the mean of its small areas', by their residents", async () => {
    const people = new Map(
      linesOf("indicators/census2021_ethnicity21_lsoa21_bham.csv").map((l) => [
        l.lsoa21_code!,
        Number(l.total_residents),
      ]),
    );
    for (const [indicator, file, column] of [
      ["deprivation-score", "imd2025_england_lsoa21_bham", "IMD_score"],
      ["crime-deprivation", "imd2025_england_lsoa21_bham", "Crime_score"],
      [
        "children-and-young-people-deprivation",
        "imd2025_england_lsoa21_subdomains_bham",
        "children_and_young_people_score",
      ],
    ] as const) {
      const lines = linesOf(`indicators/${file}.csv`).map((l) => {
        const d = people.get(l.lsoa21_code!)!;
        return { lsoa: l.lsoa21_code!, n: Number(l[column]) * d, d };
      });
      same(await values(indicator, "level = 'ward'"), byWard(lines, 1));
    }
  });

  test("census figures of wards are their small areas' added up", async () => {
    const share = (file: string, total: string, wanted: (line: Line) => boolean) => {
      const areas = group(linesOf(`indicators/${file}.csv`), (l) => l.lsoa21_code!);
      return byWard(
        [...areas].map(([lsoa, lines]) => ({
          lsoa,
          n: sum(lines.filter(wanted), (l) => Number(l.n)),
          d: Number(lines[0]![total]),
        })),
      );
    };
    const ward = "level = 'ward'";
    same(
      await values("asian-residents", ward),
      share("census2021_ethnicity21_lsoa21_bham", "total_residents", (l) =>
        l.ethnic_group!.startsWith("Asian"),
      ),
    );
    same(
      await values("overcrowded-homes", ward),
      share("census2021_household_overcrowding21_lsoa21_bham", "total_households", (l) =>
        l.occupancy_rating!.startsWith("-"),
      ),
    );
    same(
      await values("terraced-homes", ward),
      share("census2021_household_type21_lsoa21_bham", "total_households", (l) => l.type === "Terraced"),
    );
  });

  test("English is told for middle-layer areas and the city as published, and for wards as an estimate", async () => {
    const lines = linesOf("indicators/census2021_proficiency21_msoa21_bham.csv");
    const [english, other, poorly, none] = [
      "Main language is English (English or Welsh in Wales)",
      "Main language is not English (English or Welsh in Wales)",
      "Main language is not English (English or Welsh in Wales): Cannot speak English well",
      "Main language is not English (English or Welsh in Wales): Cannot speak English",
    ] as const;
    const wanted = new Map(
      lines.map((l) => [
        l.msoa21_code!,
        (100 * (Number(l[poorly]) + Number(l[none]))) / (Number(l[english]) + Number(l[other])),
      ]),
    );
    same(await values("little-english", "level = 'msoa'"), wanted);
    const found = await city("little-english", "2021");
    expect(found.numerator).toBeCloseTo(
      sum(lines, (l) => Number(l[poorly]) + Number(l[none])),
      4,
    );
    const wards = await world.db.rows<{ note: string | null; n: number }>(
      "SELECT note, numerator AS n FROM observation WHERE indicator = 'little-english' AND level = 'ward'",
    );
    expect(wards).toHaveLength(69);
    // A ward that is made of whole middle-layer areas is known exactly.
    const notes = new Set(wards.map(({ note }) => note?.slice(0, 42)));
    expect(notes).toEqual(new Set([undefined, "An estimate: middle-layer areas cross ward"]));
    expect(wards.filter(({ note }) => note !== null).length).toBeGreaterThan(50);
    expect(sum(wards, ({ n }) => n)).toBeCloseTo(found.numerator, 4);
  });

  test("the tool's figures of young children, with England, the region and ten neighbours", async () => {
    const series = async (indicator: string) =>
      (
        await world.db.rows<{ value: number }>(
          `SELECT round(value, 1) AS value FROM observation WHERE indicator = '${indicator}' AND level = 'city' AND value IS NOT NULL
           AND breakdown = 'all' ORDER BY period_start`,
        )
      ).map(({ value }) => value);
    expect(await series("two-year-old-take-up")).toEqual([62.1, 59.6, 58.8, 48.3, 60, 63.6, 65.6, 59.1]);
    expect(await series("asq-offered")).toEqual([78.4, 85.1, 91, 94.5, 95.6]);
    expect((await series("two-year-olds-with-a-place")).map(Math.round)).toEqual([
      5501, 5262, 4835, 3638, 4195, 4039, 3692, 3174,
    ]);
    expect(
      await world.db.rows(
        "SELECT level, count(DISTINCT area) AS n FROM observation WHERE indicator = 'expected-literacy' GROUP BY level ORDER BY level",
      ),
    ).toEqual([
      { level: "city", n: 1 },
      { level: "country", n: 1 },
      { level: "neighbour", n: 10 },
      { level: "region", n: 1 },
    ]);
  });

  test("whether high or low is good is what the tool's dictionary says", () => {
    const polarity = new Map(
      linesOf("indicators/lait/lait_data_dictionary.csv")
        .filter((l) => /^(High|Low)$/.test(l.Polarity ?? ""))
        .map((l) => [l.Measure_short!, l.Polarity!.toLowerCase()]),
    );
    const told = readIndicators().flatMap(({ id, polarity: ours, published }) =>
      published.flatMap(({ measure }) =>
        measure && polarity.has(measure) ? [[id, ours, polarity.get(measure)]] : [],
      ),
    );
    expect(told.length).toBeGreaterThan(15);
    expect(told.filter(([, ours, theirs]) => ours !== theirs)).toEqual([]);
  });

  test("27 nursery schools and 298 primary schools, all placed, and 330 childminders, none of them", async () => {
    const count = async (indicator: string) =>
      Object.fromEntries(
        (
          await world.db.rows<{ level: string; n: number }>(
            `SELECT level, sum(value) AS n FROM observation WHERE indicator = '${indicator}' GROUP BY level`,
          )
        ).map(({ level, n }) => [level, n]),
      );
    expect(await count("nursery-schools")).toEqual({ lsoa: 27, ward: 27, locality: 27, city: 27 });
    expect(await count("primary-schools")).toEqual({ lsoa: 298, ward: 298, locality: 298, city: 298 });
    expect(await count("childminders")).toEqual({ city: 330 });
  });
});
