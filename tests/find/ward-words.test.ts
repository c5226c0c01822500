import { expect, test } from "vitest";
import { inspectionWords, openingWords, sessionWords, timeOfDay } from "../../components/directory/words.js";
import { differenceSaid, trendSaid } from "../../components/words/ward-words.js";
import { slugsOf } from "../../loaders/public/slugs.js";
import { englishOf } from "../messages/speakers.js";

const english = englishOf("areas");

const figure = (numerator: number, denominator: number) => ({
  ...{ numerator, denominator, value: (100 * numerator) / denominator, status: "ok" as const },
  ...{ lower: (100 * numerator) / denominator - 4, upper: (100 * numerator) / denominator + 4 },
});
const measure = (own: object) => ({ unit: "percent", wards: [own], city: figure(6000, 10_000) }) as never;
const suppressed = {
  numerator: null,
  denominator: null,
  value: null,
  lower: null,
  upper: null,
  status: "suppressed",
};

test("a ward is said to differ from the city only where chance does not explain it", () => {
  expect(differenceSaid(english, measure(figure(100, 300)), "Aston", "Birmingham")).toMatch(
    /^Aston is lower than Birmingham by more than chance/,
  );
  expect(differenceSaid(english, measure(figure(175, 300)), "Aston", "Birmingham")).toMatch(
    /small enough to be chance/,
  );
  expect(differenceSaid(english, measure(suppressed), "Aston", "Birmingham")).toBe("");
});

test("a trend is told of two periods or more that have a figure, and only those", () => {
  const point = (period: string, own: object) =>
    ({ level: "ward" as const, area: "W1", period, periodStart: "2024-09-01", ...own }) as never;
  expect(
    trendSaid(english, [point("2023/24", figure(150, 300)), point("2024/25", suppressed)], "percent"),
  ).toBe("");
  expect(
    trendSaid(english, [point("2023/24", figure(90, 300)), point("2024/25", figure(210, 300))], "percent"),
  ).toBe(
    "Over time: 30 in every 100 (2023/24) and 70 in every 100 (2024/25). That is up by more than chance.",
  );
  expect(
    trendSaid(english, [point("2023/24", figure(150, 300)), point("2024/25", figure(152, 300))], "percent"),
  ).toMatch(/can be chance\.$/);
});

test("times of day and days are written as families write them", () => {
  expect(["07:30", "12:00", "18:00", "00:15"].map(timeOfDay)).toEqual(["7:30am", "12pm", "6pm", "12:15am"]);
  expect(sessionWords({ days: "MO,TU,WE,TH,FR", opens: "09:00", closes: "15:15" })).toBe(
    "Monday to Friday, 9am to 3:15pm",
  );
  expect(sessionWords({ days: "MO,WE", opens: "10:00", closes: "11:30", what: "Stay and play" })).toBe(
    "Stay and play: Monday, Wednesday, 10am to 11:30am",
  );
  const unknown = { id: "1", name: "A", kind: "group" as const, origins: {}, confirmed: null };
  expect(openingWords(unknown)).toEqual(["Ring to ask when it is open"]);
  expect(openingWords({ ...unknown, weeks: 51 })).toEqual(["Ring to ask when it is open", "Open all year"]);
});

test("what an inspection found is told under the rules of its time, each with its date", () => {
  const overall = { grade: "good", date: "2024-03-05" };
  const areas = {
    grades: [{ area: "Inclusion", grade: "strong standard" }],
    safeguarding: "met",
    date: "2026-02-03",
  };
  expect(inspectionWords({ overall })).toEqual(["Good overall, inspected 5 March 2024"]);
  expect(inspectionWords({ overall: { grade: null, date: "2025-12-01" } })).toEqual([
    "Inspected 1 December 2025, without one overall grade",
  ]);
  expect(inspectionWords({ overall: { grade: null, date: null } })).toEqual(["Not inspected yet"]);
  expect(inspectionWords({ overall, areas })).toEqual([
    "Inclusion: strong standard; safeguarding standards met, inspected 3 February 2026",
    "Good overall, inspected 5 March 2024 (under the rules before November 2025)",
  ]);
  expect(inspectionWords(undefined)).toEqual([]);
});

test("each ward has an address of its own, which stays readable", () => {
  const areas = [
    { code: "E1", name: "Bordesley & Highgate" },
    { code: "E2", name: "King’s Norton North" },
    { code: "E3", name: "Kings Norton North" },
  ];
  expect([...slugsOf(areas).values()]).toEqual([
    "bordesley-and-highgate",
    "kings-norton-north",
    "kings-norton-north-e3",
  ]);
});
