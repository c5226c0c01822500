import { describe, expect, it } from "vitest";
import { areasWithin, neighbourTowards, rectangle } from "../../components/charts/areas-within.js";
import { classLabel, classOf, valueClasses } from "../../components/charts/classes.js";
import { patternOf } from "../../components/charts/map-key.js";
import { cityProjection } from "../../components/charts/projection.js";
import { matching } from "../../components/inputs/area-list.js";

const areas = [
  { code: "west", centre: [-1.95, 52.5] as [number, number] },
  { code: "middle", centre: [-1.9, 52.5] as [number, number] },
  { code: "east", centre: [-1.8, 52.5] as [number, number] },
];

describe("drawing on the map", () => {
  it("chooses the areas whose centre lies inside", async () => {
    expect(await areasWithin(areas, rectangle([-2, 52.6], [-1.85, 52.4]))).toEqual(["west", "middle"]);
    expect(
      await areasWithin(areas, [
        [-1.85, 52.4],
        [-1.75, 52.4],
        [-1.8, 52.6],
      ]),
    ).toEqual(["east"]);
  });

  it("chooses nothing with a line", async () => {
    expect(
      await areasWithin(areas, [
        [-2, 52.5],
        [-1, 52.5],
      ]),
    ).toEqual([]);
  });
});

describe("arrow keys on the map", () => {
  const points = new Map<string, [number, number]>([
    ["here", [100, 100]],
    ["right", [150, 110]],
    ["far right", [300, 100]],
    ["below", [110, 160]],
  ]);
  it("go to the nearest area in their direction, and stop at the edge", () => {
    const go = (key: string) => neighbourTowards(key, [100, 100], points);
    expect(go("ArrowRight")).toBe("right");
    expect(go("ArrowDown")).toBe("below");
    expect(go("ArrowLeft")).toBeUndefined();
    expect(go("Enter")).toBeUndefined();
  });
});

describe("classes of a map's values", () => {
  it("have round limits, cover everything, and include the greatest value", () => {
    const classes = valueClasses([43.2, 61, 78.9]);
    expect(classes.map((c) => classLabel(c, "percent"))).toEqual([
      "40 to 50%",
      "50 to 60%",
      "60 to 70%",
      "70 to 80%",
    ]);
    expect(classOf(classes, 50)!.from).toBe(50);
    expect(classOf(valueClasses([0, 50, 100]), 100)!.to).toBe(100);
  });

  it("go on above 100% and do not begin below zero", () => {
    const classes = valueClasses([3, 104]);
    expect(classes.at(-1)!.to).toBeGreaterThanOrEqual(104);
    expect(classes[0]!.from).toBe(0);
  });

  it("are none without values and one for a single value", () => {
    expect(valueClasses([])).toEqual([]);
    expect(valueClasses([7, 7]).map((c) => classLabel(c, "percent"))).toEqual(["7.0%"]);
  });

  it("get darker", () => {
    const lightness = valueClasses([0, 60]).map((c) => {
      const [r, g, b] = c.colour.match(/\d+/g)!.map(Number);
      return 0.2126 * r! + 0.7152 * g! + 0.0722 * b!;
    });
    expect(lightness).toEqual(lightness.toSorted((a, b) => b - a));
  });
});

it("draws suppressed and missing areas differently, neither as a value", () => {
  expect(patternOf("suppressed")).toBe("suppressed");
  expect([patternOf("not_available"), patternOf("not_collected"), patternOf(undefined)]).toEqual([
    "none",
    "none",
    "none",
  ]);
});

describe("the map's projection", () => {
  const square = (x: number, y: number) => ({
    type: "Polygon" as const,
    coordinates: [
      [
        [x, y],
        [x + 0.1, y],
        [x + 0.1, y + 0.1],
        [x, y + 0.1],
        [x, y],
      ],
    ],
  });
  const projection = cityProjection([square(-2, 52.4), square(-1.8, 52.5)], 600);

  it("keeps north up and comes back to the same place", () => {
    const [x0, y0] = projection.project([-2, 52.4]);
    const [x1, y1] = projection.project([-1.7, 52.6]);
    expect(x1).toBeGreaterThan(x0);
    expect(y1).toBeLessThan(y0);
    const [x, y] = projection.unproject(projection.project([-1.9, 52.48]));
    expect(x).toBeCloseTo(-1.9, 9);
    expect(y).toBeCloseTo(52.48, 9);
  });

  it("draws a ring the same whichever way it runs", () => {
    const ring = square(-2, 52.4);
    const reversed = { ...ring, coordinates: ring.coordinates.map((r) => r.toReversed()) };
    const corners = (d: string) => [...new Set(d.match(/[\d.]+,[\d.]+/g))].sort();
    expect(corners(projection.path(reversed))).toEqual(corners(projection.path(ring)));
  });
});

it("finds areas by part of a name or code, without regard to case, accents or kind of apostrophe", () => {
  const options = [
    { code: "E05011118", name: "Acocks Green" },
    { code: "E05011128", name: "Brandwood & King's Heath" },
  ];
  const found = (search: string) => matching(options, search).map((o) => o.name);
  expect(found("GREEN aco")).toEqual(["Acocks Green"]);
  expect(found("king’s")).toEqual(["Brandwood & King's Heath"]);
  expect(found("e05011128")).toEqual(["Brandwood & King's Heath"]);
  expect(found("")).toHaveLength(2);
  expect(found("solihull")).toEqual([]);
});
