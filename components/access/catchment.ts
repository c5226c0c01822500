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
  const access = new Array<number>(children.length).fill(0);
  const weights = new Float64Array(children.length);
  for (const [setting, own] of places.entries()) {
    let asking = 0;
    for (const [area, n] of children.entries()) {
      const weight = decay(distances[area]![setting]!);
      weights[area] = weight;
      asking += n * weight;
    }
    if (asking <= 0) continue;
    const share = own / asking;
    for (let area = 0; area < access.length; area++) access[area]! += weights[area]! * share;
  }
  return access;
}
