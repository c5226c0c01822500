import fc from "fast-check";
import { describe, expect, it, test } from "vitest";
import { asOf, datesSchema, keepsUntil, newestOf, plausible } from "../../loaders/registry/dates.js";
import { parseYaml } from "../../loaders/registry/read-yaml.js";
import { readSources } from "../../loaders/registry/source.js";
import { isDay, later, type Reading, readSpan, within } from "../../loaders/registry/span.js";
import { sourceFrom } from "../check/desk.js";

describe("a text is read as days", () => {
  it.each<[Reading, string, string, string]>([
    ["day", "2021-08-31", "2021-08-31", "2021-08-31"],
    ["day", "20261031", "2026-10-31", "2026-10-31"],
    ["day", "31/08/2021", "2021-08-31", "2021-08-31"],
    ["day", "1 May 2025", "2025-05-01", "2025-05-01"],
    ["day", "2026-10-31T22:00:00Z", "2026-10-31", "2026-10-31"],
    ["month", "2026-09", "2026-09-01", "2026-09-30"],
    ["month", "202402", "2024-02-01", "2024-02-29"],
    ["month", "may_2025", "2025-05-01", "2025-05-31"],
    ["month", "April 2021 - June 2021", "2021-04-01", "2021-06-30"],
    ["term", "2026-summer", "2026-04-01", "2026-08-31"],
    ["term", "Spring 2026", "2026-01-01", "2026-03-31"],
    ["academic_year", "202122", "2021-09-01", "2022-08-31"],
    ["academic_year", "2024/25", "2024-09-01", "2025-08-31"],
    ["academic_year", "1999-00", "1999-09-01", "2000-08-31"],
    ["financial_year", "2024-25", "2024-04-01", "2025-03-31"],
    ["calendar_year", "2025", "2025-01-01", "2025-12-31"],
    ["calendar_year", "24", "2024-01-01", "2024-12-31"],
    ["years", "2025 (Rev)", "2025-01-01", "2025-12-31"],
    ["years", "2024-25 (OT)", "2024-01-01", "2025-12-31"],
    ["years", "2013/14-15/16", "2013-01-01", "2016-12-31"],
  ])("%s: %s", (reading, text, from, to) => {
    expect(readSpan(reading, text)).toEqual({ from, to });
  });

  it.each<[Reading, string]>([
    ["day", "2021-02-30"],
    ["day", "September 2021"],
    ["month", "2026-13"],
    ["month", "Annual"],
    ["month", "Smarch 2025"],
    ["term", "2026-winter"],
    ["academic_year", "2024-26"],
    ["financial_year", "2024"],
    ["calendar_year", "1"],
    ["years", "0"],
  ])("%s: %s is none", (reading, text) => {
    expect(readSpan(reading, text)).toBeNull();
  });

  it("of a year it takes the day or the month of the count", () => {
    const year = readSpan("calendar_year", "2024")!;
    expect(within(year, "06-30")).toEqual({ from: "2024-06-30", to: "2024-06-30" });
    expect(within(year, "01")).toEqual({ from: "2024-01-01", to: "2024-01-31" });
    expect(within(year, "02-30")).toBeNull();
  });
});

describe("dates", () => {
  const day = fc.date({ min: new Date("2000-01-01"), max: new Date("2050-12-31"), noInvalidDate: true });
  const iso = day.map((date) => date.toISOString().slice(0, 10));

  it("never cover days after they were published or came, and stay in order", () => {
    fc.assert(
      fc.property(iso, iso, fc.option(iso), iso, (a, b, published, received) => {
        const covers = { from: a < b ? a : b, to: a < b ? b : a };
        const dates = plausible({ covers, published, received });
        expect(asOf(dates).day <= later(received, { days: 1 })).toBe(true);
        if (dates.covers) {
          expect(dates.covers.from <= dates.covers.to).toBe(true);
          expect(dates.covers.to <= (dates.published ?? received)).toBe(true);
          expect(dates.covers.from).toBe(covers.from);
        }
      }),
      { numRuns: 200 },
    );
  });

  it("later days are days, and later", () => {
    fc.assert(
      fc.property(iso, fc.nat(400), fc.nat(60), (from, days, months) => {
        const to = later(from, { days, months });
        expect(isDay(to) && to >= from).toBe(true);
      }),
      { numRuns: 100 },
    );
    expect(later("2024-02-29", { months: 12 })).toBe("2025-02-28");
  });

  const received = "2026-11-20";
  const covers = { from: "2021-09-01", to: "2022-08-31" };

  it("an as-of date is the publisher's, else the last day covered, else the day it came", () => {
    expect(asOf({ covers, published: "2022-11-24", received })).toEqual({
      day: "2022-11-24",
      basis: "published",
    });
    expect(asOf({ covers, published: null, received })).toEqual({ day: "2022-08-31", basis: "covered" });
    expect(asOf({ covers: null, published: null, received })).toEqual({ day: received, basis: "received" });
  });

  it("of extracts the newest covers the latest day, however late another came", () => {
    const of = (to: string, published: string | null = null) => ({
      covers: { from: "2020-01-01", to },
      published,
      received,
    });
    const unknown = { covers: null, published: "2026-11-19", received };
    expect(newestOf([of("2025-08-31", "2026-11-18"), of("2026-08-31"), unknown])).toEqual(of("2026-08-31"));
    expect(newestOf([unknown])).toEqual(unknown);
    expect(newestOf([])).toBeUndefined();
  });

  it("are in date as long as the registry says, else about two intervals, else nobody knows", () => {
    expect(keepsUntil("2026-10-31", { every: "monthly" })).toBe("2027-01-31");
    expect(keepsUntil("2021-03-21", { every: "irregular", shelfLife: "12 years" })).toBe("2033-03-21");
    expect(keepsUntil("2026-10-31", { every: "daily", shelfLife: "10 days" })).toBe("2026-11-10");
    expect(keepsUntil("2026-10-31", { every: "irregular" })).toBeNull();
  });
});

describe("ways to find dates", () => {
  const columns =
    "columns: [{ name: seen_on, headers: { any: A }, type: date }, { name: year, headers: { any: B }, type: text }]";

  it.each([
    [
      "- { as: day }",
      "dates.covers.0: must say where the date stands with exactly one of: fileName, column, cell, fixed.",
    ],
    ["- { column: year, cell: A1 }", "dates.covers.0: must say where the date stands with exactly one of"],
    [
      "- { fixed: { from: 2021-03-21, to: 2021-03-21 } }",
      "dates.covers.0.reason: is missing; say how the fixed date is known.",
    ],
    [
      "- { fixed: { from: 2021-03-21, to: 2021-03-20 }, reason: R }",
      "dates.covers.0.fixed.to: must not be before from.",
    ],
    ["- { column: other }", "dates.covers.0.column: names “other”, which is not among the columns."],
    ["- { column: seen_on, as: month }", "dates.covers.0.as: must be left out: “seen_on” holds days."],
    [
      "- { cell: exported.on }",
      "dates.covers.0.cell: must be a cell as in B2, or in JSON a dot path as in header.exported.",
    ],
    ["- { fileName: '20..' }", "dates.covers.0.fileName: must be a regular expression with one group"],
    ["- { column: year, as: week }", "dates.covers.0.as: must be one of: day, month, term,"],
    [
      "- { column: year, as: calendar_year, at: '13' }",
      "dates.covers.0.at: must be a month or a day of the year",
    ],
    ["- { column: year, files: [] }", "dates.covers.0.files:"],
    ["- { mtime: true }", "unknown key “mtime”"],
  ])("%s", (way, message) => {
    expect(() => sourceFrom(`${columns}\ndates:\n  covers:\n    ${way}`)).toThrow(message);
  });

  it("a column that identifies a child dates nothing", () => {
    expect(() =>
      sourceFrom(
        "kind: records\ncolumns: [{ name: born, headers: { any: A }, type: date, identifier: true, role: date_of_birth }]\ndates: { covers: [{ column: born }] }",
      ),
    ).toThrow("dates.covers.0.column: identifies a child and dates nothing.");
  });

  it("a publisher's date is a day", () => {
    expect(() => parseYaml("published: [{ fileName: '(.*)', as: month }]", datesSchema, "x.yaml")).toThrow(
      "published.0.as",
    );
  });

  it.each(["18 months", "1 year", "10 days"])("a shelf life of %s", (life) => {
    expect(
      sourceFrom(`${columns}\ncadence: { every: irregular, shelfLife: ${life} }`).cadence.shelfLife,
    ).toBe(life);
  });

  it("another shelf life is told", () => {
    expect(() => sourceFrom(`${columns}\ncadence: { every: irregular, shelfLife: a while }`)).toThrow(
      "cadence.shelfLife: must be a number of days, months or years, as in 18 months.",
    );
  });
});

test("every source of the registry says how its dates are found, and what comes irregularly how long it keeps", () => {
  const silent = readSources().filter(
    ({ dates, cadence }) =>
      dates.covers.length + dates.published.length === 0 ||
      (cadence.every === "irregular" && !cadence.shelfLife),
  );
  expect(silent.map(({ id }) => id)).toEqual([]);
});
