import { keyOf } from "./read-counts.js";
import { type Count, unnamedTotals } from "./unnamed-totals.js";

/** A row by its categories, with what is known of its counts: one, or count and denominator. */
export interface CountedRow {
  key: readonly string[];
  counts: readonly (Count | undefined)[];
}

/** A category that is the sum of others, as its numbers say. */
export interface FoundTotal {
  total: string;
  /** Undefined where several levels stand in one column. */
  parts: string[] | undefined;
}

/**
 * Categories of one column that are the sum of others, whatever they are called, in every line where that can be judged.
 * `isAbsentNobody` says whether a row that is not there is of nobody; `isNamed` whether a category of another column is
 * called a total, as its lines follow from others.
 */
export function findTotals(
  rows: readonly CountedRow[],
  column: number,
  isAbsentNobody: boolean,
  isNamed: (column: number, category: string) => boolean,
): FoundTotal[] {
  const absent = isAbsentNobody ? { least: 0, greatest: 0, likely: 0, isAbsent: true } : undefined;
  const beside = columnsBeside(rows, column);
  const categories = [...new Set(rows.map(({ key }) => key[column]!))];
  const place = new Map(categories.map((category, i) => [category, i]));
  const groups = new Map<string, { isFirst: boolean; rows: CountedRow[] }>();
  for (const row of rows) {
    const text = keyOf(beside.map((other) => row.key[other]!));
    const isFirst = !beside.some((other) => isNamed(other, row.key[other]!));
    const group = groups.get(text) ?? { isFirst, rows: [] };
    groups.set(text, group);
    group.rows.push(row);
  }
  const first = [...groups.values()].filter(({ isFirst }) => isFirst);
  const lines = (first.length ? first : [...groups.values()]).flatMap((group) =>
    rows[0]!.counts.map((_, measure) => {
      const line = categories.map((): Count | undefined => absent);
      for (const { key, counts } of group.rows) line[place.get(key[column]!)!] = counts[measure];
      return line;
    }),
  );
  return unnamedTotals(categories.length, lines).map(({ total, parts }) => ({
    total: categories[total]!,
    parts: parts?.map((part) => categories[part]!),
  }));
}

/** Columns that do not follow from this one, as an area's name follows from its code. */
function columnsBeside(rows: readonly CountedRow[], column: number): number[] {
  return [...rows[0]!.key.keys()].filter((other) => {
    if (other === column) return false;
    const of = new Map<string, string>();
    return rows.some(({ key }) => {
      const parent = of.get(key[column]!) ?? key[other]!;
      of.set(key[column]!, parent);
      return parent !== key[other];
    });
  });
}
