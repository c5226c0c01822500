import { expect, it } from "vitest";
import {
  categoryName,
  formatDate,
  formatList,
  formatTime,
  levelName,
  plural,
} from "../../components/words/format.js";

it("writes dates in words, without regard to the reader's clock", () => {
  expect(formatDate("2026-10-31")).toBe("31 October 2026");
  expect(formatDate(null)).toBe("an unknown date");
  expect(formatDate("soon")).toBe("an unknown date");
});

it("writes moments by the reader's clock", () => {
  expect(formatTime("2026-11-24T14:05:00")).toBe("24 November 2026 at 14:05");
});

it("writes lists, counts, levels and categories in words", () => {
  expect(formatList([])).toBe("");
  expect(formatList(["a", "b"])).toBe("a and b");
  expect(formatList(["a", "b", "c"])).toBe("a, b and c");
  expect(plural(1, "ward")).toBe("1 ward");
  expect(plural(1200, "locality", "localities")).toBe("1,200 localities");
  expect(levelName("lsoa", true)).toBe("small areas");
  expect(categoryName("deprivation_quintile", "1")).toBe("1, most deprived fifth");
  expect(categoryName("ethnic_group", "Asian")).toBe("Asian");
});
