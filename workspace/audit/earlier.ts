import { attack } from "./attack.js";
import type { Rule, Shown } from "./rule.js";
import type { System } from "./system.js";

/** One count as published before and now. */
export interface Twice {
  name: string;
  before: { variable: number; shown: Shown };
  now: { variable: number; shown: Shown };
}

/** A change of a shown count. */
export interface Change {
  name: string;
  difference: number;
  before: number;
  now: number;
}

/** How the presumption that a count has not changed ends, after the count's name. */
export const unchanged = ": is taken to be unchanged";

/**
 * Joins two publications: an outsider takes a count that does not visibly change to be the same, and takes a shown count
 * from an earlier shown one. Returns the visible changes.
 */
export function join(system: System, pairs: Iterable<Twice>): Change[] {
  const changes: Change[] = [];
  for (const { name, before, now } of pairs) {
    if (before.variable === now.variable) continue;
    const difference = [
      { variable: now.variable, times: 1 },
      { variable: before.variable, times: -1 },
    ];
    if (typeof before.shown === "number" && typeof now.shown === "number" && before.shown !== now.shown) {
      const change = system.variable(`${name}: change`, -Infinity, Infinity);
      system.add({
        terms: [...difference, { variable: change, times: -1 }],
        lower: 0,
        upper: 0,
        why: `${name}: was shown as ${before.shown}, is shown as ${now.shown}`,
      });
      changes.push({ name, difference: change, before: before.shown, now: now.shown });
    } else
      system.add({
        terms: difference,
        lower: 0,
        upper: 0,
        why: `${name}: does not visibly change`,
        presumed: { group: `${name}${unchanged}`, firm: 0 },
      });
  }
  return changes;
}

/**
 * Which changes show that a few children came or went. A change is a count too: of 1 to smallestCount − 1 children either
 * way it must not be known more closely than a shown count, that is to fewer than roundTo values (exact counts: at all).
 */
export async function findSmallChanges(
  system: System,
  changes: Change[],
  rule: Rule,
): Promise<{ change: Change; lower: number; upper: number }[]> {
  const reach = rule.smallestCount + 2 * rule.roundTo;
  const near = changes.filter(({ before, now }) => Math.abs(now - before) < reach);
  const derived = await attack(
    system,
    near.map((change) => change.difference),
  );
  return near.flatMap((change) => {
    const { lower, upper } = derived.get(change.difference)!;
    const isSmall =
      (lower >= 1 && upper < rule.smallestCount) || (upper <= -1 && lower > -rule.smallestCount);
    return isSmall && upper - lower < Math.max(rule.roundTo - 1, 1) ? [{ change, lower, upper }] : [];
  });
}
