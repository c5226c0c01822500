import { expect, test } from "vitest";
import { areaMap, type MapFigure, type MapFigures } from "../../components/charts/area-map.js";
import { standInBrowser } from "../sentences/browser-globals.js";

standInBrowser();

// A town of 4 by 3 wards in two localities, west and east.
const ring = (west: number, south: number, wide: number, high: number) => [
  [west, south],
  [west + wide, south],
  [west + wide, south + high],
  [west, south + high],
  [west, south],
];
const square = (code: string, name: string, [x, y]: number[], [wide, high] = [1, 1]) => ({
  ...{
    code,
    name,
    centre: [-2 + 0.03 * (x! + wide! / 2), 52.4 + 0.02 * (y! + high! / 2)] as [number, number],
  },
  geometry: {
    type: "Polygon" as const,
    coordinates: [ring(-2 + 0.03 * x!, 52.4 + 0.02 * y!, 0.03 * wide!, 0.02 * high!)],
  },
});
const wards = Array.from({ length: 12 }, (_, i) => square(`W${i}`, `Ward ${i}`, [i % 4, Math.floor(i / 4)]));
const localities = [square("L0", "West", [0, 0], [2, 3]), square("L1", "East", [2, 0], [2, 3])];
const of = (numerator: number, denominator: number): MapFigure => ({
  ...{ numerator, denominator, lower: null, upper: null },
  ...{ value: (100 * numerator) / denominator, status: "value" },
});
const comparator = { name: "All wards together", value: 60 };
/** The first two clearly away from 60%, the third as far but of few children; then what is missing, each kind once. */
const given: MapFigures = {
  figures: new Map<string, MapFigure>([
    ["W0", of(300, 1000)],
    ["W1", of(900, 1000)],
    ["W2", of(3, 10)],
    ["W3", { value: null, status: "suppressed" }],
    ["W4", { value: null, status: "not_applicable" }],
    ["W5", { value: null, status: "not_collected" }],
    ["W6", of(600, 1000)],
  ]),
  ...{ unit: "percent", polarity: "high", comparator },
};
const made = (more: object = {}) =>
  areaMap({ shapes: wards, around: [localities], areas: ["ward", "wards"], ...given, ...more });
const areaOf = (map: Element, code: string) => map.querySelector(`[data-code=${code}]`)!;
const fillOf = (map: Element, code: string) => areaOf(map, code).getAttribute("fill");

test("areas below have the worse colours, those above the better, and those without a figure a pattern of their own kind", () => {
  const map = made();
  expect(fillOf(map, "W0")).toMatch(/--ey-map-worse-\d/);
  expect(fillOf(map, "W1")).toMatch(/--ey-map-better-\d/);
  expect(fillOf(map, "W6")).toBe("var(--ey-map-middle)");
  const missing = ["W3", "W4", "W5", "W7"].map((code) => fillOf(map, code));
  expect(missing).toEqual([
    expect.stringMatching(/suppressed/),
    expect.stringMatching(/not_applicable/),
    expect.stringMatching(/not_collected/),
    expect.stringMatching(/not_available/),
  ]);
  const key = map.querySelector(".ey-map-key")!.textContent;
  for (const words of ["suppressed [c]", "not applicable [z]", "not collected [x]", "not available [x]"])
    expect(key).toContain(words);
});

test("what may be chance is hatched, and the key and the area's name say which is not", () => {
  const map = made();
  const hatched = map.querySelector(".ey-map-hatched:not(.ey-map-faint)")!.getAttribute("d");
  expect(hatched).toBe(areaOf(map, "W2").getAttribute("d"));
  expect(map.querySelector(".ey-map-key")!.textContent).toContain("hatched: the difference may be chance");
  expect(areaOf(map, "W0").getAttribute("aria-label")).toBe("Ward 0: 30.0%, lower by more than chance");
  expect(areaOf(map, "W2").getAttribute("aria-label")).toBe("Ward 2: 30.0%");
  // Of an index that counts all there is, nothing is said of chance.
  expect(made({ chance: "no" }).textContent).not.toContain("chance");
});

test("a hundred changes are drawn in place: the areas stay, with no node and no listener more", () => {
  let listeners = 0;
  const { addEventListener } = EventTarget.prototype;
  EventTarget.prototype.addEventListener = function (this: EventTarget, ...given) {
    listeners += 1;
    return addEventListener.apply(this, given as never);
  };
  try {
    const map = made();
    const [areas, nodes, before] = [[...map.querySelectorAll(".ey-area")], countOf(map), listeners];
    for (let i = 0; i < 100; i++) {
      map.redraw({ ...given, figures: new Map([["W0", of(300 + 3 * i, 1000)]]) });
      map.value = [`W${i % 12}`];
    }
    map.redraw(given);
    map.value = [];
    expect([...map.querySelectorAll(".ey-area")]).toEqual(areas);
    expect(countOf(map)).toBe(nodes);
    expect(listeners).toBe(before);
    expect(areaOf(map, "W0").getAttribute("aria-label")).toBe("Ward 0: 30.0%, lower by more than chance");
  } finally {
    EventTarget.prototype.addEventListener = addEventListener;
  }
  function countOf(map: Element): number {
    return map.querySelectorAll("*").length;
  }
});

test("listeners do not grow with the number of areas", () => {
  let listeners = 0;
  const { addEventListener } = EventTarget.prototype;
  EventTarget.prototype.addEventListener = function (this: EventTarget, ...given) {
    listeners += 1;
    return addEventListener.apply(this, given as never);
  };
  try {
    made({ shapes: wards.slice(0, 3) });
    const few = listeners;
    made();
    expect(listeners).toBe(2 * few);
  } finally {
    EventTarget.prototype.addEventListener = addEventListener;
  }
});

test("localities are named and bordered over the wards; wards are named where there is room", () => {
  const map = made();
  const written = (code = "visible") =>
    [...map.querySelectorAll(`.ey-map-name[visibility=${code}]`)].map((text) => text.textContent);
  expect(map.querySelectorAll(".ey-map-border")).toHaveLength(1);
  expect(written()).toEqual(expect.arrayContaining(["West", "East", "Ward 3"]));
  const crowded = made({
    shapes: wards.map((ward, i) => ({
      ...ward,
      name: `A ward with a name far too long to stand in it, number ${i}`,
    })),
  });
  expect(crowded.querySelectorAll(".ey-map-name-1[visibility=visible]")).toHaveLength(0);
});

test("the buttons bring the map nearer and back", () => {
  const map = made();
  const box = () => map.querySelector(".ey-map-drawing")!.getAttribute("viewBox");
  const whole = box();
  const press = (label: string) => map.querySelector<HTMLElement>(`[aria-label="${label}"]`)!.click();
  press("Zoom in");
  press("Zoom in");
  const [, , width] = box()!.split(" ").map(Number);
  expect(width).toBeCloseTo(640 / 1.6 ** 2, 1);
  press("Show all of the map");
  expect(box()).toBe(whole);
});

test("a click and the keyboard choose, through one listener of the drawing", () => {
  const map = made();
  document.body.append(map);
  let told: string[] = [];
  map.addEventListener("input", () => (told = map.value));
  areaOf(map, "W1").dispatchEvent(new Event("click", { bubbles: true }));
  expect(told).toEqual(["W1"]);
  const key = (name: string) =>
    Object.assign(new Event("keydown", { bubbles: true, cancelable: true }), { key: name });
  (areaOf(map, "W1") as SVGElement).focus();
  document.activeElement!.dispatchEvent(key("ArrowRight"));
  document.activeElement!.dispatchEvent(key("Enter"));
  expect(told).toEqual(["W1", "W2"]);
  expect(map.querySelectorAll("[tabindex='0']")).toHaveLength(1);
  map.remove();
});

test("a map that takes a place gives where is clicked or the middle of the area at Enter, and chooses nothing", () => {
  const taken: [number, number][] = [];
  const marks = [
    {
      id: "a",
      name: "A setting",
      at: wards[5]!.centre,
      kind: "there" as const,
      press: () => taken.push([0, 0]),
    },
  ];
  const map = made({
    marks,
    place: { what: "puts it there", take: (at: [number, number]) => taken.push(at) },
  });
  areaOf(map, "W6").dispatchEvent(
    Object.assign(new Event("keydown", { bubbles: true, cancelable: true }), { key: "Enter" }),
  );
  expect(taken[0]![0]).toBeCloseTo(wards[6]!.centre[0], 6);
  expect(taken[0]![1]).toBeCloseTo(wards[6]!.centre[1], 6);
  expect(map.value).toEqual([]);
  expect(areaOf(map, "W6").getAttribute("role")).toBe("button");
  map.querySelector("circle")!.dispatchEvent(new Event("click", { bubbles: true }));
  expect(taken).toHaveLength(2);
  map.redraw({ ...given, marks: [] });
  expect(map.querySelectorAll("circle")).toHaveLength(0);
});
