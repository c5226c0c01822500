// What ordinary tests and soak tests share: how far to search, and from where.
const until = process.env.EARLY_YEARS_SOAK_UNTIL;

/** Whether this is `npm run soak`. */
export const isSoaking = until !== undefined;

/** Where random search begins: always the same in `npm test`, another at each soak. */
export const seed = Number(process.env.EARLY_YEARS_SEED ?? 1);

/** Whether a soak has time left to begin something. */
export function isTimeLeft(): boolean {
  return until === undefined || Date.now() < Number(until);
}

/** How much fast-check searches: `runs` cases in `npm test`, as many as a soak gets done in some seconds. */
export function cases(runs: number, seconds = 60) {
  if (!isSoaking) return { numRuns: runs, seed };
  const left = Math.min(seconds * 1000, Math.max(0, Number(until) - Date.now()));
  return { numRuns: 1e6, seed, interruptAfterTimeLimit: left };
}
