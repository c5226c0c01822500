import { type Counted, sourcesOf } from "../registry/indicator.js";
import type { Source } from "../registry/source.js";
import { type Database, literal } from "../store/database.js";
import { TellableError } from "../store/safe-message.js";
import { type Base, type Counting, countCells, countRows, divideCells, groupColumns } from "./cells.js";
import { countContributors } from "./contributors.js";
import {
  type CountPeriod,
  type ExtractDates,
  followPeriods,
  ownPeriods,
  periodTable,
} from "./count-periods.js";
import { divideChildren, gatherEvidence, spanJoined } from "./joined-children.js";
import { thresholds, writeJoinedFigures } from "./joined-observations.js";
import { writeLinkage } from "./linkage.js";
import { observe } from "./observe.js";
import { notePlaces } from "./places-notes.js";
import { isThere } from "./reference.js";
import { rollUp } from "./roll-up.js";

export interface CountContext {
  sources: Source[];
  dates: ExtractDates;
  /** Whether link told how probable its links are. */
  probable: boolean;
}

/** Counts an indicator from local extracts. Gives back the ids of sources that it waits for; with any, nothing is counted. */
export async function measureCounted(
  db: Database,
  indicator: Counted,
  { sources, dates, probable }: CountContext,
): Promise<string[]> {
  const missing: string[] = [];
  for (const id of sourcesOf({ ...indicator, published: [] })) if (!(await isThere(db, id))) missing.push(id);
  if (missing.length) return missing;

  const { numerator, denominator } = indicator.records;
  const periods = await periodsOf(db, indicator, dates);
  await db.run(observedPeriods(periods));
  await db.run(periodTable("denominator", periods.denominator));
  await spanJoined(db, indicator, sources);
  const base = await countDenominator(db, indicator, sources, periods);
  await countContributors(db, indicator, sources.find((s) => s.id === denominator.source)!);
  if (!("source" in numerator)) {
    await db.run("CREATE OR REPLACE TEMP TABLE numerator_count AS FROM denominator_count");
    await observe(db, indicator, numerator.record?.source ?? denominator.source, base);
  } else {
    const numeratorBase = await countCells(db, "numerator", {
      count: numerator,
      periods: periods.numerator,
      source: sources.find((s) => s.id === numerator.source)!,
      breakdowns: indicator.breakdowns,
    });
    await rollUp(db, "numerator", numeratorBase, indicator.breakdowns);
    await observe(db, indicator, numerator.source, numeratorBase);
    if (numeratorBase === "ward")
      await notePlaces(db, indicator.id, numerator, sources.find((s) => s.id === numerator.source)!);
  }
  await writeLinkage(db, indicator, sources);
  if (indicator.joined.length)
    for (const threshold of [null, ...(probable ? thresholds : [])]) {
      if (threshold !== null) await divideDenominator(db, indicator, base, threshold);
      for (const joined of indicator.joined) await writeJoinedFigures(db, indicator, joined, threshold);
    }
  return [];
}

async function countDenominator(
  db: Database,
  { breakdowns, joined, records }: Counted,
  sources: Source[],
  periods: Periods,
): Promise<Base> {
  const { denominator, numerator } = records;
  const counting: Counting = {
    count: denominator,
    among: "among" in numerator ? numerator : undefined,
    periods: periods.denominator,
    source: sources.find((s) => s.id === denominator.source)!,
    breakdowns,
  };
  if (!joined.length) {
    const base = await countCells(db, "denominator", counting);
    await rollUp(db, "denominator", base, breakdowns);
    return base;
  }
  const base = await countRows(db, "denominator", counting);
  for (const one of joined) {
    await gatherEvidence(db, one, { own: denominator.source, sources });
    await divideChildren(db, one, null);
  }
  await divideCells(db, "denominator", joined, groupColumns);
  await rollUp(db, "denominator", base, [...breakdowns, ...joined.map((one) => one.breakdown)]);
  return base;
}

/** Counts the denominator's rows by joined breakdowns alone, as links of at least this match probability tell them. */
async function divideDenominator(
  db: Database,
  { joined }: Counted,
  base: Base,
  threshold: number,
): Promise<void> {
  for (const one of joined) await divideChildren(db, one, threshold);
  await divideCells(db, "denominator", joined, []);
  await rollUp(
    db,
    "denominator",
    base,
    joined.map((one) => one.breakdown),
  );
}

interface Periods {
  numerator: CountPeriod[];
  denominator: CountPeriod[];
}

// The numerator leads: a period is shown once the thing that is measured has been delivered for it.
async function periodsOf(db: Database, indicator: Counted, dates: ExtractDates): Promise<Periods> {
  const { numerator, denominator } = indicator.records;
  const own = await ownPeriods(db, indicator, denominator, dates);
  if (!("source" in numerator)) {
    if (!own)
      throw new TellableError(
        `data/indicators/${indicator.id}.yaml: records.denominator.period: must not be each or a year where the numerator is among: denominator.`,
      );
    return { numerator: own, denominator: own };
  }
  const leading = await ownPeriods(db, indicator, numerator, dates);
  if (!leading)
    throw new TellableError(
      `data/indicators/${indicator.id}.yaml: records.numerator.period: must not be each or a year: the numerator's own periods lead.`,
    );
  return {
    numerator: leading,
    denominator: own ?? (await followPeriods(db, denominator, uniquePeriods(leading))),
  };
}

function uniquePeriods(periods: CountPeriod[]): CountPeriod[] {
  return [...new Map(periods.map((p) => [p.label, p])).values()];
}

function observedPeriods({ numerator, denominator }: Periods): string {
  const labels = new Set(denominator.map((p) => p.label));
  const counted = numerator.filter((p) => labels.has(p.label)).map((p) => p.label);
  return `${periodTable("observed", numerator)};
    ALTER TABLE observed_period ADD COLUMN counted BOOLEAN DEFAULT false;
    UPDATE observed_period SET counted = true WHERE list_contains([${counted.map(literal).join(", ")}]::VARCHAR[], label);
    ${denominator.flatMap((p) => (p.remark ? `UPDATE observed_period SET remark = ${literal(p.remark)} WHERE label = ${literal(p.label)};` : [])).join("\n")}`;
}
