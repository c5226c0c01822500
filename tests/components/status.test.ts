import { describe, expect, it } from "vitest";
import { formatNumber } from "../../components/words/numbers.js";
import {
  formatValue,
  hasValue,
  markStatuses,
  statuses,
  statusMeaning,
  statusOf,
  statusShorthand,
  statusWords,
} from "../../components/words/status.js";

describe("a figure for a reader", () => {
  const cases: [Parameters<typeof formatValue>[0], string, string][] = [
    [{ value: 71.25, status: "value" }, "percent", "71.3%"],
    [{ value: 103.4, status: "value" }, "percent", "103.4%"],
    [{ value: 0, status: "zero" }, "percent", "0.0%"],
    [{ value: null, status: "suppressed" }, "percent", "suppressed [c]"],
    [{ value: null, status: "not_applicable" }, "percent", "not applicable [z]"],
    [{ value: null, status: "not_available" }, "percent", "not available [x]"],
    [{ value: null, status: "not_collected" }, "percent", "not collected [x]"],
    [{ value: 12.5, status: "low_reliability" }, "percent", "12.5% [u]"],
    [{ value: null, status: "low_reliability" }, "percent", "low reliability [u]"],
    [{ value: 0, status: "rounds_to_zero" }, "percent", "0.0% [low]"],
    [{ value: -4.06, status: "value" }, "percentage points", "−4.1 percentage points"],
    [{ value: 1234.4, status: "value" }, "count", "1,234"],
    [{ value: 512.34, status: "value" }, "per 1,000 children", "512.3"],
    [{ value: 13.456, status: "value" }, "goals", "13.46"],
  ];
  it.each(cases)("%j in %s reads %s", (figure, unit, text) => {
    expect(formatValue(figure, unit)).toBe(text);
  });

  it("is a different text for every status without a number", () => {
    const texts = statuses.map((status) => formatValue({ value: null, status }, "percent"));
    expect(new Set(texts).size).toBe(statuses.length);
  });

  it("has words and a meaning for every status", () => {
    for (const status of statuses) expect([statusWords[status], statusMeaning[status]]).not.toContain("");
  });

  it("has the letters of government statistics, each of which stands for a status", () => {
    expect(markStatuses.map((status) => statusShorthand[status])).toEqual(["c", "z", "x", "x", "u", "low"]);
    expect(["c", "z", "x", "u", "low", "", "12", "value"].map(statusOf)).toEqual([
      "suppressed",
      "not_applicable",
      "not_available",
      "low_reliability",
      "rounds_to_zero",
      undefined,
      undefined,
      undefined,
    ]);
  });
});

it("has a value at a true zero, and not where there is none", () => {
  expect(hasValue({ value: 0, status: "zero" })).toBe(true);
  expect(hasValue({ value: null, status: "suppressed" })).toBe(false);
});

it("writes no minus before a number that rounds to zero", () => {
  expect(formatNumber(-0.04, "percent")).toBe("0.0%");
});
