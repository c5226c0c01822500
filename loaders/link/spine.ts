import { type Source, tableOf } from "../registry/source.js";
import { type Database, identifier, literal } from "../store/database.js";
import { fingerprint } from "../store/fingerprint.js";
import { TellableError } from "../store/safe-message.js";
import { contentHash, keptFingerprint, rememberFingerprint } from "./kept-links.js";
import { compactPostcode, postcodeEvidence } from "./names.js";
import { columnsOf, copyRows } from "./stream.js";

/** Columns that every pseudonymous table starts with. */
const given = ["person_id", "birth_month", "lsoa"] as const;

const directory = tableOf("postcode-directory");

const areasOfPostcodes = "areas of postcodes";

/**
 * Brings table `postcode_area` (postcode, lsoa) in the identity database up to date with the analysis database's directory. Where
 * that holds what it held, read by the same code, it stays. Returns whether it stayed.
 */
export async function writePostcodeAreas(
  identity: Database,
  analysis: Database,
  code: string | undefined,
): Promise<boolean> {
  const isThere = await analysis.has(directory);
  const from = fingerprint({
    code,
    holds: isThere ? await contentHash(analysis, directory, "postcode, lsoa") : null,
  });
  const isKept = code !== undefined && (await identity.has("postcode_area"));
  if (isKept && (await keptFingerprint(identity, areasOfPostcodes)) === from) return true;
  await identity.run("CREATE OR REPLACE TABLE postcode_area (postcode VARCHAR, lsoa VARCHAR)");
  if (isThere) {
    const query = `
    WITH listed AS (SELECT ${compactPostcode("postcode")} AS compact, lsoa FROM ${directory} WHERE lsoa IS NOT NULL)
    SELECT ${postcodeEvidence("compact")} AS postcode, min(lsoa) AS lsoa
    FROM listed
    GROUP BY 1
    HAVING postcode IS NOT NULL`;
    await copyRows(analysis, query, identity, "postcode_area");
  }
  await rememberFingerprint(identity, areasOfPostcodes, from);
  return false;
}

/**
 * Writes the analysis database's table of each source of records, and `person`. What leaves the identity database is
 * chosen by the registry: person, month of birth, small area, and the columns not declared as identifiers.
 * Rows are written in the order of pseudonyms, so that their order tells nothing of the extract's. `stays`: the sources whose
 * tables are right but for the persons of temp table `changed_person`; only the rows of these are written there.
 */
export async function writeSpine(
  identity: Database,
  analysis: Database,
  sources: Source[],
  stays: ReadonlySet<string> = new Set(),
): Promise<void> {
  const records = sources.filter((source) => source.kind === "records" && !source.optOut);
  const staying = records.filter(({ id }) => stays.has(id));
  await dropOldTables(
    analysis,
    records.filter(({ id }) => !stays.has(id)),
    staying,
  );
  if (staying.length) {
    await analysis.run("CREATE OR REPLACE TEMP TABLE changed_person (person_id VARCHAR)");
    await copyRows(identity, "SELECT DISTINCT person_id FROM changed_person", analysis, "changed_person");
  }
  for (const source of records) {
    refuseGivenNames(source);
    if (stays.has(source.id)) await renewRows(identity, analysis, source);
    else if (await identity.has(tableOf(source.id))) await writeSource(identity, analysis, source);
  }
  if (staying.length) await analysis.run("DROP TABLE changed_person");
  await analysis.run(
    "CREATE OR REPLACE TABLE person (person_id VARCHAR, birth_month DATE, sex VARCHAR, ethnic_group VARCHAR, lsoa VARCHAR)",
  );
  await copyRows(
    identity,
    "SELECT person_id, birth_month, sex, ethnic_group, lsoa FROM person ORDER BY person_id",
    analysis,
    "person",
  );
}

/** Writes the analysis database's tables of some sources anew where persons are as they were, and drops those of sources that are gone. */
export async function renewSpine(
  identity: Database,
  analysis: Database,
  sources: readonly Source[],
  renewed: readonly Source[],
  code: string | undefined,
): Promise<void> {
  const there: Source[] = [];
  for (const source of sources)
    if (source.kind === "records" && !source.optOut && (await identity.has(tableOf(source.id))))
      there.push(source);
  await dropOldTables(
    analysis,
    renewed,
    there.filter((source) => !renewed.includes(source)),
  );
  if (!renewed.length) return;
  await writePostcodeAreas(identity, analysis, code);
  await identity.run(
    "CREATE OR REPLACE TEMP TABLE person (person_id VARCHAR, birth_month DATE, lsoa VARCHAR)",
  );
  await copyRows(analysis, "SELECT person_id, birth_month, lsoa FROM person", identity, "person");
  for (const source of renewed) {
    refuseGivenNames(source);
    await writeSource(identity, analysis, source);
  }
  await identity.run("DROP TABLE person");
}

async function writeSource(identity: Database, analysis: Database, source: Source): Promise<void> {
  const table = tableOf(source.id);
  const kept = await openColumns(identity, source);
  const declared = kept.map(({ name, type }) => `, ${identifier(name)} ${type}`).join("");
  await analysis.run(
    `CREATE OR REPLACE TABLE ${identifier(table)} (person_id VARCHAR, birth_month DATE, lsoa VARCHAR${declared})`,
  );
  await copyRows(identity, rowsOf(source, kept), analysis, table);
}

/** Writes the rows of the persons of temp table `changed_person`, which is in both databases, anew. */
async function renewRows(identity: Database, analysis: Database, source: Source): Promise<void> {
  const table = tableOf(source.id);
  await analysis.run(
    `DELETE FROM ${identifier(table)} WHERE person_id IN (SELECT person_id FROM changed_person)`,
  );
  const query = rowsOf(
    source,
    await openColumns(identity, source),
    "WHERE person_record.person_id IN (SELECT person_id FROM changed_person)",
  );
  await copyRows(identity, query, analysis, table);
}

/** The columns of a source's table that leave the identity database. */
async function openColumns(identity: Database, source: Source): Promise<{ name: string; type: string }[]> {
  const open = new Set(
    source.columns.filter((c) => !c.identifier).flatMap((c) => [c.name, `${c.name}_status`]),
  );
  const columns = await columnsOf(identity, tableOf(source.id));
  return columns.filter(({ name }) => open.has(name) || name === "_period");
}

/** SQL: the rows of a source's pseudonymous table; `which`, SQL after FROM, leaves some out. */
function rowsOf(source: Source, kept: readonly { name: string }[], which = ""): string {
  // A record without a usable postcode is counted where the child is best known to live.
  return `
    SELECT
      person_record.person_id,
      person.birth_month,
      CASE WHEN distinct_record.postcode IS NULL THEN person.lsoa ELSE postcode_area.lsoa END AS lsoa
      ${kept.map(({ name }) => `, t.${identifier(name)}`).join("")}
    FROM ${identifier(tableOf(source.id))} AS t
    JOIN person_record ON person_record.record_id = t.record_id AND person_record.source = ${literal(source.id)}
    LEFT JOIN person ON person.person_id = person_record.person_id
    LEFT JOIN distinct_record ON distinct_record.distinct_id = person_record.distinct_id
    LEFT JOIN postcode_area ON postcode_area.postcode = distinct_record.postcode
    ${which}
    ORDER BY person_record.person_id, t.record_id`;
}

/** Removes pseudonymous tables whose source has left the registry, or has no extract any more. */
async function dropOldTables(
  analysis: Database,
  records: readonly Source[],
  kept: readonly Source[] = [],
): Promise<void> {
  const old = await analysis.rows<{ name: string }>(
    `SELECT DISTINCT table_name AS name FROM duckdb_columns()
     WHERE schema_name = 'main' AND column_name = 'person_id' AND starts_with(table_name, 'src_')`,
  );
  const names = new Set([...old.map(({ name }) => name), ...records.map((source) => tableOf(source.id))]);
  for (const source of kept) names.delete(tableOf(source.id));
  for (const name of names) await analysis.run(`DROP TABLE IF EXISTS ${identifier(name)}`);
}

function refuseGivenNames(source: Source): void {
  for (const [i, { name }] of source.columns.entries())
    if ((given as readonly string[]).includes(name))
      throw new TellableError(
        `data/sources/${source.id}.yaml: columns[${i}].name: must not be ${name}: link adds a column of this name. Choose another name, such as recorded_${name}.`,
      );
}
