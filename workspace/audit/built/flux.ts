import { group } from "d3";
import type { Twice } from "../earlier.js";

/** A count of the city in two publications, with what all that is counted alike has in common. */
interface Grouped extends Twice {
  /** Of the same children, period and kind of area. */
  alike: string;
}

/** Of fewer counts it cannot be told whether most have changed. */
const fewestToJudge = 10;

/**
 * Marks the counts of what is in flux, as a period in progress is: of those counted alike that are shown in both
 * publications, more than half have changed. That says how a change can be mended, and nothing of what readers know.
 */
export function withFlux<T extends Grouped>(pairs: readonly T[]): (T & { inFlux: boolean })[] {
  return [...group(pairs, ({ alike }) => alike).values()].flatMap((alike) => {
    const shown = alike.filter((pair) => isShown(pair));
    const changed = shown.filter(({ before, now }) => before.shown !== now.shown);
    const inFlux = shown.length >= fewestToJudge && 2 * changed.length > shown.length;
    return alike.map((pair) => ({ ...pair, inFlux }));
  });
}

function isShown({ before, now }: Twice): boolean {
  return typeof before.shown === "number" && typeof now.shown === "number";
}
