import fc from "fast-check";
import type { Table } from "../../../loaders/protect/solve/table/read-counts.js";
import type { TablePolicy } from "../../../loaders/registry/policy.js";
import type { Puzzle } from "./search.js";

/** A dimension of a random table: its leaves, and which categories are sums of which leaves. */
interface Dimension {
  name: string;
  leaves: string[];
  /** By name; the sum of all is called Total. */
  groups: Record<string, string[]>;
}

export interface RandomTable {
  table: Table;
  policy: TablePolicy;
  dimensions: Dimension[];
}

const dimension = (name: string, most: number): fc.Arbitrary<Dimension> =>
  fc
    .integer({ min: 2, max: most })
    .chain((n) => {
      const leaves = Array.from({ length: n }, (_, i) => `${name}${i}`);
      return fc.record({
        leaves: fc.constant(leaves),
        grouping: fc.array(fc.subarray(leaves, { minLength: 2, maxLength: Math.max(2, n - 1) }), {
          maxLength: n > 2 ? 2 : 0,
        }),
      });
    })
    .map(({ leaves, grouping }) => ({
      name,
      leaves,
      groups: Object.fromEntries([
        ["Total", leaves],
        ...grouping.map((g, i): [string, string[]] => [`${name}-group${i}`, g]),
      ]),
    }));

const smallCount = fc.oneof(
  { weight: 3, arbitrary: fc.integer({ min: 0, max: 4 }) },
  { weight: 2, arbitrary: fc.integer({ min: 5, max: 20 }) },
);

/** Small tables of one to three dimensions with totals and overlapping groups, and a policy. */
export const randomTable: fc.Arbitrary<RandomTable> = fc
  .tuple(
    fc.oneof(
      fc.tuple(dimension("a", 4)),
      fc.tuple(dimension("a", 4), dimension("b", 3)),
      fc.tuple(dimension("a", 3), dimension("b", 2), dimension("c", 2)),
    ),
    fc.record({
      smallestCount: fc.integer({ min: 2, max: 6 }),
      protectionInterval: fc.integer({ min: 1, max: 6 }),
      isRounded: fc.boolean(),
      zeros: fc.constantFrom("shown" as const, "suppressed" as const),
      allOrNothingFrom: fc.option(fc.integer({ min: 2, max: 12 }), { nil: undefined }),
    }),
    fc.boolean(),
    fc.array(fc.tuple(smallCount, smallCount), { minLength: 12, maxLength: 12 }),
    fc.boolean(),
  )
  .map(([dimensions, rule, hasDenominator, counts, isReversed]) => {
    // A base that never rounds a smallest count down.
    const roundTo = rule.isRounded ? Math.min(rule.smallestCount, 3) : 1;
    const { isRounded: _, ...policy } = rule;
    const isFine = Math.floor(policy.smallestCount / roundTo + 0.5) * roundTo >= policy.smallestCount;
    const rows = rowsOf(dimensions, counts, hasDenominator);
    return {
      dimensions,
      policy: {
        ...policy,
        roundTo: isFine ? roundTo : 1,
        hierarchies: Object.fromEntries(dimensions.map((d) => [d.name, d.groups])),
      },
      table: tableOf(dimensions, isReversed ? rows.reverse() : rows, hasDenominator),
    };
  });

function tableOf(dimensions: Dimension[], rows: Table["rows"], hasDenominator: boolean): Table {
  const names = dimensions.map((d) => d.name);
  return {
    name: "random.csv",
    columns: [...names, "count", ...(hasDenominator ? ["denominator"] : [])],
    dimensions: names,
    countColumn: "count",
    denominatorColumn: hasDenominator ? "denominator" : undefined,
    rows,
  };
}

function rowsOf(dimensions: Dimension[], counts: [number, number][], hasDenominator: boolean): Table["rows"] {
  const leaves = product(dimensions.map((d) => d.leaves));
  const value = new Map(leaves.map((key, i) => [key.join(), counts[i % counts.length]!]));
  const members = (d: Dimension, category: string) => d.groups[category] ?? [category];
  return product(dimensions.map((d) => [...d.leaves, ...Object.keys(d.groups)])).map((key) => {
    const below = product(key.map((category, i) => members(dimensions[i]!, category)));
    const count = below.reduce((sum, leaf) => sum + value.get(leaf.join())![0], 0);
    const rest = below.reduce((sum, leaf) => sum + value.get(leaf.join())![1], 0);
    const texts = Object.fromEntries(dimensions.map((d, i) => [d.name, key[i]!]));
    return { texts, key, count, denominator: hasDenominator ? count + rest : undefined };
  });
}

function product(lists: string[][]): string[][] {
  return lists.reduce<string[][]>((made, list) => made.flatMap((m) => list.map((x) => [...m, x])), [[]]);
}

/** What is written of one row: a number, or `c`. */
export interface Shown {
  count: string;
  denominator?: string;
}

/**
 * The puzzle that a reader of the protected table has, without bound for suppressed cells but `far` beyond the truth.
 * Cells are in the order of the table's rows: its count, or its count, denominator and rest.
 */
export function puzzleOf({ table, policy, dimensions }: RandomTable, shown: Shown[], far: number): Puzzle {
  const each = table.denominatorColumn ? 3 : 1;
  const place = new Map(table.rows.map((row, i) => [row.key.join(), i * each]));
  const puzzle: Puzzle = { least: [], greatest: [], sums: [], truth: [] };
  const add = ([from, to]: [number, number]) => puzzle.greatest.push(to) && puzzle.least.push(from);
  const atLeast = policy.zeros === "shown" ? 1 : 0;
  for (const [i, { count, denominator }] of table.rows.entries()) {
    puzzle.truth.push(...(denominator === undefined ? [count] : [count, denominator, denominator - count]));
    const rounds = (text: string): [number, number] => {
      const number = Number(text);
      if (number === 0) return [0, 0];
      const all = [...Array(2 * policy.roundTo + 1).keys()].map((k) => number - policy.roundTo + k);
      const fitting = all.filter(
        (n) => n >= policy.smallestCount && Math.floor(n / policy.roundTo + 0.5) * policy.roundTo === number,
      );
      return [fitting[0]!, fitting.at(-1)!];
    };
    const { count: c, denominator: d } = shown[i]!;
    add(c === "c" ? [each === 3 ? 0 : atLeast, count + far] : rounds(c));
    if (each === 1) continue;
    add(d === "c" ? [atLeast, denominator! + far] : rounds(d!));
    // What is left over a shown count is nobody, or enough; rounded alike, the two are the same.
    const isPair = c !== "c" && d !== "c";
    add(isPair ? (c === d ? [0, 0] : [policy.smallestCount, Infinity]) : [0, denominator! - count + far]);
    puzzle.sums.push({ total: i * 3 + 1, parts: [i * 3, i * 3 + 2] });
  }
  for (const row of table.rows)
    for (const [d, { groups }] of dimensions.entries()) {
      const children = groups[row.key[d]!]?.map((child) => row.key.with(d, child));
      if (!children) continue;
      for (let k = 0; k < each; k++)
        puzzle.sums.push({
          total: place.get(row.key.join())! + k,
          parts: children.map((child) => place.get(child.join())! + k),
        });
    }
  return puzzle;
}

/** A cell of one child, and the others that hold this child and nobody else. */
export function sameChild({ sums, truth }: Pick<Puzzle, "sums" | "truth">, cell: number): Set<number> {
  const same = new Set([cell]);
  for (const one of same)
    for (const { total, parts } of sums) {
      if (truth[total] !== 1 || (one !== total && !parts.includes(one))) continue;
      for (const other of [total, ...parts]) if (truth[other] === 1) same.add(other);
    }
  return same;
}
