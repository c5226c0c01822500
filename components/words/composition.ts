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
 * True if the area is on one side of the comparator as a whole and on the other side in every group that it has children
 * of: the overall difference then comes from who lives there, not from how the groups fare. Undefined where it cannot be
 * told, since a group has no figure in the area though it may have children there, or fewer than two can be compared.
 */
export function reversed(
  area: { all: number; groups: readonly Group[] },
  comparator: { all: number; groups: readonly Group[] },
): boolean | undefined {
  const own = new Map(area.groups.map((g) => [g.category, g]));
  const others = comparator.groups.filter(hasValue);
  const there = others.filter(({ category }) => own.get(category)?.status !== "not_applicable");
  const signs = there.flatMap(({ category, value }) => {
    const group = own.get(category);
    return group && hasValue(group) ? [Math.sign(group.value - value)] : [];
  });
  if (signs.length < 2 || signs.length < there.length) return undefined;
  const overall = Math.sign(area.all - comparator.all);
  return overall !== 0 && signs.every((sign) => sign === -overall);
}
