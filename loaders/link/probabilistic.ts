import { join } from "node:path";
import { formatCount } from "../../components/words/numbers.js";
import type { Database } from "../store/database.js";
import { repositoryRoot } from "../store/paths.js";
import { TellableError } from "../store/safe-message.js";
import type { Weights } from "./clusters.js";
import { createVetoes } from "./linker.js";
import { updateCompared, weighCompared } from "./model/compared.js";
import { curbBlocks, mostAlike, writeRecordsOf } from "./model/from-distinct.js";
import { readModel } from "./model/model-file.js";
import type { Model } from "./model/schema.js";
import { weightOf } from "./model/score.js";
import { isTrained } from "./model/train.js";
import { vetoedPairs } from "./model/vetoes.js";
import { createReviewCandidates, forgetLookedAt, writeReviewCandidates } from "./review-pairs.js";
import { numbersOf } from "./stream.js";

/** The model by which a refresh links. */
export const modelFile = join(repositoryRoot, "data", "linkage", "children.yaml");

/** Reads the refresh's model. Throws a TellableError if it is wrong or has no parameters. */
export function readLinkageModel(): Model {
  const model = readModel(modelFile);
  if (!isTrained(model))
    throw new TellableError(
      "data/linkage/children.yaml: has no estimated parameters for all its levels. Estimate them with: npm run estimate",
    );
  return model;
}

/** A model's thresholds as match weights; out of reach if there is no model. */
export function weightsOf(model: Model | undefined): Weights {
  const { match, potential, low } = model?.thresholds ?? { match: 1, potential: 1, low: 1 };
  return { match: weightOf(match), potential: weightOf(potential), low: weightOf(low) };
}

/**
 * Compares the records of table `distinct_record` by a model. Writes table `model_pair` (see weighCompared), temp table
 * `review_candidate`, and to temp table `veto` the pairs that may not be one child, among records that a chain of pairs
 * connects. What was compared at earlier refreshes is not compared again;
 * the outcome is the same as if it were. `most`: records that may share a blocking rule's key. `same`: pairs of records that
 * a reviewer found to be one child's. `isPart`: temp table `near` holds what new records can be beside (see near.ts).
 */
export async function pairByModel(
  db: Database,
  model: Model,
  log: (line: string) => void,
  most = mostAlike,
  same: readonly (readonly [number, number])[] = [],
  isPart = false,
): Promise<void> {
  await createVetoes(db);
  await createReviewCandidates(db, model);
  const applied = await writeRecordsOf(db, model);
  if (!applied) {
    await forgetLookedAt(db);
    return;
  }
  for (const { rule, records, by } of await curbBlocks(db, applied, most))
    log(
      by === undefined
        ? `link      [${rule.join(", ")}]: ${formatCount(records)} records that share a value with more than ${most - 1} others were not compared by it`
        : `link      [${rule.join(", ")}]: ${formatCount(records)} records in blocks of more than ${applied.blocking.split!.over} were compared by it only where they share ${by}, too`,
    );
  const { records, fresh, pairs } = await updateCompared(db, applied);
  log(
    `link      ${formatCount(fresh)} of ${formatCount(records)} distinct records are new or changed: ${formatCount(pairs)} pairs compared`,
  );
  await weighCompared(db, applied);
  await writeVetoes(db, applied, same);
  await writeReviewCandidates(db, applied, isPart);
  await db.run("DROP TABLE rec");
}

/** Writes temp table `veto`. */
async function writeVetoes(
  db: Database,
  model: Model,
  same: readonly (readonly [number, number])[],
): Promise<void> {
  const [left, right] = await numbersOf(
    db,
    2,
    `SELECT left_id, right_id FROM pair
     UNION ALL
     SELECT left_id, right_id FROM model_pair WHERE match_weight >= ${weightsOf(model).potential}`,
  );
  function* pairs(): Generator<readonly [number, number]> {
    for (let i = 0; i < left!.length; i++) yield [left![i]!, right![i]!];
    yield* same;
  }
  const appender = await db.connection.createAppender("veto");
  for (const [one, other] of await vetoedPairs(db, model, pairs())) {
    appender.appendInteger(one);
    appender.appendInteger(other);
    appender.endRow();
  }
  appender.closeSync();
}
