import { type Database, literal } from "../store/database.js";
import { fingerprint } from "../store/fingerprint.js";

/** What a reviewer says of two records: one child, two children, or not to be told. */
export const verdicts = ["same", "different", "unsure"] as const;
export type Verdict = (typeof verdicts)[number];

/** The two records are named by their `evidence`, in either order. */
export interface Decision {
  left: string;
  right: string;
  verdict: Verdict;
  who: string;
  why: string;
}

/** A person's decisions as the linker takes them: pairs of `distinct_id`s, the lesser first. */
export interface DecisionsInForce {
  same: [number, number][];
  apart: [number, number][];
}

/**
 * Makes table `review_decision` unless it is there. It outlives refreshes: a row names records by what they say, so
 * it holds for as long as some extract says the same, and again if they come back. `left_evidence` is the lesser as text.
 */
export async function createDecisions(db: Database): Promise<void> {
  await db.run(`
    CREATE TABLE IF NOT EXISTS review_decision (
      id BIGINT PRIMARY KEY, left_evidence UUID NOT NULL, right_evidence UUID NOT NULL,
      verdict VARCHAR NOT NULL CHECK (verdict IN (${verdicts.map(literal).join(", ")})),
      who VARCHAR NOT NULL, why VARCHAR NOT NULL,
      decided_at TIMESTAMP NOT NULL, undone_at TIMESTAMP
    )`);
}

/** SQL: the last decision of each pair that is not undone, which is the one in force. */
export const lastDecisions = `
  SELECT * FROM review_decision
  WHERE undone_at IS NULL
  QUALIFY row_number() OVER (PARTITION BY left_evidence, right_evidence ORDER BY id DESC) = 1`;

/** Keeps a decision. Returns its id. */
export async function addDecision(db: Database, given: Decision, at: Date): Promise<number> {
  const [left, right] = [given.left, given.right].map((evidence) => evidence.toLowerCase()).sort();
  if (left === right) throw new Error("A decision is about two records.");
  const { id } = await db.row<{ id: number }>(
    `INSERT INTO review_decision
     SELECT coalesce(max(id), 0) + 1, $1::UUID, $2::UUID, $3, $4, $5, $6::TIMESTAMP, NULL FROM review_decision
     RETURNING id`,
    [left!, right!, given.verdict, given.who, given.why, at.toISOString()],
  );
  return id;
}

/** Undoes a decision: from then on it is as if it had not been made. One that is undone already stays as it is. */
export async function undoDecision(db: Database, id: number, at: Date): Promise<void> {
  await db.run("UPDATE review_decision SET undone_at = $2::TIMESTAMP WHERE id = $1 AND undone_at IS NULL", [
    id,
    at.toISOString(),
  ]);
}

/**
 * The decisions that the linker follows, among the records of table `distinct_record`. A pair's last decision that is
 * not undone is in force; where that is `unsure`, none is.
 */
export async function decisionsInForce(db: Database): Promise<DecisionsInForce> {
  if (!(await db.has("review_decision"))) return { same: [], apart: [] };
  const rows = await db.rows<{ verdict: Verdict; lesser: number; greater: number }>(`
    WITH last AS (${lastDecisions})
    SELECT verdict, least(l.distinct_id, r.distinct_id) AS lesser, greatest(l.distinct_id, r.distinct_id) AS greater
    FROM last
    JOIN distinct_record AS l ON l.evidence = last.left_evidence
    JOIN distinct_record AS r ON r.evidence = last.right_evidence
    ORDER BY lesser, greater`);
  const pairs = (verdict: Verdict): [number, number][] =>
    rows.filter((row) => row.verdict === verdict).map(({ lesser, greater }) => [lesser, greater]);
  return { same: pairs("same"), apart: pairs("different") };
}

/** A hash that changes whenever what `decisionsInForce` rests on does: not with who decided, when or why. */
export async function decisionsFingerprint(db: Database): Promise<string> {
  if (!(await db.has("review_decision"))) return fingerprint([]);
  const rows = await db.rows(`
    SELECT left_evidence::VARCHAR AS l, right_evidence::VARCHAR AS r, verdict
    FROM (${lastDecisions})
    WHERE verdict <> 'unsure'
    ORDER BY l, r`);
  return fingerprint(rows);
}
