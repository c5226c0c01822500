import { element, svgElement } from "../element.js";
import { formatDate, plural } from "../words/format.js";
import { formatCount } from "../words/numbers.js";

/** A stretch of days, year-month-day. */
export interface Days {
  from: string;
  to: string;
}

/** What is known of a source's deliveries: of the dates, those of the extract that covers the latest day. Year-month-day. */
export interface Delivered {
  /** The days that the data cover; null where nothing says so, or there is no extract. */
  covers: Days | null;
  /** The publisher's date, where it is known. */
  published: string | null;
  /** The day on which the extract came; null where none is in use. */
  received: string | null;
  /** The date that figures made from it bear, and what that date is; null where no extract is in use. */
  asOf: string | null;
  asOfIs: "published" | "covered" | "received" | null;
  /** When the next extract is due; null where nobody knows. */
  nextDue: string | null;
  /** The last day on which it is in date; null where that cannot be judged, and then why. */
  keepsUntil: string | null;
  cannotJudge: string | null;
  /** Extracts that were offered and not used. */
  refused: { name: string; reason: string; since: string }[];
}

/** What a source can be as to its extracts, on a day. */
export const freshnessStates = ["current", "overdue", "old", "unknown", "refused", "missing"] as const;
export type FreshnessState = (typeof freshnessStates)[number];

/** A state's name on filters and keys. */
export const freshnessWords: Record<FreshnessState, string> = {
  current: "In date",
  overdue: "Overdue",
  old: "Out of date",
  unknown: "Cannot be judged",
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

/**
 * How a source stands on a day. A refused extract is told before lateness: it is why nothing newer is in use. A due day that
 * has passed counts until an extract comes after it. What nobody can judge is not called in date.
 */
export function freshnessOf(source: Delivered, day: string): FreshnessState {
  if (source.refused.length > 0) return "refused";
  if (source.received === null) return "missing";
  if (source.nextDue !== null && source.nextDue < day && source.received < source.nextDue) return "overdue";
  if (source.keepsUntil === null) return "unknown";
  return source.keepsUntil < day ? "old" : "current";
}

/** The state in words for this source: "Overdue by 3 days", "Cannot be judged: nothing says what period it covers". */
export function freshnessText(source: Delivered, day: string): string {
  const state = freshnessOf(source, day);
  if (state === "overdue") return `Overdue by ${plural(daysBetween(source.nextDue!, day), "day")}`;
  if (state === "old") return `Out of date since ${formatDate(dayAfter(source.keepsUntil!))}`;
  if (state === "unknown") return `Cannot be judged: ${source.cannotJudge}`;
  if (state === "refused" && source.received === null) return "Extract refused, none in use";
  return freshnessWords[state];
}

/**
 * The age of a source's data on a day, counted from the last day that they cover: "24 days", with the years where a count of
 * days says little: "1,546 days (about 4 years)".
 */
export function ageText({ covers, received }: Pick<Delivered, "covers" | "received">, day: string): string {
  if (received === null) return "no extract";
  if (covers === null) return "not known";
  const days = Math.max(0, daysBetween(covers.to, day));
  const years = Math.round(days / 365.25);
  return days < 550 ? plural(days, "day") : `${formatCount(days)} days (about ${plural(years, "year")})`;
}

/** The days that data cover: "1 September 2021 to 31 August 2022", "as at 31 August 2021", "not known". */
export function coversText(covers: Days | null): string {
  if (covers === null) return "not known";
  if (covers.from === covers.to) return `as at ${formatDate(covers.to)}`;
  return `${formatDate(covers.from)} to ${formatDate(covers.to)}`;
}

/** What date figures of a source bear, and what it is: "24 November 2022, the publisher’s date". */
export function asOfText({ asOf, asOfIs }: Pick<Delivered, "asOf" | "asOfIs">): string {
  if (asOf === null || asOfIs === null) return "no extract";
  const kinds = {
    published: "the publisher’s date",
    covered: "the last day covered",
    received: "the day it came, as no other date is known",
  };
  return `${formatDate(asOf)}, ${kinds[asOfIs]}`;
}

/** "31 January 2027", "16 September 2026: 69 days ago", or "not agreed". */
export function dueText(nextDue: string | null, day: string): string {
  if (nextDue === null) return "not agreed";
  const days = daysBetween(day, nextDue);
  const distance =
    days === 0 ? "today" : days > 0 ? `in ${plural(days, "day")}` : `${plural(-days, "day")} ago`;
  return `${formatDate(nextDue)}, ${distance}`;
}

function dayAfter(day: string): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) + 86_400_000).toISOString().slice(0, 10);
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

/** A shape a state, told apart without colour: disc, triangle, square, cross, diamond, ring. */
export function freshnessShape(state: FreshnessState): SVGSVGElement {
  const outline: Record<FreshnessState, string> = {
    current: "M7 1a6 6 0 1 1 0 12a6 6 0 1 1 0-12Z",
    overdue: "M7 1 13.4 13H.6Z",
    old: "M1.5 1.5h11v11h-11Z",
    unknown: "M5 1h4v4h4v4H9v4H5V9H1V5h4Z",
    refused: "M7 .5 13.5 7 7 13.5.5 7Z",
    missing: "M7 2a5 5 0 1 1 0 10a5 5 0 1 1 0-10Z",
  };
  return svgElement(
    "svg",
    { width: 14, height: 14, viewBox: "0 0 14 14", "aria-hidden": "true" },
    svgElement("path", { d: outline[state] }),
  );
}
