import { attack } from "./attack.js";
import type { Rule, Shown } from "./rule.js";
import type { System, Term } from "./system.js";

/** One count as published before and now. */
export interface Twice {
  name: string;
  before: { variable: number; shown: Shown };
  now: { variable: number; shown: Shown };
}

/** A shown count that was shown otherwise before. */
export interface Change<T extends Twice = Twice> {
  of: T;
  before: number;
  now: number;
}

/** A change that shows that a few children came or went. */
export interface SmallChange<T extends Twice = Twice> extends Change<T> {
  lower: number;
  upper: number;
}

/** How the presumption that a count has not changed ends, after the count's name. */
export const unchanged = ": is taken to be unchanged";

/**
 * Joins two publications: an outsider takes a count that does not visibly change to be the same. Returns the visible
 * changes.
 */
export function join<T extends Twice>(system: System, pairs: Iterable<T>): Change<T>[] {
  const changes: Change<T>[] = [];
  for (const pair of pairs) {
    const { name, before, now } = pair;
    if (before.variable === now.variable) continue;
    if (typeof before.shown === "number" && typeof now.shown === "number" && before.shown !== now.shown)
      changes.push({ of: pair, before: before.shown, now: now.shown });
    else
      system.add({
        terms: differenceOf(pair),
        lower: 0,
        upper: 0,
        why: `${name}: does not visibly change`,
        presumed: { group: `${name}${unchanged}`, firm: 0, about: "unchanged counts" },
      });
  }
  return changes;
}

/**
 * Which changes show that a few children came or went. A change is a count too: of 1 to smallestCount − 1 children either
 * way it must not be known more closely than a shown count, that is to fewer than roundTo values (exact counts: at all).
 */
export async function findSmallChanges<T extends Twice>(
  system: System,
  changes: readonly Change<T>[],
  rule: Rule,
): Promise<SmallChange<T>[]> {
  const reach = rule.smallestCount + 2 * rule.roundTo;
  const near = changes
    .filter(({ before, now }) => Math.abs(now - before) < reach)
    .map((change) => ({ change, difference: addDifference(system, change) }));
  const enough = Math.max(rule.roundTo - 1, 1);
  const derived = await attack(
    system,
    near.map(({ difference }) => difference),
    { enough },
  );
  return near.flatMap(({ change, difference }) => {
    const { lower, upper } = derived.get(difference)!;
    const isSmall =
      (lower >= 1 && upper < rule.smallestCount) || (upper <= -1 && lower > -rule.smallestCount);
    return isSmall && upper - lower < enough ? [{ ...change, lower, upper }] : [];
  });
}

function addDifference(system: System, { of, before, now }: Change): number {
  const difference = system.variable(`${of.name}: change`, -Infinity, Infinity);
  system.add({
    terms: [...differenceOf(of), { variable: difference, times: -1 }],
    lower: 0,
    upper: 0,
    why: `${of.name}: was shown as ${before}, is shown as ${now}`,
  });
  return difference;
}

function differenceOf({ before, now }: Twice): Term[] {
  return [
    { variable: now.variable, times: 1 },
    { variable: before.variable, times: -1 },
  ];
}
