import { formatCount } from "../../components/words/numbers.js";
import { type Source, tableOf } from "../registry/source.js";
import { type Database, identifier, literal } from "../store/database.js";

/**
 * Takes children who are on an opt-out list, or whose parents objected, out of what was linked: all records of a person who
 * bears a listed NHS number or UPN leave tables `record`, `distinct_record` and `person_record` and temp table `member`, those
 * without a number too. Writes to the analysis database `opted_out`: by list, its purpose and source, how many records and
 * children left. Of a child on two lists both tell.
 */
export async function honourOptOuts(
  identity: Database,
  analysis: Database,
  sources: readonly Source[],
  log: (line: string) => void,
): Promise<void> {
  await analysis.run(
    "CREATE OR REPLACE TABLE opted_out (list VARCHAR, purpose VARCHAR, source VARCHAR, records BIGINT, children BIGINT)",
  );
  const lists: Source[] = [];
  for (const source of sources)
    if (source.optOut && (await identity.has(tableOf(source.id)))) lists.push(source);
  if (!lists.length) return;
  await identity.run(`
    CREATE OR REPLACE TEMP TABLE opted AS
    WITH listed AS (${lists.flatMap(listedNumbers).join(" UNION ALL ")})
    SELECT DISTINCT list, person_id
    FROM listed
    JOIN record ON CASE kind WHEN 'nhs_number' THEN record.nhs_number ELSE record.upn END = listed.number
    JOIN person_record USING (record_id, source)
    WHERE person_id IS NOT NULL`);
  const counts = await identity.rows<{ list: string; source: string; records: number; children: number }>(`
    SELECT list, source, count(*) AS records, count(DISTINCT person_id) AS children
    FROM person_record JOIN opted USING (person_id)
    GROUP BY ALL ORDER BY ALL`);
  for (const { list, source, records, children } of counts) {
    const { purpose } = lists.find(({ id }) => id === list)!.optOut!;
    await analysis.run("INSERT INTO opted_out VALUES ($1, $2, $3, $4, $5)", [
      list,
      purpose,
      source,
      records,
      children,
    ]);
    log(`link      ${source}: ${formatCount(records)} records are left out, as ${list} asks`);
  }
  const opted = "(SELECT person_id FROM opted)";
  await identity.run(`DELETE FROM person_record WHERE person_id IN ${opted}`);
  await identity.run(
    `DELETE FROM record WHERE evidence IN (SELECT evidence FROM member WHERE person_id IN ${opted})`,
  );
  await identity.run(
    `DELETE FROM distinct_record WHERE evidence IN (SELECT evidence FROM member WHERE person_id IN ${opted})`,
  );
  await identity.run(`DELETE FROM member WHERE person_id IN ${opted}`);
  await identity.run("DROP TABLE opted");
}

function listedNumbers(source: Source): string[] {
  const table = identifier(tableOf(source.id));
  return source.columns
    .filter(({ role }) => role === "nhs_number" || role === "upn")
    .map(({ name, role }) => {
      const cell = `${identifier(name)}::VARCHAR`;
      const number = role === "upn" ? `upn_text(${cell})` : `nhs_number_digits(${cell})`;
      return `SELECT ${literal(source.id)} AS list, ${literal(role!)} AS kind, ${number} AS number FROM ${table}`;
    });
}
