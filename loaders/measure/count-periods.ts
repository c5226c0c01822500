import type { Count, Indicator } from "../registry/indicator.js";
import { type Period, parsePeriod, periodOf } from "../registry/periods.js";
import { tableOf } from "../registry/source.js";
import { type Database, identifier, literal } from "../store/database.js";
import { safeMessage, TellableError } from "../store/safe-message.js";
import { referenceTable } from "./reference.js";

/** A period that a count counts in. `key` is what its rows carry: the extract's period, a month, or a year. */
export interface CountPeriod extends Period {
  key: string;
  /** The newest day that the source tells of, where the count goes by a date. */
  recordedTo: string | null;
  /** The date that figures of the extract bear: its publisher's, else the last day that it covers, else the day it came. */
  asOf: string | null;
  /** What a reader must know of the figures of this period. */
  remark: string | null;
}

/** The date that figures made from extracts bear, and whether it is only the day on which they came. */
export interface Dated {
  day: string;
  isReceived: boolean;
}

/** The dates of a source's extracts in use: the newest, that of each period, and that of each extract. */
export interface SourceDates {
  newest: Dated;
  byPeriod: Map<string, Dated>;
  byExtract: Map<string, Dated>;
}

/** What `extract` says of the extracts in use, by source. */
export type ExtractDates = Map<string, SourceDates>;

/** What is noted of figures whose extract nobody dated. */
export const onlyReceived = "Dated by the day on which the data came, as nothing says what day they are of.";

/** Reads the table `extract`. */
export async function readExtractDates(db: Database): Promise<ExtractDates> {
  const dates: ExtractDates = new Map();
  const rows = await db.rows<{
    source: string;
    extract: string;
    period: string | null;
    day: string;
    is: string;
  }>(
    `SELECT source, extract, period, as_of::VARCHAR AS day, as_of_is AS "is" FROM extract ORDER BY source, as_of, as_of_is, extract`,
  );
  for (const { source, extract, period, day, is } of rows) {
    const dated = { day, isReceived: is === "received" };
    const entry = dates.get(source) ?? { newest: dated, byPeriod: new Map(), byExtract: new Map() };
    entry.newest = dated;
    if (period !== null) entry.byPeriod.set(period, dated);
    entry.byExtract.set(extract, dated);
    dates.set(source, entry);
  }
  return dates;
}

/** The periods that a count can be made for by its own rows; undefined if it follows the other count's periods. */
export async function ownPeriods(
  db: Database,
  indicator: Indicator,
  count: Count,
  dates: ExtractDates,
): Promise<CountPeriod[] | undefined> {
  const extract = dates.get(count.source);
  const newest = extract?.newest ?? null;
  if (count.period === "extract") {
    const rows = await db.rows<{ key: string | null }>(
      `SELECT DISTINCT _period AS key FROM ${identifier(tableOf(count.source))} ORDER BY 1`,
    );
    return rows.map(({ key }) => ({
      ...readPeriod(indicator, count, key ?? ""),
      key: key ?? "",
      recordedTo: null,
      ...datedBy(extract?.byPeriod.get(key ?? "") ?? newest),
    }));
  }
  if (count.period === "each" || "year" in count.period) return undefined;
  if ("newest" in count.period) return newestPeriod(db, indicator, count, count.period.newest, newest);
  return datedPeriods(db, indicator, count, count.period.date, dates);
}

/** The periods of the other count, as the keys of one that follows them. */
export async function followPeriods(db: Database, count: Count, periods: Period[]): Promise<CountPeriod[]> {
  const follow = (period: Period, key: string, remark: string | null = null): CountPeriod => ({
    ...period,
    key,
    recordedTo: null,
    asOf: null,
    remark,
  });
  if (typeof count.period !== "object" || !("year" in count.period)) return periods.map((p) => follow(p, ""));
  const rows = await db.rows<{ year: number }>(
    `SELECT DISTINCT ${identifier(count.period.year)}::INTEGER AS year FROM ${identifier(referenceTable(count.source))} WHERE year IS NOT NULL ORDER BY 1`,
  );
  const years = rows.map((r) => r.year);
  return periods.flatMap((period) => {
    const wanted = Number(period.start.slice(0, 4));
    const year = years.findLast((y) => y <= wanted) ?? years[0];
    if (year === undefined) return [];
    return [follow(period, String(year), year === wanted ? null : `Out of the estimate for ${year}.`)];
  });
}

/** A statement that makes `<name>_period` of the periods of a count. */
export function periodTable(name: string, periods: CountPeriod[]): string {
  const rows = periods.map(
    (p) =>
      `(${literal(p.key)}, ${literal(p.label)}, ${dateSql(p.start)}, ${dateSql(p.end)}, ${dateSql(p.recordedTo)}, ${dateSql(p.asOf)}, ${p.remark === null ? "NULL::VARCHAR" : literal(p.remark)})`,
  );
  const none =
    "SELECT NULL::VARCHAR, NULL::VARCHAR, NULL::DATE, NULL::DATE, NULL::DATE, NULL::DATE, NULL::VARCHAR WHERE false";
  return `CREATE OR REPLACE TEMP TABLE ${name}_period (key, label, period_start, period_end, recorded_to, as_of, remark) AS ${
    rows.length ? `VALUES ${rows.join(", ")}` : none
  }`;
}

async function newestPeriod(
  db: Database,
  indicator: Indicator,
  count: Count,
  column: string,
  newest: Dated | null,
): Promise<CountPeriod[]> {
  const { day } = await db.row<{ day: string | null }>(
    `SELECT least(max(${identifier(column)})::DATE, ${dateSql(newest?.day ?? null)})::VARCHAR AS day FROM ${identifier(tableOf(count.source))}`,
  );
  return day ? [{ ...periodOf(indicator.period, day), key: "", recordedTo: null, ...datedBy(newest) }] : [];
}

// Where a count goes by dates, the first and last period may be covered in part. They are left out unless the
// extract reaches into their first and last month; the one in progress is kept where the indicator says so.
// A few dates long before all others are slips of the pen, not the beginning: one in a thousand is passed over.
async function datedPeriods(
  db: Database,
  indicator: Indicator,
  count: Count,
  date: string,
  dates: ExtractDates,
): Promise<CountPeriod[]> {
  const numerator = indicator.records!.numerator;
  const record = "record" in numerator ? numerator.record : undefined;
  const events = record
    ? { source: record.source, date: identifier(record.date), where: record.where }
    : { source: count.source, date, where: undefined };
  const newest = dates.get(events.source)?.newest ?? null;
  const { first, last } = await db.row<{ first: string | null; last: string | null }>(`
    SELECT (quantile_disc(${events.date}, 0.001) + to_months(${record?.lookBack ?? 0}))::DATE::VARCHAR AS first, least(max(${events.date})::DATE, ${dateSql(newest?.day ?? null)})::VARCHAR AS last
    FROM ${identifier(tableOf(events.source))} WHERE ${events.where ?? "true"}`);
  if (!first || !last) return [];
  const months = await db.rows<{ month: string }>(
    `SELECT DISTINCT date_trunc('month', ${date})::DATE::VARCHAR AS month FROM ${identifier(tableOf(count.source))} WHERE month IS NOT NULL ORDER BY 1`,
  );
  return months
    .map(({ month }) => ({
      ...periodOf(indicator.period, month),
      key: month,
      recordedTo: last,
      ...datedBy(newest),
    }))
    .filter(({ start, end }) => {
      const whole = last.slice(0, 7) >= end.slice(0, 7);
      return first.slice(0, 7) <= start.slice(0, 7) && (whole || (indicator.inProgress && last >= start));
    });
}

function datedBy(dated: Dated | null): Pick<CountPeriod, "asOf" | "remark"> {
  return { asOf: dated?.day ?? null, remark: dated?.isReceived ? onlyReceived : null };
}

function dateSql(day: string | null): string {
  return day === null ? "NULL::DATE" : `DATE ${literal(day)}`;
}

function readPeriod(indicator: Indicator, count: Count, key: string): Period {
  try {
    return parsePeriod(indicator.period, key);
  } catch (error) {
    throw new TellableError(`data/sources/${count.source}.yaml: location.period: ${safeMessage(error)}`);
  }
}
