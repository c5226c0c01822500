import fc from "fast-check";
import { expect, test } from "vitest";
import { findSmallChanges, join } from "../../workspace/audit/earlier.js";
import type { Rule } from "../../workspace/audit/rule.js";
import { System } from "../../workspace/audit/system.js";
import { cases } from "../soak.js";
import { solutions } from "./try-all.js";

const rules: Rule[] = [
  { smallestCount: 3, roundTo: 1, zeros: "shown", protectionInterval: 2 },
  { smallestCount: 5, roundTo: 4, zeros: "shown", protectionInterval: 3 },
];

const counts = fc.array(fc.integer({ min: 0, max: 5 }), { minLength: 4, maxLength: 4 });
const sums = fc.array(
  fc.record({
    times: fc.array(fc.integer({ min: -1, max: 1 }), { minLength: 4, maxLength: 4 }),
    above: fc.integer({ min: 0, max: 2 }),
  }),
  { minLength: 1, maxLength: 4 },
);

test("a change is told with all that it can be, and only if that is small and close together", async () => {
  await fc.assert(
    fc.asyncProperty(counts, sums, fc.constantFrom(...rules), async (truth, told, rule) => {
      const system = new System();
      const [a, b, c, d] = truth.map((_, v) => system.variable(`x${v}`, 0, 6)) as [
        number,
        number,
        number,
        number,
      ];
      for (const { times, above } of told) {
        const sum = times.reduce((total, factor, v) => total + factor * truth[v]!, 0);
        system.add({
          terms: times.map((factor, variable) => ({ variable, times: factor })).filter((t) => t.times),
          lower: sum - 1,
          upper: sum + above,
          why: "a sum",
        });
      }
      const pairs = [
        { name: "one", before: { variable: a, shown: 0 }, now: { variable: b, shown: 1 } },
        { name: "other", before: { variable: c, shown: 0 }, now: { variable: d, shown: 1 } },
      ];
      const { variables, equations } = system;
      const all = [...solutions([...variables], [...equations])];
      const expected = pairs.flatMap(({ name, before, now }) => {
        const changes = all.map((values) => values[now.variable]! - values[before.variable]!);
        const [lower, upper] = [Math.min(...changes), Math.max(...changes)];
        const isSmall = Math.min(Math.abs(lower), Math.abs(upper)) >= 1 && lower > 0 === upper > 0;
        const isBelow = Math.max(Math.abs(lower), Math.abs(upper)) < rule.smallestCount;
        return isSmall && isBelow && upper - lower < Math.max(rule.roundTo - 1, 1)
          ? [{ name, lower, upper }]
          : [];
      });
      const found = await findSmallChanges(system, join(system, pairs), rule);
      expect(found.map(({ of, lower, upper }) => ({ name: of.name, lower, upper }))).toEqual(expected);
    }),
    cases(50, 40),
  );
});

test("rounding may show a change of a few as a larger one, and it is found all the same", async () => {
  const rule: Rule = { smallestCount: 5, roundTo: 4, zeros: "shown", protectionInterval: 3 };
  const system = new System();
  // 10 is rounded down and 14 up: 8 more are shown, and 4 more came.
  const [before, now] = [system.variable("before", 10, 10), system.variable("now", 14, 14)];
  const pair = { name: "one", before: { variable: before, shown: 8 }, now: { variable: now, shown: 16 } };
  const found = await findSmallChanges(system, join(system, [pair]), rule);
  expect(found.map(({ lower, upper }) => [lower, upper])).toEqual([[4, 4]]);
});
