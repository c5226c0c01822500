import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { protectTable, protectTables } from "../../../loaders/protect/solve/table/protect-table.js";
import type { Table } from "../../../loaders/protect/solve/table/read-counts.js";
import type { TablePolicy } from "../../../loaders/registry/policy.js";
import { policy as plain, table } from "./grid.js";
import { Search } from "./search.js";

const policy: TablePolicy = { ...plain, smallestCount: 5, protectionInterval: 4 };
const width = policy.protectionInterval;

type Children = [ward: number, sex: number, age: number][];

/** What is counted by some of ward, sex and age, with all totals. */
function countedBy(names: string[], children: Children): Table {
  const columns = ["ward", "sex", "age"];
  const at = names.map((name) => columns.indexOf(name));
  const cells = new Map<string, { key: string[]; count: number }>();
  const categories = at.map((d) => [...[0, 1, 2].map((i) => `${columns[d]}${i}`), "Total"]);
  for (const key of categories.reduce<string[][]>(
    (made, all) => made.flatMap((k) => all.map((c) => [...k, c])),
    [[]],
  ))
    cells.set(key.join(), { key, count: 0 });
  for (const child of children)
    for (let totals = 0; totals < 2 ** at.length; totals++) {
      const key = at.map((d, i) => ((totals >> i) & 1 ? "Total" : `${columns[d]}${child[d]}`));
      cells.get(key.join())!.count++;
    }
  return {
    ...table(
      names,
      [...cells.values()].map(({ key, count }): [string[], number] => [key, count]),
    ),
    name: names.join(),
  };
}

/** What a reader of several tables can work out of each suppressed count, by trying whole numbers: too near, by name. */
function near(tables: Table[], shown: (string | null | undefined)[][]): string[] {
  const cells = new Map<string, { count: number; shown: string }>();
  const nameOf = (dimensions: string[], key: string[]) =>
    dimensions
      .flatMap((d, i) => (key[i] === "Total" ? [] : [`${d} ${key[i]}`]))
      .sort()
      .join(", ");
  const sums = new Map<string, { total: string; parts: string[] }>();
  for (const [t, { dimensions, rows }] of tables.entries())
    for (const [i, { key, count }] of rows.entries()) {
      const name = nameOf(dimensions, key);
      const own = shown[t]![i]!;
      // What any table shows is known.
      if (cells.get(name)?.shown === undefined || own !== "c") cells.set(name, { count, shown: own });
      for (const [d, category] of key.entries()) {
        if (category !== "Total") continue;
        const parts = rows
          .filter((row) => row.key[d] !== "Total" && row.key.every((c, e) => e === d || c === key[e]))
          .map((row) => nameOf(dimensions, row.key));
        sums.set(`${name} by ${dimensions[d]}`, { total: name, parts });
      }
    }
  const names = [...cells.keys()];
  const all = [...cells.values()];
  const search = new Search({
    truth: all.map(({ count }) => count),
    least: all.map(({ count, shown }) => (shown === "c" ? 1 : count)),
    greatest: all.map(({ count, shown }) => (shown === "c" ? count + 2 * width + 2 : count)),
    sums: [...sums.values()].map(({ total, parts }) => ({
      total: names.indexOf(total),
      parts: parts.map((part) => names.indexOf(part)),
    })),
  });
  return all.flatMap(({ shown }, i) => {
    if (shown !== "c") return [];
    const [least, greatest] = search.rangeOf(i, width);
    return greatest - least < width ? [`${names[i]}: ${least}–${greatest}`] : [];
  });
}

async function together(tables: [Table, ...Table[]]) {
  const { rows } = await protectTables(tables, undefined, policy, { steps: 0 });
  return rows.map((each) => each.map(({ count }) => count));
}

async function apart(tables: Table[]) {
  return Promise.all(
    tables.map(async (one) =>
      (await protectTable(one, undefined, policy, { steps: 0 })).rows.map(({ count }) => count),
    ),
  );
}

const children = fc.array(
  fc.tuple(fc.integer({ min: 0, max: 2 }), fc.integer({ min: 0, max: 2 }), fc.integer({ min: 0, max: 2 })),
  { minLength: 20, maxLength: 70 },
);

describe("tables that are protected together", () => {
  it("give nothing away beside each other, where protected apart they would", async () => {
    let caught = 0;
    await fc.assert(
      fc.asyncProperty(children, async (children) => {
        const tables: [Table, Table] = [
          countedBy(["ward", "sex"], children),
          countedBy(["age", "ward"], children),
        ];
        const shown = await together(tables);
        expect(near(tables, shown)).toEqual([]);
        if (near(tables, await apart(tables)).length) caught++;
      }),
      {
        numRuns: Number(process.env.PROTECT_RANDOM_TABLES ?? 8),
        seed: Number(process.env.PROTECT_RANDOM_SEED ?? 1),
      },
    );
    expect(caught).toBeGreaterThan(0);
  }, 600_000);

  it("show a cell that they share in both, or in none", async () => {
    const few: Children = [...Array(40).keys()].map((i) => [i % 3, i % 2, i % 7 === 0 ? 0 : 1 + (i % 2)]);
    const tables: [Table, Table] = [countedBy(["ward", "sex"], few), countedBy(["age", "ward"], few)];
    const [bySex, byAge] = await together(tables);
    const total = (t: 0 | 1, shown: (string | null | undefined)[]) =>
      tables[t].rows.flatMap(({ key }, i) => {
        const ward = key[tables[t].dimensions.indexOf("ward")]!;
        return key.filter((c) => c !== "Total").join() === ward ? [`${ward} ${shown[i]}`] : [];
      });
    expect(total(0, bySex!).sort()).toEqual(total(1, byAge!).sort());
    expect([...bySex!, ...byAge!]).toContain("c");
  });

  it("are protected as they would be alone where they share nothing", async () => {
    const one = {
      ...table(
        ["ward"],
        [
          [["Total"], 40],
          [["w1"], 2],
          [["w2"], 10],
          [["w3"], 28],
        ],
      ),
      name: "one",
    };
    const other = {
      ...table(
        ["month"],
        [
          [["m1"], 3],
          [["m2"], 90],
        ],
      ),
      name: "other",
    };
    const shown = await together([one, other]);
    expect(shown).toEqual(await apart([one, other]));
  });

  it("are refused if they tell different counts of one cell", async () => {
    const one = {
      ...table(
        ["ward"],
        [
          [["w1"], 20],
          [["w2"], 10],
        ],
      ),
      name: "one.csv",
    };
    const other = {
      ...table(
        ["sex", "ward"],
        [
          [["Total", "w1"], 21],
          [["f", "w1"], 21],
        ],
      ),
      name: "other.csv",
    };
    await expect(together([one, other])).rejects.toThrow(
      /^one\.csv and other\.csv: tell different counts of \(sex Total, ward w1\)\. .*protect them in separate runs/,
    );
    const withDenominator = { ...other, denominatorColumn: "denominator" };
    await expect(together([one, withDenominator])).rejects.toThrow(/only one of them has a denominator/);
  });
});
