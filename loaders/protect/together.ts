import { group } from "d3";
import { isPooled, partsOfPeriod } from "../../components/words/pooled-period.js";
import type { Indicator } from "../registry/indicator.js";
import { TellableError } from "../store/safe-message.js";
import type { Before } from "./before.js";
import type { Candidate, LinkedContext } from "./linked.js";
import type { Figure, PublicFigure } from "./protect-figure.js";
import { chooseSecondary } from "./secondary.js";
import { groupsOf, type IndicatorPeriod, nameOf, type SetOf, setsOf } from "./sets.js";

/** A candidate with what it would be shown as by itself. */
export interface Single extends Candidate {
  byRule: PublicFigure;
}

export interface TogetherContext extends Omit<LinkedContext, "wasShown"> {
  indicators: readonly Indicator[];
  before: Before;
  /** What is to stay as it was published. */
  hold: readonly IndicatorPeriod[];
  /** Whether a figure may be shown at all: others only stand behind those that may. */
  isAllowed: (figure: Figure) => boolean;
}

export interface Together {
  /** The figures that are suppressed only so that others cannot be worked out. */
  hidden: Set<Figure>;
  /** The names of sets that stay as they were published, though figures have changed since. */
  held: Set<string>;
  /** Whether figures are of a set that stays as it was published. */
  isHeld: (figures: IndicatorPeriod) => boolean;
  /** Whether figures are of a pooled period that is not shown at all. */
  isLeftOut: (figures: IndicatorPeriod) => boolean;
  /** What is lost by all suppression in sets that were protected anew, and what at least is lost by any that protects as much. */
  cost: number;
  bound: number;
}

/**
 * Decides, set by set, what is suppressed beside others. A set whose published figures all read the same today keeps what
 * was suppressed then: what does not change tells nothing new. Another is protected anew, beside what was shown before; where
 * that cannot be done, or `hold` says that it must not, it stays as it was published.
 *
 * A pooled period that was never shown need not be: where it stands in the way, it is left out, and its parts are protected
 * each by itself. One that was shown ties its parts together for good; if it can no longer be made, all stays as published,
 * and another that overlaps it is refused.
 *
 * Deterministic. Throws a TellableError that names figures of sets never published that cannot be protected.
 */
export async function protectTogether(
  singles: readonly Single[],
  { indicators, before, hold, isAllowed, ...context }: TogetherContext,
): Promise<Together> {
  refuseOverlap(singles, before.pools, indicators);
  const hidden = new Set<Figure>();
  const held = new Set<string>();
  const [lost, apart] = [{ cost: 0, bound: 0 }, new Set<string>()];
  const alone = setsOf(indicators);
  const joined = setsOf(indicators, [
    ...singles.map(({ figure }) => figure),
    ...before.served.filter(isShown),
  ]);
  const servedIn = group(before.served, joined);

  const protectAnew = async (set: readonly Single[]): Promise<boolean> => {
    const secondary = await chooseSecondary(set, { ...context, wasShown: before.wasShown });
    for (const at of secondary.places) hidden.add(set[at]!.figure);
    lost.cost += secondary.cost;
    lost.bound += secondary.bound;
    return true;
  };
  const unlessImpossible = (error: unknown): false => {
    if (error instanceof TellableError) return false;
    throw error;
  };
  const protectSet = async (set: readonly Single[], served: readonly PublicFigure[], setOf: SetOf) => {
    const name = setOf(set[0]!.figure);
    const same = suppressedThen(set, served, isAllowed);
    if (same) for (const figure of same) hidden.add(figure);
    else if (!served.length) await protectAnew(set);
    else if (
      hold.some((figures) => setOf(figures) === name) ||
      (hasPool(served.filter(isShown)) && !hasPool(set.map(({ figure }) => figure))) ||
      !(await protectAnew(set).catch(unlessImpossible))
    )
      held.add(name);
  };

  for (const [name, set] of group(singles, ({ figure }) => joined(figure))) {
    const served = servedIn.get(name) ?? [];
    const isNew = hasPool(set.map(({ figure }) => figure)) && !hasPool(served.filter(isShown));
    if (!isNew) await protectSet(set, served, joined);
    else if (
      hold.some((figures) => joined(figures) === name) ||
      !(await protectAnew(set).catch(unlessImpossible))
    ) {
      apart.add(name);
      const parts = set.filter(({ figure }) => !isPooled(figure.period));
      const servedAlone = group(served, alone);
      for (const [part, own] of group(parts, ({ figure }) => alone(figure)))
        await protectSet(own, servedAlone.get(part) ?? [], alone);
    }
  }
  const isApart = (figures: IndicatorPeriod) => apart.has(joined(figures));
  return {
    hidden,
    held,
    isHeld: (figures) => held.has((isApart(figures) ? alone : joined)(figures)),
    isLeftOut: (figures) => isPooled(figures.period) && isApart(figures),
    ...lost,
  };
}

/** Of two pooled periods that overlap, one less the other is what lies between: so blocks of years stay where they were. */
function refuseOverlap(
  singles: readonly Single[],
  shown: readonly IndicatorPeriod[],
  indicators: readonly Indicator[],
): void {
  const groupOf = groupsOf(indicators);
  const pools = new Map(
    singles.flatMap(({ figure }) =>
      isPooled(figure.period) ? [[`${figure.indicator} ${figure.period}`, figure]] : [],
    ),
  );
  for (const { indicator, period } of pools.values()) {
    const parts = partsOfPeriod(period)!;
    const other = shown.find(
      (earlier) =>
        earlier.period !== period &&
        groupOf(earlier.indicator) === groupOf(indicator) &&
        partsOfPeriod(earlier.period)!.some((part) => parts.includes(part)),
    );
    if (other)
      throw new TellableError(
        `data/indicators/${indicator}.yaml: pool: gives ${period}, but ${other.period} has been published, and one less the other would tell what lies between. Set years and from back to what they were.`,
      );
  }
}

function hasPool(figures: readonly IndicatorPeriod[]): boolean {
  return figures.some(({ period }) => isPooled(period));
}

function isShown({ value }: PublicFigure): boolean {
  return value !== null;
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
  if (!served.length) return undefined;
  const thenOf = new Map(served.map((figure) => [nameOf(figure), figure]));
  const shown = set.filter(({ withheld }) => !withheld);
  // Gaps follow from the figures that they are the difference of.
  const counted = new Set(set.map(({ indicator }) => indicator.id));
  if (shown.length !== served.filter(({ indicator }) => counted.has(indicator)).length) return undefined;
  const hidden: Figure[] = [];
  for (const { figure, byRule, indicator } of shown) {
    const then = thenOf.get(nameOf(figure));
    if (!then || !isAllowed(figure)) return undefined;
    if (then.status !== "suppressed" && !isShownAlike(then, byRule, indicator)) return undefined;
    if (then.status === "suppressed" && byRule.status !== "suppressed") hidden.push(figure);
  }
  return hidden;
}

function isShownAlike(then: PublicFigure, byRule: PublicFigure, { kind }: Indicator): boolean {
  // The interval of an average is left out where anything of its set is suppressed.
  const isWithoutInterval = kind === "mean" && then.lower === null && then.upper === null;
  const parts = isWithoutInterval ? shownParts.slice(0, 4) : shownParts;
  return parts.every((part) => then[part] === byRule[part]);
}

const shownParts = ["status", "numerator", "denominator", "value", "lower", "upper"] as const;
