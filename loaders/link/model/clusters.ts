import type { DuckDBDataChunk } from "@duckdb/node-api";
import { type Database, identifier } from "../../store/database.js";
import { joinRanked, type RankedPairs, type RankedSets } from "../join-ranked.js";
import { chunksOf } from "../stream.js";
import { DisjointSets } from "../union.js";
import type { Model } from "./schema.js";
import { weightOf } from "./score.js";
import { vetoedPairs } from "./vetoes.js";

export interface Clusters {
  /** By record number: the number of its cluster's first record. */
  of: Int32Array;
  /** Pairs above the threshold that were not joined because a constraint forbids it. */
  refused: number;
}

/**
 * Joins pairs from the strongest down into persons. A cluster never holds two records of one input where inputs are
 * unique, nor two values of a field that a person has one of, nor two records that a level of the model forbids to be
 * one: not by a third record either. A record that fits two clusters about as well, of which a level says that they are
 * two, joins neither.
 */
export async function clusterPairs(db: Database, model: Model, leastWeight: number): Promise<Clusters> {
  const { n } = await db.row<{ n: number }>("SELECT count(*)::INTEGER AS n FROM rec");
  const pairs = await readRanked(db, model, leastWeight);
  const vetoed = await vetoedPairs(db, model, couplesOf(pairs));
  const sets = new ClusterSets(n, await readConstraints(db, model, n), vetoed);
  joinRanked(sets, pairs, 0);
  let refused = 0;
  for (let i = 0; i < pairs.weight.length && pairs.weight[i]! >= leastWeight; i++)
    if (sets.personOf(pairs.left[i]!) !== sets.personOf(pairs.right[i]!)) refused++;
  return { of: Int32Array.from({ length: n }, (_, i) => sets.personOf(i)), refused };
}

async function readRanked(db: Database, model: Model, leastWeight: number): Promise<RankedPairs> {
  const potential = Math.min(leastWeight, weightOf(model.thresholds.potential));
  const { count } = await db.row<{ count: number }>(
    `SELECT count(*)::INTEGER AS count FROM scored WHERE match_weight >= ${bounded(potential)}`,
  );
  const [left, right, weight] = [new Int32Array(count), new Int32Array(count), new Float64Array(count)];
  let at = 0;
  const query = `
    SELECT left_n, right_n, match_weight FROM scored WHERE match_weight >= ${bounded(potential)}
    ORDER BY round(match_weight, 9) DESC, left_n, right_n`;
  for await (const chunk of chunksOf(db, query)) {
    const [l, r, w] = [0, 1, 2].map((c) => chunk.getColumnVector(c)) as [Column, Column, Column];
    for (let i = 0; i < chunk.rowCount; i++, at++) {
      left[at] = l.getItem(i) as number;
      right[at] = r.getItem(i) as number;
      weight[at] = w.getItem(i) as number;
    }
  }
  const ambiguous = Math.max(weightOf(model.thresholds.match), 0);
  return {
    left,
    right,
    weight,
    mayJoin: new Uint8Array(count).fill(1),
    unlike: new Uint8Array(count),
    match: leastWeight,
    potential,
    rival: ambiguous,
  };
}

type Column = ReturnType<DuckDBDataChunk["getColumnVector"]>;

function* couplesOf({ left, right }: RankedPairs): Generator<[number, number]> {
  for (let i = 0; i < left.length; i++) yield [left[i]!, right[i]!];
}

const bounded = (weight: number): string => `${Math.min(Math.max(weight, -1e300), 1e300)}::DOUBLE`;

/** Clusters of records, each named by its first. */
class ClusterSets implements RankedSets {
  private readonly sets: DisjointSets;
  private readonly next: Int32Array;
  private readonly vetoed = new Map<number, number[]>();

  constructor(
    readonly records: number,
    private readonly constraints: readonly Constraint[],
    vetoed: readonly (readonly [number, number])[],
  ) {
    this.sets = new DisjointSets(records);
    this.next = Int32Array.from({ length: records }, (_, i) => i);
    for (const [a, b] of vetoed) {
      this.vetoed.set(a, [...(this.vetoed.get(a) ?? []), b]);
      this.vetoed.set(b, [...(this.vetoed.get(b) ?? []), a]);
    }
  }

  personOf(record: number): number {
    return this.sets.find(record);
  }

  *recordsOf(person: number): Generator<number> {
    let record = person;
    do {
      yield record;
      record = this.next[record]!;
    } while (record !== person);
  }

  conflict(p: number, q: number): boolean {
    return this.constraints.some((constraint) => constraint.conflict(p, q)) || this.areRivals(p, q);
  }

  /** The records of an input that has each once, and of one value, are given to whom they fit first. */
  areRivals(p: number, q: number): boolean {
    return (this.vetoed.get(p) ?? []).some((record) => this.personOf(record) === q);
  }

  isSettled(): boolean {
    return false;
  }

  flag(): void {}

  merge([p, q]: readonly [number, number]): void {
    const to = this.sets.unite(p, q);
    const from = to === p ? q : p;
    for (const constraint of this.constraints) constraint.unite(to, from);
    [this.next[to], this.next[from]] = [this.next[from]!, this.next[to]!];
    const others = [...(this.vetoed.get(to) ?? []), ...(this.vetoed.get(from) ?? [])];
    if (others.length) this.vetoed.set(to, others);
  }
}

/** Writes table `cluster` (n, cluster_n). */
export async function writeClusterTable(db: Database, { of }: Clusters): Promise<void> {
  await db.run("CREATE OR REPLACE TABLE cluster (n INTEGER, cluster_n INTEGER)");
  const appender = await db.connection.createAppender("cluster");
  for (const [n, cluster] of of.entries()) {
    appender.appendInteger(n);
    appender.appendInteger(cluster);
    appender.endRow();
  }
  appender.closeSync();
}

/** Something that a cluster holds one of. Clusters are named by their set's number. */
interface Constraint {
  conflict(a: number, b: number): boolean;
  unite(into: number, from: number): void;
}

async function readConstraints(db: Database, model: Model, n: number): Promise<Constraint[]> {
  const constraints: Constraint[] = [];
  if (model.unique_inputs) {
    const inputs = await readCodes(db, "input", n);
    constraints.push(oneOfEach(inputs));
  }
  for (const field of model.one_value) {
    const column = identifier(field);
    const codes = await readCodes(
      db,
      `CASE WHEN ${column} IS NOT NULL THEN dense_rank() OVER (ORDER BY ${column}) - 1 ELSE -1 END`,
      n,
    );
    constraints.push(oneValue(codes));
  }
  return constraints;
}

function oneOfEach(inputs: Int32Array): Constraint {
  const held = Int32Array.from(inputs, (input) => 1 << input);
  return {
    conflict: (a, b) => (held[a]! & held[b]!) !== 0,
    unite: (into, from) => {
      held[into]! |= held[from]!;
    },
  };
}

function oneValue(codes: Int32Array): Constraint {
  return {
    conflict: (a, b) => codes[a]! >= 0 && codes[b]! >= 0 && codes[a] !== codes[b],
    unite: (into, from) => {
      if (codes[into]! < 0) codes[into] = codes[from]!;
    },
  };
}

async function readCodes(db: Database, sql: string, n: number): Promise<Int32Array> {
  const codes = new Int32Array(n);
  for await (const chunk of chunksOf(db, `SELECT n, (${sql})::INTEGER FROM rec`)) {
    const [number, code] = [chunk.getColumnVector(0), chunk.getColumnVector(1)];
    for (let i = 0; i < chunk.rowCount; i++) codes[number.getItem(i) as number] = code.getItem(i) as number;
  }
  return codes;
}
