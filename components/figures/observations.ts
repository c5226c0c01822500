import { fromArrow } from "npm:arquero";
import type { Observation } from "../words/status.js";

/** The rows of an observation data set, from the bytes of its Arrow file. */
export function readObservations(bytes: ArrayBuffer): Observation[] {
  return fromArrow(bytes).objects() as Observation[];
}

/** Observations that have all the given properties, as in pick(all, { level: "ward", period: "2025/26" }). */
export function pick(observations: readonly Observation[], wanted: Partial<Observation>): Observation[] {
  const entries = Object.entries(wanted) as [keyof Observation, unknown][];
  return observations.filter((o) => entries.every(([key, value]) => o[key] === value));
}

/** The periods of some observations, newest first. Rows of an indicator without any extract have none. */
export function periodsOf(observations: readonly Observation[]): string[] {
  const starts = new Map(observations.filter((o) => o.period).map((o) => [o.period, o.period_start]));
  return [...starts].sort((a, b) => b[1].localeCompare(a[1])).map(([period]) => period);
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
