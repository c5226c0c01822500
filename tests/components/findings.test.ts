import { describe, expect, it } from "vitest";
import {
  differ,
  largestGroups,
  profilesOf,
  profileTable,
  spread,
} from "../../components/figures/ward-profiles.js";
import {
  byMeals,
  byWard,
  compareWithCountry,
  explainedByMeals,
  type Figure,
  mixExplains,
  needs,
  othersOf,
  pooled,
  worseWards,
} from "../../components/words/findings.js";
import { briefing, figure, gld } from "./small-briefing.js";

// The city is at 65. North is surely below, South only by chance, East above.
const three = [
  figure({ area: "North", value: 55, lower: 50, upper: 60 }),
  figure({ area: "South", value: 60, lower: 54, upper: 66 }),
  figure({ area: "East", value: 75, lower: 70, upper: 80 }),
];
const city = figure({ level: "city", area: "City", value: 65 });

describe("wards", () => {
  it("are worse only where they are on the wrong side of all together by more than chance", () => {
    const measure = byWard(briefing({ wards: three, series: [city] }), gld)!;
    expect(worseWards(measure).map((ward) => ward.name)).toEqual(["North"]);
  });

  it("are not worse by a 95% interval alone, as of many wards some are by chance", () => {
    // 55 of 100 at 65%: 95% interval 45.2 to 64.4, and yet 1 ward in 40 is as low by chance.
    const wards = [
      figure({ area: "North", value: 55, numerator: 55, denominator: 100, lower: 45.2, upper: 64.4 }),
    ];
    expect(worseWards(byWard(briefing({ wards, series: [city] }), gld)!)).toEqual([]);
  });

  it("have with them who is in none", () => {
    const unplaced = figure({ level: "unplaced", area: "City", value: 50, denominator: 4 });
    const other = { ...unplaced, period: "2023/24" };
    const measure = byWard(briefing({ wards: three, series: [city], unplaced: [other, unplaced] }), gld)!;
    expect(measure.unplaced).toBe(unplaced);
  });

  it("are worse when higher, where a low figure is good", () => {
    const late = (row: Figure) => ({ ...row, indicator: "late" });
    const measure = byWard(briefing({ wards: three.map(late), series: [late(city)] }), "late")!;
    expect(worseWards(measure).map((ward) => ward.name)).toEqual(["East"]);
  });

  it("are compared with the city's figure from the same source and period", () => {
    const series = [
      { ...city, source: "Published figures", value: 90 },
      { ...city, period: "2023/24", value: 90 },
      city,
    ];
    expect(byWard(briefing({ wards: three, series }), gld)?.city).toBe(city);
  });

  it("are not told where none has a figure", () => {
    expect(byWard(briefing({ wards: [figure({})] }), gld)).toBeUndefined();
  });

  it("in need are counted over measures, most first", () => {
    const takeUp = (row: Figure) => ({ ...row, indicator: "two-year-old-take-up" });
    const low = { lower: 10, upper: 20, value: 15, status: "value" as const };
    const data = briefing({
      wards: [...three, ...three.map((row) => takeUp({ ...row, ...low }))],
      series: [city, takeUp(city)],
    });
    const measures = [byWard(data, gld)!, byWard(data, "two-year-old-take-up")!];
    expect(needs(measures).map(({ name, worseIn }) => [name, worseIn.length])).toEqual([
      ["North", 2],
      ["South", 1],
      ["East", 1],
    ]);
  });
});

describe("the city beside its country", () => {
  const at = (level: string, area: string, period: string, value: number) =>
    figure({ level, area, period, period_start: `${period.slice(0, 4)}-09-01`, value });

  it("is compared in the newest period that has both", () => {
    const series = [
      at("city", "City", "2025/26", 70),
      at("city", "City", "2024/25", 66),
      at("country", "England", "2024/25", 68),
      at("country", "England", "2023/24", 67),
      at("neighbour", "East", "2024/25", 60),
      at("neighbour", "South", "2024/25", 69),
    ];
    const compared = compareWithCountry(briefing({ series }), gld)!;
    expect([compared.period, compared.city.value, compared.country.value]).toEqual(["2024/25", 66, 68]);
    expect(compared.neighbours.map((row) => row.name)).toEqual(["South", "East"]);
    expect(compared.series.city.map((row) => row.period)).toEqual(["2024/25", "2025/26"]);
  });

  it("is not told where no period has both", () => {
    const series = [at("city", "City", "2025/26", 70), at("country", "England", "2024/25", 68)];
    expect(compareWithCountry(briefing({ series }), gld)).toBeUndefined();
  });
});

describe("free school meals", () => {
  const at = (level: string, area: string, category: string, value: number) =>
    figure({ level, area, breakdown: category === "all" ? "all" : "fsm", category, value });

  // Birmingham and England, 2024/25: with England's mix the city's own figures give about 68.7.
  const series = [
    at("city", "City", "all", 66.3),
    at("city", "City", "yes", 59.5),
    at("city", "City", "no", 71.0),
    at("country", "England", "all", 68.3),
    at("country", "England", "yes", 51.3),
    at("country", "England", "no", 72.5),
  ];

  const counted = (
    level: string,
    area: string,
    category: string,
    numerator: number,
    denominator: number,
  ) => ({
    ...at(level, area, category, (100 * numerator) / denominator),
    numerator,
    denominator,
    period: "2021/22",
    period_start: "2021-09-01",
  });
  const counts = [
    counted("city", "City", "all", 9453, 15083),
    counted("city", "City", "yes", 2728, 4937),
    counted("country", "England", "all", 405723, 622583),
    counted("country", "England", "yes", 55944, 113882),
  ];

  it("have shares that are counted, of the newest year that is, and never inferred", () => {
    const meals = byMeals(briefing({ series: [...counts, ...series] }), gld)!;
    expect(meals.counted.city).toMatchObject({ children: 4937, of: 15083, period: "2021/22" });
    expect(meals.counted.city!.share).toBeCloseTo(0.327, 3);
    expect(meals.counted.country!.share).toBeCloseTo(0.183, 3);
    expect(meals.bounds).toEqual({ city: null, country: null });
    expect(othersOf(meals, "city")).toBeCloseTo(69.6, 1);
    // The inferred shares gave 68.7, above England's 68.3.
    expect(meals.withCountryMix!.value).toBeCloseTo(67.8, 1);
    expect(meals.withCountryMix!.bounds[1]).toBeLessThan(68.3);
    expect(mixExplains(meals)).toBe(true);
  });

  it("have shares of the same year where that is counted", () => {
    const own = {
      ...counted("city", "City", "yes", 1100, 2000),
      period: "2024/25",
      period_start: "2024-09-01",
    };
    const all = {
      ...counted("city", "City", "all", 3300, 5000),
      period: "2024/25",
      period_start: "2024-09-01",
    };
    const meals = byMeals(briefing({ series: [...counts, own, all, ...series.slice(2)] }), gld)!;
    expect(meals.counted.city).toMatchObject({ children: 2000, of: 5000, period: "2024/25" });
  });

  it("have a share counted where it is, though the other is not", () => {
    const meals = byMeals(briefing({ series: [...counts.slice(2), ...series] }), gld)!;
    expect(meals.counted.country!.share).toBeCloseTo(0.183, 3);
    expect([meals.counted.city, meals.bounds.country, meals.withCountryMix]).toEqual([null, null, null]);
    expect(meals.bounds.city![1]).toBeGreaterThan(0.327);
  });

  it("leave a share in its bounds, and draw nothing from it, where nobody is counted", () => {
    const meals = byMeals(briefing({ series }), gld)!;
    expect(meals.counted).toEqual({ city: null, country: null });
    expect(meals.withCountryMix).toBeNull();
    expect(mixExplains(meals)).toBe(false);
    expect(meals.bounds.city![0]).toBeLessThan(0.327);
    expect(meals.bounds.city![1]).toBeGreaterThan(0.327);
  });

  it("are not told where a group is missing", () => {
    expect(byMeals(briefing({ series: series.slice(0, 5) }), gld)).toBeUndefined();
  });

  // With a ward's mix of half and half the city's 50 and 80 give 65: North's interval reaches it, South's does not.
  it("explain a ward that is as low as its mix of children makes it", () => {
    const group = (area: string, category: string, value: number, denominator: number) =>
      figure({ area, breakdown: "fsm", category, value, denominator });
    const wards = [
      figure({ area: "North", value: 60, lower: 54, upper: 66 }),
      figure({ area: "South", value: 55, lower: 49, upper: 61 }),
    ];
    const data = briefing({
      wards: [
        ...wards,
        ...["North", "South"].flatMap((w) => [group(w, "yes", 40, 50), group(w, "no", 70, 50)]),
      ],
      series: [
        figure({ level: "city", area: "City", value: 75 }),
        ...[group("City", "yes", 50, 100), group("City", "no", 80, 900)].map((row) => ({
          ...row,
          level: "city",
        })),
      ],
    });
    const measure = byWard(data, gld)!;
    expect(worseWards(measure)).toHaveLength(2);
    expect(explainedByMeals(data, measure, worseWards(measure))?.map((ward) => ward.name)).toEqual(["North"]);
  });

  it("explain nothing where wards have no such figures", () => {
    const data = briefing({ wards: three, series: [city] });
    const measure = byWard(data, gld)!;
    expect(explainedByMeals(data, measure, worseWards(measure))).toBeUndefined();
  });
});

describe("shares", () => {
  it("over several areas come from counts", () => {
    const rows = [
      { numerator: 1, denominator: 10 },
      { numerator: 90, denominator: 100 },
      { numerator: null, denominator: null },
    ];
    expect(pooled(rows)).toBeCloseTo((100 * 91) / 110);
    expect(pooled([{ numerator: null, denominator: null }])).toBeNull();
  });
});

describe("profiles of wards", () => {
  const groups = (ward: string, yes: number, largest: string) => ({
    ward,
    smallAreas: 10,
    mostDeprived: 4,
    children: [
      { breakdown: "fsm", category: "yes", children: yes },
      { breakdown: "fsm", category: "no", children: 100 - yes },
      { breakdown: "fsm", category: "Not known", children: 40 },
      { breakdown: "ethnic_group", category: "Not known", children: 90 },
      { breakdown: "ethnic_group", category: "Other", children: 30 },
      { breakdown: "ethnic_group", category: largest, children: 70 },
    ],
  });
  const data = briefing({
    wards: three,
    series: [city],
    profiles: [groups("North", 20, "Asian"), groups("South", 60, "White")],
  });
  const wards = [
    { code: "South", name: "South", worseIn: [gld] },
    { code: "North", name: "North", worseIn: [gld] },
    { code: "East", name: "East", worseIn: [gld] },
  ];
  const profiles = profilesOf(data, wards);

  it("show how far the wards are apart", () => {
    expect(spread(profiles, (profile) => profile.meals)).toEqual({
      least: { name: "North", value: 20 },
      greatest: { name: "South", value: 60 },
    });
    expect(spread(profiles.slice(0, 1), (profile) => profile.meals)).toBeUndefined();
  });

  it("differ in the largest group, or by far in free school meals; a little is no difference", () => {
    const profile = (meals: number, category: string) => ({
      code: "",
      name: "",
      worseIn: [],
      meals,
      ethnicGroups: [{ category, share: 60 }],
      deprived: null,
    });
    expect(differ([profile(40, "Asian"), profile(49, "Asian")])).toBe(false);
    expect(differ([profile(40, "Asian"), profile(50, "Asian")])).toBe(true);
    expect(differ([profile(40, "Asian"), profile(40, "White")])).toBe(true);
    expect(differ([profile(40, "Asian")])).toBe(false);
  });

  it("count the largest ethnic groups", () => {
    expect(largestGroups(profiles)).toEqual([
      { category: "White", wards: 1 },
      { category: "Asian", wards: 1 },
    ]);
  });

  it("keep “not available” apart from none", () => {
    const rows = profileTable(profiles, [byWard(data, gld)!]).rows;
    expect(rows[0]).toMatchObject({
      name: "South",
      meals: 60,
      groups: "White 70%, Other 30%",
      deprived: "4 of 10",
    });
    expect(rows[2]).toMatchObject({
      meals: { value: null, status: "not_available" },
      deprived: "not available",
    });
  });
});
