/** A percentage with the greatest error that it can carry, in the same unit: half of its last decimal place. */
export interface Rounded {
  value: number;
  error: number;
}

/** The least and the greatest that something can be. */
export type Bounds = [least: number, greatest: number];

/**
 * Between what bounds the share of one of two groups in a population must lie, from 0 to 1, so that the overall percentage
 * can be what it is: overall = share × group + rest × (rest's percentage) + unknown × (any percentage).
 *
 * `unknown` is the greatest share of the population that can be in neither group, whose percentage can be anything. Three
 * rounded percentages alone settle little: where the two groups are alike, or some children's group is not known, the
 * bounds are wide. Null where no share gives such percentages.
 */
export function shareBounds(
  { overall, group, rest }: Record<"overall" | "group" | "rest", Rounded>,
  unknown = 0,
): Bounds | null {
  // The share is a solution of a linear equation in each corner of what the percentages can be; between the corners it runs
  // without a turn, but for where the groups change order.
  const ends = ({ value, error }: Rounded) => [value - error, value + error].map(within);
  if (Math.abs(group.value - rest.value) <= group.error + rest.error) return [0, 1];
  const shares = ends(overall).flatMap((all) =>
    ends(group).flatMap((one) =>
      ends(rest).flatMap((other) =>
        [0, unknown].flatMap((u) => [0, 100].map((any) => (all - u * any - (1 - u) * other) / (one - other))),
      ),
    ),
  );
  const [least, greatest] = [Math.min(...shares), Math.max(...shares)];
  return greatest < 0 || least > 1 ? null : [Math.max(0, least), Math.min(1, greatest)];
}

/**
 * The percentage of all who are not in a group, from the overall percentage, the group's and its share: with them, group
 * and others are everybody. Null where all are in the group.
 */
export function others(overall: number, group: number, share: number): number | null {
  return share < 1 ? (overall - share * group) / (1 - share) : null;
}

/**
 * The overall percentage that a population would have with another share of a group in it, and the bounds that the rounding
 * of its percentages sets to that. Others are all who are not in the group, so that its own share gives its own overall.
 * Null where all are in the group.
 */
export function withShare(
  { overall, group }: Record<"overall" | "group", Rounded>,
  own: number,
  share: number,
): { value: number; bounds: Bounds } | null {
  const at = (all: number, one: number) => {
    const rest = others(all, one, own);
    return rest === null ? null : share * one + (1 - share) * rest;
  };
  const value = at(overall.value, group.value);
  if (value === null) return null;
  const corners = [-1, 1].flatMap((a) =>
    [-1, 1].map((b) => at(overall.value + a * overall.error, group.value + b * group.error)!),
  );
  return { value, bounds: [Math.min(...corners), Math.max(...corners)] };
}

function within(percentage: number): number {
  return Math.min(100, Math.max(0, percentage));
}
