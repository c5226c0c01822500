import { endsOf, holderOf } from "./extremes.js";
import { formatList, plural } from "./format.js";
import { sideOf } from "./lead.js";
import { formatNumber } from "./numbers.js";
import { type Figured, hasValue } from "./status.js";

/** What a figure's title says, made from its figures: the message first, and what was measured in the line under it. */

type Named = Figured & { name: string };

/**
 * How many areas differ from what they are set beside by more than chance: "2 wards are lower than all wards together by
 * more than chance, 3 are higher". `some` says that the rows are not all areas that there are.
 */
export function standingMessage(
  { lower, higher }: { lower: number; higher: number },
  { of, areas, than, some }: { of: number; areas: [string, string]; than: string; some: boolean },
): string {
  const among = some ? `Of ${of === 1 ? "the one" : `these ${of}`} ${of === 1 ? areas[0] : areas[1]}, ` : "";
  const count = (n: number) => (some ? `${n}` : plural(n, ...areas));
  const are = (n: number) => (n === 1 ? "is" : "are");
  if (lower + higher === 0)
    return some
      ? `${among}none differs from ${than} by more than chance`
      : `No ${areas[0]} differs from ${than} by more than chance`;
  if (lower === 0)
    return `${among}${count(higher)} ${are(higher)} higher than ${than} by more than chance, none is lower`;
  const rest = higher === 0 ? "none is higher" : `${higher} ${are(higher)} higher`;
  return `${among}${count(lower)} ${are(lower)} lower than ${than} by more than chance, ${rest}`;
}

const mostNamed = 3;

/**
 * Which areas differ from what they are set beside by more than chance: "Lower than all wards together by more than chance:
 * Aston and Lozells; higher: Edgbaston". The names come furthest first, and of many only the first stand there. Undefined
 * where none differs.
 */
export function whichMessage(
  { lower, higher }: { lower: readonly string[]; higher: readonly string[] },
  { areas, than }: { areas: [string, string]; than: string },
): string | undefined {
  const named = (names: readonly string[]) =>
    formatList(
      names.length <= mostNamed + 1
        ? names
        : [...names.slice(0, mostNamed), `${names.length - mostNamed} other ${areas[1]}`],
    );
  const beyond = `${than} by more than chance`;
  if (lower.length === 0) return higher.length === 0 ? undefined : `Higher than ${beyond}: ${named(higher)}`;
  return `Lower than ${beyond}: ${named(lower)}${higher.length === 0 ? "" : `; higher: ${named(higher)}`}`;
}

/** Between what the figures lie: "From 37.5% in Aston to 92.0% in Edgbaston"; undefined without figures. */
export function rangeMessage(
  rows: readonly Named[],
  { unit, areas, among = "in" }: { unit: string; areas: [string, string]; among?: string },
): string | undefined {
  const ends = endsOf(rows, unit);
  if (!ends) return undefined;
  const { lowest, highest } = ends;
  const nameOf = ({ name }: Named) => name;
  if (rows.filter(hasValue).length === 1) return `${lowest.rows[0]!.name}: ${lowest.text}`;
  if (lowest.text === highest.text) return `${lowest.text} ${among} each ${areas[0]} with a figure`;
  return `From ${lowest.text} ${among} ${holderOf(lowest, nameOf, areas)} to ${highest.text} ${among} ${holderOf(highest, nameOf, areas)}`;
}

/** Where a line has come to, and from where: "Birmingham: 59.5% in Summer 2026, down from 63.1% in Summer 2025". */
export function changeMessage(
  name: string,
  from: { value: number; period: string },
  to: { value: number; period: string },
  unit: string,
): string {
  const now = `${name}: ${formatNumber(to.value, unit)} in ${to.period}`;
  return `${now}, ${turnWords(to.value, from.value, unit)} ${formatNumber(from.value, unit)} in ${from.period}`;
}

/**
 * How a figure stands to its own of an earlier period: "up from", "down from", "the same as". A gap, in percentage points,
 * that stays on its side of nought is wider or narrower: one of −16 is below one of −14, and more of a gap.
 */
export function turnWords(now: number, before: number, unit: string): string {
  const side = sideOf(now, before, unit);
  if (side === "same") return "the same as";
  if (unit === "percentage points" && now * before > 0)
    return Math.abs(now) > Math.abs(before) ? "a wider gap than" : "a narrower gap than";
  return side === "higher" ? "up from" : "down from";
}

/**
 * Where one area stands among several: "Birmingham, at 59.5%, is the 3rd lowest of 11". Gaps that are all below nought have
 * the widest and the narrowest among them.
 */
export function placeMessage(
  { name, value }: { name: string; value: number },
  all: readonly Figured[],
  unit: string,
): string {
  const values = all.filter(hasValue).map((one) => one.value);
  const above = values.filter((other) => sideOf(other, value, unit) === "higher").length;
  const below = values.filter((other) => sideOf(other, value, unit) === "lower").length;
  const [place, end] = below < above ? [below, "lowest"] : [above, "highest"];
  const isBehind = unit === "percentage points" && values.every((other) => other < 0);
  const isShared = values.length - above - below > 1;
  const verb = isShared ? "shares" : isBehind ? "has" : "is";
  const which = !isBehind ? end : end === "lowest" ? "widest gap" : "narrowest gap";
  return `${name}, at ${formatNumber(value, unit)}, ${verb} the ${place === 0 ? "" : `${ordinal(place + 1)} `}${which} of ${values.length}`;
}

/** "1st", "2nd", "3rd", "4th", "11th", "21st". */
export function ordinal(n: number): string {
  const ending = n % 100 > 10 && n % 100 < 14 ? "th" : (["th", "st", "nd", "rd"][n % 10] ?? "th");
  return `${n}${ending}`;
}

/**
 * Whether two measures go together over areas, by the 95% limits of their correlation (Fisher's z). Undefined of fewer than
 * ten areas, or where one measure is the same in all.
 */
export function togetherness(
  pairs: readonly { x: number; y: number }[],
): "together" | "against" | "not seen" | undefined {
  const n = pairs.length;
  const mean = (of: (pair: { x: number; y: number }) => number) =>
    pairs.reduce((sum, pair) => sum + of(pair), 0) / n;
  if (n < 10) return undefined;
  const [mx, my] = [mean(({ x }) => x), mean(({ y }) => y)];
  const xy = mean(({ x, y }) => (x - mx) * (y - my));
  const xx = mean(({ x }) => (x - mx) ** 2);
  const yy = mean(({ y }) => (y - my) ** 2);
  if (xx === 0 || yy === 0) return undefined;
  const r = Math.max(-0.999_999, Math.min(0.999_999, xy / Math.sqrt(xx * yy)));
  const limit = 1.959_964 / Math.sqrt(n - 3);
  if (Math.abs(Math.atanh(r)) < limit) return "not seen";
  return r > 0 ? "together" : "against";
}
