import type { Database } from "../../store/database.js";
import type { Model } from "../model/schema.js";
import { weightOf } from "../model/score.js";
import { type LevelWeight, levelWeights } from "./model.js";

/** Patterns of one kind that are shown, those of most pairs. */
const mostOfKind = 4;

/** Fewest pairs that a pattern is of: an example is not one child's. */
const fewestPairs = 5;

interface Pattern extends Record<string, number | string> {
  kind: string;
  pairs: number;
  /** Bits, on average over the pairs. */
  match_weight: number;
}

/**
 * Writes `link_example`: the commonest patterns of agreement among the pairs of each kind, comparison by comparison with
 * the bits that each gives. The step “start” is the prior’s; “rarity” is what the values’ being rare or common adds, on
 * average. Kinds: joined and above the match threshold; not joined though above it; for review; low confidence.
 */
export async function writeExamples(
  identity: Database,
  analysis: Database,
  model: Model | undefined,
): Promise<void> {
  await analysis.run(`
    CREATE OR REPLACE TABLE link_example (
      example INTEGER, kind VARCHAR, pairs BIGINT, step INTEGER, comparison VARCHAR, level INTEGER, label VARCHAR, weight DOUBLE
    )`);
  if (!model) return;
  const levels = levelWeights(model);
  const patterns = await commonest(identity, model);
  await analysis.insert(
    "link_example",
    patterns.flatMap((pattern, i) =>
      stepsOf(model, levels, pattern).map(({ comparison, level, label, weight }, step) => [
        i + 1,
        pattern.kind,
        pattern.pairs,
        step,
        comparison,
        level,
        label,
        weight,
      ]),
    ),
  );
}

/** Kinds in the order of the page. */
const kinds = ["match", "kept apart", "potential match", "low confidence"] as const;

async function commonest(identity: Database, model: Model): Promise<Pattern[]> {
  const levels = model.comparisons.map((_, i) => `"level ${i}"`).join(", ");
  const { match, potential } = model.thresholds;
  return identity.rows<Pattern>(`
    WITH person AS (SELECT DISTINCT distinct_id, person_id FROM person_record WHERE distinct_id IS NOT NULL),
    kinded AS (
      SELECT
        ${levels}, match_weight,
        CASE
          WHEN match_weight < ${weightOf(potential)} THEN 'low confidence'
          WHEN match_weight < ${weightOf(match)} THEN 'potential match'
          WHEN l.person_id = r.person_id THEN 'match'
          ELSE 'kept apart'
        END AS kind
      FROM model_pair
      JOIN person AS l ON l.distinct_id = left_id
      JOIN person AS r ON r.distinct_id = right_id
    )
    -- A sum of decimals does not hang on the order of the pairs.
    SELECT kind, ${levels}, count(*) AS pairs, avg(least(match_weight, 1e6)::DECIMAL(18, 9))::DOUBLE AS match_weight
    FROM kinded
    GROUP BY kind, ${levels}
    HAVING count(*) >= ${fewestPairs}
    QUALIFY row_number() OVER (PARTITION BY kind ORDER BY count(*) DESC, ${levels}) <= ${mostOfKind}
    ORDER BY array_position([${kinds.map((kind) => `'${kind}'`).join(", ")}], kind), pairs DESC, ${levels}`);
}

interface Step {
  comparison: string;
  level: number | null;
  label: string;
  weight: number;
}

function stepsOf(model: Model, levels: readonly LevelWeight[], pattern: Pattern): Step[] {
  const compared = model.comparisons.map(({ name }, i): Step => {
    const level = Number(pattern[`level ${i}`]);
    const match = levels.find((one) => one.comparison === name && one.level === level);
    return match
      ? { comparison: name, level, label: match.label, weight: match.weight ?? 0 }
      : { comparison: name, level, label: "not known for both", weight: 0 };
  });
  const start = weightOf(model.prior!);
  const rarity = pattern.match_weight - compared.reduce((sum, step) => sum + step.weight, start);
  const named = (comparison: string, label: string, weight: number): Step => ({
    comparison,
    level: null,
    label,
    weight,
  });
  return [
    named("start", "two records taken at random", start),
    ...compared,
    named("rarity", "how rare the shared values are", rarity),
  ];
}
