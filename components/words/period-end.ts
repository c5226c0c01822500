import { partsOfPeriod } from "./pooled-period.js";

/**
 * The last day of a period from its name and first day, both as figures carry them: a term, a year in one or two numbers,
 * or several of these together. Null for a period of another kind. Loaders use it too.
 */
export function periodEnd(period: string | null, start: string | null): string | null {
  if (!period || !start) return null;
  const parts = partsOfPeriod(period);
  if (parts) return periodEnd(parts.at(-1)!, yearsLater(start, parts.length - 1));
  const [year, month] = [Number(start.slice(0, 4)), Number(start.slice(5, 7))];
  const term = /^(autumn|spring|summer) (\d{4})$/i.exec(period);
  if (term) return `${term[2]}-${termEnds[term[1]!.toLowerCase() as keyof typeof termEnds]}`;
  if (!/^\d{4}([/-]\d{2,4})?$/.test(period)) return null;
  return new Date(Date.UTC(year + 1, month - 1, Number(start.slice(8, 10)) - 1)).toISOString().slice(0, 10);
}

const termEnds = { autumn: "12-31", spring: "03-31", summer: "08-31" };

function yearsLater(day: string, years: number): string {
  return `${Number(day.slice(0, 4)) + years}${day.slice(4)}`;
}
