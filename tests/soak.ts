import { test } from "vitest";
import { isSoaking } from "./is-soaking.js";

export { isSoaking };

// What ordinary tests and soak tests share: how far to search, and from where.
const until = process.env.EARLY_YEARS_SOAK_UNTIL;

/** A test of a soak alone: `npm test` has a quicker one of its kind beside it, and tells this one as skipped. */
export const soak = test.runIf(isSoaking);

/** Where random search begins: always the same in `npm test`, another at each soak. */
export const seed = Number(process.env.EARLY_YEARS_SEED ?? 1);

/** Whether a soak has time left to begin something. */
export function isTimeLeft(): boolean {
  return until === undefined || Date.now() < Number(until);
}

/** How much fast-check searches: `runs` cases in `npm test`, `times` as many in each round of a soak, as far as its time reaches. */
export function cases(runs: number, times = 10) {
  if (until === undefined) return { numRuns: runs, seed };
  return { numRuns: runs * times, seed, interruptAfterTimeLimit: Math.max(1, Number(until) - Date.now()) };
}

/** Of cases of one kind the first few in `npm test`, all in a soak. */
export function firstOf<T>(few: number, all: readonly T[]): readonly T[] {
  return isSoaking ? all : all.slice(0, few);
}

/** Of cases of one kind one in every `n` in `npm test`, all in a soak. */
export function oneIn<T>(n: number, all: readonly T[]): readonly T[] {
  return isSoaking ? all : all.filter((_, i) => i % n === 0);
}
