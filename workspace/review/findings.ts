import { bayesFactor } from "../../loaders/link/model/em.js";
import { fieldOf, type Model } from "../../loaders/link/model/schema.js";
import { parametersOf, withElse } from "../../loaders/link/model/vectors.js";
import { columnsOf } from "../../loaders/link/stream.js";
import type { Database } from "../../loaders/store/database.js";
import type { Finding } from "./types.js";
import { levelWords } from "./words.js";

/** How many comparisons the pairs in the store were compared by. */
export async function levelCount(db: Database): Promise<number> {
  return (await columnsOf(db, "model_pair")).filter(({ name }) => /^level \d+$/.test(name)).length;
}

/**
 * What the model sees in a pair, comparison by comparison. `levels` are positions, −1 where a record has no value.
 * The prior is the last. What the match weight holds beyond both is how rare or common the shared values are.
 */
export function findingsOf(model: Model, levels: readonly number[], matchWeight: number): Finding[] {
  const findings = model.comparisons.map((comparison, i): Finding => {
    const level = levels[i]!;
    return {
      field: fieldOf(comparison),
      says: levelWords(withElse(comparison.levels)[level]),
      weight: level < 0 ? 0 : Math.log2(bayesFactor(parametersOf(comparison), level)),
    };
  });
  const prior = Math.log2(model.prior! / (1 - model.prior!));
  const start = { field: "start", says: "two records taken at random are seldom one child", weight: prior };
  const rarity = matchWeight - findings.reduce((sum, { weight }) => sum + weight, prior);
  if (Math.abs(rarity) < 0.05) return [...findings, start];
  const says = rarity > 0 ? "what they share is rare" : "what they share is common";
  return [...findings, { field: "rarity", says, weight: rarity }, start];
}
