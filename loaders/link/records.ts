import { defineIdentifierMacros } from "../check/identifiers.js";
import { parsePeriod } from "../measure/periods.js";
import type { PeriodType } from "../registry/indicator.js";
import { type Column, type Source, tableOf } from "../registry/source.js";
import { type Database, identifier, literal } from "../store/database.js";
import { aliases } from "./aliases.js";
import { compactPostcode, nameEvidence, normalisedName, postcodeEvidence } from "./names.js";

/** A source whose rows carry a child's own particulars, not only another source's identifier of the child. */
export function carriesPerson(source: Source): boolean {
  return source.kind === "records" && !source.personFrom;
}

/**
 * Writes table `record`: a row for each record of a child, with what it says of who the child is, as given and as
 * compared. `evidence` is equal for records that say exactly the same and enough to tell one child by: they are the
 * same child. A record that says too little has an `evidence` of its own.
 */
export async function writeRecords(db: Database, sources: Source[]): Promise<void> {
  await db.run(`
    CREATE OR REPLACE TABLE record (
      record_id VARCHAR, source VARCHAR, period VARCHAR, local_id VARCHAR,
      nhs_number VARCHAR, upn VARCHAR,
      forename VARCHAR, surname VARCHAR, forename_norm VARCHAR, surname_norm VARCHAR,
      date_of_birth DATE, postcode VARCHAR, sex VARCHAR, ethnic_group VARCHAR,
      first_date DATE, latest_date DATE, evidence UUID
    )`);
  await defineIdentifierMacros(db);
  for (const source of sources) {
    if (!carriesPerson(source) || !(await db.has(tableOf(source.id)))) continue;
    await db.run(`INSERT INTO record ${recordQuery(source, await periodStarts(db, source))}`);
  }
}

/**
 * Writes table `distinct_record`: the records of the same evidence, once. It is what linkers compare; termly
 * extracts repeat most children word for word. `distinct_id` counts from 0 in an order that only content decides.
 */
export async function writeDistinctRecords(db: Database): Promise<void> {
  await db.run(`CREATE OR REPLACE TEMP TABLE alias AS ${aliasQuery}`);
  await db.run(`
    CREATE OR REPLACE TABLE distinct_record AS
    WITH grouped AS (
      SELECT
        evidence,
        any_value(nhs_number) AS nhs_number,
        any_value(upn) AS upn,
        replace(any_value(forename_norm), ' ', '') AS forename,
        replace(any_value(surname_norm), ' ', '') AS surname,
        string_split(any_value(forename_norm), ' ') AS forenames,
        string_split(any_value(surname_norm), ' ') AS surnames,
        any_value(date_of_birth) AS date_of_birth,
        any_value(postcode) AS postcode,
        CASE WHEN min(sex) = max(sex) THEN min(sex) END AS sex,
        count(*) AS records,
        min(first_date) AS first_date
      FROM record
      GROUP BY evidence
    )
    SELECT
      (row_number() OVER (ORDER BY evidence) - 1)::INTEGER AS distinct_id,
      grouped.*,
      alias.groups AS forename_aliases
    FROM grouped
    LEFT JOIN alias ON alias.name = grouped.forenames[1]
    ORDER BY distinct_id`);
  await db.run("DROP TABLE alias");
}

function recordQuery(source: Source, periods: Map<string, string>): string {
  const given = givenColumns(source);
  const dates = source.columns
    .filter((c) => /^date/.test(c.type) && !c.identifier)
    .map((c) => `${identifier(c.name)}::DATE`);
  const started = periods.size
    ? `CASE _period ${[...periods].map(([text, start]) => `WHEN ${literal(text)} THEN DATE ${literal(start)}`).join(" ")} END`
    : "NULL::DATE";
  return `
    WITH given AS (
      SELECT
        record_id, _period AS period, ${given.join(", ")},
        least(${[started, ...dates].join(", ")}) AS first_date,
        greatest(${[started, ...dates].join(", ")}) AS latest_date
      FROM ${identifier(tableOf(source.id))}
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
        ethnic_group, first_date, latest_date
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
      END::UUID AS evidence
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

const aliasQuery = `
    SELECT name, list(alias_group ORDER BY alias_group) AS groups
    FROM (VALUES ${aliases.map(({ name, group }) => `(${literal(name)}, ${group})`).join(", ")}) AS t (name, alias_group)
    GROUP BY name`;
