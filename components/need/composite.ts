/**
 * A composite index of areas: the weighted mean of standardised indicators, where more is more need (linear aggregation: OECD
 * and JRC, Handbook on constructing composite indicators, 2008, step 6).
 */

/** Standardised indicators of areas: a column each, with a number for every area; NaN where it has no figure. */
export interface Matrix {
  areas: number;
  columns: readonly Float64Array[];
}

/** Columns, each with a number for every area, as a matrix. */
export function matrixOf(columns: readonly ArrayLike<number>[]): Matrix {
  return { areas: columns[0]?.length ?? 0, columns: columns.map((column) => Float64Array.from(column)) };
}

/** Indicators with less than this share of the weight are too few to place an area by. */
const leastWeight = 0.5;

/**
 * The index of each area: the mean of the indicators that it has, by their weights. NaN for an area that has indicators with
 * less than half of all the weight. Weights need not add up to one; negative ones count as nought.
 */
export function composite(
  { areas, columns }: Matrix,
  weights: ArrayLike<number>,
  into = new Float64Array(areas),
): Float64Array {
  const known = new Float64Array(areas);
  let whole = 0;
  into.fill(0);
  for (const [j, column] of columns.entries()) {
    const weight = Math.max(0, weights[j]!);
    whole += weight;
    for (let i = 0; i < areas; i++) {
      const value = column[i]!;
      // What is not there is unequal to itself.
      // biome-ignore lint/suspicious/noSelfCompare: the quickest way to see a NaN, in the innermost loop.
      if (value !== value) continue;
      into[i]! += weight * value;
      known[i]! += weight;
    }
  }
  for (let i = 0; i < areas; i++)
    into[i] = known[i]! > 0 && known[i]! >= leastWeight * whole ? into[i]! / known[i]! : Number.NaN;
  return into;
}

/**
 * The rank of each area, 1 for the greatest index; those with the same share one. NaN where there is no index. The areas are
 * first put into bins by size, and only those of a bin are held against each other, as this is asked of many orders.
 */
export function ranksOf(index: Float64Array, into = new Float64Array(index.length)): Float64Array {
  let [least, greatest] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (let i = 0; i < index.length; i++) {
    const value = index[i]!;
    if (value < least) least = value;
    if (value > greatest) greatest = value;
  }
  const areas = index.length;
  const bins = 2 * areas + 1;
  // Indexes that differ by next to nothing, or by more than a number holds, are in one bin.
  const wide = (bins - 1) / (greatest - least);
  const perBin = wide > 0 && wide < Number.POSITIVE_INFINITY ? wide : 0;
  // One that has no index is in a bin of its own, behind all.
  const binOf = new Uint32Array(areas);
  const begins = new Uint32Array(bins + 2);
  for (let i = 0; i < areas; i++) {
    const value = index[i]!;
    const bin = value >= least ? (perBin > 0 ? Math.trunc((value - least) * perBin) : 0) : bins;
    binOf[i] = bin;
    begins[bin + 1]! += 1;
  }
  for (let bin = 1; bin <= bins; bin++) begins[bin]! += begins[bin - 1]!;
  const ranked = begins[bins]!;
  const filled = begins.slice();
  const inBins = new Float64Array(areas);
  for (let i = 0; i < areas; i++) inBins[filled[binOf[i]!]!++] = index[i]!;
  for (let i = 0; i < areas; i++) {
    const bin = binOf[i]!;
    const end = begins[bin + 1]!;
    let greater = ranked - end;
    for (let at = begins[bin]!; at < end; at++) if (inBins[at]! > index[i]!) greater += 1;
    into[i] = bin === bins ? Number.NaN : greater + 1;
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
