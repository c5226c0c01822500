import { geoIdentity, geoPath } from "npm:d3";
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
  const box = { type: "MultiPoint" as const, coordinates: [flat([west, south]), flat([east, north])] };
  const projection = geoIdentity()
    .reflectY(true)
    .fitExtent(
      [
        [margin, margin],
        [width - margin, height - margin],
      ],
      box,
    );
  const draw = geoPath(projection).digits(1);
  return {
    width,
    height,
    path: (geometry) => draw(flatten(geometry, flat)) ?? "",
    outline: (geometry) => longest(geometry).map((place) => projection(flat(place)) as Point),
    project: (place) => projection(flat(place)) as Point,
    unproject: (pixel) => {
      const [x, y] = projection.invert!(pixel) as Point;
      return [x / shortening, y];
    },
  };
}

function flatten(geometry: Polygon | MultiPolygon, flat: (p: Point) => Point): Polygon | MultiPolygon {
  const rings = (polygon: number[][][]) => polygon.map((ring) => ring.map((p) => flat(p as Point)));
  return geometry.type === "Polygon"
    ? { type: "Polygon", coordinates: rings(geometry.coordinates) }
    : { type: "MultiPolygon", coordinates: geometry.coordinates.map(rings) };
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
