import { z } from "zod";
import { later } from "./span.js";

/** Retention of what anyone can have from its publisher again: it goes when a newer extract takes its place. */
export const whileInUse = "while in use";

/** How long extracts of a source are kept, as the registry writes it: 90 days, 18 months, 6 years; or while in use. */
export const retentionSchema = z
  .string()
  .trim()
  .regex(
    /^([1-9]\d* (days?|months?|years?)|while in use)$/,
    "must be how long an extract is kept after the last day that it covers: a number of days, months or years, as in 3 years; or, where it holds no records of children, “while in use”.",
  );

/** The last day on which an extract may be kept whose data end on a day; null if no day ends it. */
export function keptUntil(ends: string, retention: string): string | null {
  if (retention === whileInUse) return null;
  const [count, unit] = retention.split(" ") as [string, string];
  const n = Number(count);
  if (unit.startsWith("day")) return later(ends, { days: n });
  return later(ends, { months: unit.startsWith("year") ? 12 * n : n });
}
