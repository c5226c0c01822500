import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { settle } from "../../workspace/audit/settle.js";
import { Contradiction, type Equation, System } from "../../workspace/audit/system.js";
import { solutions } from "./try-all.js";

const most = 3;

const row = fc.record({
  times: fc.array(fc.integer({ min: -1, max: 1 }), { minLength: 4, maxLength: 4 }),
  below: fc.integer({ min: 0, max: 1 }),
  above: fc.constantFrom(0, 1, Infinity),
});

const presumption = fc.record({
  times: row.map(({ times }) => times),
  sum: fc.integer({ min: -3, max: 6 }),
  firm: fc.constantFrom(0 as const, 1 as const, 2 as const),
  group: fc.constantFrom("a", "b", "c"),
  isMore: fc.boolean(),
});

/** Counts of which something is shown, and more is presumed, rightly or wrongly. */
const systems = fc
  .record({
    truth: fc.array(fc.integer({ min: 0, max: most }), { minLength: 4, maxLength: 4 }),
    shown: fc.array(row, { minLength: 1, maxLength: 4 }),
    presumed: fc.array(presumption, { minLength: 1, maxLength: 6 }),
  })
  .map((given) => () => {
    const system = new System();
    for (const [v] of given.truth.entries()) system.variable(`x${v}`, 0, most);
    const termsOf = (times: number[]) =>
      times.flatMap((factor, variable) => (factor ? [{ variable, times: factor }] : []));
    for (const { times, below, above } of given.shown) {
      const sum = times.reduce((total, factor, v) => total + factor * given.truth[v]!, 0);
      system.add({ terms: termsOf(times), lower: sum - below, upper: sum + above, why: "it is shown" });
    }
    for (const { times, sum, firm, group, isMore } of given.presumed)
      system.add({
        terms: termsOf(times),
        lower: sum,
        upper: sum,
        why: "it is presumed",
        presumed: { group: `${group}${firm}`, firm, ...(isMore ? { else: [sum, Infinity] } : {}) },
      });
    return system;
  });

const firmness = ({ presumed }: Equation) => presumed?.firm ?? Infinity;
const canBeTrue = ({ variables }: System, equations: Equation[]) =>
  solutions(variables, equations).next().value !== undefined;

describe("settling", () => {
  test("leaves what can be true of whole numbers", async () => {
    await fc.assert(
      fc.asyncProperty(systems, async (make) => {
        const system = make();
        await settle(system);
        expect(canBeTrue(system, system.equations)).toBe(true);
      }),
      { numRuns: 200 },
    );
  });

  test("gives up a presumption only if it and its like contradict what is firmer", async () => {
    await fc.assert(
      fc.asyncProperty(systems, async (make) => {
        const [before, after] = [make(), make()];
        const given = await settle(after);
        for (const firm of [2, 1, 0]) {
          const firmer = after.equations.filter((equation) => firmness(equation) > firm);
          const alike = before.equations.filter((equation) => firmness(equation) === firm);
          const isGiven = given.some((group) => group.includes(String(firm)));
          expect(isGiven).toBe(!canBeTrue(before, [...firmer, ...alike]));
        }
      }),
      { numRuns: 200 },
    );
  });

  test("gives up in one system what it gives up in another that is beside it", async () => {
    await fc.assert(
      fc.asyncProperty(systems, systems, async (first, second) => {
        const apart = [...(await settle(first())), ...(await settle(renamed(second())))];
        const both = first();
        const { variables, equations } = renamed(second());
        const shift = both.variables.length;
        both.variables.push(...variables);
        for (const equation of equations)
          both.add({
            ...equation,
            terms: equation.terms.map(({ variable, times }) => ({ variable: variable + shift, times })),
          });
        expect((await settle(both)).sort()).toEqual(apart.sort());
      }),
      { numRuns: 100 },
    );
  });

  test("gives up no more than what contradicts, however much hangs together", async () => {
    const system = new System();
    const count = (name: string) => ({ variable: system.variable(name, 0, 20), times: 1 });
    const [a, b, c] = [count("a"), count("b"), count("c")] as const;
    const is = (terms: Equation["terms"], sum: number, group?: string) =>
      system.add({
        terms,
        lower: sum,
        upper: sum,
        why: "a sum",
        presumed: group === undefined ? undefined : { group, firm: 2 },
      });
    for (const pair of [
      [a, b],
      [b, c],
      [a, c],
    ])
      is(pair, 10);
    // By pairs the three are 15.
    is([a, b, c], 20, "all three are 20");
    for (let i = 0, last = c as Equation["terms"][0]; i < 500; i++) {
      const next = count(`d${i}`);
      is([last, { ...next, times: -1 }], 0, `d${i} is the one before`);
      last = next;
    }
    expect(await settle(system)).toEqual(["all three are 20"]);
  });

  test("ends with what cannot all be true if nothing is only presumed of it", async () => {
    const system = new System();
    const [a, b] = [system.variable("a", 0, 9), system.variable("b", 0, 9)] as const;
    const add = (why: string, sum: number, group?: string) =>
      system.add({
        terms: [
          { variable: a, times: 1 },
          { variable: b, times: 1 },
        ],
        lower: sum,
        upper: sum,
        why,
        presumed: group === undefined ? undefined : { group, firm: 2 },
      });
    add("they are taken to be 5", 5, "five");
    add("they are shown as 6", 6);
    add("they are shown as 7", 7);
    const error = await settle(system).then(undefined, (reason) => reason);
    expect(error).toBeInstanceOf(Contradiction);
    expect((error as Contradiction).equations.map((e) => system.equations[e]!.why).sort()).toEqual([
      "they are shown as 6",
      "they are shown as 7",
    ]);
  });
});

/** The system with other names for its groups. */
function renamed(system: System): System {
  system.equations.forEach((equation) => {
    if (equation.presumed) equation.presumed = { ...equation.presumed, group: `z${equation.presumed.group}` };
  });
  return system;
}
