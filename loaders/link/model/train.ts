import { formatCount, formatShare } from "../../../components/words/numbers.js";
import type { Database } from "../../store/database.js";
import { TellableError } from "../../store/safe-message.js";
import type { Link } from "./applicable.js";
import {
  admissible,
  type CountedRule,
  countPairs,
  countPossible,
  pairsOfRule,
  rulesInUse,
} from "./blocking.js";
import { candidateRecords, sampleCandidates } from "./candidates.js";
import { estimate, matchProbabilities, type Parameters, type Patterns, type State } from "./em.js";
import { keyFields } from "./keys.js";
import { type Comparison, fieldsOf, type Model } from "./schema.js";
import { countPatterns, parametersOf, withElse } from "./vectors.js";

const tolerance = 1e-5;
const mostIterations = 200;
/** The m that a pass starts with counts as much as so many matches. */
const mostSeen = 5;

/**
 * Estimates a model's parameters from the records in `rec`: u from pairs taken at random, m by
 * expectation–maximisation over the pairs of each training pass, the prior from the pairs that blocking makes.
 * The same records give the same parameters, in whatever order they come. `used`: the blocking rules, if counted already.
 */
export async function train(
  db: Database,
  model: Model,
  link: Link,
  log: (line: string) => void,
  used?: CountedRule[],
): Promise<Model> {
  const possible = await countPossible(db, link);
  const random = await randomPatterns(db, model, link, possible);
  let parameters = model.comparisons.map((comparison, c) => ({
    ...startOf(comparison),
    u: estimateU(random, c, comparison),
  }));
  log(`u from ${formatCount(sum(random.counts))} pairs taken at random`);
  const seen: number[][][] = parameters.map(() => []);
  const pass = async (rule: string[]): Promise<void> => {
    const found = await trainPass(db, model, link, rule, parameters);
    if (!found) return;
    for (const { comparison, m } of found.trained) seen[comparison]!.push(m);
    log(`m from [${rule.join(", ")}]: ${found.summary}`);
  };
  for (const rule of model.training.passes) await pass(rule);
  // Where the files lack what the passes rest on, a blocking rule may do.
  for (const rule of model.blocking.rules)
    if (freeComparisons(model, rule).some((c) => !seen[c]!.length)) await pass(rule);
  parameters = parameters.map((of, c) => (seen[c]!.length ? { ...of, m: mean(seen[c]!) } : of));
  const untrained = model.comparisons.filter((_, c) => !seen[c]!.length).map(({ name }) => name);
  if (untrained.length)
    log(`no training pass could estimate m for ${untrained.join(", ")}; it keeps its starting values`);
  const rules = used ?? (await rulesInUse(db, model, link));
  const prior = await estimatePrior(db, model, link, rules, parameters, possible);
  log(`prior: one pair in ${formatCount(1 / prior)} is a match`);
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
        level.neutral || level.veto
          ? level
          : { ...level, m: comparison.given ? level.m! : parameters[c]!.m[i]!, u: parameters[c]!.u[i]! },
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
    throw new TellableError(
      "There are too few records to make a pair, so nothing can be estimated. Give a larger file, or a model whose parameters are estimated already and leave out --estimate.",
    );
  if (possible <= model.training.random_pairs)
    return countPatterns(db, model.comparisons, `rec AS l JOIN rec AS r ON ${admissible(link)}`, false);
  const share = (2 * possible) / (n * (n - 1));
  const steps = Math.min(Math.ceil(model.training.random_pairs / (share * n)), Math.floor((n - 1) / 2));
  // Of more records than pairs are wanted, only the first in that order are paired.
  const first = steps > 1 ? n : Math.ceil(model.training.random_pairs / share);
  await db.run(`
    CREATE OR REPLACE TEMP TABLE shuffled AS
    SELECT n, input, (row_number() OVER (ORDER BY mix, input, id) - 1)::INTEGER AS place FROM rec`);
  // Which pairs are admissible is settled here: as a condition on the wide records, it invites joining all with all.
  await db.run(`
    CREATE OR REPLACE TEMP TABLE random_pair AS
    WITH stepped AS (
      SELECT n, input, (place + step) % ${n} AS other
      FROM shuffled CROSS JOIN range(1, ${steps + 1}) AS steps (step)
      WHERE place < ${first}
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
  summary: string;
}

async function trainPass(
  db: Database,
  model: Model,
  link: Link,
  pass: string[],
  parameters: readonly Parameters[],
): Promise<Pass | undefined> {
  const free = freeComparisons(model, pass);
  if (!free.length) return undefined;
  const all = await countPairs(db, model, link, pass);
  if (all < 1) return undefined;
  if (all > model.blocking.most_pairs)
    return { trained: [], summary: `left out, as it would make ${formatCount(all)} pairs` };
  await sampleCandidates(db, model, link, [pass], Math.ceil(all / model.training.most_pairs));
  const patterns = await countPatterns(
    db,
    free.map((c) => model.comparisons[c]!),
    candidateRecords,
    true,
  );
  const start: State = { prior: 0.5, comparisons: free.map((c) => parameters[c]!) };
  const history = settle(patterns, start);
  const last = history.at(-1)!;
  const matches = last.prior * sum(patterns.counts);
  const trained = free.flatMap((comparison, i) => {
    const of = last.comparisons[i]!;
    // Matches that agree no more often than others are not matches: the pass has hardly any.
    return of.m[0]! > of.u[0]! ? [{ comparison, m: floored(of, matches) }] : [];
  });
  return {
    trained: matches < 1 ? [] : trained,
    summary: `${formatCount(all)} pairs, ${formatShare(last.prior, 1)} matches, ${history.length - 1} iterations`,
  };
}

/** The comparisons that can be estimated from the pairs of a rule: those that look at none of its fields. */
function freeComparisons(model: Model, rule: string[]): number[] {
  const blocked = new Set(rule.flatMap(keyFields));
  return model.comparisons.flatMap((comparison, c) =>
    fieldsOf(comparison).some((field) => blocked.has(field)) ? [] : [c],
  );
}

function settle(patterns: Patterns, start: State): State[] {
  const free = { prior: true, m: true, u: false };
  const seen = start.comparisons.map(({ m, fixed }) =>
    m.map((share, level) => (fixed?.[level] ? 0 : mostSeen * share)),
  );
  if (start.comparisons.length > 1)
    return estimate(patterns, start, { estimate: free, tolerance, mostIterations, seen });
  // From one comparison alone, m and the share of matches cannot both be told: the share comes first, by the m expected.
  const shared = estimate(patterns, start, { estimate: { ...free, m: false }, tolerance, mostIterations });
  return [
    ...shared,
    estimate(patterns, shared.at(-1)!, { estimate: free, tolerance, mostIterations: 1, seen })[1]!,
  ];
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
  used: readonly CountedRule[],
  comparisons: readonly Parameters[],
  possible: number,
): Promise<number> {
  const rules = used.map(({ rule }) => rule);
  const each = Math.max(1, Math.ceil(sum(used.map(({ pairs }) => pairs)) / model.training.most_pairs));
  await sampleCandidates(db, model, link, rules, each);
  const patterns = await countPatterns(db, model.comparisons, candidateRecords, true);
  let prior = (await sureMatches(db, model, link)) / possible || 1 / Math.sqrt(possible + 1);
  for (let i = 0; i < mostIterations; i++) {
    const state = { prior: clamped(prior), comparisons: [...comparisons] };
    let matches = 0;
    for (const [i, p] of matchProbabilities(patterns, state).entries())
      matches += each * patterns.counts[i]! * p;
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

function startOf(comparison: Comparison): Parameters {
  const parameters = parametersOf(comparison);
  const size = parameters.m.length;
  // The first level is what matches mostly are on, the last what they hardly ever are.
  const weights = parameters.m.map((_, i) => (i === 0 ? 20 : i === size - 1 ? 1 : 2));
  const total = sum(weights.filter((_, i) => !parameters.fixed?.[i]));
  const m = weights.map((w) => w / total);
  // Where m is given, as of numbers of which a child hardly ever has two, a level but the first is as good as forbidden.
  if (comparison.given) return { ...parameters, m, fixed: m.map((_, i) => (i > 0 ? "veto" : undefined)) };
  return { ...parameters, m };
}

function mean(of: number[][]): number[] {
  return of[0]!.map((_, level) => sum(of.map((m) => m[level]!)) / of.length);
}

function sum(numbers: ArrayLike<number>): number {
  let total = 0;
  for (let i = 0; i < numbers.length; i++) total += numbers[i]!;
  return total;
}
