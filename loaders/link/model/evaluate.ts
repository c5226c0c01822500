import { formatCount } from "../../../components/words/numbers.js";
import { headersText } from "../../files/header-text.js";
import { headerOf, type Input } from "../../files/open-table.js";
import { type Database, identifier, literal } from "../../store/database.js";
import { TellableError } from "../../store/safe-message.js";
import type { Link } from "./applicable.js";
import { admissible, countPossible, pairsSql } from "./blocking.js";
import type { Model } from "./schema.js";

const mostTruePairs = 500_000_000;

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

/**
 * Writes temp tables `truth` (left_n, right_n: the matches) and `judged` (n: the records whose matches are known), from a
 * file of pairs, or of ids with a label. Returns what of the file could not be used.
 *
 * Throws a TellableError if the file is neither, if nothing of it is about the records, or if an id may mean several.
 */
export async function readTruth(
  db: Database,
  truth: Input,
  inputs: readonly Input[],
  link: Link,
  { id, label }: Pick<Model, "id" | "label">,
): Promise<string[]> {
  const [left, right] = [headerOf(truth, ["left_id"]), headerOf(truth, ["right_id"])];
  if (left && right) return readPairs(db, truth, inputs, link, left, right);
  const ids = headerOf(truth, [...id, "id", "record_id"]);
  const labels = headerOf(truth, [...label, "label", "person"]);
  if (!ids || !labels)
    throw new TellableError(
      `${truth.name}: tells no truth. It needs the columns left_id and right_id, a pair a row, or id and label. It has: ${headersText(truth.headers)}.`,
    );
  return readLabels(db, truth, inputs, link, ids, labels);
}

async function readPairs(
  db: Database,
  truth: Input,
  inputs: readonly Input[],
  link: Link,
  left: string,
  right: string,
): Promise<string[]> {
  const input = (side: string): string => inputSql(truth, inputs, `${side}_input`);
  await db.run(`
    CREATE OR REPLACE TEMP TABLE given_pair AS
    SELECT
      row_number() OVER () AS pair, trim(${identifier(left)}) AS a, trim(${identifier(right)}) AS b,
      ${input("left")} AS a_input, ${input("right")} AS b_input
    FROM (${truth.query})`);
  // Where both orders of a pair mean records, as with two files numbered alike, the order given is meant.
  await db.run(`
    CREATE OR REPLACE TEMP TABLE found AS
    SELECT pair, least(l.n, r.n) AS left_n, greatest(l.n, r.n) AS right_n
    FROM given_pair
    JOIN rec AS l ON l.id = a AND coalesce(l.input = a_input, true)
    JOIN rec AS r ON r.id = b AND coalesce(r.input = b_input, true) AND ${unordered(link)}
    QUALIFY (l.n < r.n) = bool_or(l.n < r.n) OVER (PARTITION BY pair)`);
  const { given, known, unsure } = await db.row<{ given: number; known: number; unsure: number }>(`
    WITH counted AS (SELECT pair, count(DISTINCT (left_n, right_n)) AS n FROM found GROUP BY pair)
    SELECT
      (SELECT count(*) FROM given_pair) AS given, count(*) AS known, count(*) FILTER (n > 1) AS unsure
    FROM counted`);
  if (unsure)
    throw new TellableError(
      `${truth.name}: ${formatCount(unsure)} of its pairs may mean several pairs of records, because more than one input has the id. Add the columns left_input and right_input with the names of the files.`,
    );
  if (known === 0)
    throw new TellableError(
      `${truth.name}: none of its pairs is of two records that could be linked. Check that left_id and right_id hold the ids that the inputs have.`,
    );
  await db.run("CREATE OR REPLACE TEMP TABLE truth AS SELECT DISTINCT left_n, right_n FROM found");
  for (const table of ["given_pair", "found"]) await db.run(`DROP TABLE ${table}`);
  await db.run("CREATE OR REPLACE TEMP TABLE judged AS SELECT n FROM rec");
  if (known === given) return [];
  return [
    `${truth.name}: ${formatCount(given - known)} of its ${formatCount(given)} pairs are not of two records that could be linked, and are left out`,
  ];
}

async function readLabels(
  db: Database,
  truth: Input,
  inputs: readonly Input[],
  link: Link,
  id: string,
  label: string,
): Promise<string[]> {
  await db.run(`
    CREATE OR REPLACE TEMP TABLE labelled AS
    SELECT rec.n, count(*) OVER (PARTITION BY row) AS records, count(*) OVER (PARTITION BY rec.n) AS rows, given.label
    FROM (
      SELECT
        row_number() OVER () AS row, trim(${identifier(id)}) AS id,
        nullif(trim(${identifier(label)}), '') AS label, ${inputSql(truth, inputs, "input")} AS input
      FROM (${truth.query})
    ) AS given
    JOIN rec ON rec.id = given.id AND coalesce(rec.input = given.input, true)`);
  const { shared, twice } = await db.row<{ shared: number; twice: number }>(
    "SELECT count(DISTINCT n) FILTER (records > 1) AS shared, count(DISTINCT n) FILTER (rows > 1) AS twice FROM labelled",
  );
  if (shared)
    throw new TellableError(
      `${truth.name}: ${formatCount(shared)} records share their ids with others, so it is not clear whose label is meant. Add the column input with the names of the files.`,
    );
  if (twice)
    throw new TellableError(
      `${truth.name}: ${formatCount(twice)} ids are in it more than once. Give each record one label.`,
    );
  await db.run(`
    CREATE OR REPLACE TEMP TABLE rec AS
    SELECT rec.* REPLACE (labelled.label AS label) FROM rec LEFT JOIN labelled USING (n)`);
  await db.run("DROP TABLE labelled");
  return truthFromLabels(db, link);
}

/** As readTruth, from the records' labels. Of records without one, nothing is known. */
export async function truthFromLabels(db: Database, link: Link): Promise<string[]> {
  const { true_pairs } = await db.row<{ true_pairs: number }>(`
    WITH size AS (SELECT label, input, count(*)::DOUBLE AS n FROM rec WHERE label IS NOT NULL GROUP BY ALL),
    person AS (SELECT ${pairsSql(link)} AS pairs FROM size GROUP BY label)
    SELECT coalesce(sum(pairs), 0) AS true_pairs FROM person`);
  if (true_pairs > mostTruePairs)
    throw new TellableError(
      `The labels make ${formatCount(true_pairs)} true pairs, which cannot be. Check that the label column tells persons apart.`,
    );
  await db.run(`
    CREATE OR REPLACE TEMP TABLE truth AS
    SELECT l.n AS left_n, r.n AS right_n
    FROM rec AS l JOIN rec AS r ON l.label = r.label AND ${admissible(link)}`);
  await db.run("CREATE OR REPLACE TEMP TABLE judged AS SELECT n FROM rec WHERE label IS NOT NULL");
  const { matches, without } = await db.row<{ matches: number; without: number }>(
    "SELECT (SELECT count(*) FROM truth) AS matches, count(*) FILTER (label IS NULL) AS without FROM rec",
  );
  if (matches === 0)
    throw new TellableError(
      "No two records that could be linked have the same label, so there is nothing to evaluate against. Name the column that tells persons apart at label in the model file, or give a file of left_id, right_id to --evaluate.",
    );
  return without ? [`${formatCount(without)} records have no label; their pairs are left out`] : [];
}

/** SQL: the number of the input that a column of the truth names; null if it has no such column. */
function inputSql(truth: Input, inputs: readonly Input[], header: string): string {
  const column = headerOf(truth, [header]);
  if (column === undefined) return "NULL";
  const cases = inputs.map(({ name }, i) => `WHEN ${literal(name)} THEN ${i}`);
  return `CASE trim(${identifier(column)}) ${cases.join(" ")} ELSE -1 END`;
}

/** SQL: as `admissible`, whichever of the two is on the left. */
function unordered(link: Link): string {
  if (link === "between") return "l.input <> r.input";
  return link === "within" ? "l.input = r.input AND l.n <> r.n" : "l.n <> r.n";
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
    SEMI JOIN judged AS l ON l.n = left_n
    SEMI JOIN judged AS r ON r.n = right_n
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
    WITH size AS (
      SELECT cluster_n, input, count(*)::DOUBLE AS n
      FROM rec JOIN cluster USING (n) SEMI JOIN judged USING (n)
      GROUP BY ALL
    ),
    joined AS (SELECT ${pairsSql(link)} AS pairs FROM size GROUP BY cluster_n)
    SELECT
      (SELECT sum(pairs) FROM joined) AS pairs,
      (
        SELECT count(*)
        FROM truth JOIN cluster AS l ON l.n = left_n JOIN cluster AS r ON r.n = right_n
        WHERE l.cluster_n = r.cluster_n
      ) AS right`);
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

/** How many pairs could be compared, and how many of them are matches. */
export async function truthSize(db: Database, link: Link): Promise<{ possible: number; matches: number }> {
  const { matches } = await db.row<{ matches: number }>("SELECT count(*) AS matches FROM truth");
  return { possible: await countPossible(db, link), matches };
}
