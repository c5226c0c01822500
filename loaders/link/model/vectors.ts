import { type Database, identifier } from "../../store/database.js";
import { chunksOf } from "../stream.js";
import type { Parameters, Patterns } from "./em.js";
import { levelSql } from "./levels.js";
import { type Comparison, fieldOf, type Model } from "./schema.js";

/** True if some level of a comparison is adjusted for term frequency. */
export function isAdjusted({ levels }: Comparison): boolean {
  return levels.some((level) => level.term_frequency);
}

/** SQL select items: by comparison its level `level <i>`, and where adjusted the commoner value's frequency `frequency <i>`. */
export function vectorSql(comparisons: readonly Comparison[]): string {
  return comparisons
    .flatMap((comparison, i) => [
      `${levelSql(comparison)} AS "level ${i}"`,
      ...(isAdjusted(comparison) ? [frequencySql(comparison, i)] : []),
    ])
    .join(",\n    ");
}

/** SQL: the levels of a pair, of which vectorSql has written a row. */
export const levelsOf = ({ comparisons }: Pick<Model, "comparisons">): string =>
  comparisons.map((_, i) => `"level ${i}"`).join(", ");

/** SQL, after other columns of a table that is made: a column for each of a pair's levels. */
export const levelColumnsOf = ({ comparisons }: Pick<Model, "comparisons">): string =>
  comparisons.map((_, i) => `, "level ${i}" TINYINT`).join("");

/** SQL, after other select items: what vectorSql has of the frequencies alone, of two records `l` and `r` of `rec`. */
export const frequenciesOf = ({ comparisons }: Pick<Model, "comparisons">): string =>
  comparisons
    .flatMap((comparison, i) => (isAdjusted(comparison) ? [`, ${frequencySql(comparison, i)}`] : []))
    .join("");

function frequencySql(comparison: Comparison, i: number): string {
  const frequency = identifier(`${fieldOf(comparison)} frequency`);
  return `greatest(l.${frequency}, r.${frequency}) AS "frequency ${i}"`;
}

/** Counts pairs (SQL after FROM, of records l and r) by what they agree in. `adjusted`: and by term frequency. */
export async function countPatterns(
  db: Database,
  comparisons: readonly Comparison[],
  pairs: string,
  adjusted: boolean,
): Promise<Patterns> {
  // The frequency matters only on levels that it adjusts; elsewhere it would only make more patterns.
  const columns = comparisons.flatMap((comparison, i) => {
    const used = comparison.levels.flatMap((level, position) => (level.term_frequency ? [position] : []));
    return [
      `"level ${i}"`,
      ...(adjusted && used.length
        ? [
            `CASE WHEN "level ${i}" IN (${used.join(", ")}) THEN "frequency ${i}" ELSE 0 END AS "frequency ${i}"`,
          ]
        : []),
    ];
  });
  const query = `
    WITH vector AS (
      SELECT ${vectorSql(comparisons)}
      FROM ${pairs}
    )
    SELECT ${columns.join(", ")}, count(*)::DOUBLE AS pairs
    FROM vector
    GROUP BY ALL
    ORDER BY ALL`;
  return readPatterns(db, comparisons, query, adjusted);
}

async function readPatterns(
  db: Database,
  comparisons: readonly Comparison[],
  query: string,
  adjusted: boolean,
): Promise<Patterns> {
  const kept: number[][] = [];
  for await (const chunk of chunksOf(db, query))
    for (let c = 0; c < chunk.columnCount; c++) {
      kept[c] ??= [];
      const vector = chunk.getColumnVector(c);
      for (let i = 0; i < chunk.rowCount; i++) kept[c]!.push(Number(vector.getItem(i) ?? 0));
    }
  let at = 0;
  const next = (): number[] => kept[at++] ?? [];
  const levels: Int8Array[] = [];
  const frequencies: (Float64Array | undefined)[] = [];
  for (const comparison of comparisons) {
    levels.push(Int8Array.from(next()));
    frequencies.push(adjusted && isAdjusted(comparison) ? Float64Array.from(next()) : undefined);
  }
  return { counts: Float64Array.from(next()), levels, frequencies };
}

/** A comparison's parameters as expectation–maximisation takes them. Levels without m or u get 1. */
export function parametersOf({ levels }: Comparison): Parameters {
  const exact = levels.findIndex(({ test }) => test === "exact");
  return {
    m: withElse(levels).map((level) => level?.m ?? 1),
    u: withElse(levels).map((level) => level?.u ?? 1),
    fixed: withElse(levels).map((level) => (level?.veto ? "veto" : level?.neutral ? "neutral" : undefined)),
    adjustment: withElse(levels).map((level) => Number(level?.term_frequency ?? 0)),
    exact: exact < 0 ? undefined : exact,
  };
}

/** All levels, with the one for what none of them fits. */
export function withElse(levels: Comparison["levels"]): Comparison["levels"] {
  return levels.at(-1)?.test === "else" ? levels : [...levels, { test: "else" }];
}
