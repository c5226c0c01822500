import { expect, test } from "vitest";
import {
  academicYearName,
  addMonths,
  ageOn,
  day,
  endOfWorld,
  formatDate,
  formatDay,
  receptionStart,
  terms,
} from "../../workspace/sample/calendar.js";

test("the world ends on 31 October 2026, whatever the clock says", () => {
  expect(formatDay(endOfWorld, "yyyy-mm-dd")).toBe("2026-10-31");
});

test("there are nine terms, from Autumn 2023 to Summer 2026", () => {
  expect(terms.map((t) => `${t.title} from ${formatDay(t.start, "dd/mm/yyyy")}`)).toEqual([
    "Autumn 2023 from 01/09/2023",
    "Spring 2024 from 01/01/2024",
    "Summer 2024 from 01/04/2024",
    "Autumn 2024 from 01/09/2024",
    "Spring 2025 from 01/01/2025",
    "Summer 2025 from 01/04/2025",
    "Autumn 2025 from 01/09/2025",
    "Spring 2026 from 01/01/2026",
    "Summer 2026 from 01/04/2026",
  ]);
});

test.each([
  ["2021-08-31", "2025-09-01"],
  ["2021-09-01", "2026-09-01"],
  ["2022-01-15", "2026-09-01"],
])("a child born on %s starts Reception on %s", (born, starts) => {
  const [y, m, d] = born.split("-").map(Number) as [number, number, number];
  expect(formatDay(receptionStart(day(y, m, d)), "yyyy-mm-dd")).toBe(starts);
});

test("age changes on the birthday", () => {
  expect(ageOn(day(2023, 9, 2), day(2025, 9, 1))).toBe(1);
  expect(ageOn(day(2023, 9, 1), day(2025, 9, 1))).toBe(2);
});

test("months are added to the same date, or to the last of a shorter month", () => {
  expect(formatDay(addMonths(day(2024, 8, 31), 6), "yyyy-mm-dd")).toBe("2025-02-28");
  expect(formatDay(addMonths(day(2025, 3, 15), -18), "yyyy-mm-dd")).toBe("2023-09-15");
});

test("each system writes dates in its own way, impossible ones too", () => {
  const date = { year: 2023, month: 2, date: 30 };
  expect(formatDate(date, "dd/mm/yyyy")).toBe("30/02/2023");
  expect(formatDate(date, "dd-Mon-yyyy")).toBe("30-Feb-2023");
  expect(formatDate(date, "yyyymmdd")).toBe("20230230");
  expect(formatDate(date, "dd.mm.yyyy")).toBe("30.02.2023");
});

test("an academic year is named by both its years", () => {
  expect(academicYearName(2023)).toBe("2023-24");
});
