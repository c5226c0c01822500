/** How much a place counts at a distance in kilometres: 1 at the door, 0 out of reach. */
export type Decay = (kilometres: number) => number;

/** Everything within reach counts alike, and nothing beyond: the two-step method of Luo and Wang (2003). */
export function alike(reach: number): Decay {
  return (kilometres) => (kilometres <= reach ? 1 : 0);
}

/** What counts in the near, the middle and the far third of the way: the Gaussian weights of Luo and Qi (2009). */
export const zoneWeights = [1, 0.68, 0.22] as const;

/** What is nearer counts more, in three zones: the enhanced two-step method of Luo and Qi (2009). */
export function inZones(reach: number, weights: readonly number[] = zoneWeights): Decay {
  return (kilometres) =>
    kilometres > reach
      ? 0
      : weights[Math.max(0, Math.ceil((kilometres * weights.length) / reach - 1e-9) - 1)]!;
}

/**
 * Places a child, for each area, by a floating catchment in two steps: each setting's places are divided among all children
 * whom it can reach, and each area adds up what it is given by all settings that reach it. `distances` are in kilometres, a
 * row an area, a column a setting. Where a setting reaches no child its places count nowhere.
 */
export function floatingCatchment(
  children: readonly number[],
  places: readonly number[],
  distances: readonly ArrayLike<number>[],
  decay: Decay,
): number[] {
  // Row by row, as distances lie in memory, and in loops: there are half a million of them in a large city.
  const asking = new Float64Array(places.length);
  const weights = distances.map((row, area) => {
    const own = new Float64Array(places.length);
    for (let setting = 0; setting < own.length; setting++) {
      own[setting] = decay(row[setting]!);
      asking[setting]! += children[area]! * own[setting]!;
    }
    return own;
  });
  const shares = asking.map((n, setting) => (n > 0 ? places[setting]! / n : 0));
  return weights.map((own) => {
    let sum = 0;
    for (let setting = 0; setting < own.length; setting++) sum += own[setting]! * shares[setting]!;
    return sum;
  });
}
