import { type Database, identifier } from "../../store/database.js";
import { TellableError } from "../../store/safe-message.js";
import type { Link } from "./applicable.js";
import { admissible, countPossible } from "./blocking.js";
import { headerOf, type Input } from "./inputs.js";

/** How well pairs at or above a weight agree with the truth. */
export interface Accuracy {
  weight: number;
  precision: number;
  recall: number;
  f1: number;
  /** Pairs. */
  right: number;
  wrong: number;
  missed: number;
}

/** Writes temp table `truth` (left_n, right_n) from a file of pairs, or of ids with a label. */
export async function readTruth(db: Database, truth: Input, link: Link, label: string[]): Promise<void> {
  const [left, right] = [headerOf(truth, ["left_id"]), headerOf(truth, ["right_id"])];
  if (left && right) {
    await db.run(`
      CREATE OR REPLACE TEMP TABLE truth AS
      WITH given AS (
        SELECT trim(${identifier(left)}) AS a, trim(${identifier(right)}) AS b FROM (${truth.query})
      ),
      either AS (SELECT a, b FROM given UNION SELECT b, a FROM given)
      SELECT DISTINCT l.n AS left_n, r.n AS right_n
      FROM either
      JOIN rec AS l ON l.id = a
      JOIN rec AS r ON r.id = b AND ${admissible(link)}`);
    return refuseStrangers(db, truth);
  }
  const [id, group] = [headerOf(truth, ["id", "record_id"]), headerOf(truth, [...label, "label", "person"])];
  if (!id || !group)
    throw new TellableError(
      `${truth.name}: tells no truth. It needs the columns left_id and right_id, a pair a row, or id and label. It has: ${truth.headers.join(", ")}.`,
    );
  await db.run(`
    CREATE OR REPLACE TABLE rec AS
    SELECT rec.* REPLACE (given.label AS label)
    FROM rec LEFT JOIN (SELECT trim(${identifier(id)}) AS id, any_value(trim(${identifier(group)})) AS label FROM (${truth.query}) GROUP BY 1) AS given ON given.id = rec.id`);
  await truthFromLabels(db, link);
}

/** Writes temp table `truth` from the records' labels. */
export async function truthFromLabels(db: Database, link: Link): Promise<void> {
  await db.run(`
    CREATE OR REPLACE TEMP TABLE truth AS
    SELECT l.n AS left_n, r.n AS right_n
    FROM rec AS l JOIN rec AS r ON l.label = r.label AND ${admissible(link)}`);
  const { n } = await db.row<{ n: number }>("SELECT count(*) AS n FROM truth");
  if (n === 0)
    throw new TellableError(
      "No two records have the same label, so there is nothing to evaluate against. Name the column that tells persons apart at label in the model file, or give a file of left_id, right_id to --evaluate.",
    );
}

/** Accuracy at every weight that some pair of `scored` has, from the highest down. Pairs never compared count as missed. */
export async function accuracies(db: Database): Promise<Accuracy[]> {
  const { matches } = await db.row<{ matches: number }>("SELECT count(*) AS matches FROM truth");
  const rows = await db.rows<{ weight: number; pairs: number; right: number }>(`
    SELECT
      match_weight AS weight,
      sum(count(*)) OVER above AS pairs,
      sum(count(truth.left_n)) OVER above AS right
    FROM scored
    LEFT JOIN truth USING (left_n, right_n)
    GROUP BY match_weight
    WINDOW above AS (ORDER BY match_weight DESC)
    ORDER BY match_weight DESC`);
  return rows.map(({ weight, pairs, right }) => accuracy(weight, right, pairs - right, matches - right));
}

/** Accuracy of the clusters in table `cluster`: of all pairs of records that share one. */
export async function clusterAccuracy(db: Database, link: Link): Promise<Accuracy> {
  const { matches } = await db.row<{ matches: number }>("SELECT count(*) AS matches FROM truth");
  const { pairs, right } = await db.row<{ pairs: number; right: number }>(`
    WITH numbered AS (SELECT rec.n, input, cluster_n FROM rec JOIN cluster USING (n)),
    joined AS (
      SELECT l.n AS left_n, r.n AS right_n FROM numbered AS l JOIN numbered AS r ON l.cluster_n = r.cluster_n AND ${admissible(link)}
    )
    SELECT count(*) AS pairs, count(truth.left_n) AS right FROM joined LEFT JOIN truth USING (left_n, right_n)`);
  return accuracy(Number.NaN, right, pairs - right, matches - right);
}

/** The row with the greatest F1; of equals the first. */
export function best(rows: readonly Accuracy[]): Accuracy | undefined {
  return rows.reduce<Accuracy | undefined>((top, row) => (top && top.f1 >= row.f1 ? top : row), undefined);
}

/** The accuracy of all pairs at or above a weight. Rows come from the highest weight down. */
export function accuracyAt(rows: readonly Accuracy[], weight: number, matches: number): Accuracy {
  const row = rows.findLast((one) => one.weight >= weight);
  return { ...(row ?? accuracy(weight, 0, 0, matches)), weight };
}

function accuracy(weight: number, right: number, wrong: number, missed: number): Accuracy {
  const precision = right + wrong ? right / (right + wrong) : 1;
  const recall = right + missed ? right / (right + missed) : 1;
  const f1 = right ? (2 * right) / (2 * right + wrong + missed) : 0;
  return { weight, precision, recall, f1, right, wrong, missed };
}

async function refuseStrangers(db: Database, truth: Input): Promise<void> {
  const { n } = await db.row<{ n: number }>("SELECT count(*) AS n FROM truth");
  if (n === 0)
    throw new TellableError(
      `${truth.name}: none of its pairs is of two records that could be linked. Check that left_id and right_id hold the ids that the inputs have.`,
    );
}

/** How many pairs could be compared, and how many of them are matches. */
export async function truthSize(db: Database, link: Link): Promise<{ possible: number; matches: number }> {
  const { matches } = await db.row<{ matches: number }>("SELECT count(*) AS matches FROM truth");
  return { possible: await countPossible(db, link), matches };
}
