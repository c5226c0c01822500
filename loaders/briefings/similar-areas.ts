/** A characteristic of areas: its weight, and its figure in each area by code. */
export interface Characteristic {
  indicator: string;
  weight: number;
  values: ReadonlyMap<string, number>;
}

/** How far another area is from one, and in what the two differ most. */
export interface Similar {
  code: string;
  distance: number;
  /** The characteristic that has most part in the distance. */
  differsIn: string;
}

/**
 * The distance of two areas: the root of the weighted mean of the squared differences of their characteristics, each in
 * standard deviations over all areas. 0 is alike in all. With equal weights it is the standardised Euclidean distance
 * divided by the root of the number of characteristics. A characteristic that is the same everywhere has no part.
 *
 * Statistical neighbours of local authorities are found by such a distance: T. Benton, T. Chamberlain, R. Wilson and
 * D. Teeman, The development of the Children's Services Statistical Neighbour Benchmarking Model, NFER 2007.
 */
export function distances(
  characteristics: readonly Characteristic[],
  areas: readonly string[],
): (one: string, other: string) => { distance: number; differsIn: string } {
  const used = characteristics.flatMap(({ indicator, weight, values }) => {
    const spread = deviation(areas.map((area) => values.get(area)!));
    return spread > 0 ? [{ indicator, weight, values, spread }] : [];
  });
  const whole = used.reduce((sum, { weight }) => sum + weight, 0);
  return (one, other) => {
    const parts = used.map(({ indicator, weight, values, spread }) => ({
      indicator,
      part: (weight / whole) * ((values.get(one)! - values.get(other)!) / spread) ** 2,
    }));
    const most = parts.reduce((a, b) => (b.part > a.part ? b : a), { indicator: "", part: 0 });
    return {
      distance: Math.sqrt(parts.reduce((sum, { part }) => sum + part, 0)),
      differsIn: most.indicator,
    };
  };
}

/** The areas nearest to each, the nearest first; those at one distance in the order of their codes. */
export function nearest(
  characteristics: readonly Characteristic[],
  areas: readonly string[],
  count: number,
): Map<string, Similar[]> {
  const between = distances(characteristics, areas);
  return new Map(
    areas.map((one) => [
      one,
      areas
        .filter((other) => other !== one)
        .map((code) => ({ code, ...between(one, code) }))
        .sort((a, b) => a.distance - b.distance || (a.code < b.code ? -1 : 1))
        .slice(0, count),
    ]),
  );
}

/** The middle of the distances of all pairs: how far two areas are that nothing makes alike. */
export function usualDistance(
  characteristics: readonly Characteristic[],
  areas: readonly string[],
): number | null {
  const between = distances(characteristics, areas);
  const all = areas
    .flatMap((one, i) => areas.slice(i + 1).map((other) => between(one, other).distance))
    .sort((a, b) => a - b);
  if (all.length === 0) return null;
  const middle = all.length / 2;
  return all.length % 2 ? all[Math.floor(middle)]! : (all[middle - 1]! + all[middle]!) / 2;
}

/** The standard deviation of a sample: with n − 1. */
function deviation(values: readonly number[]): number {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  return Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (values.length - 1));
}
