import type { PeriodType } from "./indicator.js";

/** A stretch of time that figures are about. Dates are ISO texts; `end` is its last day. */
export interface Period {
  label: string;
  start: string;
  end: string;
}

const terms = { autumn: ["09-01", "12-31"], spring: ["01-01", "03-31"], summer: ["04-01", "08-31"] } as const;
type Term = keyof typeof terms;

/** The period of a type that a day (ISO date) lies in. Terms start on 1 September, 1 January and 1 April. */
export function periodOf(type: PeriodType, date: string): Period {
  const year = Number(date.slice(0, 4));
  const month = Number(date.slice(5, 7));
  switch (type) {
    case "term":
      return term(month >= 9 ? "autumn" : month >= 4 ? "summer" : "spring", year);
    case "academic_year":
      return twoYears(month >= 9 ? year : year - 1, "09-01", "08-31");
    case "financial_year":
      return twoYears(month >= 4 ? year : year - 1, "04-01", "03-31");
    case "calendar_year":
      return { label: String(year), start: `${year}-01-01`, end: `${year}-12-31` };
  }
}

/**
 * The period that an extract's file name tells: 2024-autumn or “Autumn 2024” for a term; 2024-25, 2024/25 or
 * 202425 for an academic or financial year; 2024 for a calendar year.
 * Throws an Error that says what was found and how it must be written.
 */
export function parsePeriod(type: PeriodType, text: string): Period {
  const clean = text.trim().toLowerCase();
  if (type === "term") {
    const match =
      /^(\d{4})[-_ ]?(autumn|spring|summer)$/.exec(clean) ??
      /^(autumn|spring|summer)[-_ ]?(\d{4})$/.exec(clean);
    if (match) {
      const [a, b] = [match[1]!, match[2]!];
      return /^\d/.test(a) ? term(b as Term, Number(a)) : term(a as Term, Number(b));
    }
    throw new Error(
      `“${text}” does not name a term. Name the file so that its period reads as in 2024-autumn.`,
    );
  }
  if (type === "calendar_year") {
    if (/^\d{4}$/.test(clean)) return periodOf(type, `${clean}-01-01`);
    throw new Error(`“${text}” does not name a year. Name the file so that its period reads as in 2024.`);
  }
  const match = /^(\d{4})[-/_ ]?(?:20)?(\d{2})$/.exec(clean);
  if (match && (Number(match[1]) + 1) % 100 === Number(match[2]))
    return periodOf(type, type === "academic_year" ? `${match[1]}-09-01` : `${match[1]}-04-01`);
  throw new Error(
    `“${text}” does not name ${type === "academic_year" ? "an academic" : "a financial"} year. Name the file so that its period reads as in 2024-25.`,
  );
}

function term(name: Term, year: number): Period {
  const [start, end] = terms[name];
  return {
    label: `${name[0]!.toUpperCase()}${name.slice(1)} ${year}`,
    start: `${year}-${start}`,
    end: `${year}-${end}`,
  };
}

function twoYears(year: number, start: string, end: string): Period {
  return {
    label: `${year}/${String((year + 1) % 100).padStart(2, "0")}`,
    start: `${year}-${start}`,
    end: `${year + 1}-${end}`,
  };
}

/** A condition in SQL that leaves out figures of several periods together. */
export const singlePeriod = "coalesce(period, '') NOT LIKE '% to %'";

/** The day before another, both ISO dates. */
export function dayBefore(day: string): string {
  return shifted(day, -1);
}

/** The day after another, both ISO dates. */
export function dayAfter(day: string): string {
  return shifted(day, 1);
}

function shifted(day: string, by: number): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) + by * 86_400_000).toISOString().slice(0, 10);
}
