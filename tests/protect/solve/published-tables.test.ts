import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { protectTable } from "../../../loaders/protect/solve/table/protect-table.js";
import { repositoryRoot } from "../../../loaders/store/paths.js";
import { soak } from "../../soak.js";
import { policy, table } from "./grid.js";

// Test tables that statistical offices publish. They are not part of this repository.
const folder = join(repositoryRoot, "..", "shared", "real", "disclosure");
const reason = existsSync(folder) ? "" : ` (skipped: ${folder} is not there)`;

type Row = Record<string, string>;

function rowsOf(file: string): Row[] {
  const lines = readFileSync(join(folder, file), "utf8").replaceAll('"', "").trim().split(/\r?\n/);
  const [header, ...rest] = lines.map((line) => line.split(","));
  return rest.map((texts) => Object.fromEntries(header!.map((name, i) => [name, texts[i]!])));
}

/** Adds rows up over all combinations of the categories that each row is in. */
function cube(rows: Row[], categories: Record<string, (row: Row) => string[]>, value: (row: Row) => number) {
  const cells = new Map<string, { key: string[]; count: number }>();
  for (const row of rows) {
    const keys = Object.values(categories).reduce<string[][]>(
      (made, of) => made.flatMap((key) => of(row).map((c) => [...key, c])),
      [[]],
    );
    for (const key of keys) {
      const cell = cells.get(key.join()) ?? { key, count: 0 };
      cell.count += value(row);
      cells.set(key.join(), cell);
    }
  }
  return table(
    Object.keys(categories),
    [...cells.values()].map(({ key, count }): [string[], number] => [key, count]),
  );
}

const withTotal = (column: string) => (row: Row) => [row[column]!, "Total"];
const rule = { ...policy, smallestCount: 5, protectionInterval: 4 };

describe.skipIf(reason)(`a published table${reason}`, () => {
  it.each([
    ["ssbtools/z1.csv", ["region", "hovedint"], "ant"],
    ["sdctable/microdata1.csv", ["region", "gender"], undefined],
    ["sdctable/microdata2.csv", ["region", "gender"], undefined],
  ])("%s is protected", async (file, columns, value) => {
    const made = cube(rowsOf(file), Object.fromEntries(columns.map((c) => [c, withTotal(c)])), (row) =>
      value === undefined ? 1 : Number(row[value]),
    );
    const { cost, bound, primary } = await protectTable(made, undefined, rule);
    expect(made.rows.filter(({ count }) => count > 0 && count < 5)).toHaveLength(primary);
    expect(cost).toBe(bound);
  });

  soak("ssbtools/z2.csv, whose regions are grouped in two ways that overlap, is protected", async () => {
    const rows = rowsOf("ssbtools/z2.csv");
    const groups = (row: Row) => [`county ${row.fylke}`, `group ${row.kostragr}`, "Total"];
    const region: Record<string, string[]> = {};
    for (const row of rows)
      for (const group of groups(row))
        region[group] = [...new Set([...(region[group] ?? []), row.region!])].sort();
    const made = cube(
      rows,
      { region: (row) => [row.region!, ...groups(row)], interest: withTotal("hovedint") },
      (row) => Number(row.ant),
    );
    const {
      primary,
      secondary,
      rows: shown,
    } = await protectTable(made, undefined, {
      ...rule,
      hierarchies: { region },
    });
    expect(primary).toBeGreaterThan(0);
    expect(secondary).toBeGreaterThan(0);
    expect(shown.filter((r) => r.count !== "c").length).toBeGreaterThan(made.rows.length / 2);
  });
});
