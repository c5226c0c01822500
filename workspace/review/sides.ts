import type { Database } from "../../loaders/store/database.js";
import type { Appearance, Particulars, Side, SourceTitle } from "./types.js";
import { periodWords } from "./words.js";

/** A child may have many records that say slightly different things: so many are shown. */
const mostOthers = 6;

const given = ["forename", "surname", "date_of_birth", "sex", "postcode", "nhs_number", "upn"] as const;

interface Row extends Omit<Particulars, "seen"> {
  distinct_id: number;
  evidence: string;
  person_id: string;
  seen: string;
}

/**
 * By `distinct_id`, what each record of the pairs in temp table `waiting` says as its newest extract gives it, where it
 * was said, and the other records that are joined to the same child.
 */
export async function readSides(db: Database, sources: readonly SourceTitle[]): Promise<Map<number, Side>> {
  const titles = new Map(sources.map(({ id, title }) => [id, title]));
  const rows = await db.rows<Row>(`
    WITH person AS (
      SELECT left_person AS person_id FROM waiting
      UNION
      SELECT right_person FROM waiting
    ),
    known AS (
      SELECT distinct_id, person_id, record.*, (coalesce(latest_date, DATE '1900-01-01'), record_id) AS newest
      FROM person_record
      JOIN person USING (person_id)
      JOIN record USING (record_id, source)
    ),
    seen AS (
      SELECT distinct_id, source, list(DISTINCT known.period) FILTER (known.period IS NOT NULL) AS periods
      FROM known
      GROUP BY distinct_id, source
    ),
    seen_in AS (
      SELECT distinct_id, to_json(list({source: source, periods: coalesce(periods, [])} ORDER BY source))::VARCHAR AS seen
      FROM seen
      GROUP BY distinct_id
    )
    SELECT
      distinct_id, person_id, evidence::VARCHAR AS evidence, seen,
      ${given.map((column) => `arg_max(${column}, newest)::VARCHAR AS ${column}`).join(", ")}
    FROM known
    JOIN seen_in USING (distinct_id)
    GROUP BY ALL
    ORDER BY max(newest) DESC`);
  const particulars = rows.map((row) => ({ row, said: particularsOf(row, titles) }));
  const byPerson = new Map<string, typeof particulars>();
  for (const one of particulars)
    byPerson.set(one.row.person_id, [...(byPerson.get(one.row.person_id) ?? []), one]);
  return new Map(
    particulars.map(({ row, said }) => {
      const others = byPerson.get(row.person_id)!.filter((other) => other.row !== row);
      const side: Side = {
        evidence: row.evidence,
        ...said,
        others: others.slice(0, mostOthers).map((other) => other.said),
        otherCount: others.length,
      };
      return [row.distinct_id, side];
    }),
  );
}

function particularsOf(row: Row, titles: Map<string, string>): Particulars {
  const seen = (JSON.parse(row.seen) as Appearance[]).map(({ source, periods }) => ({
    source: titles.get(source) ?? source,
    periods: periodWords(periods),
  }));
  return {
    ...(Object.fromEntries(given.map((column) => [column, row[column]])) as Omit<Particulars, "seen">),
    seen,
  };
}
