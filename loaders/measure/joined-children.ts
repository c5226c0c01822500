import type { Counted } from "../registry/indicator.js";
import { type Joined, joinedCategories } from "../registry/joined-breakdown.js";
import { dayAfter, dayBefore, type Period, parsePeriod, periodOf } from "../registry/periods.js";
import { type Source, tableOf } from "../registry/source.js";
import { type Database, identifier, literal } from "../store/database.js";
import { safeMessage, TellableError } from "../store/safe-message.js";
import { isThere } from "./reference.js";

/** Two persons less likely than this to be one child are taken as two; others leave a doubt. */
const doubtfulFrom = 0.5;

/** The temp table of a joined breakdown: label, person_id, category. */
export function joinedTable({ breakdown }: Joined): string {
  return identifier(`joined_${breakdown}`);
}

/**
 * Finds the periods of `denominator_period` for which the other sources of an indicator's joined breakdowns tell of the
 * whole window. Makes temp tables `joined_span` (breakdown, label, first_day, end_day) of those, and `uncovered`
 * (breakdown, category, label, note) of the others.
 */
export async function spanJoined(db: Database, indicator: Counted, sources: Source[]): Promise<void> {
  await db.run(`
    CREATE OR REPLACE TEMP TABLE joined_span (breakdown VARCHAR, label VARCHAR, first_day DATE, end_day DATE);
    CREATE OR REPLACE TEMP TABLE uncovered (breakdown VARCHAR, category VARCHAR, label VARCHAR, note VARCHAR)`);
  for (const joined of indicator.joined) {
    const source = sources.find((s) => s.id === joined.source)!;
    const spans = await db.rows<{ label: string; first: string; end: string }>(`
      SELECT DISTINCT label, (${joined.window.from})::DATE::VARCHAR AS first, (${joined.window.before})::DATE::VARCHAR AS "end"
      FROM denominator_period ORDER BY label`);
    const missingDays = (await isThere(db, source.id)) ? await lackOf(db, joined) : undefined;
    for (const { label, first, end } of spans) {
      const lack = missingDays ? missingDays(first, end) : "there is no extract yet.";
      await db.run(
        lack === undefined
          ? `INSERT INTO joined_span VALUES (${[joined.breakdown, label, first, end].map(literal).join(", ")})`
          : `INSERT INTO uncovered VALUES ${joinedCategories(joined)
              .map(
                (category) =>
                  `(${[joined.breakdown, category, label, `${source.title}: ${lack}`].map(literal).join(", ")})`,
              )
              .join(", ")}`,
      );
    }
  }
}

/** What the other source lacks of a window of days, in words; undefined if it tells of all of them. */
type Lack = (first: string, end: string) => string | undefined;

async function lackOf(db: Database, { source, date }: Joined): Promise<Lack> {
  const table = identifier(tableOf(source));
  if (typeof date === "string") {
    // As for dated counts: a few dates long before all others are slips of the pen, not the beginning.
    const { first, last } = await db.row<{ first: string | null; last: string | null }>(
      `SELECT quantile_disc(${identifier(date)}, 0.001)::DATE::VARCHAR AS first, max(${identifier(date)})::DATE::VARCHAR AS last FROM ${table}`,
    );
    return (from, end) =>
      first && last && first.slice(0, 7) <= from.slice(0, 7) && last.slice(0, 7) >= dayBefore(end).slice(0, 7)
        ? undefined
        : `tells of ${first ?? "no day"} to ${last ?? "no day"}, not of all days from ${from} to ${dayBefore(end)}.`;
  }
  const held = new Set((await heldPeriods(db, source, date.extract)).map((p) => p.label));
  return (from, end) => {
    const missing = periodsWithin(date.extract, from, end).filter((p) => !held.has(p.label));
    return missing.length ? `no extract for ${missing.map((p) => p.label).join(", ")}.` : undefined;
  };
}

type PeriodType = Parameters<typeof parsePeriod>[0];

async function heldPeriods(
  db: Database,
  source: string,
  type: PeriodType,
): Promise<(Period & { key: string })[]> {
  const rows = await db.rows<{ key: string | null }>(
    `SELECT DISTINCT _period AS key FROM ${identifier(tableOf(source))} ORDER BY 1`,
  );
  return rows.map(({ key }) => {
    try {
      return { ...parsePeriod(type, key ?? ""), key: key ?? "" };
    } catch (error) {
      throw new TellableError(`data/sources/${source}.yaml: location.period: ${safeMessage(error)}`);
    }
  });
}

/** The periods that begin in a window of days. */
function periodsWithin(type: PeriodType, from: string, end: string): Period[] {
  const found: Period[] = [];
  for (let p = periodOf(type, from); p.start < end; p = periodOf(type, dayAfter(p.end)))
    if (p.start >= from) found.push(p);
  return found;
}

/**
 * A query for the other source's records in the window of each covered period: label, person_id, birth_month, lsoa.
 * Records of nobody known are among them, with person_id NULL.
 */
export async function recordsInWindow(db: Database, joined: Joined): Promise<string> {
  const table = identifier(tableOf(joined.source));
  const condition = joined.where ? `(${joined.where})` : "true";
  const rows =
    typeof joined.date === "string"
      ? `SELECT person_id, birth_month, lsoa, ${identifier(joined.date)} AS day FROM ${table} WHERE ${condition}`
      : `SELECT person_id, birth_month, lsoa, held.day FROM ${table} JOIN (VALUES ${(
          await heldPeriods(db, joined.source, joined.date.extract)
        )
          .map((p) => `(${literal(p.key)}, DATE ${literal(p.start)})`)
          .join(", ")}) AS held (key, day) ON held.key = _period WHERE ${condition}`;
  return `
    SELECT span.label, told.person_id, told.birth_month, told.lsoa
    FROM (${rows}) AS told
    JOIN joined_span AS span ON span.breakdown = ${literal(joined.breakdown)} AND told.day >= span.first_day AND told.day < span.end_day`;
}

/**
 * Finds what is known of the children of a source (`own`) in each covered period of a joined breakdown, whatever links count:
 * temp table `evidence_<breakdown>` of label, person_id, has_record, and match probabilities, NULL where there is none:
 * `here` and `there`, by which the child is in its own source and in the other one; `elsewhere`, in any but its own;
 * `nearest`, of another person that may be the same child, and `nearest_with_record`, of one that has such a record.
 */
export async function gatherEvidence(
  db: Database,
  joined: Joined,
  { own, sources }: { own: string; sources: Source[] },
): Promise<void> {
  const through = sources.find((s) => s.id === joined.source)?.personFrom ?? joined.source;
  const covered = (await isThere(db, joined.source))
    ? await recordsInWindow(db, joined)
    : "SELECT NULL::VARCHAR AS label, NULL::VARCHAR AS person_id WHERE false";
  await db.run(`
    CREATE OR REPLACE TEMP TABLE ${evidenceTable(joined)} AS
    WITH told AS (
      SELECT DISTINCT label, person_id FROM (${covered}) WHERE person_id IS NOT NULL
    ),
    child AS (
      SELECT person_id,
        max(probability) FILTER (source = ${literal(own)}) AS here,
        max(probability) FILTER (source = ${literal(through)}) AS there,
        max(probability) FILTER (source <> ${literal(own)}) AS elsewhere
      FROM seen_in GROUP BY person_id HAVING bool_or(source = ${literal(own)})
    ),
    neighbour AS (
      SELECT person_id, max(probability) AS nearest FROM near_person GROUP BY person_id
    ),
    told_nearby AS (
      SELECT told.label, near_person.person_id, max(probability) AS nearest_with_record
      FROM near_person JOIN told ON told.person_id = near_person.other_id
      GROUP BY told.label, near_person.person_id
    )
    SELECT span.label, child.person_id, told.person_id IS NOT NULL AS has_record, here, there, elsewhere, nearest, nearest_with_record
    FROM child
    JOIN joined_span AS span ON span.breakdown = ${literal(joined.breakdown)}
    LEFT JOIN told ON told.label = span.label AND told.person_id = child.person_id
    LEFT JOIN told_nearby ON told_nearby.label = span.label AND told_nearby.person_id = child.person_id
    LEFT JOIN neighbour ON neighbour.person_id = child.person_id`);
}

/**
 * Makes the temp table of a joined breakdown from its evidence: what category each child is in in each period.
 *
 * As linked (threshold null), a link counts as link made it. With a threshold, only links at least so probable count, and
 * persons that were left apart count as one child where they are at least so probably one. Whoever could have such a
 * record only through a link that does not count, or is in no other source, could not be joined.
 */
export async function divideChildren(db: Database, joined: Joined, threshold: number | null): Promise<void> {
  const { found, notFound, notJoined } = joined.categories;
  const isSure = (column: string): string =>
    threshold === null ? `${column} IS NOT NULL` : `${column} >= ${threshold}`;
  const isOne = (column: string): string => (threshold === null ? "false" : `${column} >= ${threshold}`);
  const doubtful = threshold === null ? doubtfulFrom : Math.min(threshold, doubtfulFrom);
  await db.run(`
    CREATE OR REPLACE TEMP TABLE ${joinedTable(joined)} AS
    SELECT label, person_id,
      CASE
        WHEN has_record AND ${isSure("here")} AND ${isSure("there")} THEN ${literal(found)}
        WHEN ${isOne("nearest_with_record")} THEN ${literal(found)}
        WHEN has_record OR nearest_with_record >= ${doubtful} THEN ${literal(notJoined)}
        WHEN ${isSure("here")} AND ${isSure("elsewhere")} THEN ${literal(notFound)}
        WHEN ${isOne("nearest")} THEN ${literal(notFound)}
        ELSE ${literal(notJoined)}
      END AS category
    FROM ${evidenceTable(joined)}`);
}

function evidenceTable({ breakdown }: Joined): string {
  return identifier(`evidence_${breakdown}`);
}
