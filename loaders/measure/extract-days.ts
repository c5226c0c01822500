import type { Database } from "../store/database.js";

/**
 * Builds `extract_day` (source, day): the last day that the newest extract of each source covers, for queries of registers
 * whose rows have no date of their own. Where nothing says what an extract covers, the date that its figures bear.
 */
export async function buildExtractDays(db: Database): Promise<void> {
  await db.run(`
    CREATE OR REPLACE TEMP TABLE extract_day AS
    SELECT source, max(coalesce(covers_to, as_of)) AS day FROM extract GROUP BY source`);
}
