import { type Ward, wards } from "./wards.js";

export type Point = [number, number];
/** Corners in order, not closed. */
export type Polygon = Point[];

const kmPerLatitude = 111.2;
const kmPerLongitude = 67.8;

/** Around the city: as far as its wards' own cells may reach, in kilometres. */
const edge = 30;
/** Places outside the city lie at least this far from any ward's centre. */
const apart = 1.95;
/** How far such places lie from each other. */
const spacing = 1.55;

/**
 * The parts of the plane nearest to each ward's approximate centre, up to where a place outside the city is nearer. Made from
 * the centres alone: convex, with straight edges.
 */
export function wardCells(): Polygon[] {
  const centres = wards.map(toKm);
  return cells(centres, () => square(edge), placesOutside(centres));
}

// A grid whose places are moved a little, each by its own number, so that the city's edge is no row of teeth.
function placesOutside(centres: readonly Point[]): Point[] {
  const places: Point[] = [];
  const [across, up] = [-14, -14];
  for (let row = 0; row < 24; row++)
    for (let column = 0; column < 20; column++) {
      const number = row * 20 + column;
      const moved = (share: number) => 0.9 * ((number * share) % 1) - 0.45;
      const place: Point = [
        across + spacing * (column + (row % 2) / 2 + moved(0.618034)),
        up + spacing * (row * 0.87 + moved(0.754878)),
      ];
      if (centres.every(([x, y]) => Math.hypot(x - place[0], y - place[1]) > apart)) places.push(place);
    }
  return places;
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

/** A place from which all corners of a polygon can be seen: where its area balances, or nearer to a corner. */
export function middleOf(polygon: Polygon): Point {
  const [x, y] = centroid(polygon);
  const towards = polygon.map(([px, py]): Point => [(3 * x + px) / 4, (3 * y + py) / 4]);
  return [[x, y] as Point, ...towards].find((place) => seesAll(place, polygon)) ?? [x, y];
}

function seesAll([x, y]: Point, polygon: Polygon): boolean {
  const turns = polygon.map(([x0, y0], i) => {
    const [x1, y1] = polygon[(i + 1) % polygon.length]!;
    return (x0 - x) * (y1 - y) - (x1 - x) * (y0 - y) > 0;
  });
  return turns.every((turn) => turn === turns[0]);
}

/** A point inside a polygon of which all corners can be seen from its middle, by two numbers from 0 to 1: spread evenly along the way from the middle to the edge. */
export function pointInside(polygon: Polygon, turn: number, distance: number): Point {
  const [cx, cy] = middleOf(polygon);
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

/** Longitude and latitude, to five decimal places (about a metre). */
export function toDegrees([x, y]: Point): Point {
  return [
    Math.round((origin[0] + x / kmPerLongitude) * 1e5) / 1e5,
    Math.round((origin[1] + y / kmPerLatitude) * 1e5) / 1e5,
  ];
}

/** A polygon as GeoJSON geometry: closed, anticlockwise. */
export function geometryOf(polygon: Polygon): { type: "Polygon"; coordinates: Point[][] } {
  const ring = polygon.map(toDegrees);
  if (signedArea(polygon) < 0) ring.reverse();
  return { type: "Polygon", coordinates: [[...ring, ring[0]!]] };
}

/** The parts of a convex polygon that are nearer to each of some points inside it than to the rest (their Voronoi cells), or to others. */
function cells(points: Point[], within: (i: number) => Polygon, others: Point[] = []): Polygon[] {
  const all = [...points, ...others];
  return points.map((own, i) =>
    all.reduce<Polygon>((cell, other, j) => {
      if (i === j) return cell;
      const middle: Point = [(own[0] + other[0]) / 2, (own[1] + other[1]) / 2];
      return cut(
        cell,
        ([x, y]) => (own[0] - other[0]) * (x - middle[0]) + (own[1] - other[1]) * (y - middle[1]),
      );
    }, within(i)),
  );
}

function square(half: number): Polygon {
  return [
    [-half, -half],
    [half, -half],
    [half, half],
    [-half, half],
  ];
}

// The part of a convex polygon on the side where a linear function is not negative (a step of Sutherland and Hodgman).
function cut(polygon: Polygon, side: (p: Point) => number): Polygon {
  // Most lines pass a cell by.
  if (polygon.every((p) => side(p) >= 0)) return polygon;
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
