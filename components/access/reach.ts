import type { Access } from "../../loaders/explore/access.json.js";

type Position = readonly [number, number];

/** Where children and settings are, with how far it is from every small area to every setting. */
export interface Reach {
  data: Access;
  /** Kilometres in a straight line: a row a small area, a column a setting. */
  distances: readonly Float64Array[];
  /** How far it is from every small area to a point. */
  to(at: Position): Float64Array;
}

/** Measures all distances of a data set. Turf is large, so it is fetched beside the figures, not before the words. */
export async function reachOf(data: Access): Promise<Reach> {
  const { distance } = await import("npm:@turf/turf");
  const between = (one: Position, other: Position) => distance([...one], [...other], { units: "kilometers" });
  return {
    data,
    distances: data.areas.map(({ at }) =>
      Float64Array.from(data.settings, (setting) => between(at, setting.at)),
    ),
    to: (at) => Float64Array.from(data.areas, (area) => between(area.at, at)),
  };
}
