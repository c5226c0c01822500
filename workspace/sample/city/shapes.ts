import { type Ward, wards } from "./wards.js";

export type Point = [number, number];
/** Corners in order, not closed. Always convex here. */
export type Polygon = Point[];

/** How far a ward reaches from its centre where it has no neighbour, in kilometres. */
const reach = 1.75;
const kmPerLatitude = 111.2;
const kmPerLongitude = 67.8;

/**
 * Approximate ward shapes: the part of the plane nearest to each ward's approximate centre,
 * cut off at a fixed distance from it. Made from the centres alone.
 */
export function wardShapes(): Polygon[] {
  const centres = wards.map(toKm);
  return cells(centres, (i) => circle(centres[i]!, reach));
}

/** Divides a convex polygon into so many convex parts of like size, from the given starting points (Lloyd's method). */
export function divide(shape: Polygon, starts: Point[]): Polygon[] {
  let parts = cells(starts, () => shape);
  for (let round = 0; round < 8; round++) parts = cells(parts.map(centroid), () => shape);
  return parts;
}

/** The point of a polygon where its area balances. */
export function centroid(polygon: Polygon): Point {
  let area = 0;
  let x = 0;
  let y = 0;
  for (let i = 0; i < polygon.length; i++) {
    const [x0, y0] = polygon[i]!;
    const [x1, y1] = polygon[(i + 1) % polygon.length]!;
    const cross = x0 * y1 - x1 * y0;
    area += cross;
    x += (x0 + x1) * cross;
    y += (y0 + y1) * cross;
  }
  return [x / (3 * area), y / (3 * area)];
}

/** A point inside a convex polygon, by two numbers from 0 to 1: spread evenly along the way from the middle to the edge. */
export function pointInside(polygon: Polygon, turn: number, distance: number): Point {
  const [cx, cy] = centroid(polygon);
  const at = turn * polygon.length;
  const i = Math.floor(at) % polygon.length;
  const [x0, y0] = polygon[i]!;
  const [x1, y1] = polygon[(i + 1) % polygon.length]!;
  const along = at - Math.floor(at);
  const out = 0.95 * Math.sqrt(distance);
  return [cx + (x0 + (x1 - x0) * along - cx) * out, cy + (y0 + (y1 - y0) * along - cy) * out];
}

const origin: Point = [-1.88, 52.48];

/** Kilometres east and north of the middle of the city. */
function toKm({ longitude, latitude }: Ward): Point {
  return [(longitude - origin[0]) * kmPerLongitude, (latitude - origin[1]) * kmPerLatitude];
}

/** Longitude and latitude, to six decimal places. */
export function toDegrees([x, y]: Point): Point {
  return [
    Math.round((origin[0] + x / kmPerLongitude) * 1e6) / 1e6,
    Math.round((origin[1] + y / kmPerLatitude) * 1e6) / 1e6,
  ];
}

/** A polygon as GeoJSON geometry: closed, anticlockwise. */
export function geometryOf(polygon: Polygon): { type: "Polygon"; coordinates: Point[][] } {
  const ring = polygon.map(toDegrees);
  if (signedArea(polygon) < 0) ring.reverse();
  return { type: "Polygon", coordinates: [[...ring, ring[0]!]] };
}

/** The parts of a convex polygon that are nearest to each of some points inside it (their Voronoi cells). */
function cells(points: Point[], within: (i: number) => Polygon): Polygon[] {
  return points.map((own, i) =>
    points.reduce<Polygon>((cell, other, j) => {
      if (i === j) return cell;
      const middle: Point = [(own[0] + other[0]) / 2, (own[1] + other[1]) / 2];
      return cut(
        cell,
        ([x, y]) => (own[0] - other[0]) * (x - middle[0]) + (own[1] - other[1]) * (y - middle[1]),
      );
    }, within(i)),
  );
}

function circle([x, y]: Point, radius: number, corners = 28): Polygon {
  return Array.from({ length: corners }, (_, i) => {
    const angle = (2 * Math.PI * i) / corners;
    return [x + radius * Math.cos(angle), y + radius * Math.sin(angle)];
  });
}

// The part of a convex polygon on the side where a linear function is not negative (a step of Sutherland and Hodgman).
function cut(polygon: Polygon, side: (p: Point) => number): Polygon {
  return polygon.flatMap((p, j) => {
    const q = polygon[(j + 1) % polygon.length]!;
    const sp = side(p);
    const sq = side(q);
    const kept: Polygon = sp >= 0 ? [p] : [];
    if (sp >= 0 !== sq >= 0) {
      const t = sp / (sp - sq);
      kept.push([p[0] + (q[0] - p[0]) * t, p[1] + (q[1] - p[1]) * t]);
    }
    return kept;
  });
}

function signedArea(polygon: Polygon): number {
  return polygon.reduce((sum, [x, y], i) => {
    const [nx, ny] = polygon[(i + 1) % polygon.length]!;
    return sum + x * ny - nx * y;
  }, 0);
}
