import { defineIdentifierMacros } from "../check/identifiers.js";
import type { Column } from "../registry/column.js";
import type { PeriodType } from "../registry/indicator.js";
import { parsePeriod } from "../registry/periods.js";
import { type Source, tableOf } from "../registry/source.js";
import { type Database, identifier, literal } from "../store/database.js";
import { shareOfDay } from "./model/records.js";
import { forgetOtherNames, keepNames, writeNameTable } from "./name-table.js";
import { compactPostcode, nameEvidence, normalisedName, postcodeEvidence } from "./names.js";

/** A source whose rows carry a child's own particulars, not only another source's identifier of the child. */
export function carriesPerson(source: Source): boolean {
  return source.kind === "records" && !source.personFrom && !source.optOut;
}

/**
 * Writes table `record`: a row for each record of a child, with what it says of who the child is, as given and as
 * compared. `evidence` is equal for records that say exactly the same and enough to tell one child by: they are the
 * same child. A record that says too little has an `evidence` of its own. `read_from` is a hash of the row that it was read from.
 */
export async function writeRecords(db: Database, sources: readonly Source[]): Promise<void> {
  await db.run(`
    CREATE OR REPLACE TABLE record (
      record_id VARCHAR, source VARCHAR, period VARCHAR, local_id VARCHAR,
      nhs_number VARCHAR, upn VARCHAR,
      forename VARCHAR, surname VARCHAR, forename_norm VARCHAR, surname_norm VARCHAR,
      date_of_birth DATE, postcode VARCHAR, sex VARCHAR, ethnic_group VARCHAR,
      first_date DATE, latest_date DATE, evidence UUID, read_from UBIGINT
    )`);
  for (const source of sources)
    if (carriesPerson(source) && (await db.has(tableOf(source.id)))) await addRecords(db, source);
}

/** Adds a source's records to table `record`. */
export async function addRecords(db: Database, source: Source): Promise<void> {
  await addFrom(db, source, identifier(tableOf(source.id)));
}

/** Deletes rows of table `record`, and notes their `evidence` in temp table `touched`. */
export async function deleteRecords(db: Database, where: string): Promise<void> {
  await db.run(`INSERT INTO touched SELECT evidence FROM record WHERE ${where}`);
  await db.run(`DELETE FROM record WHERE ${where}`);
}

/**
 * Brings a source's records in table `record` up to date with its table: those of rows that are gone or say something else go, and
 * only new rows are read. Notes the `evidence` of both in temp table `touched`.
 */
export async function renewRecordsOf(db: Database, source: Source): Promise<void> {
  const table = identifier(tableOf(source.id));
  const own = `source = ${literal(source.id)}`;
  await deleteRecords(
    db,
    `${own} AND (record_id, read_from) NOT IN (SELECT (record_id, ${rowHash(source)}) FROM ${table})`,
  );
  await db.run(`CREATE OR REPLACE TEMP TABLE stayed AS SELECT record_id FROM record WHERE ${own}`);
  await addFrom(
    db,
    source,
    `(FROM ${table} WHERE (record_id, ${rowHash(source)}) NOT IN (SELECT (record_id, read_from) FROM record WHERE ${own}))`,
  );
  await db.run(
    `INSERT INTO touched SELECT evidence FROM record ANTI JOIN stayed USING (record_id) WHERE ${own}`,
  );
  await db.run("DROP TABLE stayed");
}

async function addFrom(db: Database, source: Source, from: string): Promise<void> {
  await defineIdentifierMacros(db);
  await db.run(`INSERT INTO record ${recordQuery(source, await periodStarts(db, source), from)}`);
}

/** SQL: a number that changes with anything that a record takes from a row of its source's table. */
function rowHash(source: Source): string {
  return `hash(${["_period", ...givenColumns(source), ...datesOf(source)].map((sql) => sql.replace(/ AS \w+$/, "")).join(", ")})`;
}

function datesOf(source: Source): string[] {
  return source.columns
    .filter((c) => /^date/.test(c.type) && !c.identifier)
    .map((c) => `${identifier(c.name)}::DATE`);
}

/**
 * Writes table `distinct_record`: the records of the same evidence, once. It is what linkers compare; termly
 * extracts repeat most children word for word. `distinct_id` counts from 0 in an order that only content decides.
 *
 * `forename` and `surname` are what is distinctive in the names, in one word; their parts are as in name-table.ts.
 * `date_share` is the share of a source's records that have the date of birth, of the source in which it is least;
 * `date_tells` is false where the date is one of `defaultDays` (month-day), or every source of the record has piled
 * births up on it.
 */
export async function writeDistinctRecords(db: Database, defaultDays: readonly string[] = []): Promise<void> {
  await writeNameParts(db, "record");
  await writeDated(db, defaultDays);
  await db.run(`
    CREATE OR REPLACE TABLE distinct_record AS
    ${distinctQuery("record", "(row_number() OVER (ORDER BY evidence) - 1)")}
    ORDER BY distinct_id`);
  for (const table of ["forename_parts", "surname_parts", "dated"]) await db.run(`DROP TABLE ${table}`);
}

/**
 * Brings table `distinct_record` up to date with table `record`, where only what temp table `touched` names came, went or
 * changed since it was written. Writes temp tables `fresh_record` (`distinct_id` of what is new or says something else), `gone_record`
 * (`old_id`, what these and those that are gone had), and `renumbered` (the `old_id` and `distinct_id` of the others).
 */
export async function renewDistinctRecords(db: Database, defaultDays: readonly string[] = []): Promise<void> {
  await writeDated(db, defaultDays);
  await db.run(`
    INSERT INTO touched
    SELECT evidence FROM distinct_record JOIN dated USING (evidence)
    WHERE distinct_record.date_tells IS DISTINCT FROM dated.date_tells`);
  await db.run(
    "CREATE OR REPLACE TEMP TABLE was AS SELECT evidence, distinct_id AS old_id FROM distinct_record",
  );
  await db.run("DELETE FROM distinct_record WHERE evidence IN (SELECT evidence FROM touched)");
  const some = "(FROM record SEMI JOIN touched USING (evidence))";
  await writeNameParts(db, some);
  await db.run(`INSERT INTO distinct_record BY NAME ${distinctQuery(some, "NULL")}`);
  await db.run(`
    UPDATE distinct_record SET distinct_id = ranked.distinct_id, date_share = ranked.date_share
    FROM (
      SELECT evidence, (row_number() OVER (ORDER BY evidence) - 1)::INTEGER AS distinct_id, dated.date_share
      FROM distinct_record LEFT JOIN dated USING (evidence)
    ) AS ranked
    WHERE ranked.evidence = distinct_record.evidence`);
  await db.run(
    "CREATE OR REPLACE TEMP TABLE fresh_record AS SELECT distinct_id FROM distinct_record SEMI JOIN touched USING (evidence)",
  );
  await db.run(
    "CREATE OR REPLACE TEMP TABLE gone_record AS SELECT old_id FROM was SEMI JOIN touched USING (evidence)",
  );
  await db.run(`
    CREATE OR REPLACE TEMP TABLE renumbered AS
    SELECT old_id, distinct_id FROM was ANTI JOIN touched USING (evidence) JOIN distinct_record USING (evidence)`);
  for (const table of ["forename_parts", "surname_parts", "dated", "was"])
    await db.run(`DROP TABLE ${table}`);
}

/** Writes temp tables `forename_parts` and `surname_parts` (see name-table.ts) of the names in rows of `record`. */
async function writeNameParts(db: Database, records: string): Promise<void> {
  await keepNames(db);
  for (const kind of ["forename", "surname"] as const) {
    await forgetOtherNames(db, kind, `SELECT ${kind}_norm FROM record`);
    await writeNameTable(db, `${kind}_parts`, kind, `SELECT ${kind}_norm FROM ${records}`);
  }
}

/** SQL: rows of table `distinct_record` from rows of `record`, with temp tables of names and `dated`. */
function distinctQuery(records: string, id: string): string {
  return `
    WITH grouped AS (
      SELECT
        evidence,
        any_value(nhs_number) AS nhs_number,
        any_value(upn) AS upn,
        any_value(forename_norm) AS forename_given,
        any_value(surname_norm) AS surname_given,
        any_value(date_of_birth) AS date_of_birth,
        any_value(postcode) AS postcode,
        CASE WHEN min(sex) = max(sex) THEN min(sex) END AS sex,
        count(*) AS records,
        min(first_date) AS first_date
      FROM ${records}
      GROUP BY evidence
    )
    SELECT
      ${id}::INTEGER AS distinct_id,
      grouped.*,
      ${(["forename", "surname"] as const)
        .flatMap((kind) => [
          `replace(${kind}_parts.core, ' ', '') AS ${kind}`,
          ...["words", "known", "aliases", "shared", "only_shared", "only_titles"].map(
            (part) => `${kind}_parts.${part} AS ${kind}_${part}`,
          ),
        ])
        .join(",\n      ")},
      date_share,
      date_tells
    FROM grouped
    LEFT JOIN forename_parts ON forename_parts.name = forename_given
    LEFT JOIN surname_parts ON surname_parts.name = surname_given
    LEFT JOIN dated USING (evidence)`;
}

/** A day with fewer records than these, or no more than so many times a source's median, is not piled up. */
const [fewestPiled, timesMedian] = [8, 4];

/** Writes temp table `dated`: by `evidence` of records with a date of birth, its `date_share` and whether `date_tells`. */
async function writeDated(db: Database, defaultDays: readonly string[]): Promise<void> {
  const isDefault = defaultDays.length
    ? `strftime(date_of_birth, '%m-%d') IN (${defaultDays.map(literal).join(", ")})`
    : "false";
  await db.run(`
    CREATE OR REPLACE TEMP TABLE day AS
    WITH counted AS (
      SELECT source, date_of_birth, count(DISTINCT evidence) AS records
      FROM record WHERE date_of_birth IS NOT NULL GROUP BY ALL
    )
    SELECT
      source, date_of_birth,
      ${shareOfDay("records", "sum(records) OVER of_source")} AS share,
      NOT (${isDefault} OR (records >= ${fewestPiled} AND records > ${timesMedian} * median(records) OVER of_source)) AS tells
    FROM counted
    WINDOW of_source AS (PARTITION BY source)`);
  await db.run(`
    CREATE OR REPLACE TEMP TABLE dated AS
    SELECT evidence, min(share) AS date_share, bool_or(tells) AS date_tells
    FROM record JOIN day USING (source, date_of_birth)
    GROUP BY evidence`);
  await db.run("DROP TABLE day");
}

/** SQL for a source's records as table `record` has them; `from`: the source's rows, else its table. */
export function recordQuery(
  source: Source,
  periods: Map<string, string>,
  from = identifier(tableOf(source.id)),
): string {
  const given = givenColumns(source);
  const dates = datesOf(source);
  const started = periods.size
    ? `CASE _period ${[...periods].map(([text, start]) => `WHEN ${literal(text)} THEN DATE ${literal(start)}`).join(" ")} END`
    : "NULL::DATE";
  return `
    WITH given AS (
      SELECT
        record_id, _period AS period, ${given.join(", ")},
        least(${[started, ...dates].join(", ")}) AS first_date,
        greatest(${[started, ...dates].join(", ")}) AS latest_date,
        ${rowHash(source)} AS read_from
      FROM ${from}
    ),
    normalised AS (
      SELECT
        record_id, period, trim(local_id) AS local_id,
        nhs_number_digits(nhs_number) AS nhs_digits,
        upn_text(upn) AS upn_given,
        forename, surname,
        ${normalisedName("forename")} AS forename_all,
        ${normalisedName("surname")} AS surname_all,
        date_of_birth,
        ${compactPostcode("postcode")} AS postcode_compact,
        lower(sex) AS sex,
        ethnic_group, first_date, latest_date, read_from
      FROM given
    ),
    -- Dates of birth up to 1970 are what systems fill in for none.
    evident AS (
      SELECT
        * REPLACE (
          CASE WHEN date_of_birth > DATE '1970-01-01' THEN date_of_birth END AS date_of_birth,
          CASE WHEN sex IN ('female', 'male') THEN sex END AS sex
        ),
        CASE WHEN nhs_number_check_holds(nhs_digits) THEN nhs_digits END AS nhs_number,
        CASE WHEN is_valid_upn(upn_given) AND NOT is_temporary_upn(upn_given) THEN upn_given END AS upn,
        ${nameEvidence("forename", "forename_all")} AS forename_norm,
        ${nameEvidence("surname", "surname_all")} AS surname_norm,
        ${postcodeEvidence("postcode_compact")} AS postcode
      FROM normalised
    )
    SELECT
      record_id, ${literal(source.id)} AS source, period, local_id, nhs_number, upn,
      forename, surname, forename_norm, surname_norm, date_of_birth, postcode, sex, ethnic_group, first_date, latest_date,
      CASE
        WHEN coalesce(nhs_number, upn) IS NOT NULL
          OR (forename_norm IS NOT NULL AND surname_norm IS NOT NULL AND date_of_birth IS NOT NULL AND postcode IS NOT NULL)
        THEN md5(concat_ws('|', ${["nhs_number", "upn", "forename_norm", "surname_norm", "date_of_birth", "postcode"].map((c) => `coalesce(${c}::VARCHAR, '')`).join(", ")}))
        ELSE md5('record|' || record_id)
      END::UUID AS evidence,
      read_from
    FROM evident`;
}

const text = ["nhs_number", "upn", "local_id", "forename", "surname", "postcode", "sex"] as const;

function givenColumns(source: Source): string[] {
  const withRole = (role: Column["role"]) => source.columns.find((c) => c.role === role)?.name;
  // Sex and ethnic group describe a child without identifying it, so a source may declare them without a role.
  const named = (name: string) => source.columns.find((c) => c.name === name)?.name;
  const as = (column: string | undefined, type: string, name: string) =>
    `${column ? identifier(column) : "NULL"}::${type} AS ${name}`;
  return [
    ...text.map((role) => as(withRole(role) ?? (role === "sex" ? named("sex") : undefined), "VARCHAR", role)),
    as(withRole("date_of_birth"), "DATE", "date_of_birth"),
    as(named("ethnic_group"), "VARCHAR", "ethnic_group"),
  ];
}

/** The first day of each of a source's periods whose name tells it. */
async function periodStarts(db: Database, source: Source): Promise<Map<string, string>> {
  const rows = await db.rows<{ period: string }>(
    `SELECT DISTINCT _period AS period FROM ${identifier(tableOf(source.id))} WHERE _period IS NOT NULL ORDER BY 1`,
  );
  const types: PeriodType[] = ["term", "academic_year", "calendar_year"];
  return new Map(
    rows.flatMap(({ period }) =>
      types
        .flatMap((type) => startOf(type, period))
        .slice(0, 1)
        .map((start) => [period, start] as const),
    ),
  );
}

function startOf(type: PeriodType, text: string): string[] {
  try {
    return [parsePeriod(type, text).start];
  } catch {
    return [];
  }
}
