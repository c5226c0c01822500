import { formatList, plural } from "./format.js";

/** An area as it would be with another mix of groups, as far as it can be judged. */
export interface Judged {
  name: string;
  /** Whether it lies on one side as a whole and on the other in every group; undefined where that cannot be told. */
  reversed: boolean | undefined;
}

/**
 * Which areas lie on one side of the city as a whole and on the other in every group of theirs. What cannot be judged, for a
 * figure is missing, is counted apart: nothing is said of it.
 */
export function reversalText(
  composition: readonly Judged[],
  { by, areas }: { by: string; areas: [string, string] },
): string {
  const judged = composition.filter(({ reversed }) => reversed !== undefined);
  const turned = judged.filter(({ reversed }) => reversed).map(({ name }) => name);
  const others = composition.length - judged.length;
  const left =
    others === 0
      ? ""
      : ` ${plural(others, ...areas)} cannot be compared: a figure of theirs, or of a group, is missing.`;
  if (judged.length === 0)
    return `No ${areas[0]} can be compared in this way by ${by}: ${composition.length === 0 ? `there are no ${areas[1]}` : "a figure of each, or of a group in it, is missing"}.`;
  const among = others === 0 ? "" : `Of the ${plural(judged.length, ...areas)} that can be compared, `;
  if (turned.length === 0)
    return `${among || "Of these, "}none lies on one side of the city as a whole and on the other in every group by ${by} that it has children of.${left}`;
  const lie = turned.length === 1 ? "lies" : "lie";
  return `${among}${formatList(turned)} ${lie} on one side of the city as a whole, and in every group by ${by} that ${turned.length === 1 ? "it has" : "they have"} children of on the other.${left}`;
}
