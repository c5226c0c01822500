import { type Figured, hasValue } from "./status.js";

/** The category of those who are in no other. They are no group to be compared. */
export const notKnown = "Not known";

/** A group's figure with its counts. */
export interface Group extends Figured {
  category: string;
  numerator: number | null;
  denominator: number | null;
}

/**
 * The percentage that an area would have with another population's mix of groups: the area's own
 * percentage in each group, weighted by the other's denominators (direct standardisation).
 * Null if a group that the other population has is without a figure in the area.
 */
export function standardised(area: readonly Group[], other: readonly Group[]): number | null {
  const own = new Map(area.map((g) => [g.category, g]));
  let weighted = 0;
  let total = 0;
  for (const { category, denominator } of other) {
    if (!denominator) continue;
    const group = own.get(category);
    if (!group || !hasValue(group)) return null;
    weighted += group.value * denominator;
    total += denominator;
  }
  return total === 0 ? null : weighted / total;
}

/**
 * True if the area is on one side of the comparator as a whole and on the other side in every group:
 * the overall difference then comes from who lives there, not from how the groups fare.
 */
export function reversed(
  area: { all: number; groups: readonly Group[] },
  comparator: { all: number; groups: readonly Group[] },
): boolean {
  const overall = Math.sign(area.all - comparator.all);
  const others = new Map(comparator.groups.filter(hasValue).map((g) => [g.category, g.value]));
  const signs = area.groups
    .filter(hasValue)
    .filter((g) => others.has(g.category))
    .map((g) => Math.sign(g.value - others.get(g.category)!));
  return overall !== 0 && signs.length > 1 && signs.every((sign) => sign === -overall);
}
