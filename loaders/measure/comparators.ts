import type { City } from "../registry/city.js";
import { type Database, literal } from "../store/database.js";

/**
 * Makes the table `comparator` for the queries of published figures: the city and the areas that it is compared
 * with. Published files name a local authority by its ONS code or by the education department's number.
 */
export async function buildComparators(db: Database, city: City): Promise<void> {
  const rows = [
    { level: "city", ...city },
    ...city.comparators.map((c) => ({ ...c, dfeCode: null })),
    ...city.neighbours.map((n) => ({ level: "neighbour", ...n })),
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
