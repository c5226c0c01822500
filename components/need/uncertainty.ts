import { z95 } from "../words/intervals.js";
import { composite, type Matrix, matrixOf, ranksOf } from "./composite.js";
import { normalFrom, randomFrom } from "./random.js";
import { RankCount } from "./rank-count.js";
import { Remembered } from "./remembered.js";
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
  return matrixOf(measured.map((one) => one.values.map(needScale(one, way))));
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
  const drawn = measured.map((one) => drawnNeed(one, way, { draws, seed }));
  const [index, ranks] = [new Float64Array(areas), new Float64Array(areas)];
  const count = new RankCount(areas);
  for (let turn = 0; turn < draws; turn++) {
    const columns = drawn.map((column) => column.subarray(turn * areas, (turn + 1) * areas));
    count.add(ranksOf(composite({ areas, columns }, weights, index), ranks));
  }
  const among = count.amongFirst(first);
  const limit = (share: number, widen: typeof Math.min) =>
    count.limit(share).map((drawnRank, i) => widen(own[i]!, drawnRank));
  return {
    lower: limit(0.025, Math.min),
    upper: limit(0.975, Math.max),
    amongFirst: among,
  };
}

const [figures, needs] = [new Remembered<Float64Array>(12), new Remembered<Float64Array>(12)];

/** An indicator's figures drawn anew so many times, standardised: all areas of the first time, then of the second. */
function drawnNeed(one: Measured, way: Way, { draws, seed }: Pick<Draws, "draws" | "seed">): Float64Array {
  const { values, lower, upper, isLowNeed } = one;
  const about = `${draws} ${seed}`;
  const drawn = () => figures.of([values, lower, upper], about, () => drawFigures(one, draws, seed));
  return needs.of([values, lower, upper], `${about} ${way} ${isLowNeed}`, () =>
    drawn().map(needScale(one, way)),
  );
}

// Intervals of percentages are not symmetric: each side has its own width. Each indicator has chances of its own, whatever it
// stands beside.
function drawFigures({ values, lower, upper }: Measured, draws: number, seed: number): Float64Array {
  const areas = values.length;
  const normal = normalFrom(randomFrom(seed ^ signOf(values)));
  const into = new Float64Array(draws * areas);
  for (let turn = 0; turn < draws; turn++)
    for (let i = 0; i < areas; i++) {
      const away = normal();
      const [value, low, high] = [values[i]!, lower[i]!, upper[i]!];
      into[turn * areas + i] = value + (away * (away < 0 ? value - low : high - value)) / z95;
    }
  return into;
}

/** A number that columns seldom have in common (FNV-1a of their bytes). */
function signOf(column: Float64Array): number {
  let sign = 0x811c9dc5;
  for (const byte of new Uint8Array(column.buffer, column.byteOffset, column.byteLength))
    sign = Math.imul(sign ^ byte, 0x01000193);
  return sign >>> 0;
}

/** A scale of need, made of an indicator's own figures: those that are drawn stand on it too. */
function needScale({ values, isLowNeed }: Measured, way: Way): (value: number) => number {
  const sign = isLowNeed ? -1 : 1;
  const scale = scaleOf(
    values.map((value) => sign * value),
    way,
  );
  return (value) => scale(sign * value);
}
