import type { Point, Polygon } from "./shapes.js";

/** Corners nearer to each other than this are one that was worked out twice. In kilometres, as all lengths here. */
const same = 1e-5;
/** Edges shorter than this shrink to a corner, and longer ones bend in their middle. */
const shortest = 0.15;
const straightTo = 0.85;

/**
 * Straight-edged parts of the plane as a map would show them: borders bend as lanes and brooks do, and each is the same
 * line, point for point, for the areas on both of its sides. A corner that lies on another area's edge becomes one of its
 * corners too, so that nothing gapes where an edge is bent.
 */
export function bentTogether(parts: readonly Polygon[]): Polygon[] {
  const corners = new Corners();
  const rings = parts.map((part) => part.map((place) => corners.numberOf(place)));
  const whole = rings.map((ring) => sidesOf(ring).flatMap(([from, to]) => corners.along(from, to)));
  for (const ring of whole) for (const [from, to] of sidesOf(ring)) corners.shrink(from, to);
  return whole.map((ring) => {
    const kept = sidesOf(ring.map((corner) => corners.at(corner))).filter(([from, to]) => from !== to);
    return kept.flatMap(([from, to]) => withMiddle(from, to).map(bent));
  });
}

/** The outline of parts that lie together: the edges that no two of them share, as one ring. */
export function outlineOf(parts: readonly Polygon[]): Polygon {
  const next = new Map<string, Point>();
  const edges = parts.flatMap((part) => sidesOf(part));
  const known = new Set(edges.map(([from, to]) => `${from} ${to}`));
  for (const [from, to] of edges) if (!known.has(`${to} ${from}`)) next.set(String(from), to);
  const [start] = next.keys();
  const ring: Polygon = [];
  for (let at = next.get(start!)!; ring.length < next.size; at = next.get(String(at))!) ring.push(at);
  return ring;
}

class Corners {
  private readonly places: Point[] = [];
  private readonly near = new Map<string, number[]>();

  /** The number of a corner: that of one already known where it is the same. */
  numberOf(place: Point): number {
    const known = this.around(place).find((other) => distance(place, this.at(other)) < same);
    if (known !== undefined) return known;
    const number = this.places.push(place) - 1;
    const box = boxOf(place).join(" ");
    this.near.set(box, [...(this.near.get(box) ?? []), number]);
    return number;
  }

  at(corner: number): Point {
    return this.places[corner]!;
  }

  /** An edge's first corner, and those that lie on the way to its second, in order. */
  along(from: number, to: number): number[] {
    const [a, b] = [this.at(from), this.at(to)];
    const length = distance(a, b);
    const [dx, dy] = [(b[0] - a[0]) / length, (b[1] - a[1]) / length];
    const [west, east] = [Math.min(a[0], b[0]) - 2 * same, Math.max(a[0], b[0]) + 2 * same];
    const [south, north] = [Math.min(a[1], b[1]) - 2 * same, Math.max(a[1], b[1]) + 2 * same];
    const between: { corner: number; way: number }[] = [];
    for (let corner = 0; corner < this.places.length; corner++) {
      const place = this.places[corner]!;
      // Nearly all corners lie elsewhere.
      if (place[0] < west || place[0] > east || place[1] < south || place[1] > north) continue;
      const [x, y] = [place[0] - a[0], place[1] - a[1]];
      const way = x * dx + y * dy;
      if (way > same && way < length - same && Math.abs(x * dy - y * dx) < same)
        between.push({ corner, way });
    }
    return [from, ...between.sort((p, q) => p.way - q.way).map(({ corner }) => corner)];
  }

  /** Makes one place of the two ends of a short edge. */
  shrink(from: number, to: number): void {
    const [a, b] = [this.at(from), this.at(to)];
    if (a === b || distance(a, b) > shortest) return;
    for (const [corner, place] of this.places.entries()) if (place === b) this.places[corner] = a;
  }

  private around(place: Point): number[] {
    const [column, row] = boxOf(place);
    return [-1, 0, 1].flatMap((i) =>
      [-1, 0, 1].flatMap((j) => this.near.get(`${column + i} ${row + j}`) ?? []),
    );
  }
}

function boxOf([x, y]: Point): [column: number, row: number] {
  return [Math.round(x), Math.round(y)];
}

function sidesOf<T>(ring: readonly T[]): [from: T, to: T][] {
  return ring.map((from, i) => [from, ring[(i + 1) % ring.length]!]);
}

// The middle of an edge is the same from both of its ends.
function withMiddle(from: Point, to: Point): Point[] {
  return distance(from, to) > straightTo ? [from, [(from[0] + to[0]) / 2, (from[1] + to[1]) / 2]] : [from];
}

function distance([x0, y0]: Point, [x1, y1]: Point): number {
  return Math.hypot(x1 - x0, y1 - y0);
}

// Waves by length and height in kilometres, each with a direction and a place to begin: too low for the plane to fold over.
const waves = [
  { length: 11, height: 0.7, turn: 0.4, start: 1.1 },
  { length: 7.3, height: 0.4, turn: 2.2, start: 4.0 },
  { length: 3.7, height: 0.22, turn: 1.2, start: 2.6 },
  { length: 2.9, height: 0.18, turn: 2.9, start: 0.3 },
  { length: 1.7, height: 0.12, turn: 0.1, start: 5.2 },
  { length: 1.3, height: 0.09, turn: 1.8, start: 3.3 },
];

/** Where a place comes to lie. Streets in the middle of a city are straighter than borders at its edge. */
function bent([x, y]: Point): Point {
  const calm = 1 - 0.65 * Math.exp(-(x * x + y * y) / 12);
  let [east, north] = [x, y];
  for (const { length, height, turn, start } of waves) {
    const along = (2 * Math.PI * (x * Math.cos(turn) + y * Math.sin(turn))) / length + start;
    const by = height * Math.sin(along) * (length < 5 ? calm : 1);
    // Across the wave and along it, so that borders of all directions bend.
    east += by * (Math.sin(turn) + 0.5 * Math.cos(turn));
    north += by * (-Math.cos(turn) + 0.5 * Math.sin(turn));
  }
  return [east, north];
}
