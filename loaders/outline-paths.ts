import type { MultiPolygon, Polygon } from "geojson";

/** Outlines as SVG paths in whole units, for a map that must stay small. */
export interface Outlines {
  size: [number, number];
  paths: string[];
}

/**
 * Geometries (longitude and latitude) as SVG paths in a box `width` units wide.
 * Points are rounded to whole units, and repeated ones dropped; a point shared by two areas is rounded
 * alike in both, so that borders still meet. Without geometries the box is square and empty.
 */
export function svgPaths(geometries: readonly (Polygon | MultiPolygon)[], width: number): Outlines {
  const rings = geometries.map((geometry) =>
    geometry.type === "Polygon" ? geometry.coordinates : geometry.coordinates.flat(),
  );
  const points = rings.flat(2);
  if (points.length === 0) return { size: [width, width], paths: rings.map(() => "") };
  const [west, east] = extent(points.map((point) => point[0]!));
  const [south, north] = extent(points.map((point) => point[1]!));
  const shortening = Math.cos((((south + north) / 2) * Math.PI) / 180);
  // A point or an upright line has no width to be scaled by.
  const scale = width / ((east - west || north - south || 1) * shortening);
  const place = ([x, y]: number[]): [number, number] => [
    Math.round((x! - west) * shortening * scale),
    Math.round((north - y!) * scale),
  ];
  return {
    size: [width, Math.round((north - south) * scale)],
    paths: rings.map((area) => area.map((ring) => ringPath(ring.map(place))).join("")),
  };
}

// Relative steps are shorter than places, and most are one or two digits.
function ringPath(ring: [number, number][]): string {
  const kept = ring.filter(([x, y], i) => i === 0 || x !== ring[i - 1]![0] || y !== ring[i - 1]![1]);
  if (kept.length < 4) return "";
  const [[x0, y0], ...rest] = kept as [[number, number], ...[number, number][]];
  let [x, y] = [x0, y0];
  // The last point is the first again: Z draws that side.
  const steps = rest.slice(0, -1).map(([nextX, nextY]) => {
    const step = `${nextX - x} ${nextY - y}`;
    [x, y] = [nextX, nextY];
    return step;
  });
  return `M${x0} ${y0}l${steps.join(" ").replaceAll(" -", "-")}Z`;
}

function extent(values: number[]): [number, number] {
  let [least, greatest] = [Infinity, -Infinity];
  for (const value of values) {
    least = Math.min(least, value);
    greatest = Math.max(greatest, value);
  }
  return [least, greatest];
}
