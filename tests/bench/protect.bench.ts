import { formatCount } from "../../components/words/numbers.js";
import type { Cell, Equation, Problem, Range, Unit } from "../../loaders/protect/solve/problem.js";
import { suppress } from "../../loaders/protect/solve/suppress.js";
import { readPolicies } from "../../loaders/registry/policy.js";
import { protectCity } from "./protect-city.js";

/**
 * First the sample city, if it is there. Then how long it takes to protect the largest linked table that the city needs, and what is lost: wards in localities in
 * the city, undivided and by two breakdowns, counts that share their denominator, several periods. The children are made
 * up; their numbers are like a city's. PROTECT_BENCH_PERIODS sets how many periods (default 10).
 */
export default async function protectBench(print: (line: string) => void): Promise<void> {
  await protectCity(print);
  const periods = Number(process.env.PROTECT_BENCH_PERIODS ?? 10);
  for (const policy of readPolicies()) {
    const { smallestCount, roundTo, protectionInterval } = policy;
    const problem = cityProblem({ periods, families: [3, 3, 2, 2], smallestCount, roundTo });
    const start = performance.now();
    const made = await suppress({ ...problem, width: protectionInterval });
    const seconds = (performance.now() - start) / 1000;
    const lost = made.suppressed.reduce((sum, s) => sum + s, 0);
    const primary = problem.units.filter((u) => u.primary).length;
    print(
      `${policy.id}: ${formatCount(problem.units.length)} figures (${formatCount(problem.cells.length)} counts), ${share(primary, problem.units.length)} primary, ${share(lost, problem.units.length)} suppressed; ` +
        `loss at most ${share(made.cost - made.bound, made.bound)} above the least possible; ${seconds.toFixed(1)} s, ${Math.round(process.memoryUsage().rss / 2 ** 20)} MB`,
    );
  }
}

interface City {
  periods: number;
  /** Of each denominator how many numerators are out of it. */
  families: number[];
  smallestCount: number;
  roundTo: number;
  /** How large the wards are, beside those of a city of a million; default 1. */
  scale?: number;
}

const localities = 10;
const wards = 69;
// Undivided, by sex, by free school meals.
const breakdowns = [["all"], ["female", "male"], ["yes", "no"]];

/** Linked figures of a made-up city. A figure is a numerator, its denominator and what is left. */
export function cityProblem({
  periods,
  families,
  smallestCount,
  roundTo,
  scale = 1,
}: City): Pick<Problem, "cells" | "units" | "equations"> {
  const random = randomNumbers(1);
  const cells: Cell[] = [];
  const units: Unit[] = [];
  const equations: Equation[] = [];
  const isSmall = (n: number) => n > 0 && n < smallestCount;
  const shown = (n: number): Range => {
    if (n === 0 || isSmall(n)) return [n, n];
    const to = Math.floor(n / roundTo + 0.5) * roundTo;
    return [Math.max(to - Math.floor(roundTo / 2), smallestCount), to + Math.ceil(roundTo / 2) - 1];
  };
  const add = (value: number, range: Range): number =>
    cells.push({ value, shown: range, hidden: [0, Number.POSITIVE_INFINITY], guarded: value > 0 }) - 1;
  for (let period = 0; period < periods; period++)
    for (const numerators of families) {
      const counts = cityCounts(random, numerators, scale);
      const places = [...counts].map(([name, { denominator, of }]) => {
        const whole = add(denominator, shown(denominator));
        const parts = of.map((n) => {
          const part = add(n, shown(n));
          const left = denominator - n;
          const rest = add(left, left === 0 ? [0, 0] : [Math.min(left, smallestCount), Infinity]);
          equations.push({ total: whole, parts: [part, rest] });
          const level = name.startsWith("city") ? 100 : name.startsWith("locality") ? 10 : 1;
          const undivided = name.endsWith("all") ? 50 : 1;
          units.push({
            cells: [whole, part, rest],
            cost: Math.round(level * undivided * (1 + Math.log10(1 + denominator))),
            primary: isSmall(n) || isSmall(denominator) || isSmall(left),
          });
          return part;
        });
        return [name, [whole, ...parts]] as const;
      });
      const placesOf = new Map(places);
      const sum = (total: string, parts: string[]) => {
        for (const [i, place] of placesOf.get(total)!.entries())
          equations.push({ total: place, parts: parts.map((part) => placesOf.get(part)![i]!) });
      };
      const categories = breakdowns.flat();
      for (const category of categories) {
        const below = (l: number) =>
          [...Array(wards).keys()].filter((w) => w % localities === l).map((w) => `ward ${w} ${category}`);
        for (let l = 0; l < localities; l++) sum(`locality ${l} ${category}`, below(l));
        sum(
          `city ${category}`,
          [...Array(localities).keys()].map((l) => `locality ${l} ${category}`),
        );
      }
      for (const name of placesOf.keys())
        if (name.endsWith("all"))
          for (const divided of breakdowns.slice(1))
            sum(
              name,
              divided.map((category) => name.replace(/all$/, category)),
            );
    }
  return { cells, units, equations };
}

type Counts = Map<string, { denominator: number; of: number[] }>;

// Children of a ward are drawn by sex and meals, and added up to all else.
function cityCounts(random: () => number, numerators: number, scale: number): Counts {
  const counts: Counts = new Map();
  const shares = Array.from({ length: numerators }, () => 0.3 + 0.5 * random());
  const put = (name: string, denominator: number, of: number[]) => {
    const found = counts.get(name);
    if (!found) counts.set(name, { denominator, of: [...of] });
    else {
      found.denominator += denominator;
      for (const [i, n] of of.entries()) found.of[i]! += n;
    }
  };
  for (let w = 0; w < wards; w++) {
    const size = Math.round(scale * (60 + 300 * random() ** 2));
    const meals = 0.1 + 0.4 * random();
    for (const sex of ["female", "male"])
      for (const fsm of ["yes", "no"]) {
        const denominator = Math.round((size / 2) * (fsm === "yes" ? meals : 1 - meals));
        const of = shares.map((s) => Math.round(denominator * Math.min(1, s * (0.8 + 0.4 * random()))));
        for (const area of [`ward ${w}`, `locality ${w % localities}`, "city"])
          for (const category of ["all", sex, fsm]) put(`${area} ${category}`, denominator, of);
      }
  }
  return new Map([...counts].sort(([a], [b]) => (a < b ? -1 : 1)));
}

function randomNumbers(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
}
const share = (n: number, of: number): string => `${((100 * n) / Math.max(of, 1)).toFixed(1)} %`;
