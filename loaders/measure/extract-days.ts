import type { Database } from "../store/database.js";

/**
 * Builds `extract_day` (source, day): the day that the newest extract of each source tells of, for queries of registers
 * that have no date of their own. A day in the file's name comes before the day on which the file was last changed.
 */
export async function buildExtractDays(db: Database): Promise<void> {
  await db.run(`
    CREATE OR REPLACE TEMP TABLE extract_day AS
    SELECT source, max(coalesce(
      try_cast(nullif(regexp_extract(name, '20\\d{2}-[01]\\d-[0-3]\\d'), '') AS DATE),
      modified)) AS day
    FROM extract GROUP BY source`);
}
