import type { Database } from "../store/database.js";

/** Columns of `distinct_record`: whatever a rule pairs, or is looked at for review, is equal in one of these lists. */
export const nearBy = [
  ["nhs_number"],
  ["upn"],
  ["date_of_birth", "postcode"],
  ["date_of_birth", "forename"],
  ["forename", "surname", "postcode"],
] as const;

/**
 * Writes temp table `near`: the records of table `distinct_record` that can pair with those of temp table `fresh_record` or of `seed`
 * (both `distinct_id`), and these themselves; `is_fresh` and `is_seed` (fresh, too) tell them apart. All that share the columns
 * of a rule with a seed are there.
 */
export async function writeNear(db: Database): Promise<void> {
  const seeds = "(FROM fresh_record UNION FROM seed)";
  const beside = nearBy.map(
    (columns) =>
      `SELECT distinct_id FROM distinct_record SEMI JOIN (FROM distinct_record SEMI JOIN ${seeds} USING (distinct_id)) AS s USING (${columns.join(", ")})`,
  );
  await db.run(`
    CREATE OR REPLACE TEMP TABLE near AS
    SELECT
      distinct_record.*,
      distinct_id IN (SELECT distinct_id FROM fresh_record) AS is_fresh,
      distinct_id IN (SELECT distinct_id FROM ${seeds}) AS is_seed
    FROM distinct_record
    SEMI JOIN (FROM ${seeds} UNION ${beside.join(" UNION ")}) AS n USING (distinct_id)`);
}
