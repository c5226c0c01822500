import type { Polygon } from "geojson";

/** An area's code and its centre as longitude and latitude. */
export interface Centred {
  code: string;
  centre: [number, number];
}

/** Codes of the areas whose centre lies inside a drawn outline (its border counts as inside). */
export async function areasWithin(areas: readonly Centred[], outline: [number, number][]): Promise<string[]> {
  if (outline.length < 3) return [];
  // Turf is large, and most readers never draw.
  const { booleanPointInPolygon } = await import("npm:@turf/turf");
  const polygon: Polygon = { type: "Polygon", coordinates: [[...outline, outline[0]!]] };
  return areas.filter(({ centre }) => booleanPointInPolygon(centre, polygon)).map(({ code }) => code);
}

/** The four corners of the rectangle between two points. */
export function rectangle([x0, y0]: [number, number], [x1, y1]: [number, number]): [number, number][] {
  return [
    [x0, y0],
    [x1, y0],
    [x1, y1],
    [x0, y1],
  ];
}

/**
 * The nearest area in the direction of an arrow key, seen from `from`: one whose centre lies within
 * 45° of that direction; undefined at the edge. Points are in pixels, y downwards.
 */
export function neighbourTowards(
  key: string,
  from: [number, number],
  points: ReadonlyMap<string, [number, number]>,
): string | undefined {
  const directions: Record<string, [number, number]> = {
    ArrowRight: [1, 0],
    ArrowLeft: [-1, 0],
    ArrowDown: [0, 1],
    ArrowUp: [0, -1],
  };
  const direction = directions[key];
  if (!direction) return undefined;
  let nearest: string | undefined;
  let least = Number.POSITIVE_INFINITY;
  for (const [code, [x, y]] of points) {
    const [dx, dy] = [x - from[0], y - from[1]];
    const along = dx * direction[0] + dy * direction[1];
    const across = Math.abs(dx * direction[1] - dy * direction[0]);
    if (along <= 0 || across > along) continue;
    const distance = along + 2 * across;
    if (distance < least) {
      least = distance;
      nearest = code;
    }
  }
  return nearest;
}
