import fc from "fast-check";
import { expect, test } from "vitest";
import { type PartCount, protectParts } from "../../loaders/briefings/area-pathway.js";
import { cases } from "../soak.js";

const rules = { smallestCount: 10, smallestDenominator: 30, allOrNothingFrom: 50 };
const part = (area: string, x: number, n: number, parent = "L", level: PartCount["level"] = "ward") => ({
  ...{ area, level, parent, x, n },
});
const told = (...parts: PartCount[]) => Object.fromEntries(protectParts(parts, rules));

test("a share is hidden where few were met, few were not, few are asked of, or all or none of some", () => {
  const L = part("L", 500, 1000, "C", "locality");
  expect(told(L, part("A", 9, 100), part("B", 40, 80), part("D", 60, 90), part("E", 91, 100))).toMatchObject({
    ...{ A: null, E: null, B: 50, D: 67 },
  });
  expect(told(L, part("A", 0, 49), part("B", 0, 50), part("D", 12, 29), part("E", 100, 200))).toMatchObject({
    ...{ A: null, B: 0, D: null, E: 50 },
  });
});

test("one that is hidden by itself takes the smallest other with it, as the rest of its locality would tell it", () => {
  const L = part("L", 149, 340, "C", "locality");
  expect(told(L, part("A", 9, 100), part("B", 40, 80), part("D", 100, 160))).toEqual({
    ...{ L: 44, A: null, B: null, D: 63 },
  });
});

test("a locality that is hidden for another's sake has hidden parts, which else would add up to it", () => {
  const found = told(
    part("L", 5, 100, "C", "locality"),
    part("M", 60, 120, "C", "locality"),
    part("N", 90, 180, "C", "locality"),
    part("A", 5, 100),
    part("P", 30, 60, "M"),
    part("Q", 30, 60, "M"),
    part("R", 90, 180, "N"),
  );
  expect(found).toMatchObject({ L: null, M: null, N: 50, P: null, Q: null, R: 50 });
});

test("what is hidden of a locality is never one ward, nor a few children", () => {
  const ward = fc.tuple(fc.integer({ min: 20, max: 200 }), fc.double({ min: 0, max: 1, noNaN: true }));
  fc.assert(
    fc.property(fc.array(ward, { minLength: 2, maxLength: 14 }), (drawn) => {
      const wards = drawn.map(([n, share], i) => part(`W${i}`, Math.round(n * share), n));
      const sum = (of: (one: PartCount) => number, some = wards) =>
        some.reduce((all, one) => all + of(one), 0);
      const locality = part(
        "L",
        sum(({ x }) => x),
        sum(({ n }) => n),
        "C",
        "locality",
      );
      const shares = protectParts([locality, ...wards], rules);
      const hidden = wards.filter(({ area }) => shares.get(area) === null);
      if (hidden.length === 0 || hidden.length === wards.length) return;
      expect(hidden.length).toBeGreaterThan(1);
      expect(sum(({ x }) => x, hidden)).toBeGreaterThanOrEqual(10);
      expect(sum(({ x, n }) => n - x, hidden)).toBeGreaterThanOrEqual(10);
    }),
    cases(200),
  );
});
