import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { problemOfTable } from "../../../loaders/protect/solve/table/problem-of-table.js";
import { readTable, type Table, type TableRow } from "../../../loaders/protect/solve/table/read-counts.js";
import type { TablePolicy } from "../../../loaders/registry/policy.js";

const exact: TablePolicy = {
  ...{ smallestCount: 5, protectionInterval: 5, roundTo: 1, zeros: "shown" },
  ...{ missing: "zero", dimensions: [], hierarchies: {} },
};
const areas = { hierarchies: { area: { city: ["a", "b"] } } };

type Given = [count: number, denominator?: number, contributors?: number];
const tableOf = (rows: Record<string, Given>, name = "t.csv"): Table => ({
  ...{ name, columns: ["area", "count", "denominator"], dimensions: ["area"], countColumn: "count" },
  denominatorColumn: Object.values(rows).some(([, n]) => n !== undefined) ? "denominator" : undefined,
  rows: Object.entries(rows).map(
    ([area, [count, denominator, contributors]]): TableRow => ({
      ...{ texts: {}, key: [area], count, denominator, contributors },
    }),
  ),
});
async function problem(
  rows: Record<string, Given>,
  policy: Partial<TablePolicy> = {},
  known?: Record<string, Given>,
) {
  const table = tableOf(rows);
  const made = await problemOfTable(table, known && tableOf(known, "known.csv"), { ...exact, ...policy });
  const unitsOf = (i: number) => {
    const { count, denominator } = made.units.get(table.rows[i]!)!;
    const of = (unit: number | undefined) => unit !== undefined && made.problem.units[unit]!;
    return [of(count), of(denominator)].map((unit) => unit && [unit.cells, unit.primary]);
  };
  return { ...made.problem, names: made.names, places: made.places, unitsOf };
}
const anything = [0, Number.POSITIVE_INFINITY];

describe("counts become cells", () => {
  test("known as they are shown, or once hidden as somebody; suppressed where few", async () => {
    const { cells, unitsOf, width, names } = await problem({ a: [3], b: [12], c: [0] });
    expect(cells.map(({ value, shown, hidden, guarded }) => [value, shown, hidden, guarded])).toEqual([
      [3, [1, Number.POSITIVE_INFINITY], [1, Number.POSITIVE_INFINITY], true],
      [12, [12, 12], [1, Number.POSITIVE_INFINITY], true],
      [0, [0, 0], anything, true],
    ]);
    expect([unitsOf(0), unitsOf(1), unitsOf(2)]).toEqual([
      [[[0], true], false],
      [[[1], false], false],
      [false, false],
    ]);
    expect([width, names]).toEqual([5, ["area a", "area b", "area c"]]);
  });

  test("of nobody may be hidden where zeros are", async () => {
    const { cells, unitsOf } = await problem({ a: [3], c: [0] }, { zeros: "suppressed" });
    expect(cells.map(({ hidden }) => hidden)).toEqual([anything, anything]);
    expect(unitsOf(1)).toEqual([[[1], true], false]);
  });

  test("add up as the policy says, and a row that is not there is of nobody, or not known", async () => {
    const nobody = await problem({ city: [30], a: [30] }, areas);
    expect(nobody.equations).toHaveLength(1);
    const place = nobody.places.get("b")!.count;
    expect(nobody.cells[place]).toMatchObject({ value: 0, shown: [0, 0], hidden: [0, 0], guarded: false });
    const unknown = await problem({ city: [33], a: [30] }, { ...areas, missing: "unknown" });
    const few = unknown.places.get("b")!.count;
    expect(unknown.cells[few]).toMatchObject({ value: 3, shown: anything, hidden: anything, guarded: true });
    expect(unknown.units.filter(({ cells }) => cells.includes(few))).toEqual([
      { cells: [few], cost: 1, primary: true },
    ]);
    const many = await problem({ city: [40], a: [30] }, { ...areas, missing: "unknown" });
    expect(many.cells[many.places.get("b")!.count]).toMatchObject({ value: 10, guarded: false });
  });

  test("that everybody has are known, whether the table has them or not", async () => {
    const { cells, places } = await problem({ city: [33], a: [30], b: [3] }, areas, { city: [33], b: [3] });
    for (const [area, count] of [
      ["city", 33],
      ["b", 3],
    ] as const)
      expect(cells[places.get(area)!.count]).toMatchObject({
        shown: [count, count],
        hidden: [count, count],
        guarded: false,
      });
    expect(cells[places.get("a")!.count]!.guarded).toBe(true);
  });
});

describe("a count out of a denominator", () => {
  test("is lost with what is left, and with its denominator, which can be lost alone", async () => {
    const { cells, equations, unitsOf, names } = await problem({ a: [12, 40] });
    expect(cells.map(({ value, shown, guarded }) => [value, shown, guarded])).toEqual([
      [12, [12, 12], true],
      [40, [40, 40], true],
      [28, [5, Number.POSITIVE_INFINITY], true],
    ]);
    // A count may be 0 out of somebody; a denominator that is hidden is of somebody.
    expect(cells.map(({ hidden }) => hidden[0])).toEqual([0, 1, 0]);
    expect(equations).toEqual([{ total: 1, parts: [0, 2] }]);
    expect(unitsOf(0)).toEqual([
      [[0, 2, 1], false],
      [[1], false],
    ]);
    expect(names).toEqual(["area a", "area a (denominator)", "area a (rest)"]);
  });

  test("of nobody is shown as such where zeros are, and else lost with it", async () => {
    const rows = { a: [0, 0], b: [12, 40] } as Record<string, Given>;
    expect((await problem(rows)).unitsOf(0)).toEqual([[[0, 2], false], false]);
    expect((await problem(rows, { zeros: "suppressed" })).unitsOf(0)).toEqual([
      [[0, 2, 1], true],
      [[1], true],
    ]);
  });

  test("leaves a rest of which nothing is known where it is suppressed", async () => {
    const { cells, unitsOf } = await problem({ a: [38, 40] });
    expect(cells[2]).toMatchObject({ value: 2, shown: anything, guarded: true });
    expect(unitsOf(0)[0]).toEqual([[0, 2, 1], true]);
  });

  test("leaves a rest that is known with the denominator only", async () => {
    const { cells } = await problem({ a: [12, 40] }, {}, { a: [12, 40] });
    expect(cells.map(({ guarded }) => guarded)).toEqual([false, false, false]);
  });
});

describe("a lone child, or the only one who gives a count, knows it", () => {
  const own = async (given: Given, insiders?: TablePolicy["insiders"]) =>
    (await problem({ a: given, b: [12, given[1] && 40, given[2] && 9] }, insiders ? { insiders } : {})).cells
      .slice(0, given[1] === undefined ? 1 : 3)
      .map(({ isOwn }) => isOwn === true);

  test("where the policy says so", async () => {
    expect(await own([1], "own-cell")).toEqual([true]);
    expect(await own([2], "own-cell")).toEqual([false]);
    expect(await own([30, undefined, 1], "own-cell")).toEqual([true]);
    expect(await own([30, undefined, 2], "own-cell")).toEqual([false]);
    expect(await own([39, 40], "own-cell")).toEqual([false, false, true]);
    expect(await own([12, 40, 1], "own-cell")).toEqual([true, true, true]);
    for (const given of [[1], [30, undefined, 1]] as Given[]) expect(await own(given)).toEqual([false]);
    expect(await own([39, 40, 1])).toEqual([false, false, false]);
  });
});

describe("a table is refused", () => {
  test("that does not add up, or contradicts what is known, or lies beside something strange", async () => {
    await expect(problem({ city: [30], a: [10], b: [19] }, areas)).rejects.toThrow(
      "t.csv: count does not add up: (area city) is 30, but its parts (area a); (area b) are 29 together. Correct the table, or the policy's hierarchies.",
    );
    await expect(problem({ city: [30], a: [31] }, areas)).rejects.toThrow("that are there are 31 together");
    await expect(problem({ city: [30, 50], a: [10, 20], b: [20, 31] }, areas)).rejects.toThrow(
      "t.csv: denominator less count does not add up: (area city) is 20, but",
    );
    await expect(problem({ a: [30], b: [9] }, {}, { a: [31] })).rejects.toThrow(
      "known.csv: what is known contradicts t.csv in (area a).",
    );
    await expect(problem({ a: [30], b: [9] }, {}, { A: [30] })).rejects.toThrow(
      "known.csv: has (area A), and neither t.csv nor the policy's hierarchies have such a category",
    );
  });
});

describe("a file of counts", () => {
  const folder = mkdtempSync(join(tmpdir(), "counts-"));
  afterAll(() => rmSync(folder, { recursive: true }));
  const read = (text: string, declared: string[] = [], isPublished = false) => {
    const file = join(folder, "t.csv");
    writeFileSync(file, text);
    return readTable(file, "--table", declared, isPublished);
  };

  test("has counts, dimensions by their names, and who stands behind them, which is not written again", async () => {
    const table = await read(
      "sex,area,count,denominator,contributors\ngirls, Acorn ,12.0,40,3\nboys,Acorn,+7,30,2\n",
    );
    expect(table).toMatchObject({
      ...{ name: "t.csv", dimensions: ["area", "sex"], columns: ["sex", "area", "count", "denominator"] },
      ...{ countColumn: "count", denominatorColumn: "denominator", contributorsColumn: "contributors" },
    });
    expect(
      table.rows.map(({ key, count, denominator, contributors }) => [key, count, denominator, contributors]),
    ).toEqual([
      [["Acorn", "girls"], 12, 40, 3],
      [["Acorn", "boys"], 7, 30, 2],
    ]);
  });

  test.each([
    ["area\nAcorn\n", "t.csv: has no column “count”, only column 1, “aaaa”."],
    ["count\n12\n", "t.csv: has no column that says what a count is of."],
    ["area,count\nAcorn,1\nAcorn,2\n", "t.csv: rows 2 and 3 are the same cell."],
    ["area,count\n,1\n", "t.csv: row 2 has no area."],
    ["area,count\nAcorn,-1\n", "t.csv: row 2: count is not a whole number."],
    ["area,count\nAcorn,1.5\n", "row 2: count is not a whole number"],
    ["area,count\nAcorn,c\n", "row 2: count is not a whole number"],
    ["area,count\nAcorn,1000000001\n", "row 2: count is not a whole number"],
    ["area,count,denominator\nAcorn,3,2\n", "t.csv: row 2: denominator is less than count."],
    ["area,count,denominator\nAcorn,3,x\n", "t.csv: row 2: denominator is not a whole number."],
    ["area,count,contributors\nAcorn,3,x\n", "t.csv: row 2: contributors is not a whole number."],
    [
      "area,count,rate\nAcorn,3,1.5\nBirch,4,2.5\nCedar,4,2.5\n",
      "t.csv: column rate: holds a number about each row",
    ],
  ])("%j is refused", async (text, message) => {
    await expect(read(text)).rejects.toThrow(message);
  });

  test("that was published may have suppressed ones", async () => {
    const { rows } = await read("area,count,denominator\nAcorn, c ,40\nBirch,3,c\n", [], true);
    expect(rows.map(({ count, denominator }) => [count, denominator])).toEqual([
      [Number.NaN, 40],
      [3, Number.NaN],
    ]);
    await expect(read("area,count\nAcorn,x\n", [], true)).rejects.toThrow("counts as they were published");
  });
});
