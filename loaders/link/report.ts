import type { Source } from "../registry/source.js";
import { type Database, literal } from "../store/database.js";
import { carriesPerson } from "./records.js";
import { copyRows } from "./stream.js";

/** The report's tables, with their columns as the analysis database declares them. */
const tables = {
  /**
   * A row a source and period. `register` is the source that holds most children by NHS number; `share` is the
   * percentage of `persons` that have a record there too. `unresolved` and `many_matches` count records.
   */
  link_report:
    "source VARCHAR, period VARCHAR, records BIGINT, persons BIGINT, unresolved BIGINT, many_matches BIGINT, linked BIGINT, register VARCHAR, linked_to_register BIGINT, share DOUBLE",
  /** By source: the records that each rule first joined to another; null: that none did. */
  link_report_rule: "source VARCHAR, rule VARCHAR, records BIGINT",
  /** By two sources: persons of the first, and how many of them have a record in the other. */
  link_report_pair: "source VARCHAR, other VARCHAR, persons BIGINT, linked BIGINT",
};

/** Writes the link report to the analysis database: counts, nothing of any one child. */
export async function writeReport(identity: Database, analysis: Database, sources: Source[]): Promise<void> {
  const register = await registerOf(identity, sources);
  const queries = queriesFor(register);
  await identity.run(
    "CREATE OR REPLACE TEMP TABLE seen AS SELECT DISTINCT person_id, source FROM person_record WHERE person_id IS NOT NULL",
  );
  for (const table of Object.keys(tables) as (keyof typeof tables)[]) {
    await analysis.run(`CREATE OR REPLACE TABLE ${table} (${tables[table]})`);
    await copyRows(identity, queries[table], analysis, table);
  }
  await identity.run("DROP TABLE seen");
}

/** The source that holds most children by NHS number, the others' yardstick; undefined where none holds any. */
async function registerOf(identity: Database, sources: Source[]): Promise<string | undefined> {
  const candidates = sources.filter(
    (s) => carriesPerson(s) && s.columns.some((c) => c.role === "nhs_number"),
  );
  if (!candidates.length) return undefined;
  const [first] = await identity.rows<{ source: string }>(`
    SELECT source FROM person_record
    WHERE source IN (${candidates.map((s) => literal(s.id)).join(", ")})
    GROUP BY source
    ORDER BY count(DISTINCT person_id) DESC, source
    LIMIT 1`);
  return first?.source;
}

function queriesFor(register: string | undefined): Record<keyof typeof tables, string> {
  const registerId = register ? literal(register) : "NULL::VARCHAR";
  return {
    link_report: `
      WITH sources AS (
        SELECT person_id, count(*) AS n, bool_or(source = ${registerId}) AS registered FROM seen GROUP BY person_id
      ),
      counted AS (
        SELECT
          source, period,
          count(*) AS records,
          count(DISTINCT person_id) AS persons,
          count(*) FILTER (person_id IS NULL) AS unresolved,
          count(*) FILTER (outcome = 'many matches') AS many_matches,
          count(DISTINCT person_id) FILTER (n > 1) AS linked,
          count(DISTINCT person_id) FILTER (registered) AS linked_to_register
        FROM person_record
        LEFT JOIN sources USING (person_id)
        GROUP BY source, period
      )
      SELECT
        source, period, records, persons, unresolved, many_matches, linked,
        ${registerId} AS register,
        CASE WHEN ${registerId} IS NOT NULL THEN linked_to_register END AS linked_to_register,
        CASE WHEN ${registerId} IS NOT NULL THEN 100.0::DOUBLE * linked_to_register / nullif(persons, 0) END AS share
      FROM counted
      ORDER BY source, period`,
    link_report_rule:
      "SELECT source, rule, count(*) AS records FROM person_record GROUP BY source, rule ORDER BY source, rule",
    link_report_pair: `
      WITH size AS (SELECT source, count(*) AS persons FROM seen GROUP BY source),
      shared AS (
        SELECT a.source, b.source AS other, count(*) AS linked
        FROM seen AS a
        JOIN seen AS b ON a.person_id = b.person_id AND a.source <> b.source
        GROUP BY a.source, b.source
      )
      SELECT a.source, b.source AS other, a.persons, coalesce(shared.linked, 0) AS linked
      FROM size AS a
      JOIN size AS b ON a.source <> b.source
      LEFT JOIN shared ON shared.source = a.source AND shared.other = b.source
      ORDER BY a.source, b.source`,
  };
}
