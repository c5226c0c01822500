import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { attack } from "../../workspace/audit/attack.js";
import { type Given, settle } from "../../workspace/audit/settle.js";
import { Contradiction, type Equation, System } from "../../workspace/audit/system.js";
import { cases, soak } from "../soak.js";
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
  test("refuses a count of which different places tell different things, whichever it is", async () => {
    for (const wrong of [0, 1]) {
      const system = new System();
      for (const v of [0, 1]) system.variable(`x${v}`, 3, v === wrong ? 2 : 3);
      const refused: unknown = await settle(system).catch((error: unknown) => error);
      expect(refused).toBeInstanceOf(Contradiction);
      expect(refused).toMatchObject({ equations: [], variable: wrong });
    }
  });

  test("leaves what can be true of whole numbers", async () => {
    await fc.assert(
      fc.asyncProperty(systems, async (make) => {
        const system = make();
        await settle(system);
        expect(canBeTrue(system, system.equations)).toBe(true);
      }),
      cases(60, 40),
    );
  });

  soak("gives up a presumption only if it and its like contradict what is firmer", async () => {
    await fc.assert(
      fc.asyncProperty(systems, async (make) => {
        const [before, after] = [make(), make()];
        const { given } = await settle(after);
        for (const firm of [2, 1, 0]) {
          const firmer = after.equations.filter((equation) => firmness(equation) > firm);
          const alike = before.equations.filter((equation) => firmness(equation) === firm);
          const isGiven = given.some(({ group }) => group.includes(String(firm)));
          expect(isGiven).toBe(!canBeTrue(before, [...firmer, ...alike]));
        }
      }),
      cases(60, 40),
    );
  });

  soak("gives up in one system what it gives up in another that is beside it", async () => {
    await fc.assert(
      fc.asyncProperty(systems, systems, async (first, second) => {
        const apart = [...(await settle(first())).given, ...(await settle(renamed(second()))).given];
        const both = first();
        const { variables, equations } = renamed(second());
        const shift = both.variables.length;
        both.variables.push(...variables);
        for (const equation of equations)
          both.add({
            ...equation,
            terms: equation.terms.map(({ variable, times }) => ({ variable: variable + shift, times })),
          });
        expect(byGroup((await settle(both)).given)).toEqual(byGroup(apart));
      }),
      cases(40, 40),
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
    expect((await settle(system)).given.map(({ group }) => group)).toEqual(["all three are 20"]);
  });

  test("gives up a sum that fails, and no other like it", async () => {
    const system = new System();
    const sums = ["a", "b", "c"].map((name, i) => {
      const [whole, part] = [
        system.variable(`whole ${name}`, 7, 7),
        system.variable(`part ${name}`, 0, i ? 9 : 5),
      ];
      system.sum(whole, [part], `${name}: the part is the whole`, { group: "parts are wholes", firm: 2 });
      return part;
    });
    const { presumed, given } = await settle(system);
    expect(presumed.sums).toBe(3);
    expect(given).toEqual([
      { group: "parts are wholes", about: "sums", given: 1, of: 3, isPlain: true, isLess: false },
    ]);
    const derived = await attack(system, sums);
    expect(sums.map((part) => derived.get(part)).map((d) => [d!.lower, d!.upper])).toEqual([
      [0, 5],
      [7, 7],
      [7, 7],
    ]);
  });

  test("says whether it is plain which fails", async () => {
    const system = new System();
    const [a, b] = [system.variable("a", 0, 9), system.variable("b", 0, 9)];
    const is = (variable: number, sum: number, group: string) =>
      system.add({
        terms: [{ variable, times: 1 }],
        lower: sum,
        upper: sum,
        why: group,
        presumed: { group, firm: 2 },
      });
    // Either can be true of a, and not both; b is not 12.
    is(a, 3, "a is three");
    is(a, 4, "a is four");
    is(b, 12, "b is twelve");
    const { given } = await settle(system);
    expect(given.map(({ group, isPlain }) => [group, isPlain])).toEqual([
      ["a is four", false],
      ["a is three", false],
      ["b is twelve", true],
    ]);
  });

  test("blames what has failed elsewhere where several cannot all hold", async () => {
    const system = new System();
    const is = (variables: number[], sum: number, group: string) =>
      system.add({
        terms: variables.map((variable) => ({ variable, times: 1 })),
        lower: sum,
        upper: sum,
        why: group,
        presumed: { group, firm: 2 },
      });
    const [a, b, ...others] = [0, 1, 2, 3, 4].map((i) => system.variable(`x${i}`, 0, 9));
    is([others[0]!], 12, "by sex");
    for (const other of others.slice(1)) is([other], 5, "by sex");
    is([a!, b!], 3, "by sex");
    is([a!, b!], 4, "by area");
    const { given } = await settle(system);
    expect(given.map(({ group, given, of, isPlain }) => [group, given, of, isPlain])).toEqual([
      ["by sex", 2, 4, true],
    ]);
  });

  test("takes what is alike to hold wherever it can, however much of it has failed", async () => {
    const system = new System();
    const counts = [0, 1, 2, 3, 4].map((i) => system.variable(`x${i}`, 0, 9));
    for (const [i, variable] of counts.entries()) {
      const sum = i === 4 ? 3 : 12;
      system.add({
        terms: [{ variable, times: 1 }],
        lower: sum,
        upper: sum,
        why: "a sum",
        presumed: { group: "alike", firm: 2 },
      });
    }
    const [given] = (await settle(system)).given;
    expect([given!.given, given!.of]).toEqual([4, 5]);
    expect((await attack(system, [counts[4]!])).get(counts[4]!)).toMatchObject({ lower: 3, upper: 3 });
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

function byGroup(given: readonly Given[]): Given[] {
  return [...given].sort((a, b) => (a.group < b.group ? -1 : 1));
}

/** The system with other names for its groups. */
function renamed(system: System): System {
  system.equations.forEach((equation) => {
    if (equation.presumed) equation.presumed = { ...equation.presumed, group: `z${equation.presumed.group}` };
  });
  return system;
}
