import { afterAll, beforeAll, expect, test } from "vitest";
import { byMeals, type Figure } from "../../components/words/findings.js";
import type { Briefing } from "../../loaders/briefings/briefing.json.js";
import { readCity } from "../../loaders/registry/city.js";
import { describeReal, publishedWorld, type World } from "./world.js";

/** Rows that a source must have, with all of them typed: its files are known. */
const rows: Record<string, number> = {
  "asq3-by-authority": 750,
  "census-dwelling-type": 5272,
  "census-english-proficiency": 132,
  "census-ethnic-group": 3295,
  "census-overcrowding": 3295,
  "childminder-register": 330,
  "deprivation-2019": 639,
  "deprivation-2025": 659,
  "deprivation-2025-indicators": 659,
  "deprivation-2025-subdomains": 659,
  "eyfsp-by-residence-2014-2019": 2001,
  "eyfsp-goals-2013-2018": 3672,
  "eyfsp-headline": 9120 + 1716 + 156,
  "eyfsp-headline-2013-2018": 2934,
  "idaci-2019": 639,
  lait: 641_070,
  "lait-measures": 448,
  "local-authority-numbers": 171,
  "lsoa-2011-2021-lookup": 660,
  "lsoa-boundaries": 659,
  "lsoa-ward-lookup": 659,
  "msoa-boundaries": 132,
  "other-wards-lookup": 639,
  "postcode-directory": 34_742,
  schools: 512,
  "settings-register": 1072,
  "small-area-population-2020": 639 * 90,
  "statistical-neighbours": 1580,
  "ward-boundaries": 69,
  "ward-codes": 109,
  "ward-locality-lookup": 86,
};

/** The line “Old SNs:” between two lists, once for each of its ten cells. */
const rejected: Record<string, number> = { "statistical-neighbours": 10 };

describeReal("the published files", () => {
  let world: World;
  beforeAll(async () => {
    world = await publishedWorld();
  });
  afterAll(() => world?.remove());

  const figures = async (indicator: string, columns: string, where: string) => {
    const found = await world.db.rows(
      `SELECT ${columns} FROM observation WHERE indicator = '${indicator}' AND ${where} ORDER BY ALL`,
    );
    return found.map((row) => Object.values(row));
  };
  const citySeries = async (indicator: string, source: string) =>
    (
      await figures(
        indicator,
        "period_start, round(value, 1) AS value",
        `level = 'city' AND breakdown = 'all' AND source = '${source}'`,
      )
    ).map(([, value]) => value);

  test.each(Object.entries(rows))("%s: %i rows, none refused", (source, count) => {
    const entry = world.entries[source]!;
    expect(entry.refused).toEqual([]);
    expect(entry.extracts.reduce((sum, e) => sum + e.rows, 0)).toBe(count);
    expect(entry.extracts.reduce((sum, e) => sum + e.rejected, 0)).toBe(rejected[source] ?? 0);
  });

  test("no file is waiting, and the files of other fields are nobody's", () => {
    expect(world.pulled.waiting).toEqual([]);
    // What no source's pattern says is told by its shape: "meta", and the file of practices in its folder.
    expect(world.pulled.unrecognised.filter((path) => /^indicators/.test(path))).toEqual([
      "indicators/EYFSP_APS_GLD_ELG_underlying_data_2013_2018.aaaa.csv (1,254 bytes)",
    ]);
    expect(world.pulled.unrecognised.join()).not.toMatch(/practices|bsol/);
    expect(
      Object.keys(world.entries)
        .filter((id) => world.entries[id]!.extracts.length)
        .sort(),
    ).toEqual(Object.keys(rows).sort());
  });

  test("69 wards and 659 small areas, each with a boundary", async () => {
    expect(
      await world.db.rows(
        "SELECT level, count(*) AS n FROM area WHERE level IN ('ward', 'lsoa') GROUP BY level ORDER BY level",
      ),
    ).toEqual([
      { level: "lsoa", n: 659 },
      { level: "ward", n: 69 },
    ]);
    expect(
      await world.db.rows(
        "SELECT level, count(*) AS n FROM area_shape WHERE level IN ('ward', 'lsoa') GROUP BY level ORDER BY level",
      ),
    ).toEqual([
      { level: "lsoa", n: 659 },
      { level: "ward", n: 69 },
    ]);
  });

  test("good level of development in 2021/22: 9,453 of 15,083, and of children with free school meals 2,728 of 4,937", async () => {
    const columns =
      "category, numerator, denominator, round(value, 1) AS value, round(lower, 4) AS lower, round(upper, 4) AS upper, status, source";
    expect(
      await figures(
        "good-level-of-development",
        columns,
        "level = 'city' AND period = '2021/22' AND category IN ('all', 'yes')",
      ),
    ).toEqual([
      ["all", 9453, 15083, 62.7, 61.8982, 63.4418, "value", "eyfsp-headline"],
      ["yes", 2728, 4937, 55.3, 53.8657, 56.6386, "value", "eyfsp-headline"],
    ]);
  });

  test("good level of development from 2017/18 on, with the two years that were not collected", async () => {
    const columns = "period, round(value, 1) AS value, numerator IS NOT NULL AS counted, status";
    const where = "breakdown = 'all' AND period >= '2017/18'";
    expect(await figures("good-level-of-development", columns, `level = 'city' AND ${where}`)).toEqual([
      ["2017/18", 67.7, true, "value"],
      ["2018/19", 68, false, "value"],
      ["2019/20", null, false, "not_collected"],
      ["2020/21", null, false, "not_collected"],
      ["2021/22", 62.7, true, "value"],
      ["2022/23", 65.1, false, "value"],
      ["2023/24", 65, false, "value"],
      ["2024/25", 66.3, false, "value"],
    ]);
    expect(
      (await figures("good-level-of-development", columns, `level = 'country' AND ${where}`)).map(
        ([, value]) => value,
      ),
    ).toEqual([71.5, 71.8, null, null, 65.2, 67.2, 67.7, 68.3]);
    expect(
      (await figures("good-level-of-development", "period", "level = 'city' AND breakdown = 'all'")).length,
    ).toBe(13);
  });

  test("children with free school meals are ahead of England's, and those without are of one group in every year", async () => {
    const fsm = (level: string, category: string) =>
      figures(
        "good-level-of-development",
        "period, round(value, 1) AS value",
        `level = '${level}' AND breakdown = 'fsm' AND category = '${category}' AND period >= '2021/22'`,
      );
    expect((await fsm("city", "yes")).map(([, v]) => v)).toEqual([55.3, 58.4, 59.3, 59.5]);
    expect((await fsm("country", "yes")).map(([, v]) => v)).toEqual([49.1, 51.6, 51.5, 51.3]);
    expect((await fsm("city", "no")).map(([, v]) => v)).toEqual([67.6, 69.2, 69.1, 71]);
    expect((await fsm("country", "no")).map(([, v]) => v)).toEqual([69.5, 71.5, 72, 72.5]);
    expect(
      (
        await figures(
          "good-level-of-development-fsm-gap",
          "period, round(value, 1) AS value",
          "level = 'city' AND period >= '2021/22'",
        )
      ).map(([, v]) => v),
    ).toEqual([-12.3, -10.8, -9.8, -11.5]);
  });

  test("goals met by the average child", async () => {
    const average = (level: string) =>
      figures("average-goals-met", "period, value", `level = '${level}' AND breakdown = 'all'`);
    expect((await average("city")).map(([, v]) => v)).toEqual([13.4, 13.4, 13.4, 13.5]);
    expect((await average("country")).map(([, v]) => v)).toEqual([14.1, 14.1, 14.1, 14.1]);
  });

  test("take-up from 2018 to 2025", async () => {
    expect(await citySeries("two-year-old-take-up", "lait")).toEqual([
      62.1, 59.6, 58.8, 48.3, 60, 63.6, 65.6, 59.1,
    ]);
    expect(await citySeries("three-and-four-year-old-take-up", "lait")).toEqual([
      95, 93.3, 95.3, 91.9, 94.1, 91.9, 92.4, 90.9,
    ]);
    expect(
      await figures(
        "two-year-old-take-up",
        "period, period_start, note IS NOT NULL AS noted",
        "level = 'city' AND period = 'Spring 2025'",
      ),
    ).toEqual([["Spring 2025", "2025-01-01", true]]);
  });

  test("ASQ-3 in 2021/22: 11,080 completed, 82.5 percent as expected in all domains, 85.2 in communication", async () => {
    const columns = "numerator, denominator, round(value, 1) AS value, status";
    expect(await figures("asq-all-domains", columns, "level = 'city'")).toEqual([
      [9142, 11080, 82.5, "value"],
    ]);
    expect(await figures("asq-communication", columns, "level = 'city'")).toEqual([
      [9443, 11080, 85.2, "value"],
    ]);
  });

  test("quarters add up to the file's own yearly figure, one missing quarter estimated, for every authority", async () => {
    expect(
      await world.db.rows(`
        WITH authority AS (
          SELECT count(*) FILTER (WHERE quarter <> 'Annual' AND all_domains_expected IS NOT NULL) AS quarters,
            sum(all_domains_expected) FILTER (WHERE quarter <> 'Annual') * 4 / quarters AS ours,
            max(all_domains_expected) FILTER (WHERE quarter = 'Annual') AS theirs
          FROM src_asq3_by_authority GROUP BY la_code
        )
        SELECT quarters, count(*) AS authorities, count(theirs) AS annual, count(*) FILTER (WHERE abs(ours - theirs) > 0.001) AS different
        FROM authority GROUP BY quarters ORDER BY quarters`),
    ).toEqual([
      { quarters: 0, authorities: 10, annual: 0, different: 0 },
      { quarters: 2, authorities: 1, annual: 0, different: 0 },
      { quarters: 3, authorities: 3, annual: 3, different: 0 },
      { quarters: 4, authorities: 136, annual: 136, different: 0 },
    ]);
  });

  test("the city's neighbours are those of the department's list, under its names and ONS codes", async () => {
    const { dfeCode } = readCity();
    const listed = await world.db.rows<{ number: string; name: string; code: string }>(`
      SELECT neighbour_number AS number, n.la_name AS name, e.la_code AS code
      FROM src_statistical_neighbours AS s
      JOIN src_local_authority_numbers AS n ON n.la_number = neighbour_number
      JOIN (SELECT DISTINCT la_number, la_code FROM src_eyfsp_headline) AS e ON e.la_number = neighbour_number
      WHERE s.la_number = '${dfeCode}' ORDER BY rank`);
    expect(listed.map((n) => n.name)).toEqual([
      "Nottingham",
      "Manchester",
      "Bradford",
      "Newcastle upon Tyne",
      "Oldham",
      "Blackburn with Darwen",
      "Sheffield",
      "Middlesbrough",
      "Southampton",
      "Salford",
    ]);
    expect(
      await world.db.rows("SELECT code, name FROM area WHERE level = 'neighbour' ORDER BY code"),
    ).toEqual(listed.map(({ code, name }) => ({ code, name })).sort((a, b) => (a.code < b.code ? -1 : 1)));
    expect(
      await figures(
        "good-level-of-development",
        "count(DISTINCT area) AS n",
        "level = 'neighbour' AND period = '2024/25'",
      ),
    ).toEqual([[10]]);
  });

  test("children under five by small area of 2020 are all carried to wards of today", async () => {
    const { under5 } = await world.db.row<{ under5: number }>(
      "SELECT sum(children) AS under5 FROM src_small_area_population_2020 WHERE age < 5",
    );
    const total = (level: string) =>
      figures(
        "places-per-child",
        "count(*) AS n, round(sum(denominator), 6) AS children",
        `level = '${level}'`,
      );
    expect(await total("city")).toEqual([[1, under5]]);
    expect(await total("locality")).toEqual([[5, under5]]);
    expect(await total("ward")).toEqual([[69, under5]]);
  });

  test("places are those for under-fives, the same in city and wards; what cannot be placed is apart", async () => {
    const total = (level: string) =>
      figures("places-per-child", "period, sum(numerator) AS places", `level = '${level}' GROUP BY period`);
    // On the Early Years Register: full day care 17,934 and sessional 1,695, of which 69 and none cannot be placed.
    expect(await total("city")).toEqual([["2021", 19560]]);
    expect(await total("ward")).toEqual([["2021", 19560]]);
    expect(await total("locality")).toEqual([["2021", 19560]]);
    expect(await total("unplaced")).toEqual([["2021", 2833]]);
    expect(await figures("places-per-child", "note", "level = 'unplaced'")).toEqual([
      [
        expect.stringContaining(
          "By type: childminders 2,764 in 407 settings, full day care 69 in 3 settings.",
        ),
      ],
    ]);
    // Edgbaston has sixteen nurseries and few children: 1.94, where clubs made it 2.39.
    expect(
      await figures(
        "places-per-child",
        "area, round(value, 2) AS value, note",
        "level = 'ward' AND value > 1",
      ),
    ).toEqual([
      ["E05011134", 1.94, "Out of the estimate for 2020. By type: full day care 1,315 in 16 settings."],
    ]);
  });

  test("the share of children with free school meals comes from the newest counts, and England's mix leaves the city below", async () => {
    const series = await world.db.rows<Figure>(`
      SELECT *, period_start::VARCHAR AS period_start, as_of::VARCHAR AS as_of FROM observation
      WHERE indicator = 'good-level-of-development' AND level IN ('city', 'country') AND breakdown IN ('all', 'fsm')`);
    const briefing = {
      city: { code: "E08000025" },
      indicators: [{ id: "good-level-of-development" }],
      areas: [],
      series,
    } as unknown as Briefing;
    const meals = byMeals(briefing, "good-level-of-development")!;
    expect([meals.all.period, meals.counted.city]).toEqual([
      "2024/25",
      { share: 4937 / 15083, children: 4937, of: 15083, period: "2021/22" },
    ]);
    expect(meals.withCountryMix!.value).toBeCloseTo(67.8, 1);
    expect(meals.all.country.value).toBe(68.3);
  });

  test("childminders' names are kept as withheld, not as names", async () => {
    expect(
      await world.db.rows(
        "SELECT count(*) AS n, count(name) AS names, count(*) FILTER (WHERE name_status = 'not_available') AS withheld FROM src_childminder_register",
      ),
    ).toEqual([{ n: 330, names: 0, withheld: 330 }]);
  });

  test("what has no extract says so", async () => {
    expect(await figures("two-year-review-coverage", "status, note", "true")).toEqual([
      ["not_available", expect.stringMatching(/^No extract yet: /)],
    ]);
  });
});
