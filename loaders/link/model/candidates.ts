import type { Database } from "../../store/database.js";
import type { Link } from "./applicable.js";
import { type CountedRule, pairMix, pairsOfRule } from "./blocking.js";
import type { Model } from "./schema.js";

/** About so many pairs are compared in one statement. */
const chunkPairs = 20_000_000;

/** SQL after FROM: the records `l` and `r` of each pair in table `candidate`. */
export const candidateRecords =
  "candidate JOIN rec AS l ON l.n = candidate.left_n JOIN rec AS r ON r.n = candidate.right_n";

/**
 * The pairs that rules make, each once, a chunk at a time in table `candidate` (left_n, right_n). Says of each chunk how
 * many pairs each rule put there. `sides`: the parts of `rec` whose records are paired with each other; all with all if left out.
 *
 * Only numbers are joined here. That the records themselves are met once a chunk, and not once a rule, makes it fast.
 */
export async function* candidates(
  db: Database,
  model: Model,
  link: Link,
  used: readonly CountedRule[],
  sides: readonly (readonly [left: string, right: string])[] = [["rec", "rec"]],
): AsyncGenerator<CountedRule[]> {
  const all = used.map(({ rule }) => rule);
  let waiting: CountedRule[] = [];
  const count = (): number => waiting.reduce((sum, of) => sum + of.pairs, 0);
  await createCandidates(db);
  for (const [position, { rule, pairs }] of used.entries()) {
    // In a refresh most keys are shared by nobody who is new.
    if (pairs === 0) {
      waiting.push({ rule, pairs });
      continue;
    }
    const parts = Math.max(1, Math.ceil(pairs / chunkPairs));
    for (let part = 0; part < parts; part++) {
      if (waiting.length && count() + pairs / parts > chunkPairs) {
        yield waiting;
        waiting = [];
        await createCandidates(db);
      }
      for (const [left, right] of sides)
        await db.run(`
          INSERT INTO candidate
          SELECT l.n, r.n FROM ${pairsOfRule(model, link, all, position, left, right)} ${parts > 1 ? `WHERE l.n % ${parts} = ${part}` : ""}`);
      const { n } = await db.row<{ n: number }>("SELECT count(*) AS n FROM candidate");
      waiting.push({ rule, pairs: n - count() });
    }
  }
  if (waiting.length) yield waiting;
  await db.run("DROP TABLE candidate");
}

/** Fills table `candidate` with one in so many of the pairs that rules make, chosen by what the records say. */
export async function sampleCandidates(
  db: Database,
  model: Model,
  link: Link,
  rules: string[][],
  each: number,
): Promise<void> {
  await createCandidates(db);
  for (const position of rules.keys())
    await db.run(`
      INSERT INTO candidate
      SELECT l.n, r.n FROM ${pairsOfRule(model, link, rules, position)} ${each > 1 ? `WHERE ${pairMix} % ${each} = 0` : ""}`);
}

async function createCandidates(db: Database): Promise<void> {
  await db.run("CREATE OR REPLACE TEMP TABLE candidate (left_n INTEGER, right_n INTEGER)");
}
