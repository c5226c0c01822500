/** A stretch of days. Both are ISO dates; `to` is its last day. */
export interface Span {
  from: string;
  to: string;
}

/** How a text is read as a stretch of days. */
export const readings = [
  "day",
  "month",
  "term",
  "academic_year",
  "financial_year",
  "calendar_year",
  "years",
] as const;
export type Reading = (typeof readings)[number];

/**
 * The days that a text of a file name, a cell or a column means; null if it does not read so.
 *
 * - `day`: 2021-08-31, 20210831, 31/08/2021, 31 August 2021; a time after it is passed over;
 * - `month`: 2026-09, 202609, May 2025; two of them, as in April 2021 - June 2021, are the first and the last;
 * - `term`: 2026-autumn, Spring 2026. Terms start on 1 September, 1 January and 1 April;
 * - `academic_year`, `financial_year`: 2024-25, 2024/25, 202425. They start on 1 September and on 1 April;
 * - `calendar_year`: 2024, or 24 for it;
 * - `years`: 2025, 2024-25, 2013/14-15/16: from the first day of the first year to the last day of the last one.
 */
export function readSpan(reading: Reading, text: string): Span | null {
  const clean = text.trim().toLowerCase();
  const span = readers[reading](clean);
  return span && isDay(span.from) && isDay(span.to) && span.from <= span.to ? span : null;
}

/** A part of a span of one year: its day `06-30`, or its month `01`. */
export function within({ to }: Span, at: string): Span | null {
  const year = to.slice(0, 4);
  return at.length === 2 ? monthSpan(year, at) : readSpan("day", `${year}-${at}`);
}

/** Whether a text is a day of the calendar, as year-month-day. */
export function isDay(text: string): boolean {
  const time = Date.parse(`${text}T00:00:00Z`);
  return !Number.isNaN(time) && new Date(time).toISOString().startsWith(text);
}

/** A day so many days or months later; a day that the month does not have becomes its last. */
export function later(day: string, { days = 0, months = 0 }: { days?: number; months?: number }): string {
  const [year, month, date] = day.split("-").map(Number) as [number, number, number];
  const last = new Date(Date.UTC(year, month + months, 0)).getUTCDate();
  return new Date(Date.UTC(year, month - 1 + months, Math.min(date, last) + days)).toISOString().slice(0, 10);
}

const readers: Record<Reading, (text: string) => Span | null> = {
  day(text) {
    const iso = /^(\d{4})[-_]?(\d\d)[-_]?(\d\d)(?:[t ].*)?$/.exec(text);
    if (iso) return dayOf(iso[1]!, iso[2]!, iso[3]!);
    const british = /^(\d{1,2})[-_/. ](\d{1,2}|[a-z]{3,9})[-_/. ](\d{4})$/.exec(text);
    if (!british) return null;
    const month = /^\d/.test(british[2]!) ? british[2]! : monthNumber(british[2]!);
    return month ? dayOf(british[3]!, month, british[1]!) : null;
  },
  month(text) {
    const found = [...text.matchAll(/(\d{4})[-_/ ]?(\d\d)(?!\d)|([a-z]{3,9})[-_ ]?(\d{4})/g)].map((m) =>
      m[1] ? monthSpan(m[1], m[2]!) : monthSpan(m[4]!, monthNumber(m[3]!)),
    );
    const [first, last] = [found[0], found.at(-1)];
    return first && last && found.length <= 2 ? { from: first.from, to: last.to } : null;
  },
  term(text) {
    const found =
      /^(?<year>\d{4})[-_ ]?(?<term>autumn|spring|summer)$/.exec(text) ??
      /^(?<term>autumn|spring|summer)[-_ ]?(?<year>\d{4})$/.exec(text);
    if (!found) return null;
    const { year, term } = found.groups as { year: string; term: "autumn" | "spring" | "summer" };
    const [from, to] = { autumn: ["09-01", "12-31"], spring: ["01-01", "03-31"], summer: ["04-01", "08-31"] }[
      term
    ] as [string, string];
    return { from: `${year}-${from}`, to: `${year}-${to}` };
  },
  academic_year: (text) => yearFrom(text, "09-01", "08-31"),
  financial_year: (text) => yearFrom(text, "04-01", "03-31"),
  calendar_year(text) {
    const year = /^(?:20)?(\d\d)$/.exec(text)?.[1];
    return year ? { from: `20${year}-01-01`, to: `20${year}-12-31` } : null;
  },
  years(text) {
    const first = /^(?:19|20)\d\d/.exec(text)?.[0];
    if (!first) return null;
    const last = /[-/](?:\d\d)?(\d\d)(?=\D*$)/.exec(text)?.[1];
    const to = last
      ? `${Number(last) < Number(first.slice(2)) ? Number(first.slice(0, 2)) + 1 : first.slice(0, 2)}${last}`
      : first;
    return { from: `${first}-01-01`, to: `${to}-12-31` };
  },
};

function yearFrom(text: string, start: string, end: string): Span | null {
  const found = /^(\d{4})[-/_ ]?(?:20)?(\d\d)$/.exec(text);
  const year = Number(found?.[1]);
  return found && (year + 1) % 100 === Number(found[2])
    ? { from: `${year}-${start}`, to: `${year + 1}-${end}` }
    : null;
}

function dayOf(year: string, month: string, day: string): Span {
  const iso = `${year}-${month.padStart(2, "0")}-${day.padStart(2, "0")}`;
  return { from: iso, to: iso };
}

function monthSpan(year: string, month: string | undefined): Span | null {
  const from = `${year}-${month}-01`;
  if (!month || !isDay(from)) return null;
  return { from, to: later(later(from, { months: 1 }), { days: -1 }) };
}

const months = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];

function monthNumber(name: string): string | undefined {
  const at = months.indexOf(name.slice(0, 3));
  return at < 0 ? undefined : String(at + 1).padStart(2, "0");
}
