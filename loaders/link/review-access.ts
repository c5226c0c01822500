import { type Database, literal } from "../store/database.js";

/** One showing of pairs to a reviewer. */
export interface Access {
  /** ISO time. */
  at: string;
  /** The account of the operating system. */
  account: string;
  /** Who the reviewer said to be; empty if nobody said. */
  who: string;
  pairs: number;
}

/** Two records by what they say, as decisions name them. */
export type ShownPair = readonly [left: string, right: string];

/**
 * Writes down that pairs were shown to a reviewer: a row a pair, with ids and no name; one without a pair if none was there
 * to show. Call it before the pairs are given out.
 */
export async function recordAccess(
  db: Database,
  { at, account, who }: { at: Date; account: string; who: string },
  pairs: readonly ShownPair[],
): Promise<void> {
  await createAccess(db);
  const rows = pairs.length
    ? pairs.map(([left, right]) => `(${literal(left)}::UUID, ${literal(right)}::UUID)`)
    : ["(NULL::UUID, NULL::UUID)"];
  await db.run(
    `INSERT INTO review_access SELECT $1::TIMESTAMP, $2, $3, l, r FROM (VALUES ${rows.join(", ")}) AS t (l, r)`,
    [at.toISOString(), account, who],
  );
}

/** When pairs were shown, and to whom, newest first. */
export async function readAccess(db: Database): Promise<Access[]> {
  if (!(await db.has("review_access"))) return [];
  return db.rows<Access>(`
    SELECT strftime("at", '%Y-%m-%dT%H:%M:%SZ') AS "at", account, who, count(left_evidence)::INTEGER AS pairs
    FROM review_access GROUP BY review_access."at", account, who ORDER BY review_access."at" DESC`);
}

async function createAccess(db: Database): Promise<void> {
  await db.run(`
    CREATE TABLE IF NOT EXISTS review_access (
      "at" TIMESTAMP NOT NULL, account VARCHAR NOT NULL, who VARCHAR NOT NULL, left_evidence UUID, right_evidence UUID
    )`);
}
