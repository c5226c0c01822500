import { formatCount } from "../../../components/words/numbers.js";
import { shapeOf } from "../../registry/shape.js";
import type { Database } from "../../store/database.js";
import { TellableError } from "../../store/safe-message.js";
import type { Link } from "./applicable.js";
import { keySql } from "./keys.js";
import { keyColumn } from "./records.js";
import type { Model } from "./schema.js";

/** SQL: which two records of `rec` may make a pair, so that each pair comes once, the lesser number first. */
export function admissible(link: Link): string {
  if (link === "between") return "l.input < r.input";
  return link === "within" ? "l.input = r.input AND l.n < r.n" : "l.n < r.n";
}

/** SQL after FROM: the pairs of a rule that no earlier rule makes. `left` and `right` are `rec`, or parts of it. */
export function pairsOfRule(
  model: Model,
  link: Link,
  rules: string[][],
  position: number,
  left = "rec",
  right = "rec",
): string {
  const key = keyColumn(model, rules[position]!);
  const earlier = rules.slice(0, position).map((rule) => {
    const column = keyColumn(model, rule);
    return `AND coalesce(l.${column} <> r.${column}, true)`;
  });
  return `${left} AS l JOIN ${right} AS r ON l.${key} = r.${key} AND ${admissible(link)} ${earlier.join(" ")}`;
}

/** How many pairs the records can make at all. */
export async function countPossible(db: Database, link: Link): Promise<number> {
  const { pairs } = await db.row<{ pairs: number }>(
    `WITH size AS (SELECT input, count(*)::DOUBLE AS n FROM rec GROUP BY input) SELECT ${pairsSql(link)} AS pairs FROM size`,
  );
  return pairs;
}

/** How many pairs a rule makes, whether or not other rules make them too. */
export async function countPairs(db: Database, model: Model, link: Link, rule: string[]): Promise<number> {
  const key = keyColumn(model, rule);
  const { pairs } = await db.row<{ pairs: number }>(`
    WITH size AS (
      SELECT ${key}, input, count(*)::DOUBLE AS n FROM rec WHERE ${key} IS NOT NULL GROUP BY ALL
    ),
    block AS (SELECT ${pairsSql(link)} AS pairs FROM size GROUP BY ${key})
    SELECT coalesce(sum(pairs), 0) AS pairs FROM block`);
  return pairs;
}

/** A rule with the number of pairs that it makes. */
export interface CountedRule {
  rule: string[];
  pairs: number;
}

/** The rules that apply to these records, with their pairs counted beforehand. Throws as refuseExplosion does. */
export async function rulesInUse(db: Database, model: Model, link: Link): Promise<CountedRule[]> {
  const used: CountedRule[] = [];
  for (const rule of model.blocking.rules) {
    const pairs = await countPairs(db, model, link, rule);
    await refuseExplosion(db, model, rule, pairs);
    used.push({ rule, pairs });
  }
  let total = used.reduce((sum, { pairs }) => sum + pairs, 0);
  const { rules = [], up_to_pairs = 0 } = model.blocking.further ?? {};
  for (const rule of total < up_to_pairs ? rules : []) {
    const pairs = await countPairs(db, model, link, rule);
    if (total + pairs > up_to_pairs) continue;
    total += pairs;
    used.push({ rule, pairs });
  }
  return used;
}

/** Throws a TellableError if a rule makes more pairs than the model allows, with the shapes of the values that do it. */
export async function refuseExplosion(
  db: Database,
  model: Model,
  rule: string[],
  pairs: number,
): Promise<void> {
  if (pairs <= model.blocking.most_pairs) return;
  const key = keyColumn(model, rule);
  const blocks = await db.rows<{ value: string; records: number }>(`
    SELECT concat_ws(', ', ${rule.map((k) => `any_value(${keySql(k)})`).join(", ")}) AS value, count(*) AS records
    FROM rec WHERE ${key} IS NOT NULL
    GROUP BY ${key} ORDER BY records DESC, value LIMIT 3`);
  const worst = blocks
    .map(({ value, records }) => `“${shapeOf(value)}” in ${formatCount(records)} records`)
    .join(", ");
  throw new TellableError(
    `The blocking rule [${rule.join(", ")}] would make ${formatCount(pairs)} pairs, more than blocking.most_pairs allows (${formatCount(model.blocking.most_pairs)}). Most come from values of these shapes: ${worst}. Add a key to the rule, empty these values if they stand for “not known”, or raise most_pairs.`,
  );
}

/** SQL, over rows of (input, n records of it): pairs within inputs, between them, or both. */
export function pairsSql(link: Link): string {
  const within = "sum(n * (n - 1) / 2)";
  const both = "sum(n) * (sum(n) - 1) / 2";
  if (link === "within") return within;
  return link === "between" ? `${both} - ${within}` : both;
}

/** SQL: a number made of both records, the same whichever is on the left; for choosing pairs at random. */
export const pairMix = "hash(xor(l.mix, r.mix))";
