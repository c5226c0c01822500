import { type Database, identifier } from "../../store/database.js";
import { chunksOf } from "../stream.js";
import { DisjointSets } from "../union.js";
import type { Model } from "./schema.js";

export interface Clusters {
  /** By record number: the number of its cluster's first record. */
  of: Int32Array;
  /** Pairs above the threshold that were not joined because a constraint forbids it. */
  refused: number;
}

/**
 * Joins pairs from the strongest down into persons. A cluster never holds two records of one input where inputs are
 * unique, nor two values of a field that a person has one of.
 */
export async function clusterPairs(db: Database, model: Model, leastWeight: number): Promise<Clusters> {
  const { n } = await db.row<{ n: number }>("SELECT count(*)::INTEGER AS n FROM rec");
  const sets = new DisjointSets(n);
  const constraints = await readConstraints(db, model, n);
  let refused = 0;
  const pairs = `
    SELECT left_n, right_n FROM scored WHERE match_weight >= ${Math.max(leastWeight, -1e300)}::DOUBLE
    ORDER BY round(match_weight, 9) DESC, left_n, right_n`;
  for await (const chunk of chunksOf(db, pairs)) {
    const [left, right] = [chunk.getColumnVector(0), chunk.getColumnVector(1)];
    for (let i = 0; i < chunk.rowCount; i++) {
      const a = sets.find(left.getItem(i) as number);
      const b = sets.find(right.getItem(i) as number);
      if (a === b) continue;
      if (constraints.some((constraint) => constraint.conflict(a, b))) refused++;
      else {
        const to = sets.unite(a, b);
        for (const constraint of constraints) constraint.unite(to, to === a ? b : a);
      }
    }
  }
  return { of: Int32Array.from({ length: n }, (_, i) => sets.find(i)), refused };
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
