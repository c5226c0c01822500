import { z95 } from "../words/intervals.js";
import { composite, type Matrix, matrixOf, ranksOf } from "./composite.js";
import { normalFrom, randomFrom } from "./random.js";
import { scaleOf, type Way } from "./standardise.js";

/** An indicator's figures of all areas: NaN where there is none. Where one has no interval, its limits are the figure. */
export interface Measured {
  values: Float64Array;
  lower: Float64Array;
  upper: Float64Array;
  /** True where a low figure is need. */
  isLowNeed: boolean;
}

/** Between which ranks an area may lie, and how often it was among the first. NaN for an area without an index. */
export interface RankIntervals {
  lower: Float64Array;
  upper: Float64Array;
  /** From 0 to 1. */
  amongFirst: Float64Array;
}

export interface Draws {
  /** How often the figures are drawn anew. */
  draws: number;
  /** How many ranks are the first. */
  first: number;
  seed: number;
}

/** The standardised indicators of areas, more being more need. */
export function needMatrix(measured: readonly Measured[], way: Way): Matrix {
  return matrixOf(
    measured.map(({ values }) => values),
    measured.map((one) => scaled(one, way)),
  );
}

/**
 * Ranks that the figures' own error leaves open (parametric bootstrap): every figure is drawn anew about itself within its 95%
 * interval, the index is made of the drawn figures on the scale of the real ones, and the middle 95% of an area's ranks are
 * its interval. An interval is made to hold the area's own rank, which ranks that are drawn near an end can leave out: see
 * H. Goldstein and D. J. Spiegelhalter, League tables and their limitations, J R Stat Soc A 1996;159:385–443.
 */
export function rankIntervals(
  measured: readonly Measured[],
  weights: ArrayLike<number>,
  { way, draws, first, seed }: Draws & { way: Way },
): RankIntervals {
  const own = ranksOf(composite(needMatrix(measured, way), weights));
  const areas = own.length;
  const normal = normalFrom(randomFrom(seed));
  const scales = measured.map((one) => scaled(one, way));
  const drawn = measured.map(({ values }) => Float64Array.from(values));
  const all = Array.from({ length: areas }, () => new Float64Array(draws));
  const amongFirst = new Float64Array(areas);
  const [index, ranks] = [new Float64Array(areas), new Float64Array(areas)];
  for (let turn = 0; turn < draws; turn++) {
    for (const [j, one] of measured.entries()) drawFigures(one, drawn[j]!, normal);
    ranksOf(composite(matrixOf(drawn, scales), weights, index), ranks);
    for (let i = 0; i < areas; i++) {
      all[i]![turn] = ranks[i]!;
      if (ranks[i]! <= first) amongFirst[i]! += 1;
    }
  }
  const limit = (share: number, widen: typeof Math.min) =>
    Float64Array.from(own, (rank, i) => {
      if (Number.isNaN(rank)) return Number.NaN;
      const inOrder = all[i]!.sort();
      return widen(rank, inOrder[Math.round(share * (draws - 1))]!);
    });
  return {
    lower: limit(0.025, Math.min),
    upper: limit(0.975, Math.max),
    amongFirst: amongFirst.map((times, i) => (Number.isNaN(own[i]) ? Number.NaN : times / draws)),
  };
}

// Intervals of percentages are not symmetric: each side has its own width.
function drawFigures({ values, lower, upper }: Measured, into: Float64Array, normal: () => number): void {
  for (let i = 0; i < values.length; i++) {
    const away = normal();
    const [value, low, high] = [values[i]!, lower[i]!, upper[i]!];
    into[i] = value + (away * (away < 0 ? value - low : high - value)) / z95;
  }
}

/** A scale of need, made of an indicator's own figures: those that are drawn stand on it too. */
function scaled({ values, isLowNeed }: Measured, way: Way): (value: number) => number {
  const sign = isLowNeed ? -1 : 1;
  const scale = scaleOf(
    values.map((value) => sign * value),
    way,
  );
  return (value) => scale(sign * value);
}
