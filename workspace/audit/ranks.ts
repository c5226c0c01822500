import type { Counts } from "./cell.js";
import type { Cell, Table } from "./read-published.js";
import type { Rule } from "./rule.js";
import type { System } from "./system.js";

/** Adds what published ranks tell: rows that differ in one dimension only, and whose shown figures follow their ranks. */
export function addRanks(
  system: System,
  { dimensions, cells, file }: Table,
  countsOf: (cell: Cell) => Counts,
  rule: Rule,
): void {
  dimensions.forEach((_, d) => {
    const groups = new Map<string, Cell[]>();
    for (const cell of cells.filter((c) => c.rank !== undefined)) {
      const key = JSON.stringify(cell.categories.with(d, ""));
      groups.set(key, [...(groups.get(key) ?? []), cell]);
    }
    for (const group of groups.values()) {
      const ranked = group.sort((a, b) => a.rank! - b.rank!);
      if (ranked.length > 1 && new Set(ranked.map((c) => c.rank)).size === ranked.length)
        addOrder(system, ranked, countsOf, rule, file);
    }
  });
}

function addOrder(
  system: System,
  ranked: Cell[],
  countsOf: (cell: Cell) => Counts,
  rule: Rule,
  file: string,
): void {
  const ofPercentages = ranked.some((cell) => cell.percentage);
  const figure = (cell: Cell) =>
    ofPercentages ? cell.percentage?.value : typeof cell.count === "number" ? cell.count : undefined;
  const shown = ranked.map(figure).filter((value) => value !== undefined);
  const falls = shown.every((value, i) => i === 0 || value <= shown[i - 1]!);
  const rises = shown.every((value, i) => i === 0 || value >= shown[i - 1]!);
  if (shown.length < 2 || falls === rises) return;
  const descending = falls ? ranked : ranked.toReversed();
  descending.forEach((cell, i) => {
    const why = (other: Cell) => `${file}: the ranks in rows ${cell.row} and ${other.row}`;
    if (ofPercentages) {
      if (figure(cell) !== undefined) return;
      const above = descending.slice(0, i).findLast((c) => figure(c) !== undefined);
      const below = descending.slice(i + 1).find((c) => figure(c) !== undefined);
      if (above) addShare(system, countsOf(cell), figure(above)! + halfOf(above), true, why(above));
      if (below) addShare(system, countsOf(cell), figure(below)! - halfOf(below), false, why(below));
    } else if (i > 0) {
      const above = descending[i - 1]!;
      system.add({
        terms: [
          { variable: countsOf(above).count, times: 1 },
          { variable: countsOf(cell).count, times: -1 },
        ],
        // The ranks may be those of the rounded counts.
        lower: -(rule.roundTo - 1),
        upper: Infinity,
        why: why(above),
      });
    }
  });
}

const halfOf = ({ percentage }: Cell): number => 0.5 / 10 ** percentage!.decimals;

function addShare(
  system: System,
  { count, denominator }: Counts,
  share: number,
  isMost: boolean,
  why: string,
): void {
  if (denominator === undefined) return;
  const terms = [
    { variable: count, times: 100 },
    { variable: denominator, times: -share },
  ];
  system.add({ terms, lower: isMost ? -Infinity : 0, upper: isMost ? 0 : Infinity, why });
}
