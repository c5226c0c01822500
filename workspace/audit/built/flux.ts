import { group } from "d3";
import type { Twice } from "../earlier.js";

/** A count of the city in two publications, with all that is counted alike: of the same children, period and kind of area. */
interface Grouped extends Twice {
  alike: string;
  /** Whether most of what is counted alike has changed. */
  inFlux: boolean;
}

/** Of fewer counts it cannot be told whether most have changed. */
const fewestToJudge = 10;

/**
 * Leaves out counts that do not visibly change among many that do: of a period in progress, say, nobody takes a count that
 * is not shown to be as it was, where more than half of those that are shown have changed.
 */
export function withoutFlux<T extends Grouped>(pairs: readonly T[]): T[] {
  return [...group(pairs, ({ alike }) => alike).values()].flatMap((alike) => {
    const shown = alike.filter((pair) => isShown(pair));
    const changed = shown.filter(({ before, now }) => before.shown !== now.shown);
    const inFlux = shown.length >= fewestToJudge && 2 * changed.length > shown.length;
    return inFlux ? changed.map((pair) => ({ ...pair, inFlux })) : alike;
  });
}

function isShown({ before, now }: Twice): boolean {
  return typeof before.shown === "number" && typeof now.shown === "number";
}
