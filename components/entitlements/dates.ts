/** Days are year-month-day, so that they are in order as texts are. */
export type Day = string;

/** A day so many days later, or earlier where the number is negative. */
export function addDays(day: Day, days: number): Day {
  return new Date(Date.parse(`${day}T00:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10);
}

/** The same day so many months later; the last of its month where that has no such day. */
export function addMonths(day: Day, months: number): Day {
  const [year, month, date] = parts(day);
  const at = new Date(Date.UTC(year, month - 1 + months, 1));
  const last = new Date(Date.UTC(at.getUTCFullYear(), at.getUTCMonth() + 1, 0)).getUTCDate();
  at.setUTCDate(Math.min(date, last));
  return at.toISOString().slice(0, 10);
}

/** A birthday. Whoever is born on 29 February is a year older on 1 March where a year has no such day, as English law has it. */
export function birthday(born: Day, age: number): Day {
  const [year, month, date] = parts(born);
  return new Date(Date.UTC(year + age, month - 1, date)).toISOString().slice(0, 10);
}

/** The first day after another on which a funded place starts. `starts`: days of the year, month-day. */
export function termAfter(day: Day, starts: readonly string[]): Day {
  return startsAround(day, starts).find((start) => start > day)!;
}

/** The first day of the term that a day lies in. */
export function termOf(day: Day, starts: readonly string[]): Day {
  return startsAround(day, starts).findLast((start) => start <= day)!;
}

/** The first 1 September, or other day of the year, after a birthday. */
export function yearDayAfter(day: Day, monthAndDay: string): Day {
  return termAfter(day, [monthAndDay]);
}

/** The later of two days. */
export function later(one: Day, other: Day): Day {
  return one > other ? one : other;
}

function startsAround(day: Day, starts: readonly string[]): Day[] {
  const year = Number(day.slice(0, 4));
  return [year - 1, year, year + 1].flatMap((y) => starts.map((start) => `${y}-${start}`)).sort();
}

function parts(day: Day): [year: number, month: number, date: number] {
  const [year, month, date] = day.split("-").map(Number);
  return [year!, month!, date!];
}
