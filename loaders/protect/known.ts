import { partsOfPeriod } from "../../components/words/pooled-period.js";
import type { Policy } from "../registry/policy.js";
import type { Source } from "../registry/source.js";
import { type Database, literal } from "../store/database.js";
import type { Figure } from "./protect-figure.js";

/** A figure counted here of which an open source publishes a count too, exactly as it is here. */
export interface KnownFigure
  extends Pick<Figure, "indicator" | "level" | "area" | "period" | "breakdown" | "category"> {
  /** Null where it is not published, or otherwise. */
  numerator: number | null;
  denominator: number | null;
  /** Who publishes it, in the policy's words. */
  by: string;
}

/** Whether outsiders have a count of a figure exactly from elsewhere, so that it is no secret. */
export type IsKnown = (figure: Figure, count: "numerator" | "denominator") => boolean;

/** Where nothing is known. */
export const nothingKnown: IsKnown = () => false;

/**
 * The counts that outsiders have exactly: of those that the policy says others publish, the ones that an open source in
 * the store does publish, and just as they were counted here. `analysis` is the analysis database. A policy's word alone
 * makes nothing known: of the same breakdown, what nobody publishes is protected like any other count.
 */
export async function readKnown(
  analysis: Database,
  { known }: Policy,
  sources: readonly Source[],
): Promise<KnownFigure[]> {
  const open = sources.filter(({ kind, sensitivity }) => kind !== "records" && sensitivity === "open");
  // A store of before published counts were kept: nothing in it shows what is published.
  if (!known.length || !open.length || !(await analysis.has("published_count"))) return [];
  const list = (values: readonly string[]) => values.map(literal).join(", ");
  const exactFigures: KnownFigure[] = [];
  for (const { indicators, levels, breakdowns, counts, by } of known) {
    const same = (count: "numerator" | "denominator") =>
      counts.includes(count)
        ? `max(ours.${count}) FILTER (theirs.${count} = ours.${count}) AS ${count}`
        : `NULL::DOUBLE AS ${count}`;
    const rows = await analysis.rows<Omit<KnownFigure, "by">>(`
      WITH same AS (
        SELECT indicator, level, area, period, breakdown, category, ${same("numerator")}, ${same("denominator")}
        FROM observation AS ours
        JOIN published_count AS theirs USING (indicator, level, area, period, breakdown, category)
        WHERE indicator IN (${list(indicators)}) AND level IN (${list(levels)}) AND breakdown IN (${list(breakdowns)})
          AND theirs.source IN (${list(open.map(({ id }) => id))})
        GROUP BY ALL
      )
      FROM same WHERE numerator IS NOT NULL OR denominator IS NOT NULL ORDER BY ALL`);
    exactFigures.push(...rows.map((row) => ({ ...row, by })));
  }
  return exactFigures;
}

/**
 * Tells the counts of figures that are among those known, with the same number; and of several periods together those that are
 * the sum of known ones.
 */
export function isKnownBy(known: readonly KnownFigure[]): IsKnown {
  const numbers = new Map<string, Set<number>>();
  for (const figure of known)
    for (const count of ["numerator", "denominator"] as const) {
      const number = figure[count];
      if (number === null) continue;
      const key = keyOf(figure, count);
      numbers.set(key, (numbers.get(key) ?? new Set()).add(number));
    }
  const isKnown: IsKnown = (figure, count) =>
    figure[count] !== null && !!numbers.get(keyOf(figure, count))?.has(figure[count]);
  const sumOf = (figure: Figure, count: "numerator" | "denominator", parts: readonly string[]) =>
    parts.reduce((sum, period) => {
      const [number, ...others] = numbers.get(keyOf({ ...figure, period }, count)) ?? [];
      return number === undefined || others.length ? Number.NaN : sum + number;
    }, 0);
  return (figure, count) => {
    const parts = partsOfPeriod(figure.period);
    return isKnown(figure, count) || (parts !== undefined && sumOf(figure, count, parts) === figure[count]);
  };
}

function keyOf(
  {
    indicator,
    level,
    area,
    period,
    breakdown,
    category,
  }: Omit<KnownFigure, "by" | "numerator" | "denominator">,
  count: string,
): string {
  return [indicator, level, area, period, breakdown, category, count].join("\u0000");
}
