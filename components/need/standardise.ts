/**
 * The ways to make indicators of different units comparable, after the OECD and JRC, Handbook on constructing composite
 * indicators: methodology and user guide (2008), step 5. `deviations`: how many standard deviations from the mean (z-score);
 * `range`: where between the least and the greatest, from 0 to 1 (min–max); `rank`: which share of the others is less, from
 * 0 to 1.
 */
export const ways = ["deviations", "range", "rank"] as const;

export type Way = (typeof ways)[number];

/** A scale that standardises a number, made from the numbers of all areas; those that are none (NaN) have no part in it. */
export function scaleOf(values: ArrayLike<number>, way: Way): (value: number) => number {
  const known = Float64Array.from(values).filter((value) => !Number.isNaN(value));
  const [shift, spread] = way === "range" ? rangeOf(known) : deviationOf(known);
  // What is the same everywhere says nothing of where need is.
  if (way !== "rank") return spread > 0 ? (value) => (value - shift) / spread : (value) => value * 0;
  const inOrder = known.sort();
  const others = Math.max(1, inOrder.length - 1);
  // Those with the same number share the middle of their places.
  return (value) => {
    if (Number.isNaN(value)) return Number.NaN;
    const below = howManyAreLess(inOrder, value);
    let to = below;
    while (inOrder[to] === value) to += 1;
    return (below + Math.max(0, to - below - 1) / 2) / others;
  };
}

/** Numbers of areas standardised; NaN stays NaN. */
export function standardised(values: ArrayLike<number>, way: Way): Float64Array {
  return Float64Array.from(values).map(scaleOf(values, way));
}

function rangeOf(known: Float64Array): [least: number, range: number] {
  let [least, greatest] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (const value of known) {
    if (value < least) least = value;
    if (value > greatest) greatest = value;
  }
  return known.length > 0 ? [least, greatest - least] : [0, 0];
}

// With n − 1, as the handbook has it.
function deviationOf(known: Float64Array): [mean: number, deviation: number] {
  if (known.length === 0) return [0, 0];
  const mean = known.reduce((sum, value) => sum + value, 0) / known.length;
  const squares = known.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  const deviation = Math.sqrt(squares / Math.max(1, known.length - 1));
  return [mean, deviation > 1e-12 * Math.abs(mean) ? deviation : 0];
}

/** How many of some numbers in order are less than one. */
function howManyAreLess(inOrder: Float64Array, value: number): number {
  let [low, high] = [0, inOrder.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (inOrder[middle]! < value) low = middle + 1;
    else high = middle;
  }
  return low;
}
