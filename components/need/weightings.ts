import { agreement, composite, type Matrix, ranksOf } from "./composite.js";
import { randomFrom } from "./random.js";
import { RankCount } from "./rank-count.js";
import { Remembered } from "./remembered.js";
import type { Draws } from "./uncertainty.js";

/** What becomes of an area under other weights. NaN for an area without an index. */
export interface OverWeights {
  /** In which share of the weightings it is among the first, from 0 to 1. */
  amongFirst: Float64Array;
  /** Its best and its worst rank in the middle nine tenths of them. */
  lower: Float64Array;
  upper: Float64Array;
}

/**
 * The ranks of areas over all ways to weigh the indicators, each as likely as any other (drawn evenly over the simplex, which
 * is a Dirichlet distribution with ones): the uncertainty analysis of the OECD and JRC handbook (2008), step 7.
 */
export function overWeights(matrix: Matrix, { draws, first, seed }: Draws): OverWeights {
  const { areas, columns } = matrix;
  const counted = remembered.of(columns, `${draws} ${seed}`, () => {
    const random = randomFrom(seed);
    const weights = new Float64Array(columns.length);
    const [index, ranks] = [new Float64Array(areas), new Float64Array(areas)];
    const count = new RankCount(areas);
    for (let turn = 0; turn < draws; turn++) {
      // Exponential numbers over their sum are even over the simplex; the sum falls out of a weighted mean.
      for (let j = 0; j < weights.length; j++) weights[j] = -Math.log(1 - random());
      count.add(ranksOf(composite(matrix, weights, index), ranks));
    }
    return count;
  });
  // An area that lacks an indicator has no index where that weighs most: it is judged by the weightings that give it one.
  return { amongFirst: counted.amongFirst(first), lower: counted.limit(0.05), upper: counted.limit(0.95) };
}

const remembered = new Remembered<RankCount>(2);

/** What leaving out one indicator does to the order of areas. */
export interface WithoutOne {
  /** How far the order without it agrees with the order with it, from −1 to 1. */
  agreement: number;
  /** Areas, by their place in the matrix, that are among the first without it and were not, and that were and are not. */
  enter: number[];
  leave: number[];
}

/** For each indicator of a positive weight the order without it, the others keeping their weights; undefined for the rest. */
export function leaveOneOut(
  matrix: Matrix,
  weights: ArrayLike<number>,
  first: number,
): (WithoutOne | undefined)[] {
  const whole = ranksOf(composite(matrix, weights));
  const used = Array.from(weights).filter((weight) => weight > 0).length;
  return matrix.columns.map((_, j) => {
    if (used < 2 || !(weights[j]! > 0)) return undefined;
    const rest = Array.from(weights, (weight, at) => (at === j ? 0 : weight));
    const ranks = ranksOf(composite(matrix, rest));
    const areas = [...whole.keys()];
    const isFirst = (some: Float64Array, i: number) => some[i]! <= first;
    return {
      agreement: agreement(whole, ranks),
      enter: areas.filter((i) => isFirst(ranks, i) && !isFirst(whole, i)),
      leave: areas.filter((i) => isFirst(whole, i) && !isFirst(ranks, i)),
    };
  });
}
