import { group } from "d3";
import { TellableError } from "../store/safe-message.js";
import type { Before } from "./before.js";
import type { Candidate, LinkedContext } from "./linked.js";
import type { Figure, PublicFigure } from "./protect-figure.js";
import { chooseSecondary } from "./secondary.js";
import { nameOf, type SetOf } from "./sets.js";

/** A candidate with what it would be shown as by itself. */
export interface Single extends Candidate {
  made: PublicFigure;
}

export interface TogetherContext extends Omit<LinkedContext, "wasShown"> {
  before: Before;
  setOf: SetOf;
  /** Names of sets that are to stay as they were published. */
  hold: ReadonlySet<string>;
  /** Whether a figure may be shown at all: others only stand behind those that may. */
  isAllowed: (figure: Figure) => boolean;
}

export interface Together {
  /** The figures that are suppressed only so that others cannot be worked out. */
  hidden: Set<Figure>;
  /** The names of sets that stay as they were published, though figures have changed since. */
  held: Set<string>;
  /** What is lost by all suppression in sets that were protected anew, and what at least is lost by any that protects as much. */
  cost: number;
  bound: number;
}

/**
 * Decides, set by set, what is suppressed beside others. A set whose published figures all read the same today keeps what
 * was suppressed then: what does not change tells nothing new. Another is protected anew, beside what was shown before; where
 * that cannot be done, or `hold` says that it must not, it stays as it was published.
 *
 * Deterministic. Throws a TellableError that names figures of sets never published that cannot be protected.
 */
export async function protectTogether(
  singles: readonly Single[],
  { before, setOf, hold, isAllowed, ...context }: TogetherContext,
): Promise<Together> {
  const together: Together = { hidden: new Set(), held: new Set(), cost: 0, bound: 0 };
  const servedIn = group(before.served, setOf);
  for (const [name, set] of group(singles, ({ figure }) => setOf(figure))) {
    const served = servedIn.get(name);
    const same = served && suppressedThen(set, served, isAllowed);
    if (same) for (const figure of same) together.hidden.add(figure);
    else if (served && hold.has(name)) together.held.add(name);
    else {
      const secondary = await chooseSecondary(set, { ...context, wasShown: before.wasShown }).catch(
        (error) => {
          if (served && error instanceof TellableError) return undefined;
          throw error;
        },
      );
      if (!secondary) together.held.add(name);
      else {
        for (const at of secondary.places) together.hidden.add(set[at]!.figure);
        together.cost += secondary.cost;
        together.bound += secondary.bound;
      }
    }
  }
  return together;
}

/**
 * The figures of a set that were suppressed beside others when it was published, if all that was shown of it is as it would
 * be shown today, and nothing was that may not be; else undefined.
 */
function suppressedThen(
  set: readonly Single[],
  served: readonly PublicFigure[],
  isAllowed: (figure: Figure) => boolean,
): Figure[] | undefined {
  const thenOf = new Map(served.map((figure) => [nameOf(figure), figure]));
  const shown = set.filter(({ withheld }) => !withheld);
  // Gaps follow from the figures that they are the difference of.
  const counted = new Set(set.map(({ indicator }) => indicator.id));
  if (shown.length !== served.filter(({ indicator }) => counted.has(indicator)).length) return undefined;
  const hidden: Figure[] = [];
  for (const { figure, made } of shown) {
    const then = thenOf.get(nameOf(figure));
    if (!then || !isAllowed(figure)) return undefined;
    if (then.status !== "suppressed" && !isShownAlike(then, made)) return undefined;
    if (then.status === "suppressed" && made.status !== "suppressed") hidden.push(figure);
  }
  return hidden;
}

function isShownAlike(a: PublicFigure, b: PublicFigure): boolean {
  return (["status", "numerator", "denominator", "value", "lower", "upper"] as const).every(
    (what) => a[what] === b[what],
  );
}
