import { z } from "zod";
import { later, type Reading, readings, type Span } from "./span.js";

const text = z.string().trim().min(1, "must not be empty.");
const day = z.iso.date("must be a date as year-month-day, as in 2026-12-01.");
const span = z
  .strictObject({
    /** The first day. */
    from: day,
    /** The last day. */
    to: day,
  })
  .refine(({ from, to }) => from <= to, { path: ["to"], message: "must not be before from." });

/** One way to find a date of an extract. Exactly one of fileName, column, cell and fixed says where it stands. */
const where = ["fileName", "column", "cell", "fixed"] as const;
const way = {
  /** A regular expression over the file name, whatever the case; its first group is read. */
  fileName: text
    .refine(hasOneGroup, "must be a regular expression with one group, as in (\\d{4}-\\d{2}).")
    .optional(),
  /** A column of the source: the period is from its oldest value to its newest, the publisher's date its newest. */
  column: text.optional(),
  /** A cell of the file: B2 in a sheet or a CSV file, a dot path in JSON, as in header.exported. */
  cell: text.optional(),
  /** A regular expression whose first group is what a cell says, as in “as at (.*)”. */
  pattern: text
    .refine(hasOneGroup, "must be a regular expression with one group, as in as at (.*).")
    .optional(),
  /** How what is found is read; a day where left out. */
  as: z.enum(readings).default("day"),
  /** The only files, by patterns of their names, that this way is for. */
  files: z.array(text).min(1).optional(),
  /** The only extract that this way is for: the SHA-256 of its bytes. */
  sha256: text.regex(/^[0-9a-f]{64}$/, "must be a SHA-256 in 64 lower-case letters and digits.").optional(),
  /** How it is known. Needed with fixed. */
  reason: text.optional(),
};

type Given = { [key in (typeof where)[number]]?: unknown } & {
  reason?: string | undefined;
  pattern?: string | undefined;
};

function oneWay(given: Given, context: z.RefinementCtx): void {
  const said = where.filter((key) => given[key] !== undefined);
  if (said.length !== 1)
    context.addIssue({
      code: "custom",
      message: `must say where the date stands with exactly one of: ${where.join(", ")}.`,
    });
  if (given.pattern !== undefined && given.cell === undefined)
    context.addIssue({
      code: "custom",
      path: ["pattern"],
      message: "belongs to a cell. Remove it, or name the cell.",
    });
  if (given.fixed !== undefined && given.reason === undefined)
    context.addIssue({
      code: "custom",
      path: ["reason"],
      message: "is missing; say how the fixed date is known.",
    });
}

const coversWay = z
  .strictObject({
    ...way,
    /** Always these days. Needs a reason. */
    fixed: span.optional(),
    /** For figures as at one day or month of a year: 06-30 for a mid-year estimate, 01 for a count in January. */
    at: text
      .regex(/^(0[1-9]|1[0-2])(-\d\d)?$/, "must be a month or a day of the year, as in 01 or 06-30.")
      .optional(),
  })
  .superRefine(oneWay);
const publishedWay = z
  .strictObject({
    ...way,
    /** A publisher's date is always a day. */
    as: z.literal("day").default("day"),
    /** Always this day. Needs a reason. */
    fixed: day.optional(),
  })
  .superRefine(oneWay);

/** How the dates of a source's extracts are found: the ways in order, the first that finds one stands. */
export const datesSchema = z.strictObject({
  /** Ways to find the period that an extract covers. */
  covers: z.array(coversWay).default([]),
  /** Ways to find the day on which its publisher put it out. */
  published: z.array(publishedWay).default([]),
});
export type Dates = z.infer<typeof datesSchema>;

/** A way, as it is followed. */
export interface Way {
  fileName?: string | undefined;
  column?: string | undefined;
  cell?: string | undefined;
  pattern?: string | undefined;
  fixed?: string | Span | undefined;
  as: Reading;
  at?: string | undefined;
  files?: string[] | undefined;
  sha256?: string | undefined;
}

/** What a steward answers about one extract, in a file `<extract>.dates.yaml` beside it. */
export const answerSchema = z
  .strictObject({
    /** The days that the extract is about. */
    covers: span.optional(),
    /** The day on which its publisher put it out. */
    published: day.optional(),
    /** Who says so, or where it is written. */
    saidBy: text,
  })
  .refine(({ covers, published }) => covers ?? published, "must say covers, published or both.");
export type Answer = z.infer<typeof answerSchema>;

/** The three dates of an extract. A date of its file on disk is none of them. */
export interface ExtractDates {
  /** The days that the data cover; null where nothing says so. */
  covers: Span | null;
  /** The publisher's date, or null. */
  published: string | null;
  /** The day on which the store first saw these bytes. */
  received: string;
}

/** What an as-of date is: the publisher's date, the last day that the data cover, or the day on which they came. */
export const bases = ["published", "covered", "received"] as const;
export type Basis = (typeof bases)[number];

/** The date that figures of an extract bear: the publisher's where known, else the last day covered, else the day it came. */
export function asOf({ covers, published, received }: ExtractDates): { day: string; basis: Basis } {
  if (published) return { day: published, basis: "published" };
  if (covers) return { day: covers.to, basis: "covered" };
  return { day: received, basis: "received" };
}

/** The extract that covers the latest day; where none says what it covers, the one that figures would be dated by last. */
export function newestOf<T extends ExtractDates>(extracts: readonly T[]): T | undefined {
  const known = extracts.filter(({ covers }) => covers);
  const order = (e: T): string => `${e.covers?.to ?? ""} ${asOf(e).day}`;
  return [...(known.length ? known : extracts)].sort((a, b) => (order(a) < order(b) ? -1 : 1)).at(-1);
}

/**
 * The dates without what cannot be: nothing was published, and no day was covered, after the extract came.
 * A period still going on ends, for these data, on the day on which they were published or came.
 */
export function plausible({ covers, published, received }: ExtractDates): ExtractDates {
  const out = published !== null && published <= later(received, { days: 1 }) ? published : null;
  const last = out ?? received;
  return {
    covers:
      covers && covers.from <= last ? { from: covers.from, to: covers.to < last ? covers.to : last } : null,
    published: out,
    received,
  };
}

export const cadences = ["daily", "weekly", "monthly", "quarterly", "termly", "annual", "irregular"] as const;
export type Cadence = (typeof cadences)[number];

/** A shelf life as the registry writes it: 10 days, 18 months, 2 years. */
export const shelfLife = text.regex(
  /^[1-9]\d* (days?|months?|years?)$/,
  "must be a number of days, months or years, as in 18 months.",
);

/**
 * How long after the end of the period that it covers an extract counts as in date, where the registry does not say:
 * about two intervals, one until the next period is over and one for it to be prepared. Nobody knows for what comes
 * irregularly.
 */
const usualShelfLife: Record<Cadence, string | null> = {
  daily: "7 days",
  weekly: "21 days",
  monthly: "3 months",
  quarterly: "6 months",
  termly: "9 months",
  annual: "2 years",
  irregular: null,
};

/** The last day on which a source whose data end on a day is in date; null if nobody said how long it keeps. */
export function keepsUntil(
  ends: string,
  cadence: { every: Cadence; shelfLife?: string | undefined },
): string | null {
  const life = cadence.shelfLife ?? usualShelfLife[cadence.every];
  if (!life) return null;
  const [count, unit] = life.split(" ") as [string, string];
  const n = Number(count);
  if (unit.startsWith("day")) return later(ends, { days: n });
  return later(ends, { months: unit.startsWith("year") ? 12 * n : n });
}

function hasOneGroup(pattern: string): boolean {
  try {
    return new RegExp(`${pattern}|`).exec("")!.length === 2;
  } catch {
    return false;
  }
}
