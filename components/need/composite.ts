/**
 * A composite index of areas: the weighted mean of standardised indicators, where more is more need (linear aggregation: OECD
 * and JRC, Handbook on constructing composite indicators, 2008, step 6).
 */

/** Standardised indicators of areas, an area after the other; NaN where an area has no figure. */
export interface Matrix {
  areas: number;
  columns: number;
  cells: Float64Array;
}

/** Puts columns, each with a number for every area, together into a matrix, on the scale of each. */
export function matrixOf(
  columns: readonly ArrayLike<number>[],
  scales?: readonly ((value: number) => number)[],
): Matrix {
  const areas = columns[0]?.length ?? 0;
  const cells = new Float64Array(areas * columns.length);
  for (const [j, column] of columns.entries()) {
    const scale = scales?.[j];
    for (let i = 0; i < areas; i++) cells[i * columns.length + j] = scale ? scale(column[i]!) : column[i]!;
  }
  return { areas, columns: columns.length, cells };
}

/** Indicators with less than this share of the weight are too few to place an area by. */
const leastWeight = 0.5;

/**
 * The index of each area: the mean of the indicators that it has, by their weights. NaN for an area that has indicators with
 * less than half of all the weight. Weights need not add up to one; negative ones count as nought.
 */
export function composite(
  { areas, columns, cells }: Matrix,
  weights: ArrayLike<number>,
  into = new Float64Array(areas),
): Float64Array {
  let whole = 0;
  for (let j = 0; j < columns; j++) whole += Math.max(0, weights[j]!);
  for (let i = 0; i < areas; i++) {
    let [sum, known] = [0, 0];
    for (let j = 0; j < columns; j++) {
      const [cell, weight] = [cells[i * columns + j]!, Math.max(0, weights[j]!)];
      // What is not there is unequal to itself.
      // biome-ignore lint/suspicious/noSelfCompare: the quickest way to see a NaN, in the innermost loop.
      if (cell !== cell) continue;
      sum += weight * cell;
      known += weight;
    }
    into[i] = known > 0 && known >= leastWeight * whole ? sum / known : Number.NaN;
  }
  return into;
}

/** The rank of each area, 1 for the greatest index; those with the same share one. NaN where there is no index. */
export function ranksOf(index: Float64Array, into = new Float64Array(index.length)): Float64Array {
  const inOrder = Float64Array.from(index).sort();
  let last = inOrder.length;
  // NaN is sorted to the end.
  while (last > 0 && Number.isNaN(inOrder[last - 1])) last -= 1;
  for (let i = 0; i < index.length; i++) {
    let [low, high] = [0, last];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (inOrder[middle]! <= index[i]!) low = middle + 1;
      else high = middle;
    }
    into[i] = Number.isNaN(index[i]) ? Number.NaN : last - low + 1;
  }
  return into;
}

/** How far two rankings of the same areas agree, from −1 to 1 (Spearman); areas without a rank in either are left out. */
export function agreement(one: Float64Array, other: Float64Array): number {
  const both = [...one.keys()].filter((i) => !Number.isNaN(one[i]) && !Number.isNaN(other[i]));
  const mean = (ranks: Float64Array) => both.reduce((sum, i) => sum + ranks[i]!, 0) / both.length;
  const [a, b] = [mean(one), mean(other)];
  let [product, squares, others] = [0, 0, 0];
  for (const i of both) {
    product += (one[i]! - a) * (other[i]! - b);
    squares += (one[i]! - a) ** 2;
    others += (other[i]! - b) ** 2;
  }
  return squares === 0 || others === 0 ? 1 : product / Math.sqrt(squares * others);
}
