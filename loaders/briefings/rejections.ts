import type { Database } from "../store/database.js";

/** Rows of one source that one rule sent to quarantine. */
export interface Rejection {
  source: string;
  /** Null where the row as a whole is wrong. */
  column: string | null;
  rule: string;
  reason: string;
  rows: number;
}

/** Counts of quarantined rows by source, column and rule, most first. No row of a child is read: only the counts. */
export async function rejections(db: Database): Promise<Rejection[]> {
  return db.rows<Rejection>(`
    SELECT source, "column", rule, reason, rows::INTEGER AS rows
    FROM rejection
    ORDER BY source, rows DESC, "column", rule`);
}
