import type { Counts } from "./cell.js";
import type { Cell, Table } from "./read-published.js";
import type { Rule } from "./rule.js";
import type { System } from "./system.js";

/**
 * Adds what published ranks tell: rows that differ in one dimension only, and whose shown figures follow their ranks; rows
 * of one rank have the same. Returns suppressed cells with a rank of which it cannot be told what is ranked.
 */
export function addRanks(
  system: System,
  { dimensions, cells, file }: Table,
  countsOf: (cell: Cell) => Counts,
  rule: Rule,
): Cell[] {
  const ranked = cells.filter(({ rank }) => rank !== undefined);
  const isUnderstood = new Set<Cell>();
  dimensions.forEach((_, d) => {
    for (const group of groups(ranked, ({ categories }) => JSON.stringify(categories.with(d, ""))))
      if (addOrder(system, group, countsOf, rule, file)) for (const cell of group) isUnderstood.add(cell);
  });
  return ranked.filter((cell) => cell.count === "suppressed" && !isUnderstood.has(cell));
}

/** Whether the ranks are those of what is shown. */
function addOrder(
  system: System,
  cells: readonly Cell[],
  countsOf: (cell: Cell) => Counts,
  rule: Rule,
  file: string,
): boolean {
  const ranked = cells.toSorted((a, b) => a.rank! - b.rank!);
  const ofPercentages = ranked.some((cell) => cell.percentage);
  const figure = (cell: Cell) =>
    ofPercentages ? cell.percentage?.value : typeof cell.count === "number" ? cell.count : undefined;
  const shown = ranked.map(figure).filter((value) => value !== undefined);
  const falls = shown.every((value, i) => i === 0 || value <= shown[i - 1]!);
  const rises = shown.every((value, i) => i === 0 || value >= shown[i - 1]!);
  if (shown.length < 2 || falls === rises) return false;
  const descending = falls ? ranked : ranked.toReversed();
  const isUpTo = (a: Cell, b: Cell) => (falls ? a.rank! <= b.rank! : a.rank! >= b.rank!);
  descending.forEach((cell, i) => {
    const why = (other: Cell) => `${file}: the ranks in rows ${cell.row} and ${other.row}`;
    if (ofPercentages) {
      if (figure(cell) !== undefined) return;
      const others = descending.filter((other) => figure(other) !== undefined);
      const above = others.findLast((other) => isUpTo(other, cell));
      const below = others.find((other) => isUpTo(cell, other));
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
        upper: above.rank === cell.rank ? rule.roundTo - 1 : Infinity,
        why: why(above),
      });
    }
  });
  return true;
}

function groups(cells: readonly Cell[], keyOf: (cell: Cell) => string): Cell[][] {
  const byKey = new Map<string, Cell[]>();
  for (const cell of cells) byKey.set(keyOf(cell), [...(byKey.get(keyOf(cell)) ?? []), cell]);
  return [...byKey.values()];
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
