import { isPooled } from "../words/pooled-period.js";
import type { Observation } from "../words/status.js";

/** Observations that have all the given properties, as in pick(all, { level: "ward", period: "2025/26" }). */
export function pick(observations: readonly Observation[], wanted: Partial<Observation>): Observation[] {
  const entries = Object.entries(wanted) as [keyof Observation, unknown][];
  return observations.filter((o) => entries.every(([key, value]) => o[key] === value));
}

/**
 * The periods of some observations, newest first, and after them those that are several together. Rows of an indicator
 * without any extract have none.
 */
export function periodsOf(observations: readonly Observation[]): string[] {
  const starts = new Map(observations.filter((o) => o.period).map((o) => [o.period, o.period_start]));
  return [...starts]
    .sort(([a, from], [b, to]) => Number(isPooled(a)) - Number(isPooled(b)) || to.localeCompare(from))
    .map(([period]) => period);
}

/** Observations of periods that are one alone: those that follow each other in a trend. */
export function singlePeriods<T extends Pick<Observation, "period">>(observations: readonly T[]): T[] {
  return observations.filter(({ period }) => !isPooled(period));
}

/** Titles of the sources that some observations rest on, in words; "no source yet" where there are none. */
export function sourcesInWords(observations: readonly Observation[], titles: Record<string, string>): string {
  const ids = new Set(observations.map((o) => o.source).filter((id): id is string => Boolean(id)));
  return [...ids].map((id) => titles[id] ?? id).join("; ") || "no source yet";
}

/** The newest as-of date among some observations, as year-month-day; null where there is none. */
export function newest(observations: readonly Observation[]): string | null {
  return observations.reduce<string | null>(
    (latest, { as_of }) => (as_of && (!latest || as_of > latest) ? as_of : latest),
    null,
  );
}
