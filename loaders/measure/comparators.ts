import type { City } from "../registry/city.js";
import { type Database, identifier, literal } from "../store/database.js";

/** A local authority as its sources give it. */
export interface Authority {
  /** ONS code; the education department's number where no source gives both. */
  code: string;
  name: string;
  /** The education department's number. */
  dfeCode: string;
}

/**
 * The city's statistical neighbours, most alike first: those of the list that has come, none without one. Names are those
 * of the list of local authorities, else of the list of neighbours; ONS codes those of any source that gives both codes.
 */
export async function readNeighbours(db: Database, city: City): Promise<Authority[]> {
  if (!(await db.has("src_statistical_neighbours"))) return [];
  const names = [
    ...((await db.has("src_local_authority_numbers"))
      ? ["SELECT 1 AS place, la_number, la_name FROM src_local_authority_numbers"]
      : []),
    "SELECT 2 AS place, la_number, la_name FROM src_statistical_neighbours",
  ];
  const codes = (await tablesOfCodes(db)).map(
    (table) => `SELECT DISTINCT la_number::VARCHAR AS la_number, la_code FROM ${identifier(table)}`,
  );
  return db.rows<Authority>(`
    WITH listed AS (
      SELECT neighbour_number AS number, min(rank) AS rank FROM src_statistical_neighbours
      WHERE la_number = ${literal(city.dfeCode)} AND neighbour_number IS NOT NULL
      GROUP BY neighbour_number
    ),
    named AS (
      SELECT la_number AS number, arg_min(la_name, (place, la_name)) AS name
      FROM (${names.join(" UNION ALL ")}) WHERE la_name IS NOT NULL GROUP BY la_number
    ),
    coded AS (
      SELECT la_number AS number, max(la_code) AS code
      FROM (${codes.join(" UNION ALL ") || "SELECT NULL::VARCHAR AS la_number, NULL::VARCHAR AS la_code"})
      WHERE la_code IS NOT NULL GROUP BY la_number
    )
    SELECT coalesce(code, number) AS code, coalesce(name, number) AS name, number AS "dfeCode"
    FROM listed LEFT JOIN named USING (number) LEFT JOIN coded USING (number)
    ORDER BY rank, number`);
}

/** Tables of sources that give both an authority's number and its ONS code. */
async function tablesOfCodes(db: Database): Promise<string[]> {
  const rows = await db.rows<{ name: string }>(`
    SELECT table_name AS name FROM duckdb_columns()
    WHERE column_name IN ('la_number', 'la_code') AND table_name LIKE 'src\\_%' ESCAPE '\\'
    GROUP BY table_name HAVING count(DISTINCT column_name) = 2 ORDER BY table_name`);
  return rows.map(({ name }) => name);
}

/**
 * Makes the table `comparator` for the queries of published figures: the city and the areas that it is compared
 * with. Published files name a local authority by its ONS code or by the education department's number.
 */
export async function buildComparators(db: Database, city: City): Promise<void> {
  const rows = [
    { level: "city", ...city },
    ...city.comparators.map((c) => ({ ...c, dfeCode: null })),
    ...(await readNeighbours(db, city)).map((n) => ({ level: "neighbour", ...n })),
  ];
  await db.run(`
    CREATE OR REPLACE TEMP TABLE comparator (level VARCHAR, area VARCHAR, area_name VARCHAR, la_number VARCHAR);
    INSERT INTO comparator VALUES ${rows
      .map(
        ({ level, code, name, dfeCode }) =>
          `(${[level, code, name, dfeCode].map((v) => (v === null ? "NULL" : literal(v))).join(", ")})`,
      )
      .join(", ")}`);
}
