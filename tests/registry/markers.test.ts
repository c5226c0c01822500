import { expect, test } from "vitest";
import { describeColumn } from "../../loaders/check/describe-column.js";
import { presetOf } from "../../loaders/registry/markers.js";
import { sourceFrom } from "../check/desk.js";

test("a source names what its publisher writes in place of numbers", () => {
  const source = sourceFrom(
    "columns: [{ name: n, headers: { any: N }, type: number, markers: symbols }, { name: m, headers: { any: M }, type: number, markers: { X: suppressed } }]",
  );
  expect(source.columns[0]!.markers).toMatchObject({
    c: "suppressed",
    "[z]": "not_applicable",
    "[low]": "rounds_to_zero",
  });
  expect(source.columns[1]!.markers).toEqual({ X: "suppressed" });
  expect(() =>
    sourceFrom("columns: [{ name: n, headers: { any: N }, type: number, markers: stars }]"),
  ).toThrow(/columns\.0\.markers|markers/);
});

test("the preset that has all the marks is proposed, and 1-4 among texts is an age", () => {
  expect([presetOf(["C", "[x]"]), presetOf(["*", ":"]), presetOf(["*", "<5"]), presetOf(["?"])]).toEqual([
    "symbols",
    "statistics",
    "small-numbers",
    undefined,
  ]);
  expect(describeColumn("Children", ["12", "[c]", "40", "z"], new Set()).yaml).toMatchObject({
    type: "integer",
    markers: "symbols",
  });
  expect(describeColumn("Children", ["12", "<5", "40", "*"], new Set()).yaml.markers).toBe("small-numbers");
  const ages = describeColumn("Age", [...Array(10).fill("1-4"), ...Array(10).fill("5-9")], new Set());
  expect(ages.yaml).toMatchObject({ type: "text", values: ["1-4", "5-9"] });
});
