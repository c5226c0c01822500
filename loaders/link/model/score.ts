import { formatCount } from "../../../components/words/numbers.js";
import type { Database } from "../../store/database.js";
import type { Link } from "./applicable.js";
import { admissible, type CountedRule, countPossible, rulesInUse } from "./blocking.js";
import { candidateRecords, candidates } from "./candidates.js";
import { bayesFactor } from "./em.js";
import type { Model } from "./schema.js";
import { levelColumnsOf, levelsOf, parametersOf, vectorSql } from "./vectors.js";

/**
 * Compares the pairs that blocking makes and writes table `scored`: left_n, right_n, match_weight (bits), level <i> by
 * comparison. Pairs below `leastWeight` are left out. Returns how many pairs were compared. `used`: the rules, if counted already.
 */
export async function score(
  db: Database,
  model: Model,
  link: Link,
  leastWeight: number,
  log: (line: string) => void,
  used?: CountedRule[],
): Promise<number> {
  await db.run(`
    CREATE OR REPLACE TABLE scored (
      left_n INTEGER, right_n INTEGER, match_weight DOUBLE
      ${levelColumnsOf(model)}
    )`);
  const possible = await countPossible(db, link);
  if (possible <= model.blocking.compare_all_up_to) {
    await db.run(
      `INSERT INTO scored ${scoredQuery(model, `rec AS l JOIN rec AS r ON ${admissible(link)}`, leastWeight)}`,
    );
    log(`compared all ${formatCount(possible)} pairs`);
    return possible;
  }
  let compared = 0;
  for await (const rules of candidates(db, model, link, used ?? (await rulesInUse(db, model, link)))) {
    await db.run(`INSERT INTO scored ${scoredQuery(model, candidateRecords, leastWeight)}`);
    for (const { rule, pairs } of rules) {
      compared += pairs;
      log(`compared ${formatCount(pairs)} pairs of [${rule.join(", ")}] that no rule before it makes`);
    }
  }
  return compared;
}

/** SQL: scored pairs. `pairs` is what follows FROM. */
function scoredQuery(model: Model, pairs: string, leastWeight: number): string {
  return `
    WITH vector AS (
      SELECT l.n AS left_n, r.n AS right_n,
    ${vectorSql(model.comparisons)}
      FROM ${pairs}
    ),
    weighed AS (SELECT *, ${heldSql(model, weightSql(model))} AS match_weight FROM vector)
    SELECT left_n, right_n, match_weight, ${levelsOf(model)}
    FROM weighed
    WHERE match_weight >= ${sqlNumber(leastWeight)}`;
}

/**
 * SQL: a pair's match weight in bits, log₂ of its odds of being a match:
 * log₂(prior ÷ (1 − prior)) + Σ log₂(m ÷ u) + Σ share × log₂(u of exact agreement ÷ frequency of the value).
 */
export function weightSql(model: Model): string {
  const prior = model.prior!;
  const terms = [sqlNumber(Math.log2(prior / (1 - prior)))];
  for (const [i, comparison] of model.comparisons.entries()) {
    const parameters = parametersOf(comparison);
    const base = parameters.exact === undefined ? undefined : parameters.u[parameters.exact];
    const cases = parameters.m.map((_, level) => {
      const weight = sqlNumber(Math.log2(bayesFactor(parameters, level)));
      const share = parameters.adjustment![level];
      const adjusted =
        share && base ? ` + coalesce(${share} * log2(${sqlNumber(base)} / "frequency ${i}"), 0)` : "";
      return `WHEN ${level} THEN ${weight}${adjusted}`;
    });
    terms.push(`CASE "level ${i}" ${cases.join(" ")} ELSE 0 END`);
  }
  return terms.join("\n    + ");
}

/** A pair that needs a person is no surer than this many bits less than a match. */
const shortOfMatch = 0.25;

/** SQL: a pair's match weight, short of a match where it is on a level that is for review only. */
export function heldSql({ comparisons, thresholds }: Model, weight: string): string {
  const held = comparisons.flatMap((comparison, i) => {
    const positions = comparison.levels.flatMap(({ review }, position) => (review ? [position] : []));
    return positions.length ? [`"level ${i}" IN (${positions.join(", ")})`] : [];
  });
  if (!held.length) return weight;
  const most = sqlNumber(weightOf(thresholds.match) - shortOfMatch);
  return `CASE WHEN ${held.join(" OR ")} THEN least(${weight}, ${most}) ELSE ${weight} END`;
}

/** Match weight of a probability. */
export function weightOf(probability: number): number {
  return Math.log2(probability / (1 - probability));
}

/** SQL: a number as a double, not as a decimal of few digits. */
export function sqlNumber(n: number): string {
  if (n === Number.NEGATIVE_INFINITY) return "-1e300::DOUBLE";
  if (n === Number.POSITIVE_INFINITY) return "1e300::DOUBLE";
  return `${n.toExponential(17)}::DOUBLE`;
}
