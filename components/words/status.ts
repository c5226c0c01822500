import { formatNumber } from "./numbers.js";

/**
 * What a figure can be. Zero, suppressed, not applicable, not available and not collected are
 * different facts and stay apart from the extract to the page. Loaders use it too.
 */
export const statuses = [
  "value",
  "zero",
  "suppressed",
  "not_applicable",
  "not_available",
  "not_collected",
  "low_reliability",
  "rounds_to_zero",
] as const;

export type Status = (typeof statuses)[number];

/** A status in words, as a reader meets it. */
export const statusWords: Record<Status, string> = {
  value: "value",
  zero: "zero",
  suppressed: "suppressed",
  not_applicable: "not applicable",
  not_available: "not available",
  not_collected: "not collected",
  low_reliability: "low reliability",
  rounds_to_zero: "rounds to zero",
};

/** The shorthand of government statistics; null where a plain number says it all. */
export const statusShorthand: Record<Status, string | null> = {
  value: null,
  zero: null,
  suppressed: "c",
  not_applicable: "z",
  not_available: "x",
  not_collected: "x",
  low_reliability: "u",
  rounds_to_zero: "low",
};

/** Why there is no plain number, in a sentence for a key or a footnote. */
export const statusMeaning: Record<Status, string> = {
  value: "A figure.",
  zero: "None: a true zero.",
  suppressed: "Left out to protect the privacy of a small number of children.",
  not_applicable: "The figure would make no sense here.",
  not_available: "No extract gives this figure.",
  not_collected: "Nobody collected this figure for this period.",
  low_reliability: "Based on few children: treat with caution.",
  rounds_to_zero: "More than none, but rounds to zero.",
};

/** The part of an observation that decides how it is shown. */
export interface Figured {
  value: number | null;
  status: Status;
}

/** One row of the observation table, as page data sets carry it. Percentages run from 0 to 100 and may exceed 100. */
export interface Observation extends Figured {
  indicator: string;
  /** The indicator's name, where the data set carries it. */
  indicator_name?: string;
  /** The source's id, or its title where `source_id` has the id. */
  source?: string;
  source_id?: string;
  /** The source's title, where the data set carries it. */
  source_title?: string;
  level: string;
  area: string;
  /** The area's name, where the data set carries it. */
  area_name?: string;
  period: string;
  /** First day of the period, as year-month-day. */
  period_start: string;
  breakdown: string;
  category: string;
  numerator: number | null;
  denominator: number | null;
  lower: number | null;
  upper: number | null;
  note: string | null;
  /** The newest date that the figure rests on, as year-month-day. */
  as_of: string | null;
}

/** True if there is a number to draw. */
export function hasValue<T extends Figured>(figure: T): figure is T & { value: number } {
  return figure.value !== null && Number.isFinite(figure.value);
}

/**
 * A figure for a reader: the number with its unit, or the status in words with its shorthand,
 * as in "suppressed [c]". A low-reliability number keeps its mark: "12.5% [u]".
 */
export function formatValue(figure: Figured, unit: string): string {
  const shorthand = statusShorthand[figure.status];
  if (figure.status === "rounds_to_zero") return `${formatNumber(0, unit)} [low]`;
  if (hasValue(figure)) return formatNumber(figure.value, unit) + (shorthand ? ` [${shorthand}]` : "");
  return statusWords[figure.status] + (shorthand ? ` [${shorthand}]` : "");
}
