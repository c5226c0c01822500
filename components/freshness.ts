import { element, svgElement } from "./element.js";
import { formatCount, formatDate, plural } from "./format.js";

/** What is known of a source's deliveries. Dates are year-month-day. */
export interface Delivered {
  /** Day of the newest extract in use; null where there is none. */
  asOf: string | null;
  /** When the next extract is due; null where nobody knows. */
  nextDue: string | null;
  /** Extracts that were offered and not used. */
  refused: { name: string; reason: string; since: string }[];
}

export const freshnessStates = ["current", "overdue", "refused", "missing"] as const;
export type FreshnessState = (typeof freshnessStates)[number];

/** A state's name on filters and keys. */
export const freshnessWords: Record<FreshnessState, string> = {
  current: "In date",
  overdue: "Overdue",
  refused: "Newest extract refused",
  missing: "Not available",
};

/** The reader's day, by the reader's clock, as year-month-day. */
export function today(now = new Date()): string {
  return [now.getFullYear(), now.getMonth() + 1, now.getDate()]
    .map((n) => String(n).padStart(2, "0"))
    .join("-");
}

/** Whole days from one day to another; negative if `to` is earlier. */
export function daysBetween(from: string, to: string): number {
  return Math.round((Date.parse(`${to}T00:00:00Z`) - Date.parse(`${from}T00:00:00Z`)) / 86_400_000);
}

/** How a source stands on a day. A refused extract is told before lateness: it is why nothing newer is in use. */
export function freshnessOf(source: Delivered, day: string): FreshnessState {
  if (source.refused.length > 0) return "refused";
  if (source.asOf === null) return "missing";
  return source.nextDue !== null && source.nextDue < day ? "overdue" : "current";
}

/** The state in words for this source: "Overdue by 3 days". */
export function freshnessText(source: Delivered, day: string): string {
  const state = freshnessOf(source, day);
  if (state === "overdue") return `Overdue by ${plural(daysBetween(source.nextDue!, day), "day")}`;
  if (state === "refused" && source.asOf === null) return "Extract refused, none in use";
  return freshnessWords[state];
}

/** "24 days", with the years where a count of days says little: "1,546 days (about 4 years)". */
export function ageText(asOf: string | null, day: string): string {
  if (asOf === null) return "no extract";
  const days = daysBetween(asOf, day);
  if (days < 0) return "dated after today";
  if (days === 0) return "today";
  const years = Math.round(days / 365.25);
  return days < 550 ? plural(days, "day") : `${formatCount(days)} days (about ${plural(years, "year")})`;
}

/** "31 January 2027", "16 September 2026: 69 days ago", or "not agreed". */
export function dueText(nextDue: string | null, day: string): string {
  if (nextDue === null) return "not agreed";
  const days = daysBetween(day, nextDue);
  const distance =
    days === 0 ? "today" : days > 0 ? `in ${plural(days, "day")}` : `${plural(-days, "day")} ago`;
  return `${formatDate(nextDue)}, ${distance}`;
}

/** The state as a shape, a colour and words. */
export function freshnessBadge(source: Delivered, day: string): HTMLElement {
  const state = freshnessOf(source, day);
  return element(
    "span",
    { class: `ey-badge ey-badge-${state}` },
    freshnessShape(state),
    element("span", {}, freshnessText(source, day)),
  );
}

/** A shape a state, told apart without colour: disc, triangle, diamond, ring. */
export function freshnessShape(state: FreshnessState): SVGSVGElement {
  const outline: Record<FreshnessState, string> = {
    current: "M7 1a6 6 0 1 1 0 12a6 6 0 1 1 0-12Z",
    overdue: "M7 1 13.4 13H.6Z",
    refused: "M7 .5 13.5 7 7 13.5.5 7Z",
    missing: "M7 2a5 5 0 1 1 0 10a5 5 0 1 1 0-10Z",
  };
  return svgElement(
    "svg",
    { width: 14, height: 14, viewBox: "0 0 14 14", "aria-hidden": "true" },
    svgElement("path", { d: outline[state] }),
  );
}
