import type { Database } from "../store/database.js";
import { copyRows } from "./stream.js";

/**
 * Writes temp table `person`: what is best known of each person of temp table `member`, from all its
 * records and table `postcode_area` (postcode, lsoa). Of several values, the one that most sources give counts; after that what stands
 * beside an NHS number, what most records give, and the latest. The address is the latest that lies in a known small area.
 */
export async function writeBestKnown(db: Database): Promise<void> {
  await db.run(`CREATE OR REPLACE TEMP TABLE person AS ${bestKnownOf("member")}`);
}

/**
 * Writes temp table `person`, where only persons of temp table `changed_person` may have changed: what is known of the others is
 * the analysis database's table `person`.
 */
export async function renewBestKnown(db: Database, analysis: Database): Promise<void> {
  await db.run(
    `CREATE OR REPLACE TEMP TABLE person AS ${bestKnownOf("(FROM member SEMI JOIN changed_person USING (person_id))")}`,
  );
  await db.run("CREATE OR REPLACE TEMP TABLE person_before AS FROM person LIMIT 0");
  await copyRows(
    analysis,
    "SELECT person_id, birth_month, sex, ethnic_group, lsoa FROM person",
    db,
    "person_before",
  );
  await db.run("INSERT INTO person FROM person_before ANTI JOIN changed_person USING (person_id)");
  await db.run("DROP TABLE person_before");
}

function bestKnownOf(members: string): string {
  return `
    WITH known AS (
      SELECT cluster_id, source, nhs_number, date_of_birth, postcode, sex, ethnic_group, latest_date
      FROM record
      JOIN ${members} AS m USING (evidence)
    ),
    birth AS (${mostGiven("date_of_birth", "true")}),
    sexed AS (${mostGiven("sex", "true")}),
    ethnic AS (${mostGiven("ethnic_group", "ethnic_group <> 'Not known'")}),
    home AS (
      SELECT cluster_id, lsoa
      FROM known
      JOIN postcode_area USING (postcode)
      QUALIFY row_number() OVER (PARTITION BY cluster_id ORDER BY latest_date DESC NULLS LAST, lsoa) = 1
    )
    SELECT
      person_id,
      date_trunc('month', date_of_birth)::DATE AS birth_month,
      sex,
      coalesce(ethnic_group, 'Not known') AS ethnic_group,
      lsoa
    FROM (SELECT DISTINCT cluster_id, person_id FROM ${members} AS m)
    LEFT JOIN birth USING (cluster_id)
    LEFT JOIN sexed USING (cluster_id)
    LEFT JOIN ethnic USING (cluster_id)
    LEFT JOIN home USING (cluster_id)`;
}

function mostGiven(column: string, condition: string): string {
  return `
      SELECT cluster_id, ${column}
      FROM known
      WHERE ${column} IS NOT NULL AND ${condition}
      GROUP BY cluster_id, ${column}
      QUALIFY row_number() OVER (
        PARTITION BY cluster_id
        ORDER BY count(DISTINCT source) DESC, count(nhs_number) > 0 DESC, count(*) DESC, max(latest_date) DESC NULLS LAST, ${column}
      ) = 1`;
}
