import { describe, expect, it } from "vitest";
import { changeText } from "../../components/change-list.js";
import {
  ageText,
  daysBetween,
  dueText,
  freshnessOf,
  freshnessText,
  today,
} from "../../components/freshness.js";
import { countStates, stateSummary } from "../../components/freshness-table.js";

const day = "2026-11-24";
const source = { asOf: "2026-10-31", nextDue: "2027-01-31", refused: [] };
const refusal = {
  name: "summer.xlsx",
  reason: "summer.xlsx: no column “Forename”.",
  since: "2026-11-20T08:00:00Z",
};

describe("freshness", () => {
  it("is the reader's day, whatever the hour", () => {
    expect(today(new Date(2026, 0, 5, 23, 59))).toBe("2026-01-05");
  });

  it("counts whole days, over the change of the clocks and leap days", () => {
    expect(daysBetween("2026-10-24", "2026-10-26")).toBe(2);
    expect(daysBetween("2024-02-28", "2024-03-01")).toBe(2);
    expect(daysBetween("2026-11-24", "2026-11-20")).toBe(-4);
  });

  it("is overdue from the day after the due day", () => {
    expect(freshnessOf({ ...source, nextDue: "2026-11-24" }, day)).toBe("current");
    expect(freshnessOf({ ...source, nextDue: "2026-11-23" }, day)).toBe("overdue");
    expect(freshnessText({ ...source, nextDue: "2026-11-23" }, day)).toBe("Overdue by 1 day");
  });

  it("is in date where nobody agreed a due day", () => {
    expect(freshnessOf({ ...source, nextDue: null }, day)).toBe("current");
  });

  it("tells a refusal before lateness, and whether anything is in use", () => {
    const refused = { ...source, nextDue: "2026-11-01", refused: [refusal] };
    expect(freshnessText(refused, day)).toBe("Newest extract refused");
    expect(freshnessText({ ...refused, asOf: null }, day)).toBe("Extract refused, none in use");
  });

  it("is not available without an extract, even after the due day", () => {
    expect(freshnessOf({ asOf: null, nextDue: "2026-11-01", refused: [] }, day)).toBe("missing");
  });

  it("gives ages in days, and in years where days say little", () => {
    expect(ageText("2026-11-24", day)).toBe("today");
    expect(ageText("2026-11-23", day)).toBe("1 day");
    expect(ageText("2021-08-31", day)).toBe("1,911 days (about 5 years)");
    expect(ageText("2026-11-25", day)).toBe("dated after today");
    expect(ageText(null, day)).toBe("no extract");
  });

  it("says when the next extract is due", () => {
    expect(dueText("2026-11-24", day)).toBe("24 November 2026, today");
    expect(dueText("2026-12-01", day)).toBe("1 December 2026, in 7 days");
    expect(dueText("2026-11-01", day)).toBe("1 November 2026, 23 days ago");
    expect(dueText(null, day)).toBe("not agreed");
  });

  it("sums up the states that occur", () => {
    const sources = [source, source, { ...source, asOf: null }, { ...source, refused: [refusal] }];
    expect(countStates(sources, day)).toEqual({ current: 2, overdue: 0, refused: 1, missing: 1 });
    expect(stateSummary(sources, day)).toBe("2 in date, 1 newest extract refused, 1 not available");
  });
});

describe("what changed", () => {
  const change = {
    source: "x",
    title: "X",
    added: [],
    dropped: [],
    refused: [],
    rowsBefore: 0,
    rowsAfter: 0,
  };

  it("names files and compares rows with before", () => {
    expect(changeText({ ...change, added: ["summer.xlsx"], rowsBefore: 8810, rowsAfter: 9120 })).toBe(
      "1 new extract (summer.xlsx); 9,120 rows in use, 310 more than before.",
    );
    expect(
      changeText({ ...change, added: ["b.csv"], dropped: ["a.csv"], rowsBefore: 20, rowsAfter: 15 }),
    ).toBe(
      "1 new extract (b.csv) and 1 extract no longer in use (a.csv); 15 rows in use, 5 fewer than before.",
    );
  });

  it("names the first and the last of many files, and makes no comparison with nothing", () => {
    expect(changeText({ ...change, added: ["1.csv", "2.csv", "3.csv", "4.csv"], rowsAfter: 40 })).toBe(
      "4 new extracts (1.csv to 4.csv); 40 rows in use.",
    );
  });

  it("tells a refused extract", () => {
    expect(changeText({ ...change, refused: ["odd.csv"], rowsBefore: 7, rowsAfter: 7 })).toBe(
      "1 extract refused (odd.csv); 7 rows in use.",
    );
  });
});
