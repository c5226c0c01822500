import type { Source } from "../registry/source.js";
import { tableOf } from "../registry/source.js";
import { type Database, identifier, literal } from "../store/database.js";

/**
 * Makes temp tables of what link found out, for measures that rest on it:
 * `seen_in` (person_id, source, probability): the sources of records that each person is in, with the least probability
 * by which a record there hangs on the person's others; 1 where link gives none.
 * `near_person` (person_id, other_id, probability): persons that may be one child and were not joined, both ways round.
 * Gives back whether link told probabilities at all.
 */
export async function buildPersonSources(db: Database, sources: Source[]): Promise<boolean> {
  const tables: string[] = [];
  // Records that follow another source's by its identifier tell of nobody who is not there.
  for (const source of sources)
    if (source.kind === "records" && !source.personFrom && (await db.has(tableOf(source.id))))
      tables.push(
        `SELECT DISTINCT person_id, ${literal(source.id)} AS source FROM ${identifier(tableOf(source.id))} WHERE person_id IS NOT NULL`,
      );
  const [links, candidates] = [await db.has("person_link"), await db.has("link_candidate")];
  await db.run(`
    CREATE OR REPLACE TEMP TABLE seen_in AS
    SELECT person_id, source, ${links ? "coalesce(probability, 1)" : "1"}::DOUBLE AS probability
    FROM (${tables.join(" UNION ALL ") || "SELECT NULL::VARCHAR AS person_id, NULL::VARCHAR AS source WHERE false"})
    ${links ? "LEFT JOIN (SELECT person_id, source, min(probability) AS probability FROM person_link GROUP BY ALL) USING (person_id, source)" : ""}`);
  await db.run(`
    CREATE OR REPLACE TEMP TABLE near_person (person_id VARCHAR, other_id VARCHAR, probability DOUBLE);
    ${
      candidates
        ? `INSERT INTO near_person
           SELECT person_id, other_id, max(probability) FROM (
             SELECT person_id, other_id, probability FROM link_candidate
             UNION ALL SELECT other_id, person_id, probability FROM link_candidate
           ) GROUP BY person_id, other_id;`
        : ""
    }`);
  return links && candidates;
}
