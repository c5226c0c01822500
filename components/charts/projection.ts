import type { MultiPolygon, Polygon } from "geojson";

type Point = [number, number];

/** A city-sized map in the plane: longitudes are shortened by the cosine of the middle latitude. */
export interface CityProjection {
  width: number;
  height: number;
  /** SVG path of a geometry. */
  path(geometry: Polygon | MultiPolygon): string;
  /** The longest outline of a geometry, in pixels. */
  outline(geometry: Polygon | MultiPolygon): Point[];
  /** Longitude and latitude to pixels. */
  project(place: Point): Point;
  /** Pixels to longitude and latitude. */
  unproject(pixel: Point): Point;
}

/**
 * Fits geometries into a box of the given width, as high as they need, with a margin in pixels.
 * In the plane the order of a ring's points does not matter, which on the sphere it would.
 */
export function cityProjection(
  geometries: readonly (Polygon | MultiPolygon)[],
  width: number,
  margin = 6,
): CityProjection {
  const [[west, south], [east, north]] = bounds(geometries);
  const shortening = Math.cos((((south + north) / 2) * Math.PI) / 180);
  const flat = ([x, y]: Point): Point => [x * shortening, y];
  const height = Math.round(
    ((width - 2 * margin) * (north - south)) / ((east - west) * shortening) + 2 * margin,
  );
  const scale = (width - 2 * margin) / ((east - west) * shortening);
  // What rounding of the height leaves is shared by both ends.
  const top = (height - (north - south) * scale) / 2;
  const project = ([x, y]: Point): Point => [
    margin + (x - west) * shortening * scale,
    top + (north - y) * scale,
  ];
  return {
    width,
    height,
    path: (geometry) =>
      ringsOf(geometry)
        .map((ring) => closed(ring.map(project)))
        .join(""),
    outline: (geometry) => longest(geometry).map(project),
    project,
    unproject: ([x, y]) => [(x - margin) / scale / shortening + west, north - (y - top) / scale],
  };
}

function ringsOf(geometry: Polygon | MultiPolygon): Point[][] {
  const polygons = geometry.type === "Polygon" ? [geometry.coordinates] : geometry.coordinates;
  return polygons.flat() as Point[][];
}

// A ring's last point is its first.
function closed(ring: readonly Point[]): string {
  return `M${ring
    .slice(0, -1)
    .map(([x, y]) => `${tenth(x)},${tenth(y)}`)
    .join("L")}Z`;
}

function tenth(pixels: number): number {
  return Math.round(pixels * 10) / 10;
}

function longest(geometry: Polygon | MultiPolygon): Point[] {
  const polygons = geometry.type === "Polygon" ? [geometry.coordinates] : geometry.coordinates;
  const outer = polygons.map((rings) => rings[0] as Point[]);
  return outer.reduce((best, ring) => (ring.length > best.length ? ring : best));
}

function bounds(geometries: readonly (Polygon | MultiPolygon)[]): [Point, Point] {
  let [west, south, east, north] = [Infinity, Infinity, -Infinity, -Infinity];
  for (const geometry of geometries) {
    const polygons = geometry.type === "Polygon" ? [geometry.coordinates] : geometry.coordinates;
    for (const [outer] of polygons)
      for (const [x, y] of outer as Point[]) {
        west = Math.min(west, x);
        east = Math.max(east, x);
        south = Math.min(south, y);
        north = Math.max(north, y);
      }
  }
  return [
    [west, south],
    [east, north],
  ];
}
