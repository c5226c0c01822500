import { type Figured, hasValue } from "./status.js";

/** A row of a ranking. `rank` is 1 for the highest figure; rows without a figure have none. */
export type Ranked<T> = T & { rank: number | null };

/**
 * Rows from the highest figure to the lowest, those without a figure last by name. Equal figures share a
 * rank. A row that has a rank already, from a longer ranking, keeps it; so does one that is to have none.
 */
export function ranked<T extends Figured & { name: string; rank?: number | null }>(
  rows: readonly T[],
): Ranked<T>[] {
  const withValue = rows
    .filter(hasValue)
    .sort((a, b) => b.value - a.value || a.name.localeCompare(b.name, "en-GB"));
  const without = rows.filter((row) => !hasValue(row)).sort((a, b) => a.name.localeCompare(b.name, "en-GB"));
  let rank = 0;
  let previous: number | undefined;
  return [
    ...withValue.map((row, i) => {
      if (row.value !== previous) rank = i + 1;
      previous = row.value;
      return { ...row, rank: row.rank === undefined ? rank : row.rank };
    }),
    ...without.map((row) => ({ ...row, rank: null })),
  ];
}
