import { formatNumber } from "./numbers.js";

interface Meaning {
  /** As a reader meets it. */
  words: string;
  /** The shorthand of government statistics; null where a plain number says it all. */
  shorthand: string | null;
  /** In a sentence, for a key or a footnote. */
  meaning: string;
}

/**
 * What a figure can be. Zero, suppressed, not applicable, not available and not collected are different facts and stay
 * apart from the extract to the page. Every list of statuses is made from this one; loaders use it too.
 */
const meanings = {
  value: { words: "value", shorthand: null, meaning: "A figure." },
  zero: { words: "zero", shorthand: null, meaning: "None: a true zero." },
  suppressed: {
    words: "suppressed",
    shorthand: "c",
    meaning: "Left out to protect the privacy of a small number of children.",
  },
  not_applicable: {
    words: "not applicable",
    shorthand: "z",
    meaning: "The figure would make no sense here.",
  },
  not_available: { words: "not available", shorthand: "x", meaning: "No extract gives this figure." },
  not_collected: {
    words: "not collected",
    shorthand: "x",
    meaning: "Nobody collected this figure for this period.",
  },
  low_reliability: {
    words: "low reliability",
    shorthand: "u",
    meaning: "There is a number, but it is based on few children: treat it with caution.",
  },
  rounds_to_zero: {
    words: "rounds to zero",
    shorthand: "low",
    meaning: "More than none, but rounds to zero.",
  },
} as const satisfies Record<string, Meaning>;

export type Status = keyof typeof meanings;

/** Every status that a figure can have. */
export const statuses = Object.keys(meanings) as [Status, ...Status[]];

/** What a mark in a cell can stand for: all but a number, nought among them. */
export const markStatuses = statuses.filter((status) => meanings[status].shorthand !== null) as [
  Exclude<Status, "value" | "zero">,
  ...Exclude<Status, "value" | "zero">[],
];

/** The statuses beside which there is a number, which may be added up. */
export const numberStatuses: readonly Status[] = ["value", "zero", "low_reliability", "rounds_to_zero"];

/** A status in words, as a reader meets it. */
export const statusWords = each((status) => meanings[status].words as string);

/** The shorthand of government statistics; null where a plain number says it all. */
export const statusShorthand = each((status) => meanings[status].shorthand as string | null);

/** Why there is no plain number, in a sentence for a key or a footnote. */
export const statusMeaning = each((status) => meanings[status].meaning as string);

/** The status that a shorthand stands for; of "x", that no extract gives the figure. Undefined of any other text. */
export function statusOf(shorthand: string): (typeof markStatuses)[number] | undefined {
  return markStatuses.find((status) => meanings[status].shorthand === shorthand);
}

function each<T>(of: (status: Status) => T): Record<Status, T> {
  return Object.fromEntries(statuses.map((status) => [status, of(status)])) as Record<Status, T>;
}

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
