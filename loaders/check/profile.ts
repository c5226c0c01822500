import type { Snapshot } from "../pull/choose.js";
import type { Column } from "../registry/column.js";
import type { Source } from "../registry/source.js";
import { type Database, identifier, literal } from "../store/database.js";
import type { ControlTotal } from "./control-totals.js";

/** Rows of an extract: typed, and in quarantine. */
export interface Counts {
  rows: number;
  rejected: number;
}

/** What is kept of a column of a delivery: counts, and nothing that a single child gave. */
export interface ColumnProfile {
  /** Rows that have a value, or a marker for one. */
  filled: number;
  /** Different values, about. */
  distinct: number;
  /** Least, greatest and sum of the numbers; not of records of children, and not of what may identify one. */
  range?: { min: number; max: number; sum: number };
  /** Rows whose day is after the one on which the extract came; of days alone. */
  future?: number;
  /** Of codes of areas: the smallest hashes of those that occur. */
  areas?: string[];
  /** The values that occur, of those that the registry lists; of records of children those of ten rows or more. */
  values?: string[];
}

/** What is kept of a delivery, to compare later ones with. */
export interface Profile extends Counts {
  /** What it is called in reports. */
  name: string;
  extract: string;
  period: string | null;
  /** Its headers, by their hashes: one may be the cell of a child. */
  headers: string[];
  /** By the name of each declared column that was there. */
  columns: Record<string, ColumnProfile>;
  /** Totals that it gives itself; left out where it gives none. */
  totals?: ControlTotal[];
}

/** Deliveries that later ones are compared with, and those of one period that are kept. */
const compared = 5;
const remembered = 20;
/** Hashes that are kept of codes of areas, and how few codes say nothing. */
const sketched = 64;
const fewestAreas = 5;
/** A value that fewer children share is not kept. */
const fewestChildren = 10;

/** Counts what is kept of the extract in the table `checked`, of the rows of which the SQL `good` is true. */
export async function profileOf(
  source: Source,
  snapshot: Snapshot,
  db: Database,
  {
    counts,
    good,
    headers,
    present,
    totals = [],
  }: {
    counts: Counts;
    good: string;
    headers: string[];
    present: ReadonlySet<string>;
    totals?: ControlTotal[];
  },
): Promise<Profile> {
  const columns = source.columns.filter(({ name }) => present.has(name));
  const parts = columns.flatMap((column, i) => partsOf(source, column, i, snapshot.dates.received));
  const row = parts.length
    ? await db.row<Record<string, number | boolean | string[] | null>>(
        `SELECT ${parts.join(", ")} FROM checked WHERE ${good}`,
      )
    : {};
  Object.assign(row, await areasOf(columns, row, db));
  const number = (key: string): number => Number(row[key] ?? 0);
  const profiled = columns.map((column, i): [string, ColumnProfile] => [
    column.name,
    {
      filled: number(`f${i}`),
      distinct: number(`d${i}`),
      ...(row[`n${i}`] != null && {
        range: { min: number(`n${i}`), max: number(`x${i}`), sum: number(`s${i}`) },
      }),
      ...(row[`t${i}`] != null && { future: number(`t${i}`) }),
      ...(row[`a${i}`] != null && { areas: (row[`a${i}`] as string[]).map(String) }),
      ...(row[`v${i}`] != null && { values: (row[`v${i}`] as string[]).map(String) }),
    },
  ]);
  return {
    ...counts,
    name: snapshot.name,
    extract: snapshot.sha256.slice(0, 12),
    period: snapshot.period,
    headers,
    columns: Object.fromEntries(profiled),
    ...(totals.length && { totals }),
  };
}

function partsOf(source: Source, column: Column, i: number, received: string): string[] {
  const value = identifier(column.name);
  const filled = column.markers
    ? `count(*) FILTER (${value} IS NOT NULL OR ${identifier(`${column.name}_status`)} IS NOT NULL)`
    : `count(${value})`;
  const isDay = column.type === "date" || column.type === "datetime";
  const isText = column.type === "text" && !column.identifier && !column.values;
  const isNumber = column.type === "number" || column.type === "integer";
  return [
    `${filled} AS f${i}`,
    `approx_count_distinct(${value}) AS d${i}`,
    ...(isNumber && source.kind !== "records" && !column.identifier
      ? [`min(${value})::DOUBLE AS n${i}`, `max(${value})::DOUBLE AS x${i}`, `sum(${value})::DOUBLE AS s${i}`]
      : []),
    ...(isDay ? [`count(*) FILTER (${value}::DATE > DATE ${literal(received)}) AS t${i}`] : []),
    ...(isText ? [`bool_and(strlen(${value}) = 9) AS c${i}`] : []),
    ...(column.values
      ? [
          `(SELECT list(value ORDER BY value) FROM (SELECT ${value}::VARCHAR AS value FROM checked WHERE _problems IS NULL AND ${value} IS NOT NULL GROUP BY ALL HAVING count(*) >= ${source.kind === "records" ? fewestChildren : 1})) AS v${i}`,
        ]
      : []),
  ];
}

/** The sketches of the columns that may hold nothing but codes of areas, whose texts are all as long: few columns are to be sorted. */
async function areasOf(
  columns: readonly Column[],
  row: Record<string, unknown>,
  db: Database,
): Promise<Record<string, number | string[] | null>> {
  const sketches = columns.flatMap(({ name }, i) => {
    if (row[`c${i}`] !== true) return [];
    const value = identifier(name);
    return `(SELECT CASE WHEN count(*) >= ${fewestAreas} AND bool_and(regexp_full_match(value, '[EKNSW][0-9]{8}')) THEN list(substr(md5(value), 1, 8) ORDER BY md5(value))[1:${sketched}] END FROM (SELECT DISTINCT ${value} AS value FROM checked WHERE _problems IS NULL AND ${value} IS NOT NULL)) AS a${i}`;
  });
  return sketches.length ? db.row(`SELECT ${sketches.join(", ")}`) : {};
}

async function prepare(db: Database): Promise<void> {
  await db.run(`
    CREATE TABLE IF NOT EXISTS delivery (
      source VARCHAR NOT NULL, extract VARCHAR NOT NULL, checked_at TIMESTAMP NOT NULL, profile VARCHAR NOT NULL,
      PRIMARY KEY (source, extract)
    )`);
}

/** Keeps what later deliveries are compared with. Delivered again, an extract keeps its place. */
export async function keepProfiles(
  db: Database,
  source: Source,
  profiles: readonly Profile[],
): Promise<void> {
  await prepare(db);
  for (const profile of profiles)
    await db.run(
      `INSERT INTO delivery VALUES ($1, $2, $3::TIMESTAMP, $4)
       ON CONFLICT (source, extract) DO UPDATE SET profile = excluded.profile`,
      [source.id, profile.extract, new Date().toISOString(), JSON.stringify(profile)],
    );
  await db.run(
    `DELETE FROM delivery WHERE source = $1 AND extract NOT IN (
       SELECT extract FROM delivery WHERE source = $1
       QUALIFY row_number() OVER (PARTITION BY json_extract_string(profile, '$.period') ORDER BY checked_at DESC, extract) <= ${remembered})`,
    [source.id],
  );
}

/** All deliveries of a source that were let through, oldest first. */
export async function readProfiles(db: Database, sourceId: string): Promise<Profile[]> {
  if (!(await db.has("delivery"))) return [];
  const rows = await db.rows<{ profile: string }>(
    "SELECT profile FROM delivery WHERE source = $1 ORDER BY checked_at, extract",
    [sourceId],
  );
  return rows.map(({ profile }) => JSON.parse(profile) as Profile);
}

/** Forgets the deliveries of a source that left the registry. */
export async function forgetProfiles(db: Database, sourceId: string): Promise<void> {
  await prepare(db);
  await db.run("DELETE FROM delivery WHERE source = $1", [sourceId]);
}

/** The newest delivery of each period but that of an extract, which may have been sent again under another name. */
export function ofOtherPeriods(
  all: readonly Profile[],
  { extract, period }: { extract: string; period: string | null },
): Profile[] {
  if (period === null) return [];
  const newest = new Map(all.filter((one) => one.extract !== extract).map((one) => [one.period, one]));
  newest.delete(period);
  return [...newest.values()];
}

/**
 * The last deliveries that one is compared with, oldest first: those of its period; where there is none, the newest of each
 * other period. It is not compared with itself.
 */
export function earlierThan(
  all: readonly Profile[],
  { extract, period }: { extract: string; period: string | null },
): Profile[] {
  const key = (one: { period: string | null }): string => one.period?.toLowerCase() ?? "";
  const others = all.filter((one) => one.extract !== extract);
  const own = others.filter((one) => key(one) === key({ period }));
  if (own.length) return own.slice(-compared);
  const newest = new Map(others.map((one) => [key(one), one]));
  return [...newest.values()].slice(-compared);
}
