import { describe, expect, it } from "vitest";
import { changeText } from "../../components/catalogue/change-list.js";
import {
  ageText,
  asOfText,
  coversText,
  type Delivered,
  daysBetween,
  dueText,
  freshnessOf,
  freshnessText,
  today,
} from "../../components/catalogue/freshness.js";
import { countStates, stateSummary } from "../../components/catalogue/freshness-table.js";

const day = "2026-11-24";
const source: Delivered = {
  covers: { from: "2026-09-01", to: "2026-10-31" },
  published: null,
  received: "2026-11-02",
  asOf: "2026-10-31",
  asOfIs: "covered",
  nextDue: "2027-01-31",
  keepsUntil: "2027-04-30",
  cannotJudge: null,
  refused: [],
};
const none: Delivered = {
  ...source,
  covers: null,
  received: null,
  asOf: null,
  asOfIs: null,
  keepsUntil: null,
};
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

  it("is overdue no more once an extract came on the due day or after it", () => {
    expect(freshnessOf({ ...source, nextDue: "2026-11-02" }, day)).toBe("current");
  });

  it("is in date for as long as the data keep, whether or not a due day was agreed", () => {
    expect(freshnessOf({ ...source, nextDue: null }, day)).toBe("current");
    expect(freshnessOf({ ...source, keepsUntil: day }, day)).toBe("current");
    const old = { ...source, keepsUntil: "2026-11-23" };
    expect(freshnessOf(old, day)).toBe("old");
    expect(freshnessText(old, day)).toBe("Out of date since 24 November 2026");
    expect(freshnessText({ ...old, keepsUntil: "2022-05-31" }, day)).toBe("Out of date since 1 June 2022");
  });

  it("is not called in date where nobody can judge", () => {
    const unknown = { ...source, keepsUntil: null, cannotJudge: "nothing says what period it covers" };
    expect(freshnessOf(unknown, day)).toBe("unknown");
    expect(freshnessText(unknown, day)).toBe("Cannot be judged: nothing says what period it covers");
  });

  it("tells a refusal before lateness, and whether anything is in use", () => {
    const refused = { ...source, nextDue: "2026-11-01", refused: [refusal] };
    expect(freshnessText(refused, day)).toBe("Newest extract refused");
    expect(freshnessText({ ...none, refused: [refusal] }, day)).toBe("Extract refused, none in use");
  });

  it("is not available without an extract, even after the due day", () => {
    expect(freshnessOf({ ...none, nextDue: "2026-11-01" }, day)).toBe("missing");
  });

  it("counts ages from the end of the period covered, in days, and in years where days say little", () => {
    const age = (to: string) => ageText({ ...source, covers: { from: "2020-01-01", to } }, day);
    expect(age("2026-11-24")).toBe("0 days");
    expect(age("2026-11-23")).toBe("1 day");
    expect(age("2021-08-31")).toBe("1,911 days (about 5 years)");
    expect(age("2026-11-25")).toBe("0 days");
    expect(ageText({ ...source, covers: null }, day)).toBe("not known");
    expect(ageText(none, day)).toBe("no extract");
  });

  it("says what is covered, and what the as-of date is", () => {
    expect(coversText(source.covers)).toBe("1 September 2026 to 31 October 2026");
    expect(coversText({ from: "2021-08-31", to: "2021-08-31" })).toBe("as at 31 August 2021");
    expect(coversText(null)).toBe("not known");
    expect(asOfText(source)).toBe("31 October 2026, the last day covered");
    expect(asOfText({ asOf: "2022-11-24", asOfIs: "published" })).toBe(
      "24 November 2022, the publisher’s date",
    );
    expect(asOfText({ asOf: "2026-11-02", asOfIs: "received" })).toBe(
      "2 November 2026, the day it came, as no other date is known",
    );
    expect(asOfText(none)).toBe("no extract");
  });

  it("says when the next extract is due", () => {
    expect(dueText("2026-11-24", day)).toBe("24 November 2026, today");
    expect(dueText("2026-12-01", day)).toBe("1 December 2026, in 7 days");
    expect(dueText("2026-11-01", day)).toBe("1 November 2026, 23 days ago");
    expect(dueText(null, day)).toBe("not agreed");
  });

  it("sums up the states that occur", () => {
    const sources = [source, source, none, { ...source, refused: [refusal] }];
    expect(countStates(sources, day)).toEqual({
      current: 2,
      overdue: 0,
      old: 0,
      unknown: 0,
      refused: 1,
      missing: 1,
    });
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
