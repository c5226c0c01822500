import { describe, expect, test } from "vitest";
import { type Count, type Line, unnamedTotals } from "../../../loaders/protect/solve/table/unnamed-totals.js";

const exactly = (n: number): Count => ({ least: n, greatest: n, likely: n });
/** Hidden because it is small. */
const small: Count = { least: 1, greatest: Number.POSITIVE_INFINITY, likely: 4 };
const absent: Count = { ...exactly(0), isAbsent: true };
const line = (...counts: (number | Count | undefined)[]): Line =>
  counts.map((count) => (typeof count === "number" ? exactly(count) : count));
const found = (...lines: Line[]) => unnamedTotals(lines[0]!.length, lines);

describe("a category is seen to be the sum of all others", () => {
  test.each<[string, Line[]]>([
    ["in one line", [line(150, 4, 70, 76)]],
    ["where some of it is hidden", [line(150, small, 70, 77)]],
    ["up to where little of it is hidden", [line(12, 8, small, small), line(30, 10, 10, 10)]],
    ["in lines of which one does not tell it", [line(150, 4, 70, 76), line(undefined, 9, 9, 9)]],
    ["in lines of which one shows nothing of it", [line(150, 4, 70, 76), line(small, 9, 9, 9)]],
    ["in lines of which one has no row for it", [line(150, 4, 70, 76), line(absent, 9, 9, 9)]],
    ["in lines of which one is of one part alone", [line(150, 4, 70, 76), line(9, 0, 9, 0)]],
    ["where a part has no row", [line(150, absent, 74, 76)]],
    ["by what was rounded", [line({ least: 148, greatest: 152, likely: 152 }, 4, 70, 74)]],
  ])("%s", (_, lines) => expect(found(...lines)).toEqual([{ total: 0, parts: [1, 2, 3] }]));

  test.each<[string, Line[]]>([
    ["where a line says otherwise by one", [line(150, 4, 70, 76), line(80, 20, 30, 31)]],
    ["where a line says less by one", [line(150, 4, 70, 76), line(82, 20, 30, 31)]],
    ["of two categories", [line(4, 4), line(9, 9)]],
    ["where it is of one part alone", [line(4, 4, 0, 0)]],
    ["of nobody", [line(0, 0, 0, 0)]],
    ["where most of it is hidden", [line(10, 2, small, { ...small, likely: 6 })]],
    ["where hidden counts are likely too small", [line(30, 10, 10, small)]],
    ["in lines of two counts alone", [line(4, 4, undefined, undefined)]],
    ["where two are not known at all", [line(40, 20, undefined, undefined)]],
  ])("and not %s", (_, lines) => expect(found(...lines)).toEqual([]));
});

describe("a category is seen to be a sum of others", () => {
  test("of two or three levels, where some of them make it", () => {
    const levels = { total: 0, parts: undefined };
    expect(found(line(150, 4, 74, 31, 70, 45, 76))).toEqual([levels]);
    expect(found(line(150, 40, 110, 30, 120, 90, 60))).toEqual([levels]);
    // Under two other names besides, of two parts.
    expect(found(line(150, 150, 150, 4, 146))).toEqual(
      [0, 1, 2].map((total) => ({ total, parts: undefined })),
    );
    // Together they make it twice, and none of them by themselves once.
    expect(found(line(100, 67, 68, 65))).toEqual([]);
    // It is not the greatest.
    expect(found(line(100, 120, 30, 30, 20))).toEqual([]);
  });

  test("of those next to it, before or after, once chance is out of question", () => {
    const lines = [line(41, 70, 111, 57, 90), line(72, 66, 138, 49, 83), line(57, 81, 138, 62, 12)];
    expect(found(...lines)).toEqual([{ total: 2, parts: [1, 0] }]);
    expect(found(...lines.map((counts) => counts.toReversed()))).toEqual([{ total: 2, parts: [3, 4] }]);
    expect(found(lines[0]!)).toEqual([]);
    const few = [line(1, 2, 3, 9, 8), line(2, 2, 4, 1, 7)];
    expect(found(...few)).toEqual([]);
  });

  test("in groups that are all there is, in either order", () => {
    const groups = line(134, 4, 70, 60, 76, 45, 31);
    expect(found(groups)).toEqual([
      { total: 0, parts: [1, 2, 3] },
      { total: 4, parts: [5, 6] },
    ]);
    expect(found(groups.toReversed())).toEqual([
      { total: 6, parts: [5, 4, 3] },
      { total: 2, parts: [1, 0] },
    ]);
    expect(found(line(134, 4, 70, 60, 76, 45, 31, 9))).toEqual([]);
    expect(found(line(3, 1, 2, 4, 2, 2))).toEqual([]);
  });

  test("of any others, where lines are many enough for that", () => {
    const lines = [
      [211, 57, 100, 83, 111],
      [157, 49, 85, 91, 72],
      [209, 62, 128, 40, 81],
      [233, 71, 95, 66, 138],
    ].map((counts) => line(...counts));
    expect(found(...lines)).toEqual([{ total: 0, parts: expect.arrayContaining([2, 4]) }]);
    expect(found(lines[0]!)).toEqual([]);
  });
});
