import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, it, vi } from "vitest";
import { protectTable } from "../../../loaders/protect/solve/table/protect-table.js";
import type { Table } from "../../../loaders/protect/solve/table/read-counts.js";
import type { TablePolicy } from "../../../loaders/registry/policy.js";
import { runCommandLine } from "../../../workspace/cli.js";
import { grid, policy, table } from "./grid.js";
import { sameChild } from "./random-tables.js";
import { rangeOf } from "./search.js";

// As of old, when it was enough that a count could not be told exactly.
const inexact: TablePolicy = { ...policy, protectionInterval: 1 };
const insiders: TablePolicy = { ...policy, insiders: "own-cell" };

/** Suppressed cells that one who knows another, of one child, finds within less than the interval. */
async function learnt(original: Table, by: TablePolicy): Promise<string[]> {
  const { rows } = await protectTable(original, undefined, by);
  const shown = rows.map((row) => String(row.count));
  const place = new Map(original.rows.map(({ key }, i) => [key.join(), i]));
  const sums = original.rows.flatMap(({ key }, total) =>
    key.flatMap((category, d) => {
      if (category !== "Total") return [];
      const others = [...new Set(original.rows.map((row) => row.key[d]!))].filter((c) => c !== "Total");
      return [{ total, parts: others.map((c) => place.get(key.with(d, c).join())!) }];
    }),
  );
  const hidden = shown.flatMap((s, i) => (s === "c" ? [i] : []));
  const own = hidden.filter((i) => original.rows[i]!.count === 1);
  return own.flatMap((known) => {
    const truth = original.rows.map(({ count }) => count);
    const isOpen = (i: number) => shown[i] === "c" && i !== known;
    const puzzle = {
      least: truth.map((n, i) => (isOpen(i) ? 1 : n)),
      greatest: truth.map((n, i) => (isOpen(i) ? n + 10 : n)),
      sums,
      truth,
    };
    const same = sameChild(puzzle, known);
    return hidden
      .filter((cell) => !same.has(cell))
      .flatMap((cell) => {
        const [least, greatest] = rangeOf(puzzle, cell);
        return greatest - least < by.protectionInterval
          ? [`${original.rows[known]!.key}: ${original.rows[cell]!.key}`]
          : [];
      });
  });
}

const cases: [string, Table][] = [
  // The known table of two rows of five.
  [
    "singletons",
    grid([
      [1, 1, 7, 1, 0],
      [1, 0, 0, 2, 8],
    ]),
  ],
  [
    "one beside a large count",
    table(
      ["part"],
      [
        [["a"], 1],
        [["b"], 20],
        [["d"], 31],
        [["Total"], 52],
      ],
    ),
  ],
];

it.each(cases)(
  "one of %s learns of others from its own, unless the policy is for insiders",
  async (_, given) => {
    expect(await learnt(given, inexact)).not.toEqual([]);
    expect(await learnt(given, { ...inexact, insiders: "own-cell" })).toEqual([]);
  },
);

it("hides a third count where the two that outsiders need would be one's own and another", async () => {
  const counts = async (by: TablePolicy) =>
    (await protectTable(cases[1]![1], undefined, by)).rows.map(({ count }) => count);
  expect(await counts(policy)).toEqual(["c", "c", "31", "52"]);
  expect(await counts(insiders)).toEqual(["c", "c", "c", "52"]);
});

it("a count of too few contributors is suppressed, with another beside it, and no number of them is written", async () => {
  const folder = mkdtempSync(join(tmpdir(), "contributors-"));
  const said = vi.spyOn(console, "log").mockImplementation(() => {});
  try {
    const file = (name: string) => join(folder, name);
    writeFileSync(file("t.csv"), "ward,count,Contributors\nA,40,1\nB,50,3\nD,60,2\nTotal,150,5\n");
    writeFileSync(file("p.yaml"), "smallestCount: 5\nprotectionInterval: 5\nleastContributors: 2\n");
    const files = ["--table", file("t.csv"), "--policy", file("p.yaml"), "--output", file("o.csv")];
    expect(await runCommandLine(["protect", ...files])).toBe(0);
    expect(readFileSync(file("o.csv"), "utf8")).toBe("ward,count\nA,c\nB,c\nD,60\nTotal,150\n");
  } finally {
    said.mockRestore();
    rmSync(folder, { recursive: true });
  }
});
