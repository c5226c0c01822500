import { literal } from "../../store/database.js";
import type { ReportTable } from "./table.js";

/**
 * What was linked to what: tables from `person_record` and temp table `seen` (person_id, source).
 * `register` is the source that the others are measured by; undefined where none holds NHS numbers.
 */
export function sourceTables(register: string | undefined): ReportTable[] {
  const registerId = register ? literal(register) : "NULL::VARCHAR";
  return [
    {
      /** A row a source and period. `share` is the percentage of `persons` that the register has too. */
      name: "link_report",
      columns:
        "source VARCHAR, period VARCHAR, records BIGINT, persons BIGINT, unresolved BIGINT, many_matches BIGINT, linked BIGINT, register VARCHAR, linked_to_register BIGINT, share DOUBLE",
      query: `
        WITH sources AS (
          SELECT person_id, count(*) AS n, bool_or(source = ${registerId}) AS registered FROM seen GROUP BY person_id
        ),
        held AS (
          SELECT source, period, person_id, count(*) AS records, count(*) FILTER (outcome = 'many matches') AS many_matches
          FROM person_record
          GROUP BY source, period, person_id
        ),
        counted AS (
          SELECT
            source, period,
            sum(records)::BIGINT AS records,
            count(person_id) AS persons,
            coalesce(sum(records) FILTER (person_id IS NULL), 0)::BIGINT AS unresolved,
            sum(many_matches)::BIGINT AS many_matches,
            count(*) FILTER (n > 1) AS linked,
            count(*) FILTER (registered) AS linked_to_register
          FROM held
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
    },
    {
      /** By source: the records that each rule first joined to another; null: that none did. */
      name: "link_report_rule",
      columns: "source VARCHAR, rule VARCHAR, records BIGINT",
      query:
        "SELECT source, rule, count(*) AS records FROM person_record GROUP BY source, rule ORDER BY source, rule",
    },
    {
      /** By two sources: persons of the first, and how many of them have a record in the other. */
      name: "link_report_pair",
      columns: "source VARCHAR, other VARCHAR, persons BIGINT, linked BIGINT",
      query: `
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
    },
    {
      /** By source and period: records by what came of them. */
      name: "link_outcome",
      columns: "source VARCHAR, period VARCHAR, outcome VARCHAR, records BIGINT",
      query:
        "SELECT source, period, outcome, count(*) AS records FROM person_record GROUP BY ALL ORDER BY source, period, outcome",
    },
  ];
}
