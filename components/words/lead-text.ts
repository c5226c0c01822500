import { combined } from "./combine.js";
import { withoutFigure } from "./describe.js";
import { type End, endsOf, holderOf } from "./extremes.js";
import { formatList, plural } from "./format.js";
import { type Lead, leadOf, sidesText } from "./lead.js";
import { turnWords } from "./message.js";
import { live, narrative, type Origin, phrase } from "./narrative.js";
import { formatCount, formatNumber } from "./numbers.js";
import { hasValue, type Observation } from "./status.js";

export interface LeadTextOptions {
  /** `chance`: no if it has no part in the figures; then none is said to differ by more than chance, and there is no interval. */
  indicator: { shortName: string; kind: string; unit: string; chance?: "yes" | "no" };
  /** What the sentences are about: "two-year-old take-up, girls". */
  measure: string;
  /** The areas of one period and category. */
  observations: readonly Observation[];
  nameOf: (observation: Observation) => string;
  areas: [string, string];
  /** The city's observation of the same period, and the one of a year before. */
  city: Observation | undefined;
  cityName: string;
  before: Observation | undefined;
  originOf: (observation: Observation, measure?: string) => Origin & { unit: string };
  /** Why there is no figure, if there is none. */
  reason: string;
}

/** The paragraphs above the charts, made from the figures: the city and the spread. Their length hardly changes. */
export function leadText(options: LeadTextOptions): HTMLElement[] {
  const { indicator, measure, observations, city, reason } = options;
  if (!observations.some(hasValue)) return [narrative`${measure}: not available. ${reason}`];
  // What lies beyond chance is judged by counts.
  const judged = hasChance(indicator)
    ? observations
    : observations.map((o) => ({ ...o, numerator: null, denominator: null }));
  const lead = leadOf(judged, city && hasValue(city) ? city.value : null, indicator.unit);
  return [cityText(options), spreadText(lead, options)].filter((paragraph) => paragraph !== undefined);
}

/**
 * The paragraphs beneath the charts: what to be careful about, and the chosen areas as one. They come and go
 * with the figures and the choice, so above the map they would push it away under the pointer.
 */
export function notesText(options: LeadTextOptions & { chosen: ReadonlySet<string> }): HTMLElement[] {
  const { indicator, observations, areas, chosen } = options;
  if (!observations.some(hasValue)) return [];
  const missing = withoutFigure(observations, areas);
  return [
    chosenText(
      observations.filter((o) => chosen.has(o.area)),
      options,
    ),
    overfullText(leadOf(observations, null, indicator.unit), options),
    missing ? narrative`${missing}` : undefined,
  ].filter((paragraph) => paragraph !== undefined);
}

function cityText({
  indicator,
  measure,
  city,
  cityName,
  before,
  originOf,
}: LeadTextOptions): HTMLElement | undefined {
  if (!city || !hasValue(city)) return undefined;
  const counts =
    indicator.kind === "proportion" &&
    city.numerator !== null &&
    city.denominator !== null &&
    phrase` (${live(formatCount(city.numerator), originOf(city, "Numerator"))} of ${live(formatCount(city.denominator), originOf(city, "Denominator"))})`;
  const change =
    before &&
    hasValue(before) &&
    phrase`, ${turnWords(city.value, before.value, indicator.unit)} ${live(before, originOf(before))} in ${before.period}`;
  return narrative`${measure}: ${live(city, originOf(city))} in ${cityName} in ${city.period}${counts}${change}.`;
}

function spreadText(
  lead: Lead,
  { areas, nameOf, originOf, city, cityName, observations, indicator }: LeadTextOptions,
): HTMLElement | undefined {
  const ends = endsOf(observations, indicator.unit);
  if (!ends || lead.figures < 2) return undefined;
  const { lowest, highest } = ends;
  const count = live(
    plural(lead.figures, ...areas),
    originOf(observations[0]!, "Counted from the figures below"),
  );
  const end = (one: End<Observation>) =>
    phrase`${live(one.rows[0]!, originOf(one.rows[0]!))} in ${holderOf(one, nameOf, areas)}`;
  const range =
    lowest.text === highest.text
      ? phrase`it is ${live(lowest.rows[0]!, originOf(lowest.rows[0]!))} in each`
      : phrase`it runs from ${end(lowest)} to ${end(highest)}`;
  const isOneOfThem = city !== undefined && observations.some((o) => o.area === city.area);
  const sides = isOneOfThem ? "" : sidesText(lead, cityName);
  const judged = lead.clearly.higher + lead.clearly.lower + lead.clearly.similar > 0;
  const rule =
    sides && judged
      ? " By more than chance is outside 99.8% limits, which allow for how many are compared; the order of the others may be chance."
      : "";
  return narrative`Among ${count} with a figure, ${range}.${sides && ` ${sides}`}${rule}`;
}

function overfullText(
  { overfull }: Lead,
  { areas, nameOf, originOf }: LeadTextOptions,
): HTMLElement | undefined {
  const [first] = overfull;
  if (!first) return undefined;
  const names = overfull.slice(0, 5).map(nameOf);
  const others = overfull.length > 5 ? [...names, plural(overfull.length - 5, "other")] : names;
  return narrative`Over 100% in ${live(plural(overfull.length, ...areas), originOf(first, "Counted from the figures below"))}: ${formatList(others)}. More children were counted than the number they are counted out of, which is an estimate or a list made on another day. The figure is shown as it is, without an interval, and says more about the denominator than about families.`;
}

function chosenText(
  picked: readonly Observation[],
  { indicator, areas, originOf }: Pick<LeadTextOptions, "indicator" | "areas" | "originOf">,
): HTMLElement | undefined {
  const [first] = picked;
  if (picked.length < 2 || !first || indicator.kind !== "proportion") return undefined;
  const together = combined(picked);
  if (!together)
    return narrative`Taken together, the ${plural(picked.length, ...areas)} chosen have no figure: a count of at least one of them is not known.`;
  // Areas that were shared out count parts of people; there is no interval of those.
  const isWhole = Number.isInteger(together.numerator) && Number.isInteger(together.denominator);
  const counted = (n: number) => (isWhole ? formatCount(n) : formatNumber(n, "per area"));
  const interval =
    hasChance(indicator) && isWhole && together.lower !== null && together.upper !== null
      ? `; 95% interval ${formatNumber(together.lower, "percent")} to ${formatNumber(together.upper, "percent")}`
      : "";
  return narrative`Taken together, the ${plural(picked.length, ...areas)} chosen come to ${live(together, originOf(first, "Chosen areas together"))} (${counted(together.numerator)} of ${counted(together.denominator)}${interval}).`;
}

function hasChance({ chance }: LeadTextOptions["indicator"]): boolean {
  return chance !== "no";
}
