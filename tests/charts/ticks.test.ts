import { nice, ticks } from "d3-array";
import fc from "fast-check";
import { expect, test } from "vitest";
import { roundEnds, roundTicks } from "../../components/charts/ticks.js";
import { cases } from "../soak.js";

test.each([
  [0, 100, 5, [0, 20, 40, 60, 80, 100]],
  [37.2, 71.8, 6, [40, 45, 50, 55, 60, 65, 70]],
  [-0.3, 0.3, 3, [-0.2, 0, 0.2]],
])("ticks from %d to %d, about %d", (low, high, most, expected) => {
  expect(roundTicks(low, high, most)).toEqual(expected);
});

test("ticks and round ends are D3's", () => {
  const range = fc.tuple(fc.integer({ min: -1e6, max: 1e6 }), fc.integer({ min: 1, max: 1e6 }));
  fc.assert(
    fc.property(range, fc.integer({ min: 2, max: 8 }), ([start, length], most) => {
      const [low, high] = [start / 100, (start + length) / 100];
      expect(roundTicks(low, high, most)).toEqual(ticks(low, high, most));
      expect(roundEnds(low, high, most)).toEqual(nice(low, high, most));
    }),
    cases(200),
  );
});
