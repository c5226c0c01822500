import { expect, test } from "vitest";
import {
  changeMessage,
  ordinal,
  placeMessage,
  rangeMessage,
  standingMessage,
  togetherness,
  whichMessage,
} from "../../components/words/message.js";

const areas: [string, string] = ["ward", "wards"];
const row = (name: string, value: number | null) => ({
  ...{ name, value },
  status: value === null ? ("suppressed" as const) : ("value" as const),
});

test.each([
  [0, 0, false, "No ward differs from all wards together by more than chance"],
  [2, 0, false, "2 wards are lower than all wards together by more than chance, none is higher"],
  [0, 1, false, "1 ward is higher than all wards together by more than chance, none is lower"],
  [1, 3, false, "1 ward is lower than all wards together by more than chance, 3 are higher"],
  [1, 0, true, "Of these 4 wards, 1 is lower than all wards together by more than chance, none is higher"],
  [0, 0, true, "Of these 4 wards, none differs from all wards together by more than chance"],
])("%i lower and %i higher, of some: %s", (lower, higher, some, words) => {
  expect(standingMessage({ lower, higher }, { of: 4, areas, than: "all wards together", some })).toBe(words);
});

test.each([
  [["Ash", "Elm"], [], "Lower than all wards together by more than chance: Ash and Elm"],
  [[], ["Oak"], "Higher than all wards together by more than chance: Oak"],
  [["Ash"], ["Oak"], "Lower than all wards together by more than chance: Ash; higher: Oak"],
  [
    ["Ash", "Elm", "Fir", "Yew", "Box"],
    [],
    "Lower than all wards together by more than chance: Ash, Elm, Fir and 2 other wards",
  ],
  [[], [], undefined],
])("below %j, above %j: which they are", (lower, higher, words) => {
  expect(whichMessage({ lower, higher }, { areas, than: "all wards together" })).toBe(words);
});

test("a range names its ends, or how many share one, and none where nothing is known", () => {
  const of = (...rows: ReturnType<typeof row>[]) => rangeMessage(rows, { unit: "percent", areas });
  expect(of(row("Ash", 20), row("Elm", 60), row("Oak", 60))).toBe("From 20.0% in Ash to 60.0% in 2 wards");
  expect(of(row("Ash", 20), row("Elm", null))).toBe("Ash: 20.0%");
  expect(of(row("Ash", 20), row("Elm", 20))).toBe("20.0% in each ward with a figure");
  expect(of(row("Elm", null))).toBeUndefined();
});

test("a change says from what to what, and that two figures written alike are the same", () => {
  const from = { value: 63.1, period: "Summer 2025" };
  const change = (value: number) =>
    changeMessage("Treeton", from, { value, period: "Summer 2026" }, "percent");
  expect(change(59.5)).toBe("Treeton: 59.5% in Summer 2026, down from 63.1% in Summer 2025");
  expect(change(70)).toBe("Treeton: 70.0% in Summer 2026, up from 63.1% in Summer 2025");
  expect(change(63.12)).toBe("Treeton: 63.1% in Summer 2026, the same as 63.1% in Summer 2025");
});

test("a gap below nought that goes further down is wider, and has the widest of its kind", () => {
  const gap = (from: number, to: number) =>
    changeMessage(
      "Treeton",
      { value: from, period: "2024" },
      { value: to, period: "2025" },
      "percentage points",
    );
  expect(gap(-14, -16)).toBe(
    "Treeton: −16.0 percentage points in 2025, a wider gap than −14.0 percentage points in 2024",
  );
  expect(gap(-14, -12.5)).toContain("a narrower gap than");
  expect(gap(-1, 2)).toContain("up from");
  const all = [-20, -16, -3].map((value) => row("x", value));
  const place = (value: number) => placeMessage({ name: "Treeton", value }, all, "percentage points");
  expect(place(-20)).toBe("Treeton, at −20.0 percentage points, has the widest gap of 3");
  expect(place(-3)).toContain("has the narrowest gap of 3");
});

test("a place is counted from the nearer end, and may be shared", () => {
  const all = [10, 20, 20, 40, 50].map((value) => row("x", value));
  const place = (value: number) => placeMessage({ name: "Treeton", value }, all, "percent");
  expect(place(10)).toBe("Treeton, at 10.0%, is the lowest of 5");
  expect(place(20)).toBe("Treeton, at 20.0%, shares the 2nd lowest of 5");
  expect(place(40)).toBe("Treeton, at 40.0%, is the 2nd highest of 5");
  expect([1, 2, 3, 4, 11, 12, 13, 21, 102].map(ordinal).join(" ")).toBe(
    "1st 2nd 3rd 4th 11th 12th 13th 21st 102nd",
  );
});

test("two measures go together only where their correlation is beyond chance", () => {
  const pairs = (of: (i: number) => number, n = 12) =>
    Array.from({ length: n }, (_, i) => ({ x: i, y: of(i) }));
  expect(togetherness(pairs((i) => 2 * i))).toBe("together");
  expect(togetherness(pairs((i) => -i + (i % 2)))).toBe("against");
  expect(togetherness(pairs((i) => i % 2))).toBe("not seen");
  expect(togetherness(pairs((i) => i, 9))).toBeUndefined();
  expect(togetherness(pairs(() => 1))).toBeUndefined();
});
