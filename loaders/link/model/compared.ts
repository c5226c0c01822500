import { fileURLToPath } from "node:url";
import { type Database, identifier } from "../../store/database.js";
import { codeHash, fingerprint } from "../../store/fingerprint.js";
import { namesFingerprint } from "../name-lists.js";
import type { CountedRule } from "./blocking.js";
import { candidateRecords, candidates } from "./candidates.js";
import { bayesFactor } from "./em.js";
import { keyColumn } from "./records.js";
import { fieldOf, type Model } from "./schema.js";
import { heldSql, sqlNumber, weightOf, weightSql } from "./score.js";
import { frequenciesOf, isAdjusted, levelColumnsOf, levelsOf, parametersOf, vectorSql } from "./vectors.js";

/*
 * What is kept of the pairs compared, from refresh to refresh. Whether a pair is compared, and on which levels it is,
 * depends on what its two records say and on their keys; only its weight moves with how common its values are today.
 * So the levels are kept, and the weights reckoned anew.
 *
 * compared_record: evidence, number (its name in compared_pair), signature (a hash of all that is compared and of the keys)
 * compared_pair: left_number, right_number, level <i>; left is the record of the lesser evidence
 * compared_by: the model and code that compared them
 */

export interface Compared {
  records: number;
  /** Records that were not there, or said something else, at the last refresh. */
  fresh: number;
  /** Pairs with one of them at least, which were compared now. */
  pairs: number;
}

/**
 * Brings the kept pairs up to date with table `rec`: drops those of records that are gone or changed, and compares the
 * changed and new records with all. Kept are only pairs that can reach the model's `low` threshold, however rare the
 * values that they agree in. Writes temp table `numbered`: by a record's `n` its `number`, and whether it is `fresh`.
 */
export async function updateCompared(db: Database, model: Model): Promise<Compared> {
  await createKept(db, model);
  await numberRecords(db, model);
  const { records, fresh } = await db.row<{ records: number; fresh: number }>(
    "SELECT count(*) AS records, count(*) FILTER (fresh) AS fresh FROM numbered",
  );
  const pairs = fresh ? await compareFresh(db, model, fresh === records) : 0;
  return { records, fresh, pairs };
}

/**
 * Writes table `model_pair`: the kept pairs (left_id, right_id: numbers of `rec`) at or above the model's `low`
 * threshold, with match_weight in bits, evidence_weight (the same before what is for review only is held short of a
 * match), match_probability, and level <i> by comparison. Needs what updateCompared has left, and drops `numbered`.
 */
export async function weighCompared(db: Database, model: Model): Promise<void> {
  await db.run(`
    CREATE OR REPLACE TABLE model_pair AS
    WITH vector AS (
      SELECT l.n AS left_id, r.n AS right_id, ${levelsOf(model)} ${frequenciesOf(model)}
      FROM compared_pair
      JOIN numbered AS left_numbered ON left_numbered.number = left_number
      JOIN numbered AS right_numbered ON right_numbered.number = right_number
      JOIN rec AS l ON l.n = left_numbered.n
      JOIN rec AS r ON r.n = right_numbered.n
    ),
    weighed AS (SELECT *, ${weightSql(model)} AS evidence_weight FROM vector),
    held AS (SELECT *, ${heldSql(model, "evidence_weight")} AS match_weight FROM weighed)
    SELECT left_id, right_id, match_weight, evidence_weight, 1 / (1 + pow(2, -match_weight)) AS match_probability, ${levelsOf(model)}
    FROM held
    WHERE match_weight >= ${sqlNumber(weightOf(model.thresholds.low))}
    ORDER BY left_id, right_id`);
  await db.run("DROP TABLE numbered");
}

/** Writes table `model_pair` without a row. */
export async function createModelPairs(db: Database, model: Model | undefined): Promise<void> {
  const levels = model ? levelColumnsOf(model) : "";
  await db.run(`
    CREATE OR REPLACE TABLE model_pair (
      left_id INTEGER, right_id INTEGER, match_weight DOUBLE, evidence_weight DOUBLE, match_probability DOUBLE ${levels}
    )`);
}

// The code that this process runs stays what it is.
let hashOfCode: string | undefined;

async function createKept(db: Database, model: Model): Promise<void> {
  hashOfCode ??= codeHash([fileURLToPath(new URL("./compared.ts", import.meta.url))])[0];
  const by = fingerprint({ model, code: hashOfCode, names: namesFingerprint() });
  if (await db.has("compared_by")) {
    const [kept] = await db.rows<{ fingerprint: string }>("SELECT fingerprint FROM compared_by");
    if (kept?.fingerprint === by) return;
  }
  await db.run("CREATE OR REPLACE TABLE compared_record (evidence UUID, number INTEGER, signature UBIGINT)");
  await db.run(`
    CREATE OR REPLACE TABLE compared_pair (
      left_number INTEGER, right_number INTEGER ${levelColumnsOf(model)}
    )`);
  await db.run("CREATE OR REPLACE TABLE compared_by (fingerprint VARCHAR)");
  await db.run("INSERT INTO compared_by VALUES ($1)", [by]);
}

async function numberRecords(db: Database, model: Model): Promise<void> {
  await db.run(`
    CREATE OR REPLACE TEMP TABLE signed AS
    SELECT n, id::UUID AS evidence, ${signature(model)} AS signature FROM rec`);
  await db.run(`
    CREATE OR REPLACE TEMP TABLE outdated AS
    SELECT number FROM compared_record ANTI JOIN signed USING (evidence, signature)`);
  await db.run(`
    DELETE FROM compared_pair
    WHERE left_number IN (SELECT number FROM outdated) OR right_number IN (SELECT number FROM outdated)`);
  await db.run("DELETE FROM compared_record WHERE number IN (SELECT number FROM outdated)");
  await db.run(`
    CREATE OR REPLACE TEMP TABLE fresh AS
    SELECT
      n, evidence, signature,
      (coalesce((SELECT max(number) FROM compared_record), -1) + row_number() OVER (ORDER BY n))::INTEGER AS number
    FROM signed ANTI JOIN compared_record USING (evidence)`);
  await db.run("INSERT INTO compared_record SELECT evidence, number, signature FROM fresh");
  await db.run(`
    CREATE OR REPLACE TEMP TABLE numbered AS
    SELECT n, compared_record.number, fresh.n IS NOT NULL AS fresh
    FROM signed
    JOIN compared_record USING (evidence)
    LEFT JOIN fresh USING (n)`);
  for (const table of ["signed", "outdated", "fresh"]) await db.run(`DROP TABLE ${table}`);
}

/** SQL: a number that changes with anything that decides which pairs a record is in, and on what levels. */
function signature(model: Model): string {
  const keys = model.blocking.rules.map((rule) => keyColumn(model, rule));
  return `hash(${[...Object.keys(model.fields).map(identifier), ...keys].join(", ")})`;
}

/** Compares the pairs of all rules that have a fresh record, each once. Returns how many they are. */
async function compareFresh(db: Database, model: Model, areAll: boolean): Promise<number> {
  const fresh = "(FROM rec SEMI JOIN (FROM numbered WHERE fresh) USING (n))";
  const sides = areAll
    ? ([["rec", "rec"]] as const)
    : ([
        [fresh, "rec"],
        ["(FROM rec ANTI JOIN (FROM numbered WHERE fresh) USING (n))", fresh],
      ] as const);
  const used = await countFresh(db, model, areAll);
  let compared = 0;
  for await (const rules of candidates(db, model, "within", used, sides)) {
    if (rules.every(({ pairs }) => pairs === 0)) continue;
    await db.run(`
      INSERT INTO compared_pair
      WITH vector AS (
        SELECT l.n AS left_n, r.n AS right_n,
        ${vectorSql(model.comparisons)}
        FROM ${candidateRecords}
      ),
      likely AS (
        SELECT * FROM vector
        WHERE ${greatestWeight(model)} >= ${sqlNumber(weightOf(model.thresholds.low) - 1e-6)}
      )
      SELECT l.number, r.number, ${levelsOf(model)}
      FROM likely
      JOIN numbered AS l ON l.n = left_n
      JOIN numbered AS r ON r.n = right_n`);
    for (const { pairs } of rules) compared += pairs;
  }
  return compared;
}

/** The rules, each with the pairs with a fresh record that it makes, whether or not other rules make them too. */
async function countFresh(db: Database, model: Model, areAll: boolean): Promise<CountedRule[]> {
  const { rules } = model.blocking;
  const counts = rules.map((rule, i) => {
    const key = keyColumn(model, rule);
    return `
    SELECT ${i} AS place, coalesce(sum(n * (n - 1) / 2 - old * (old - 1) / 2), 0) AS pairs
    FROM (
      SELECT count(*)::DOUBLE AS n, count(*) FILTER (NOT fresh)::DOUBLE AS old
      FROM rec JOIN numbered USING (n)
      WHERE ${areAll ? `${key} IS NOT NULL` : `${key} IN (SELECT ${key} FROM rec SEMI JOIN (FROM numbered WHERE fresh) USING (n))`}
      GROUP BY ${key}
    )`;
  });
  const rows = await db.rows<{ place: number; pairs: number }>(counts.join("\nUNION ALL"));
  const pairs = new Map(rows.map((row) => [row.place, row.pairs]));
  return rules.map((rule, i) => ({ rule, pairs: pairs.get(i) ?? 0 }));
}

/** SQL: the match weight that a pair would have if the values it agrees in were as rare as any counts. */
function greatestWeight(model: Model): string {
  const prior = model.prior!;
  const terms = model.comparisons.map((comparison, i) => {
    const parameters = parametersOf(comparison);
    const base = parameters.exact === undefined ? undefined : parameters.u[parameters.exact];
    const cases = parameters.m.map((_, level) => {
      const share = parameters.adjustment![level];
      const most = share && base ? share * Math.log2(base / model.least_frequency) : 0;
      return `WHEN ${level} THEN ${sqlNumber(Math.log2(bayesFactor(parameters, level)) + most)}`;
    });
    return `CASE "level ${i}" ${cases.join(" ")} ELSE 0 END`;
  });
  return [sqlNumber(Math.log2(prior / (1 - prior))), ...terms].join(" + ");
}
