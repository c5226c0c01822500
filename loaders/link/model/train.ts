import type { Database } from "../../store/database.js";
import { TellableError } from "../../store/safe-message.js";
import type { Link } from "./applicable.js";
import {
  admissible,
  countPairs,
  countPossible,
  pairMix,
  pairsOfRule,
  refuseExplosion,
  rulesInUse,
} from "./blocking.js";
import { estimate, matchProbabilities, type Parameters, type Patterns, type State } from "./em.js";
import { keyFields } from "./keys.js";
import { type Comparison, fieldsOf, type Model } from "./schema.js";
import { countPatterns, parametersOf, withElse } from "./vectors.js";

const tolerance = 1e-5;
const mostIterations = 200;

/**
 * Estimates a model's parameters from the records in `rec`: u from pairs taken at random, m by
 * expectation–maximisation over the pairs of each training pass, the prior from the pairs that blocking makes.
 * The same records give the same parameters, in whatever order they come.
 */
export async function train(
  db: Database,
  model: Model,
  link: Link,
  log: (line: string) => void,
): Promise<Model> {
  const possible = await countPossible(db, link);
  const random = await randomPatterns(db, model, link, possible);
  let parameters = model.comparisons.map((comparison, c) => ({
    ...startOf(comparison),
    u: estimateU(random, c, comparison),
  }));
  log(`u from ${told(sum(random.counts))} pairs taken at random`);
  const seen: number[][][] = parameters.map(() => []);
  for (const pass of model.training.passes) {
    const found = await trainPass(db, model, link, pass, parameters);
    if (!found) continue;
    for (const { comparison, m } of found.trained) seen[comparison]!.push(m);
    log(`m from [${pass.join(", ")}]: ${found.told}`);
  }
  parameters = parameters.map((of, c) => (seen[c]!.length ? { ...of, m: mean(seen[c]!) } : of));
  const untrained = model.comparisons.filter((_, c) => !seen[c]!.length).map(({ name }) => name);
  if (untrained.length)
    log(`no training pass could estimate m for ${untrained.join(", ")}; it keeps its starting values`);
  const prior = await estimatePrior(db, model, link, parameters, possible);
  log(`prior: one pair in ${told(1 / prior)} is a match`);
  return withParameters(model, parameters, prior);
}

/** A model with these parameters written in. */
export function withParameters(model: Model, parameters: readonly Parameters[], prior: number): Model {
  return {
    ...model,
    prior,
    comparisons: model.comparisons.map((comparison, c) => ({
      ...comparison,
      levels: withElse(comparison.levels).map((level, i) =>
        level.neutral || level.veto ? level : { ...level, m: parameters[c]!.m[i]!, u: parameters[c]!.u[i]! },
      ),
    })),
  };
}

/** True if a model has all the parameters that scoring needs. */
export function isTrained({ prior, comparisons }: Model): boolean {
  return (
    prior !== undefined &&
    comparisons.every(({ levels }) =>
      withElse(levels).every(
        (level) => level.neutral || level.veto || (level.m !== undefined && level.u !== undefined),
      ),
    )
  );
}

// In an order without meaning, each record is paired with those that follow it.
async function randomPatterns(db: Database, model: Model, link: Link, possible: number): Promise<Patterns> {
  const { n } = await db.row<{ n: number }>("SELECT count(*) AS n FROM rec");
  if (possible < 1)
    throw new TellableError("There are too few records to make a pair, so nothing can be estimated.");
  if (possible <= model.training.random_pairs)
    return countPatterns(db, model.comparisons, `rec AS l JOIN rec AS r ON ${admissible(link)}`, false);
  const share = (2 * possible) / (n * (n - 1));
  const steps = Math.min(Math.ceil(model.training.random_pairs / (share * n)), Math.floor((n - 1) / 2));
  await db.run(`
    CREATE OR REPLACE TEMP TABLE shuffled AS
    SELECT n, input, (row_number() OVER (ORDER BY mix, input, id) - 1)::INTEGER AS place FROM rec`);
  // Which pairs are admissible is settled here: as a condition on the wide records, it invites joining all with all.
  await db.run(`
    CREATE OR REPLACE TEMP TABLE random_pair AS
    WITH stepped AS (
      SELECT n, input, (place + step) % ${n} AS other
      FROM shuffled CROSS JOIN range(1, ${steps + 1}) AS steps (step)
    ),
    paired AS (
      SELECT
        least(stepped.n, shuffled.n) AS left_n, greatest(stepped.n, shuffled.n) AS right_n,
        stepped.input = shuffled.input AS same_input
      FROM stepped JOIN shuffled ON shuffled.place = other
    )
    SELECT left_n, right_n FROM paired
    ${{ between: "WHERE NOT same_input", within: "WHERE same_input", "within-and-between": "" }[link]}`);
  const pairs =
    "random_pair JOIN rec AS l ON l.n = random_pair.left_n JOIN rec AS r ON r.n = random_pair.right_n";
  const patterns = await countPatterns(db, model.comparisons, pairs, false);
  await db.run("DROP TABLE shuffled");
  await db.run("DROP TABLE random_pair");
  return patterns;
}

// Half a pair is added to each level, so that what was not seen in the sample is rare and not impossible.
function estimateU({ counts, levels }: Patterns, c: number, comparison: Comparison): number[] {
  const n = levelCounts(counts, levels[c]!, withElse(comparison.levels).length);
  return smoothed(n);
}

function levelCounts(counts: Float64Array, levels: Int8Array, size: number): number[] {
  const n = new Array<number>(size).fill(0);
  for (let i = 0; i < counts.length; i++) if (levels[i]! >= 0) n[levels[i]!]! += counts[i]!;
  return n;
}

function smoothed(counts: number[]): number[] {
  const total = sum(counts) + counts.length / 2;
  return counts.map((n) => (n + 0.5) / total);
}

interface Pass {
  trained: { comparison: number; m: number[] }[];
  told: string;
}

async function trainPass(
  db: Database,
  model: Model,
  link: Link,
  pass: string[],
  parameters: readonly Parameters[],
): Promise<Pass | undefined> {
  const blocked = new Set(pass.flatMap(keyFields));
  const free = model.comparisons.flatMap((comparison, c) =>
    fieldsOf(comparison).some((field) => blocked.has(field)) ? [] : [c],
  );
  if (!free.length) return undefined;
  const all = await countPairs(db, model, link, pass);
  await refuseExplosion(db, model, pass, all);
  if (all < 1) return undefined;
  const patterns = await countPatterns(
    db,
    free.map((c) => model.comparisons[c]!),
    everyOne(pairsOfRule(model, link, [pass], 0), Math.ceil(all / model.training.most_pairs)),
    true,
  );
  const start: State = { prior: 0.5, comparisons: free.map((c) => parameters[c]!) };
  const history = estimate(patterns, start, {
    estimate: { prior: true, m: true, u: false },
    tolerance,
    mostIterations,
  });
  const last = history.at(-1)!;
  const matches = last.prior * sum(patterns.counts);
  const trained = free.map((comparison, i) => ({
    comparison,
    m: floored(last.comparisons[i]!, matches),
  }));
  return {
    trained: matches < 1 ? [] : trained,
    told: `${told(all)} pairs, ${(100 * last.prior).toFixed(1)}% matches, ${history.length - 1} iterations`,
  };
}

// As with u: a level that no match of the pass is on is rare among matches, not impossible.
function floored({ m, fixed }: Parameters, matches: number): number[] {
  const counts = m.map((share, level) => (fixed?.[level] ? 0 : share * matches + 0.5));
  const total = sum(counts);
  return counts.map((n) => n / total);
}

/** The prior at which the pairs that blocking makes are expected to hold as many matches as it says. */
async function estimatePrior(
  db: Database,
  model: Model,
  link: Link,
  comparisons: readonly Parameters[],
  possible: number,
): Promise<number> {
  const used = await rulesInUse(db, model, link);
  const rules = used.map(({ rule }) => rule);
  const each = Math.max(1, Math.ceil(sum(used.map(({ pairs }) => pairs)) / model.training.most_pairs));
  const patterns: Patterns[] = [];
  for (const position of rules.keys())
    patterns.push(
      await countPatterns(
        db,
        model.comparisons,
        everyOne(pairsOfRule(model, link, rules, position), each),
        true,
      ),
    );
  let prior = (await sureMatches(db, model, link)) / possible || 1 / Math.sqrt(possible + 1);
  for (let i = 0; i < mostIterations; i++) {
    const state = { prior: clamped(prior), comparisons: [...comparisons] };
    let matches = 0;
    for (const of of patterns) {
      const p = matchProbabilities(of, state);
      for (let j = 0; j < p.length; j++) matches += each * of.counts[j]! * p[j]!;
    }
    const next = matches / possible;
    const settled = Math.abs(next - prior) <= 1e-4 * prior;
    prior = next;
    if (settled) break;
  }
  return clamped(Math.max(prior, 0.5 / possible));
}

async function sureMatches(db: Database, model: Model, link: Link): Promise<number> {
  const { sure } = model.training;
  if (!sure) return 0;
  let pairs = 0;
  for (const position of sure.rules.keys()) {
    const { n } = await db.row<{ n: number }>(
      `SELECT count(*) AS n FROM ${pairsOfRule(model, link, sure.rules, position)}`,
    );
    pairs += n;
  }
  return pairs / sure.recall;
}

const clamped = (p: number): number => Math.min(Math.max(p, 1e-15), 1 - 1e-9);

/** SQL: one in so many of the pairs, chosen by what the records say. */
function everyOne(pairs: string, each: number): string {
  return each > 1 ? `${pairs} WHERE ${pairMix} % ${each} = 0` : pairs;
}

function startOf(comparison: Comparison): Parameters {
  const parameters = parametersOf(comparison);
  const size = parameters.m.length;
  // The first level is what matches mostly are on, the last what they hardly ever are.
  const weights = parameters.m.map((_, i) => (i === 0 ? 20 : i === size - 1 ? 1 : 2));
  const total = sum(weights.filter((_, i) => !parameters.fixed?.[i]));
  return { ...parameters, m: weights.map((w) => w / total) };
}

function mean(of: number[][]): number[] {
  return of[0]!.map((_, level) => sum(of.map((m) => m[level]!)) / of.length);
}

function sum(numbers: ArrayLike<number>): number {
  let total = 0;
  for (let i = 0; i < numbers.length; i++) total += numbers[i]!;
  return total;
}

const told = (n: number): string => Math.round(n).toLocaleString("en-GB");
