/**
 * What a figure can be. Zero, suppressed, not applicable, not available and not collected are
 * different facts and stay apart from the extract to the page. Imports nothing: loaders use it too.
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
 * A number with its unit: "71.2%", "4.1 percentage points", "1,234", "0.35".
 * A minus sign is a true minus. Percentages and rates get one decimal place, counts none, the rest two.
 */
export function formatNumber(value: number, unit: string): string {
  switch (unit) {
    case "percent":
      return `${decimal(value, 1)}%`;
    case "percentage points":
      return `${decimal(value, 1)} percentage points`;
    case "count":
    case "children":
    case "schools":
    case "childminders":
    case "tenth":
      return decimal(value, 0);
    case "pounds":
      return `£${decimal(value, 0)}`;
    default:
      return decimal(value, unit.startsWith("per ") ? 1 : 2);
  }
}

/** One number less another as far as both are written, so that a reader who takes one from the other finds the same. */
export function shownDifference(value: number, less: number, unit: string): number {
  const written = (number: number) =>
    formatNumber(number, unit)
      .replace("−", "-")
      .replace(/[^\d.-]/g, "");
  const places = written(value).split(".")[1]?.length ?? 0;
  return Number((Number(written(value)) - Number(written(less))).toFixed(places)) + 0;
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

function decimal(value: number, places: number): string {
  const text = Math.abs(value).toLocaleString("en-GB", {
    minimumFractionDigits: places,
    maximumFractionDigits: places,
  });
  return value < 0 && /[1-9]/.test(text) ? `−${text}` : text;
}
