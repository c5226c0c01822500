import { booleanPointInPolygon } from "@turf/turf";
import { expect, test } from "vitest";
import { readCity } from "../../loaders/registry/city.js";
import { areaCount, makeAreas, wardOutlines } from "../../workspace/sample/city/areas.js";
import { deprivationOf, nationalAreas, scoreAt } from "../../workspace/sample/city/deprivation.js";
import { Postcodes } from "../../workspace/sample/city/postcodes.js";
import {
  centroid,
  divide,
  geometryOf,
  middleOf,
  type Point,
  type Polygon,
} from "../../workspace/sample/city/shapes.js";
import { wards } from "../../workspace/sample/city/wards.js";
import { firstOf } from "../soak.js";

const { areas } = makeAreas(1);

function size(polygon: Polygon): number {
  const twice = polygon.reduce((sum, [x, y], i) => {
    const [nx, ny] = polygon[(i + 1) % polygon.length]!;
    return sum + x * ny - nx * y;
  }, 0);
  return Math.abs(twice) / 2;
}

test("there are the 69 wards from Acocks Green to Yardley West & Stechford, in code order", () => {
  expect(wards).toHaveLength(69);
  expect(wards[0]).toMatchObject({ code: "E05011118", name: "Acocks Green" });
  expect(wards.at(-1)).toMatchObject({ code: "E05011186", name: "Yardley West & Stechford" });
  expect(wards.map((w) => w.name)).toEqual(wards.map((w) => w.name).sort());
  expect(new Set(wards.map((w) => `${w.longitude} ${w.latitude}`)).size).toBe(69);
});

test("each ward is divided into five to fifteen small areas without gaps or overlaps", () => {
  expect(areas).toHaveLength(areaCount);
  wardOutlines(areas).forEach((shape, w) => {
    const parts = areas.filter((a) => a.ward === w);
    expect(parts.length).toBeGreaterThanOrEqual(5);
    expect(parts.length).toBeLessThanOrEqual(15);
    expect(parts.reduce((sum, a) => sum + size(a.shape), 0)).toBeCloseTo(size(shape), 6);
  });
});

const sides = (ring: Polygon) => ring.map((from, i): [Point, Point] => [from, ring[(i + 1) % ring.length]!]);

test("areas that lie side by side share their border, point for point, and the city is in one piece", () => {
  const times = new Map<string, number>();
  for (const [from, to] of areas.flatMap(({ shape }) => sides(shape)))
    times.set(`${from} ${to}`, (times.get(`${from} ${to}`) ?? 0) + 1);
  // Each side runs once in its direction; what has no neighbour running the other way is the city's edge, one closed line.
  expect(Math.max(...times.values())).toBe(1);
  const edge = new Map(
    areas
      .flatMap(({ shape }) => sides(shape))
      .filter(([from, to]) => !times.has(`${to} ${from}`))
      .map(([from, to]) => [String(from), String(to)]),
  );
  const [start] = edge.keys();
  let steps = 0;
  for (let at = start!; steps === 0 || at !== start; steps++) at = edge.get(at)!;
  expect(steps).toBe(edge.size);
});

test("no area folds over itself: all its corners are seen from a place inside it", () => {
  for (const { shape } of areas) {
    const [x, y] = middleOf(shape);
    for (const [[x0, y0], [x1, y1]] of sides(shape))
      expect((x0 - x) * (y1 - y) - (x1 - x) * (y0 - y)).toBeGreaterThan(0);
  }
});

test("wards are of unlike sizes, and their borders are no straight lines", () => {
  const outlines = wardOutlines(areas);
  const sizes = outlines.map(size).sort((a, b) => a - b);
  expect(sizes.at(-7)! / sizes[6]!).toBeGreaterThan(2);
  expect(Math.min(...outlines.map((outline) => outline.length))).toBeGreaterThan(8);
});

test("all of it lies inside the city's bounds", () => {
  const [west, south, east, north] = readCity().bounds;
  for (const [x, y] of areas.flatMap((a) => geometryOf(a.shape).coordinates[0]!)) {
    expect(x > west && x < east && y > south && y < north).toBe(true);
  }
});

test("small areas have codes that no LSOA has, each once", () => {
  expect(areas[0]!.code).toBe("E01999001");
  expect(areas.at(-1)!.code).toBe("E01999659");
  expect(new Set(areas.map((a) => a.rank)).size).toBe(areaCount);
});

test("about 43 percent of small areas are among the most deprived tenth of the country", () => {
  expect(areas.filter((a) => a.decile === 1).length / areaCount).toBeCloseTo(0.43, 2);
});

test("deprivation follows from the national rank", () => {
  expect(deprivationOf(1)).toMatchObject({ decile: 1 });
  expect(deprivationOf(nationalAreas)).toMatchObject({ decile: 10 });
  expect(deprivationOf(Math.ceil(nationalAreas * 0.25)).decile).toBe(3);
  expect(scoreAt(0.15)).toBe(37);
  expect(deprivationOf(100).poverty).toBeGreaterThan(3 * deprivationOf(30_000).poverty);
});

test("a square is divided into parts that fill it", () => {
  const square: Polygon = [
    [0, 0],
    [2, 0],
    [2, 2],
    [0, 2],
  ];
  const parts = divide(square, [
    [0.5, 1],
    [1.6, 1],
  ]);
  expect(parts.map(size)).toEqual([expect.closeTo(2, 2), expect.closeTo(2, 2)]);
  expect(centroid(square)).toEqual([1, 1]);
});

test("geometry is a closed ring, anticlockwise", () => {
  const [ring] = geometryOf([
    [0, 0],
    [0, 1],
    [1, 0],
  ]).coordinates;
  expect(ring![0]).toEqual(ring!.at(-1));
  const turn = ring!.slice(1).reduce((sum, [x, y], i) => sum + ring![i]![0] * y - x * ring![i]![1], 0);
  expect(turn).toBeGreaterThan(0);
});

test.each(firstOf(2, [1_000, 86_000, 1_000_000]))(
  "every postcode of a sample of %i children is there once and lies in its area",
  (children) => {
    const postcodes = new Postcodes(1, areas, children);
    const texts = new Set(Array.from({ length: postcodes.length }, (_, i) => postcodes.text(i)));
    expect(texts.size).toBe(postcodes.length);
    expect(postcodes.text(0)).toMatch(/^B5\d \d[A-Z]{2}$/);
    expect(postcodes.text(postcodes.length - 1)).toMatch(/^[A-Z]{1,2}\d{2} \d[A-Z]{2}$/);
    for (let i = 0; i < postcodes.length; i += 499) {
      const shape = geometryOf(areas[postcodes.area[i]!]!.shape);
      expect(booleanPointInPolygon([postcodes.longitude[i]!, postcodes.latitude[i]!], shape)).toBe(true);
    }
  },
);
