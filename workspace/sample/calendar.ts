/**
 * Dates as whole days since 1 January 1970, and the periods of the sample's world.
 * Nothing here reads the clock.
 */

const months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

/** The day of a date: month and day count from 1. */
export function day(year: number, month: number, date: number): number {
  return Math.floor(Date.UTC(year, month - 1, date) / 86_400_000);
}

export const firstBirth = day(2018, 9, 1);
export const endOfWorld = day(2026, 10, 31);

export interface Parts {
  year: number;
  month: number;
  date: number;
}

const from = day(2010, 1, 1);
const table: Parts[] = Array.from({ length: day(2030, 1, 1) - from }, (_, i) => {
  const d = new Date((from + i) * 86_400_000);
  return { year: d.getUTCFullYear(), month: d.getUTCMonth() + 1, date: d.getUTCDate() };
});

/** Year, month and date of a day between 2010 and 2029. */
export function parts(of: number): Parts {
  return table[of - from]!;
}

const two = Array.from({ length: 32 }, (_, i) => String(i).padStart(2, "0"));

/** Ways in which the systems write dates. */
export type DateFormat = "dd/mm/yyyy" | "yyyy-mm-dd" | "yyyymmdd" | "dd-Mon-yyyy" | "dd.mm.yyyy";

/** A date as a system writes it. It may be an impossible one, such as 31 February. */
export function formatDate({ year, month, date }: Parts, format: DateFormat): string {
  switch (format) {
    case "dd/mm/yyyy":
      return `${two[date]}/${two[month]}/${year}`;
    case "yyyy-mm-dd":
      return `${year}-${two[month]}-${two[date]}`;
    case "yyyymmdd":
      return `${year}${two[month]}${two[date]}`;
    case "dd-Mon-yyyy":
      return `${two[date]}-${months[month - 1] ?? "Jan"}-${year}`;
    case "dd.mm.yyyy":
      return `${two[date]}.${two[month]}.${year}`;
  }
}

export function formatDay(of: number, format: DateFormat): string {
  return formatDate(parts(of), format);
}

/** The same date so many months later; the last of the month where there is no such date. */
export function addMonths(to: number, count: number): number {
  const { year, month, date } = parts(to);
  const last = day(year, month + count + 1, 0);
  return Math.min(day(year, month + count, date), last);
}

/** Age in whole years on a day. */
export function ageOn(birth: number, on: number): number {
  const b = parts(birth);
  const o = parts(on);
  return o.year - b.year - (o.month < b.month || (o.month === b.month && o.date < b.date) ? 1 : 0);
}

/** The first day of the September in which a child starts Reception: the one after the fourth birthday. */
export function receptionStart(birth: number): number {
  const { year, month } = parts(birth);
  return day(year + (month >= 9 ? 5 : 4), 9, 1);
}

export interface Term {
  /** As in file names: 2023-autumn. */
  name: string;
  /** As people write it: Autumn 2023. */
  title: string;
  start: number;
}

/** Terms in which the sample's children may have had a place: from Autumn 2020 to Summer 2026. */
const years = [2020, 2021, 2022, 2023, 2024, 2025];
export const allTerms: Term[] = years.flatMap((year) => [
  { name: `${year}-autumn`, title: `Autumn ${year}`, start: day(year, 9, 1) },
  { name: `${year + 1}-spring`, title: `Spring ${year + 1}`, start: day(year + 1, 1, 1) },
  { name: `${year + 1}-summer`, title: `Summer ${year + 1}`, start: day(year + 1, 4, 1) },
]);

/** The nine terms with a headcount, from Autumn 2023 to Summer 2026. */
export const terms = allTerms.slice(9);

/** The three academic years with an EYFSP return, by the year they begin in. */
export const academicYears = [2023, 2024, 2025];

/** The academic year as in file names: 2024-25. */
export function academicYearName(from: number): string {
  return `${from}-${(from + 1) % 100}`;
}

/** Health-visiting reviews are held from April 2023 to September 2026. */
export const reviewsFrom = day(2023, 4, 1);
export const reviewsTo = day(2026, 9, 30);

/** The days that population is estimated for: the middle of each year. */
export const midYears = [2023, 2024, 2025, 2026].map((year) => ({ year, day: day(year, 6, 30) }));
