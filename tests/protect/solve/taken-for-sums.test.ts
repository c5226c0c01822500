import { expect, it } from "vitest";
import { protectTable } from "../../../loaders/protect/solve/table/protect-table.js";
import { policy, table } from "./grid.js";

/** Counts of two wards and both, each with its name: of girls, boys, and both, who are some more in the second. */
function wards(counts: [string, string, girls: number, boys: number, both: number][]) {
  return table(
    ["code", "sex", "ward"],
    counts.flatMap(([code, ward, ...of]) =>
      ["girls", "boys", "Both"].map((sex, i): [string[], number] => [[code, sex, ward], of[i]!]),
    ),
  );
}

it("a name that follows from a code protects, though something else that looks like a sum is none", async () => {
  const { rows } = await protectTable(
    wards([
      ["E1", "Acorn", 2, 30, 40],
      ["E2", "Birch", 12, 19, 39],
      ["Total", "All wards", 14, 49, 79],
    ]),
    undefined,
    policy,
  );
  // Without the sum over codes, 14 less 12 would be shown beside Acorn's girls.
  expect(rows.map(({ count }) => count)).toEqual(["c", "30", "40", "c", "19", "39", "14", "49", "79"]);
});
