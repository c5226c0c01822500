import { describe, expect, it } from "vitest";
import type { PeriodType } from "../../loaders/registry/indicator.js";
import { parsePeriod, periodOf } from "../../loaders/registry/periods.js";

describe("periodOf", () => {
  it.each<[PeriodType, string, string, string, string]>([
    ["term", "2024-09-01", "Autumn 2024", "2024-09-01", "2024-12-31"],
    ["term", "2025-01-01", "Spring 2025", "2025-01-01", "2025-03-31"],
    ["term", "2025-04-01", "Summer 2025", "2025-04-01", "2025-08-31"],
    ["academic_year", "2024-08-31", "2023/24", "2023-09-01", "2024-08-31"],
    ["academic_year", "2024-09-01", "2024/25", "2024-09-01", "2025-08-31"],
    ["financial_year", "2025-03-31", "2024/25", "2024-04-01", "2025-03-31"],
    ["financial_year", "1999-04-01", "1999/00", "1999-04-01", "2000-03-31"],
    ["calendar_year", "2026-11-24", "2026", "2026-01-01", "2026-12-31"],
  ])("%s of %s", (type, date, label, start, end) => {
    expect(periodOf(type, date)).toEqual({ label, start, end });
  });
});

describe("parsePeriod", () => {
  it.each<[PeriodType, string, string]>([
    ["term", "2024-autumn", "Autumn 2024"],
    ["term", "2025 Spring", "Spring 2025"],
    ["term", "Summer_2026", "Summer 2026"],
    ["academic_year", "2024-25", "2024/25"],
    ["academic_year", "202425", "2024/25"],
    ["academic_year", "2024/2025", "2024/25"],
    ["financial_year", "1999-00", "1999/00"],
    ["calendar_year", "2024", "2024"],
  ])("%s %s", (type, text, label) => {
    expect(parsePeriod(type, text).label).toBe(label);
  });

  it.each<[PeriodType, string, string]>([
    [
      "term",
      "2024-winter",
      "“2024-winter” does not name a term. Name the file so that its period reads as in 2024-autumn.",
    ],
    [
      "academic_year",
      "2024-26",
      "“2024-26” does not name an academic year. Name the file so that its period reads as in 2024-25.",
    ],
    ["financial_year", "", "“” does not name a financial year."],
    ["calendar_year", "24", "“24” does not name a year."],
  ])("%s refuses %s", (type, text, message) => {
    expect(() => parsePeriod(type, text)).toThrow(message);
  });
});
