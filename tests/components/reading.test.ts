import { describe, expect, it } from "vitest";
import { trend } from "../../components/charts/trend.js";
import { newest, periodsOf, pick, sourcesInWords } from "../../components/figures/observations.js";
import { sorted } from "../../components/tables/data-table.js";
import { combined } from "../../components/words/combine.js";
import { reversed, standardised } from "../../components/words/composition.js";
import { reversalText } from "../../components/words/composition-text.js";
import { describeAreas, describeTrend, withoutFigure } from "../../components/words/describe.js";
import { leadOf, sideOf, sidesText, yearBefore } from "../../components/words/lead.js";
import { originText } from "../../components/words/narrative.js";
import { breaksOf, gapsOf, periodsOnAxis, stepOf, timeOf, withGaps } from "../../components/words/periods.js";
import { ranked } from "../../components/words/rank.js";
import type { Observation, Status } from "../../components/words/status.js";

function observation(area: string, value: number | null, more: Partial<Observation> = {}): Observation {
  return {
    indicator: "take-up",
    source: "headcount",
    level: "ward",
    area,
    period: "2025/26",
    period_start: "2025-09-01",
    breakdown: "all",
    category: "all",
    numerator: null,
    denominator: null,
    value,
    lower: value === null ? null : value - 5,
    upper: value === null ? null : value + 5,
    status: value === null ? "suppressed" : value === 0 ? "zero" : "value",
    note: null,
    as_of: "2026-08-31",
    ...more,
  };
}

describe("several areas as one", () => {
  it("have their counts added, not their percentages averaged", () => {
    const together = combined([
      observation("A", 90, { numerator: 9, denominator: 10 }),
      observation("B", 10, { numerator: 9, denominator: 90 }),
    ]);
    expect(together).toMatchObject({ numerator: 18, denominator: 100, value: 18 });
  });

  it("have no figure if a count is unknown", () => {
    expect(
      combined([observation("A", 90, { numerator: 9, denominator: 10 }), observation("B", null)]),
    ).toBeNull();
  });

  it("have no interval above 100%", () => {
    const together = combined([observation("A", 120, { numerator: 12, denominator: 10 })]);
    expect(together).toMatchObject({ value: 120, lower: null, upper: null });
  });
});

describe("composition", () => {
  // Worked by hand: the area does better in both groups and worse as a whole, for it has more of the poorer group.
  const group = (category: string, numerator: number, denominator: number) => ({
    category,
    numerator,
    denominator,
    value: (100 * numerator) / denominator,
    status: "value" as Status,
  });
  const area = { all: 64, groups: [group("yes", 48, 80), group("no", 16, 20)] };
  const city = { all: 69, groups: [group("yes", 150, 300), group("no", 540, 700)] };

  it("is seen where every group differs the other way from the whole", () => {
    expect(reversed(area, city)).toBe(true);
    expect(reversed({ ...area, all: 75 }, city)).toBe(false);
  });

  it("cannot be told where a group has no figure, unless it has no children there", () => {
    expect(reversed({ all: 64, groups: area.groups.slice(0, 1) }, city)).toBeUndefined();
    const third = { ...group("unknown", 5, 10), category: "unknown" };
    const wider = { all: city.all, groups: [...city.groups, third] };
    expect(reversed(area, wider)).toBeUndefined();
    const nobody = {
      ...third,
      numerator: 0,
      denominator: 0,
      value: null,
      status: "not_applicable" as Status,
    };
    expect(reversed({ ...area, groups: [...area.groups, nobody] }, wider)).toBe(true);
  });

  it("is told of those that can be compared, and the others are counted", () => {
    const options = { by: "sex", areas: ["ward", "wards"] as [string, string] };
    const judged = (name: string, reversed: boolean | undefined) => ({ name, reversed });
    expect(reversalText([judged("Aston", undefined), judged("Moseley", undefined)], options)).toBe(
      "No ward can be compared in this way by sex: a figure of each, or of a group in it, is missing.",
    );
    expect(
      reversalText([judged("Aston", true), judged("Moseley", false), judged("Nechells", undefined)], options),
    ).toBe(
      "Of the 2 wards that can be compared, Aston lies on one side of the city as a whole, and in every group by sex that it has children of on the other. 1 ward cannot be compared: a figure of theirs, or of a group, is missing.",
    );
  });

  it("is taken out by the other population's mix", () => {
    expect(standardised(area.groups, city.groups)).toBeCloseTo(0.3 * 60 + 0.7 * 80, 9);
    expect(standardised(city.groups, city.groups)).toBeCloseTo(69, 9);
  });

  it("cannot be taken out where a group has no figure", () => {
    expect(standardised(area.groups.slice(0, 1), city.groups)).toBeNull();
    expect(standardised(area.groups, [])).toBeNull();
  });
});

describe("a ranking", () => {
  const rows = [
    { name: "Moseley", value: 50, status: "value" as Status },
    { name: "Aston", value: null, status: "suppressed" as Status },
    { name: "Nechells", value: 70, status: "value" as Status },
    { name: "Acocks Green", value: 50, status: "value" as Status },
  ];

  it("goes from high to low, shares ranks, and ends with areas without a figure", () => {
    expect(ranked(rows).map((r) => [r.name, r.rank])).toEqual([
      ["Nechells", 1],
      ["Acocks Green", 2],
      ["Moseley", 2],
      ["Aston", null],
    ]);
  });

  it("keeps ranks from a longer one", () => {
    expect(ranked(ranked(rows).slice(1, 3)).map((r) => r.rank)).toEqual([2, 2]);
    expect(ranked(rows.map((row) => ({ ...row, rank: null }))).map((r) => r.rank)).toEqual(
      rows.map(() => null),
    );
  });
});

describe("the lead", () => {
  const observations = [
    observation("A", 40),
    observation("B", 60),
    observation("C", 104, { lower: null, upper: null }),
    observation("D", null),
  ];

  it("finds the spread, what is clearly different and what is over 100%", () => {
    const lead = leadOf(observations, 60, "percent");
    expect(lead.figures).toBe(3);
    expect(lead.sides).toEqual({ lower: 1, higher: 1, same: 1 });
    expect(lead.clearly).toEqual({ higher: 0, lower: 1, similar: 1, unknown: 1 });
    expect(lead.overfull.map((o) => o.area)).toEqual(["C"]);
  });

  it("says of chance only what is a part of its side", () => {
    const clearly = { higher: 0, lower: 4, similar: 9, unknown: 0 };
    expect(sidesText({ sides: { lower: 32, higher: 1, same: 2 }, clearly }, "Birmingham")).toBe(
      "32 are lower than Birmingham, 4 of them by more than chance; 1 is higher, not by more than chance; 2 are the same.",
    );
    expect(
      sidesText(
        { sides: { lower: 0, higher: 3, same: 0 }, clearly: { ...clearly, lower: 0, higher: 3 } },
        "Birmingham",
      ),
    ).toBe("None is lower than Birmingham; 3 are higher, all of them by more than chance.");
    const unjudged = { higher: 0, lower: 0, similar: 0, unknown: 3 };
    expect(sidesText({ sides: { lower: 2, higher: 1, same: 0 }, clearly: unjudged }, "Birmingham")).toBe(
      "2 are lower than Birmingham; 1 is higher.",
    );
  });

  it("calls figures the same that are written alike", () => {
    expect(sideOf(74.44, 74.36, "percent")).toBe("same");
    expect(sideOf(74.44, 74.54, "percent")).toBe("lower");
    expect(sideOf(14.02, 14.0, "goals")).toBe("higher");
  });

  it("does not call a mean of more than 100 too full", () => {
    expect(leadOf(observations, 60, "goals").overfull).toEqual([]);
  });

  it("compares with the same season a year before", () => {
    const at = (period_start: string) => observation("A", 1, { period_start });
    const terms = ["2024-04-01", "2024-09-01", "2025-01-01"].map(at);
    expect(yearBefore(terms, at("2025-09-01"))!.period_start).toBe("2024-09-01");
    expect(yearBefore(terms, at("2025-04-01"))!.period_start).toBe("2024-04-01");
    expect(yearBefore(terms, at("2026-09-01"))).toBeUndefined();
  });
});

describe("descriptions", () => {
  const rows = [
    { name: "Aston", value: 40, status: "value" as Status },
    { name: "Moseley", value: 80, status: "value" as Status },
    { name: "Nechells", value: null, status: "suppressed" as Status },
    { name: "Sparkhill", value: null, status: "not_available" as Status },
  ];
  const areas: [string, string] = ["ward", "wards"];

  it("of areas name the ends, the comparator and what is missing", () => {
    expect(describeAreas(rows, { unit: "percent", areas, comparator: { name: "the city", value: 60 } })).toBe(
      "2 wards from 80.0% in Moseley down to 40.0% in Aston. 1 of them is above the city, at 60.0%. No figure for 2 wards: 1 suppressed and 1 not available.",
    );
    expect(withoutFigure(rows.slice(2, 3), areas)).toBe("No figure for 1 ward: suppressed.");
    expect(describeAreas(rows.slice(2), { unit: "percent", areas })).toBe("None of 2 wards has a figure.");
    const alike = rows.slice(0, 2).map((row) => ({ ...row, value: 40 }));
    expect(describeAreas([...alike, { ...rows[1]!, name: "Nechells" }], { unit: "percent", areas })).toBe(
      "3 wards from 80.0% in Nechells down to 40.0% in 2 wards.",
    );
    expect(describeAreas(alike, { unit: "percent", areas })).toBe("2 wards, 40.0% in each.");
  });

  it("of a trend tell where each line begins and ends", () => {
    const point = (period: string, start: string, value: number | null) => ({
      period,
      start,
      value,
      lower: null,
      upper: null,
      status: (value === null ? "not_collected" : "value") as Status,
    });
    const points = [
      point("2018/19", "2018-09-01", 68),
      point("2019/20", "2019-09-01", null),
      point("2021/22", "2021-09-01", 62.7),
    ];
    expect(describeTrend([{ name: "Birmingham", points }], "percent")).toBe(
      "Birmingham: 68.0% in 2018/19, 62.7% in 2021/22.",
    );
    expect(describeTrend([{ name: "Aston", points: [] }], "percent")).toBe("Aston: no figure.");
  });
});

describe("time", () => {
  const point = (start: string, value: number | null = 1) => ({
    period: start,
    start,
    value,
    lower: null,
    upper: null,
    status: "value" as Status,
  });

  it("has a gap where years are missing, so that no line joins them", () => {
    const points = withGaps([point("2021-09-01"), point("2017-09-01"), point("2018-09-01")], "year");
    expect(points.map((p) => p.value)).toEqual([1, 1, null, 1]);
    expect(gapsOf(points)).toEqual([{ from: "2018-09-01", to: "2021-09-01" }]);
  });

  it("has none between terms that follow each other", () => {
    const terms = ["2024-09-01", "2025-01-01", "2025-04-01", "2025-09-01"].map((s) => point(s));
    expect(withGaps(terms, "term")).toHaveLength(4);
    expect(withGaps([terms[0]!, terms[2]!], "term")).toHaveLength(3);
  });

  it("goes by years where a termly measure is published once a year", () => {
    const springs = ["2018-01-01", "2019-01-01", "2022-01-01"].map((s) => ({
      ...point(s),
      period: `Spring ${s.slice(0, 4)}`,
    }));
    expect(stepOf(springs, "term")).toBe("year");
    expect(stepOf([...springs, point("2019-04-01")], "term")).toBe("term");
    expect(stepOf(springs, "financial_year")).toBe("year");
    expect(withGaps(springs.slice(0, 2), stepOf(springs, "term"))).toHaveLength(2);
    expect(periodsOnAxis(springs, "year").map(({ period }) => period)).toEqual([
      "Spring 2018",
      "Spring 2019",
      "Spring 2020",
      "Spring 2021",
      "Spring 2022",
    ]);
  });

  it("has a place on the axis for years without a figure, by their own names", () => {
    const years = [
      { start: "2018-09-01", period: "2018/19" },
      { start: "2021-09-01", period: "2021/22" },
    ];
    expect(periodsOnAxis(years, "year")).toEqual([
      years[0],
      { start: "2019-09-01", period: "2019/20" },
      { start: "2020-09-01", period: "2020/21" },
      years[1],
    ]);
    expect(
      periodsOnAxis(
        [
          { start: "1999-09-01", period: "1999/00" },
          { start: "2000-09-01", period: "2000/01" },
        ],
        "year",
      )[1]!.period,
    ).toBe("2000/01");
    expect(periodsOnAxis([], "year")).toEqual([]);
  });

  it("orders terms and years, not the alphabet, also where a reader sorts a table", () => {
    const terms = ["Autumn 2024", "Spring 2024", "Spring 2025", "Summer 2024"];
    const inTime = ["Spring 2024", "Summer 2024", "Autumn 2024", "Spring 2025"];
    expect(terms.toSorted((a, b) => timeOf(a)!.localeCompare(timeOf(b)!))).toEqual(inTime);
    expect(timeOf("Aston")).toBeUndefined();
    expect(
      sorted(
        terms.map((period) => ({ period })),
        "period",
        false,
      ).map(({ period }) => period),
    ).toEqual(inTime);
  });

  it("breaks where figures that are not comparable with later ones end, across years not collected", () => {
    const old = { note: "Old goals, so not comparable with 2021/22 and later." };
    const points = [
      { ...point("2021-09-01"), note: null },
      { ...point("2019-09-01", null), note: "Not collected." },
      { ...point("2018-09-01"), ...old },
      { ...point("2017-09-01"), ...old },
      { ...point("2022-09-01"), note: null },
    ];
    expect(breaksOf(points).map((b) => b.start)).toEqual(["2021-09-01"]);
    expect(breaksOf(points.slice(2, 4))).toEqual([]);
  });

  it("refuses a fifth line", () => {
    const series = ["a", "b", "c", "d", "e"].map((name) => ({ name, points: [] }));
    expect(() => trend({ series, unit: "percent", periodType: "term", width: 400 })).toThrow(
      "A trend shows at most 4 lines, and was given 5. Choose fewer.",
    );
  });
});

it("says where a number comes from", () => {
  const origin = { measure: "Take-up", source: "Headcount", period: "Summer 2026", asOf: "20 May 2026" };
  expect(originText(origin)).toBe("Take-up, Summer 2026. Source: Headcount, as of 20 May 2026.");
  expect(originText({ ...origin, note: "So far: to 1 May.", sample: true })).toBe(
    "Take-up, Summer 2026. So far: to 1 May. Source: Headcount, as of 20 May 2026. Sample figure, invented.",
  );
});

describe("observations", () => {
  const rows = [
    observation("A", 1, { period: "2024/25", period_start: "2024-09-01", as_of: "2025-08-01" }),
    observation("A", 2),
    observation("B", 3, { source: "register" }),
    observation("B", null, {
      period: null as never,
      period_start: null as never,
      source: undefined as never,
      as_of: null,
    }),
  ];

  it("are picked by their properties", () => {
    expect(pick(rows, { area: "A", period: "2025/26" }).map((o) => o.value)).toEqual([2]);
  });

  it("tell their periods, newest first, their sources and their newest date", () => {
    expect(periodsOf(rows)).toEqual(["2025/26", "2024/25"]);
    expect(sourcesInWords(rows, { headcount: "Headcount" })).toBe("Headcount; register");
    expect(sourcesInWords([], {})).toBe("no source yet");
    expect(newest(rows)).toBe("2026-08-31");
  });
});
