import { describe, expect, it } from "vitest";
import { areasWithin, neighbourTowards, rectangle } from "../../components/charts/areas-within.js";
import { classing, classOf } from "../../components/charts/classes.js";
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
  const wards = { unit: "percent", areas: "wards" };
  const all = { name: "All wards together", value: 60 };
  // 60 ± 0, 1, 2, … 20.
  const around = Array.from({ length: 41 }, (_, i) => 40 + i);

  it("lie about what the areas are set beside, in even steps to either side", () => {
    const { words, limits, classes } = classing({ ...wards, values: around, comparator: all });
    expect(words).toBe("Percentage points from all wards together, 60.0%");
    expect(limits).toEqual(["", "−18", "−12", "−6", "+6", "+12", "+18", ""]);
    expect(classOf(classes, 60)!.colour).toBe("var(--ey-map-middle)");
    expect(classOf(classes, -1000)).toBe(classes[0]);
    expect(classOf(classes, 1000)).toBe(classes.at(-1));
  });

  it("give the strongest colour to the worse end, whichever that is, and none of them where neither is worse", () => {
    const least = (polarity: "high" | "low" | "none") =>
      classing({ ...wards, values: around, comparator: all, polarity }).classes[0]!.colour;
    expect(least("high")).toBe("var(--ey-map-worse-3)");
    expect(least("low")).toBe("var(--ey-map-better-3)");
    expect(least("none")).toBe("var(--ey-map-less-3)");
    const alone = (polarity: "high" | "low") =>
      classing({ ...wards, values: around, polarity }).classes[0]!.colour;
    expect(alone("high")).toBe("var(--ey-map-worse-share-5)");
    expect(alone("low")).toBe("var(--ey-map-worse-share-1)");
  });

  it("mean the same in every period: how far values are from the comparator of their own decides the steps", () => {
    const stepsIn = (value: number) =>
      classing({ ...wards, values: around, comparator: { ...all, value }, differences: [-9, -3, 0, 3, 9] })
        .limits;
    expect(stepsIn(55)).toEqual(stepsIn(70));
  });

  it("hold about as many areas each where there is nothing to set them beside", () => {
    const values = Array.from({ length: 100 }, (_, i) => (i * i) / 100);
    const { words, classes } = classing({ ...wards, values });
    expect(words).toBe("Each colour has about as many wards");
    const counts = classes.map((c) => values.filter((value) => classOf(classes, value) === c).length);
    expect(counts.reduce((a, b) => a + b)).toBe(100);
    expect(Math.max(...counts) - Math.min(...counts)).toBeLessThanOrEqual(10);
  });

  it("of counts end in the gaps between bunches", () => {
    const values = [1, 2, 3, 20, 21, 22, 50, 52, 90, 91, 140];
    const { words, classes } = classing({ ...wards, unit: "children", values, counted: true });
    expect(words).toBe("Colours change where few wards lie between");
    expect(classes.map(({ from }) => from)).toEqual([1, 20, 50, 90, 140].slice(0, classes.length));
    expect(values.every((value) => classOf(classes, value))).toBe(true);
  });

  it("are none without values, and one for a single value", () => {
    expect(classing({ ...wards, values: [] }).classes).toEqual([]);
    const { classes, words } = classing({ ...wards, values: [7, 7] });
    expect(classes.map(({ label }) => label)).toEqual(["7.0%"]);
    expect(words).toBe("All wards are alike");
  });

  it("are said in words", () => {
    const { classes } = classing({ ...wards, values: around, comparator: all });
    const said = classes.map(({ label }) => label);
    expect([said[0], said[3], said.at(-1)]).toEqual(["less than −18", "−6 to +6", "more than +18"]);
    expect(classing({ ...wards, values: around }).classes[0]!.label).toBe("40 to 48%");
  });
});

it("draws each kind of missing figure as itself", () => {
  const kinds = ["suppressed", "not_applicable", "not_available", "not_collected"] as const;
  expect(new Set(kinds.map(patternOf)).size).toBe(4);
  expect(patternOf(undefined)).toBe("not_available");
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
