import type { Breakdown, Count, Counted } from "../registry/indicator.js";
import type { Joined } from "../registry/joined-breakdown.js";
import { type Source, tableOf } from "../registry/source.js";
import { type Database, identifier, literal } from "../store/database.js";
import { qualifyingRows } from "./cells.js";
import { joinedTable, recordsInWindow } from "./joined-children.js";
import { isThere } from "./reference.js";

/**
 * What the figures of an indicator rest on where that is linkage: of the children (or, where a source's records follow
 * another's by its identifier, of the records) of `source` that a period's figures are about, how many were found in one
 * of `others`, a JSON list of source ids. `breakdown` is all, or the breakdown that rests on it.
 */
export const createLinkage = `
  CREATE OR REPLACE TABLE indicator_linkage (
    indicator VARCHAR, period VARCHAR, period_start DATE, breakdown VARCHAR, source VARCHAR, others VARCHAR, unit VARCHAR,
    level VARCHAR, area VARCHAR, total BIGINT, linked BIGINT, share DOUBLE)`;

/** One thing that figures rest on. */
interface Reliance {
  breakdown: string;
  source: Source;
  others: string[];
  /** A query for what is to be found, with label, person_id and lsoa. */
  rows: string;
  /** When a child counts as found, in terms of person_id and label; in one of the others where left out. */
  found?: string;
}

/**
 * Adds what a counted indicator rests on, by city, locality and ward. It rests on linkage where
 * a numerator's children or records are of another source than the denominator's children,
 * records follow another source's children by its identifier,
 * sex or ethnic group come from other sources because the indicator's own has neither, or
 * a breakdown is joined.
 * Needs what counting the indicator has left: `numerator_period`, `denominator_period`, `joined_span` and the joined tables.
 */
export async function writeLinkage(db: Database, indicator: Counted, sources: Source[]): Promise<void> {
  for (const reliance of await reliances(db, indicator, sources))
    await db.run(`
      INSERT INTO indicator_linkage
      WITH ${rowsOf(reliance)},
      period AS (SELECT label, min(period_start) AS period_start FROM observed_period GROUP BY label),
      -- By small area first: there are far fewer of them than children.
      counted AS (
        SELECT label, lsoa, count(*) AS total, count(*) FILTER (found) AS linked FROM single GROUP BY label, lsoa
      ),
      placed AS (
        SELECT counted.*, tree.ward, tree.locality, (SELECT code FROM area WHERE level = 'city') AS city
        FROM counted LEFT JOIN area_tree AS tree ON tree.lsoa = counted.lsoa
      )
      ${(["city", "locality", "ward"] as const)
        .map(
          (level) => `
      SELECT ${literal(indicator.id)}, label, period_start, ${literal(reliance.breakdown)}, ${literal(reliance.source.id)},
        ${literal(JSON.stringify(reliance.others))}, ${literal(unitOf(reliance.source))}, '${level}', ${level},
        sum(total)::BIGINT, sum(linked)::BIGINT, 100.0 * sum(linked)::BIGINT / sum(total)::BIGINT
      FROM placed JOIN period USING (label) WHERE ${level} IS NOT NULL GROUP BY label, period_start, ${level}`,
        )
        .join("\n      UNION ALL")}
      ORDER BY period_start, 8, 9`);
}

function unitOf(source: Source): string {
  return source.personFrom ? "records" : "children";
}

// Whoever has no person cannot be told from others, so each of those rows stands for itself.
function rowsOf({ source, others, rows, found }: Reliance): string {
  const isFound =
    found ??
    `person_id IN (SELECT person_id FROM seen_in WHERE source IN (${others.map(literal).join(", ")}))`;
  const single =
    unitOf(source) === "records"
      ? `SELECT label, lsoa, coalesce(${isFound}, false) AS found FROM given`
      : `SELECT label, lsoa, coalesce(${isFound}, false) AS found
        FROM (SELECT label, person_id, min(lsoa) AS lsoa FROM given WHERE person_id IS NOT NULL GROUP BY label, person_id)
        UNION ALL SELECT label, lsoa, false FROM given WHERE person_id IS NULL`;
  return `given AS (${rows}),
      single AS (${single})`;
}

async function reliances(db: Database, indicator: Counted, sources: Source[]): Promise<Reliance[]> {
  const sourceOf = (id: string) => sources.find((s) => s.id === id)!;
  const { numerator, denominator } = indicator.records;
  const found: Reliance[] = [];
  const counts: ["numerator" | "denominator", Count][] = [
    ["denominator", denominator],
    ...("source" in numerator ? [["numerator", numerator] as ["numerator", Count]] : []),
  ];
  if ("source" in numerator) {
    const [source, other] = [sourceOf(numerator.source), sourceOf(denominator.source)];
    if (source.kind === "records" && other.kind === "records" && source.id !== other.id)
      found.push({
        breakdown: "all",
        source,
        others: [other.id],
        rows: await counted(db, "numerator", numerator, source),
      });
  } else if (numerator.record) {
    const { source, where, date } = numerator.record;
    found.push({
      breakdown: "all",
      source: sourceOf(source),
      others: [denominator.source],
      rows: `
        SELECT label, person_id, lsoa FROM ${identifier(tableOf(source))}
        JOIN (SELECT label, min(period_start) AS first_day, max(period_end) AS last_day FROM denominator_period GROUP BY label)
          ON ${identifier(date)} BETWEEN first_day AND last_day
        ${where ? `WHERE ${where}` : ""}`,
    });
  }
  for (const [name, count] of counts) {
    const source = sourceOf(count.source);
    if (source.kind !== "records") continue;
    const rows = await counted(db, name, count, source);
    if (source.personFrom) {
      // Of a record without a child no condition on the child holds, but it is one that could not be joined.
      const all = { ...count, where: count.where && `person_id is null or (${count.where})` };
      found.push({
        breakdown: "all",
        source,
        others: [source.personFrom],
        rows: await counted(db, name, all, source),
      });
    }
    for (const breakdown of indicator.breakdowns) {
      const others = tellers(breakdown, source, sources);
      if (others.length) found.push({ breakdown, source, others, rows });
    }
  }
  for (const joined of indicator.joined)
    if (await isThere(db, joined.source))
      found.push(...(await joinedReliances(db, joined, { denominator, sources })));
  return found;
}

/** The sources that a person's sex or ethnic group comes from, where the person's own source tells neither. */
function tellers(breakdown: Breakdown, source: Source, sources: Source[]): string[] {
  if (breakdown !== "sex" && breakdown !== "ethnic_group") return [];
  const tells = (s: Source | undefined) => s?.columns.some((c) => c.name === breakdown && !c.identifier);
  if (tells(source) || tells(sources.find((s) => s.id === source.personFrom))) return [];
  return sources.filter((s) => s.kind === "records" && s.id !== source.id && tells(s)).map((s) => s.id);
}

async function joinedReliances(
  db: Database,
  joined: Joined,
  { denominator, sources }: { denominator: Count; sources: Source[] },
): Promise<Reliance[]> {
  const { breakdown, categories } = joined;
  const others = (own: string) =>
    sources.filter((s) => s.kind === "records" && !s.personFrom && s.id !== own).map((s) => s.id);
  const source = sources.find((s) => s.id === denominator.source)!;
  const other = sources.find((s) => s.id === joined.source)!;
  const covered = `label IN (SELECT label FROM joined_span WHERE breakdown = ${literal(breakdown)})`;
  const own = `SELECT * FROM (${await counted(db, "denominator", denominator, source)}) WHERE ${covered}`;
  return [
    {
      breakdown,
      source,
      others: others(source.id),
      rows: own,
      found: `(label, person_id) IN (SELECT (label, person_id) FROM ${joinedTable(joined)} WHERE category <> ${literal(categories.notJoined)})`,
    },
    {
      breakdown,
      source: other,
      others: others(other.id),
      rows: ofLikeAge(await recordsInWindow(db, joined), own),
    },
  ];
}

// Only children as old as those who are divided could be among them. A few of these have a wrong date of birth.
function ofLikeAge(records: string, own: string): string {
  return `
        SELECT label, told.person_id, told.lsoa FROM (${records}) AS told
        JOIN (
          SELECT label, quantile_disc(birth_month, 0.01) AS oldest, quantile_disc(birth_month, 0.99) AS youngest
          FROM (${own}) GROUP BY label
        ) AS age USING (label)
        WHERE told.birth_month BETWEEN oldest AND youngest`;
}

async function counted(
  db: Database,
  name: "numerator" | "denominator",
  count: Count,
  source: Source,
): Promise<string> {
  return `
        WITH ${await qualifyingRows(db, name, { count, source, breakdowns: [] })}
        SELECT _label AS label, person_id, lsoa, ${source.kind === "records" ? "birth_month" : "NULL"} AS birth_month FROM qualifying`;
}
