import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { attack } from "../../workspace/audit/attack.js";
import { auditTable } from "../../workspace/audit/audit-table.js";
import type { Rule } from "../../workspace/audit/rule.js";
import { System } from "../../workspace/audit/system.js";
import { cases } from "../soak.js";
import { table } from "./desk.js";
import { solutions } from "./try-all.js";

/** Least and greatest value of each variable over all whole-number solutions, by trying every one. */
function tryAll({ variables, equations }: System): [number, number][] {
  const ends = variables.map((): [number, number] => [Infinity, -Infinity]);
  for (const values of solutions(variables, equations))
    values.forEach((x, i) => {
      ends[i] = [Math.min(ends[i]![0], x), Math.max(ends[i]![1], x)];
    });
  return ends;
}

const systems = fc
  .record({
    truth: fc.array(fc.integer({ min: 0, max: 4 }), { minLength: 3, maxLength: 6 }),
    rows: fc.array(
      fc.record({
        times: fc.array(fc.integer({ min: -2, max: 2 }), { minLength: 6, maxLength: 6 }),
        below: fc.integer({ min: 0, max: 1 }),
        above: fc.constantFrom(0, 0, 1, Infinity),
      }),
      { minLength: 1, maxLength: 5 },
    ),
  })
  .map(({ truth, rows }) => {
    const system = new System();
    for (const i of truth.keys()) system.variable(`x${i}`, 0, 4);
    for (const { times, below, above } of rows) {
      const terms = truth
        .map((_, variable) => ({ variable, times: times[variable]! }))
        .filter((t) => t.times);
      const sum = terms.reduce((s, t) => s + t.times * truth[t.variable]!, 0);
      system.add({ terms, lower: sum - below, upper: sum + above, why: "a row" });
    }
    return system;
  });

describe("the intervals that are derived", () => {
  test("are those of all whole-number solutions", async () => {
    await fc.assert(
      fc.asyncProperty(systems, async (system) => {
        const all = system.variables.map((_, i) => i);
        const derived = await attack(system, all);
        const true_ = tryAll(system);
        for (const i of all) {
          const { lower, upper, tightness } = derived.get(i)!;
          expect(tightness).toBe("exact");
          expect([lower, upper]).toEqual(true_[i]);
        }
      }),
      cases(15, 100),
    );
  });

  test("are never tighter than the truth where whole numbers are not looked at", async () => {
    await fc.assert(
      fc.asyncProperty(systems, async (system) => {
        const all = system.variables.map((_, i) => i);
        const derived = await attack(system, all, { wholeUpTo: 0 });
        const true_ = tryAll(system);
        for (const i of all) {
          const { lower, upper, tightness } = derived.get(i)!;
          expect(lower).toBeLessThanOrEqual(true_[i]![0]);
          expect(upper).toBeGreaterThanOrEqual(true_[i]![1]);
          if (tightness === "exact") expect([lower, upper]).toEqual(true_[i]);
        }
      }),
      cases(15, 100),
    );
  });

  test("are never tighter than the truth where fractions were seen to be wide enough", async () => {
    await fc.assert(
      fc.asyncProperty(systems, fc.integer({ min: 1, max: 4 }), async (system, enough) => {
        const all = system.variables.map((_, i) => i);
        const derived = await attack(system, all, { wholeUpTo: 0, enough });
        const true_ = tryAll(system);
        for (const i of all) {
          const { lower, upper } = derived.get(i)!;
          if (upper - lower >= enough) continue;
          expect(lower).toBeLessThanOrEqual(true_[i]![0]);
          expect(upper).toBeGreaterThanOrEqual(true_[i]![1]);
        }
      }),
      cases(15, 100),
    );
  });

  test("are called wide enough only if they are", async () => {
    await fc.assert(
      fc.asyncProperty(systems, fc.integer({ min: 1, max: 4 }), async (system, enough) => {
        const all = system.variables.map((_, i) => i);
        const derived = await attack(system, all, { enough });
        const true_ = tryAll(system);
        for (const i of all) {
          const { lower, upper } = derived.get(i)!;
          expect(upper - lower >= enough).toBe(true_[i]![1] - true_[i]![0] >= enough);
        }
      }),
      cases(15, 100),
    );
  });
});

describe("a table's suppressed counts", () => {
  const rules: Rule[] = [
    { smallestCount: 3, roundTo: 1, zeros: "shown", protectionInterval: 2 },
    { smallestCount: 3, roundTo: 3, zeros: "shown", protectionInterval: 3 },
    { smallestCount: 3, roundTo: 1, zeros: "suppressed", protectionInterval: 2 },
  ];
  const round = (x: number, { roundTo }: Rule) => Math.floor(x / roundTo + 0.5) * roundTo;
  const isPrimary = (x: number, rule: Rule) =>
    (x > 0 && x < rule.smallestCount) || (x === 0 && rule.zeros === "suppressed");

  test("are found derivable exactly when trying every table finds them so", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.integer({ min: 0, max: 5 }), { minLength: 4, maxLength: 4 }),
        fc.array(fc.boolean(), { minLength: 8, maxLength: 8 }),
        fc.constantFrom(...rules),
        async ([a, b, c, d], extra, rule) => {
          const cellsOf = (w: number, x: number, y: number, z: number) => [
            w,
            x,
            y,
            z,
            w + x,
            y + z,
            w + y,
            x + z,
            w + x + y + z,
          ];
          const names = [
            "r1 A",
            "r1 B",
            "r2 A",
            "r2 B",
            "r1 Total",
            "r2 Total",
            "Total A",
            "Total B",
            "Total Total",
          ];
          const truth = cellsOf(a!, b!, c!, d!);
          const total = Math.max(truth[8]!, rule.smallestCount);
          if (total !== truth[8]) return;
          const mayHide = (x: number) => rule.zeros === "suppressed" || x > 0;
          const published = truth.map((x, i) =>
            i < 8 && (isPrimary(x, rule) || (extra[i] && mayHide(x))) ? ("c" as const) : round(x, rule),
          );
          const isPossible = (cells: number[]) =>
            cells.every((x, i) =>
              published[i] === "c" ? mayHide(x) : round(x, rule) === published[i] && !isPrimary(x, rule),
            );
          const ends = truth.map((): [number, number] => [Infinity, -Infinity]);
          const most = total + rule.roundTo;
          for (let w = 0; w <= most; w++)
            for (let x = 0; w + x <= most; x++)
              for (let y = 0; w + x + y <= most; y++)
                for (let z = 0; w + x + y + z <= most; z++) {
                  const cells = cellsOf(w, x, y, z);
                  if (!isPossible(cells)) continue;
                  cells.forEach((value, i) => {
                    ends[i] = [Math.min(ends[i]![0], value), Math.max(ends[i]![1], value)];
                  });
                }
          const { faults, findings } = await auditTable(
            table(
              ["row", "column"],
              names.map((name, i) => `${name} ${published[i]}`),
            ),
            rule,
          );
          expect(faults).toEqual([]);
          const expected = names.flatMap((name, i) => {
            const [lower, upper] = ends[i]!;
            const [row, column] = name.split(" ");
            return published[i] === "c" && upper - lower < rule.protectionInterval
              ? [`row ${row}, column ${column}: ${lower}–${upper}`]
              : [];
          });
          expect(findings.map(({ cell, derived }) => `${cell}: ${derived.lower}–${derived.upper}`)).toEqual(
            expected,
          );
          for (const { because } of findings) expect(because.length).toBeGreaterThan(0);
        },
      ),
      cases(15, 100),
    );
  });
});
