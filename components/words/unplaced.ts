import { plural } from "./format.js";
import { formatCount } from "./numbers.js";
import { formatValue, hasValue, type Observation } from "./status.js";

/**
 * Who is not in a total that stands beside its areas, in a sentence: those whose small area is not known or is outside the
 * city. Undefined where there is nobody.
 */
export function unplacedText(
  row: Pick<Observation, "numerator" | "denominator" | "value" | "status" | "note"> | undefined,
  unit: string,
): string | undefined {
  if (!row) return undefined;
  const [x, n] = [row.numerator ?? 0, row.denominator ?? 0];
  if (x <= 0 && n <= 0) return undefined;
  if (unit.startsWith("places"))
    return `Not counted here: ${plural(x, "place")} of which nobody can tell the ward, as the address is withheld or not known.${typesOf(row.note)}`;
  const why = "whose small area is not known or is outside the city";
  if (hasValue(row))
    return `Not counted here: ${plural(n, "child", "children")} ${why} (${formatValue(row, unit)}).`;
  return `Not counted here, as their small area is not known or is outside the city: ${formatCount(x)} in the numerator, ${formatCount(n)} in the denominator. They come from two sources and need not be the same children, so the one is not set against the other.`;
}

/** Who is in no group of a breakdown, in a sentence; undefined where there is nobody. */
export function ungroupedText(
  row: Pick<Observation, "numerator" | "denominator"> | undefined,
  breakdown: string,
): string | undefined {
  const [x, n] = [row?.numerator ?? 0, row?.denominator ?? 0];
  if (x <= 0 && n <= 0) return undefined;
  return `In no other group, as their ${breakdown} is not known: ${formatCount(x)} in the numerator, ${formatCount(n)} in the denominator. With them the groups add up to all.`;
}

function typesOf(note: string | null): string {
  const types = /By type: [^.]*\./.exec(note ?? "")?.[0];
  return types ? ` ${types}` : "";
}
