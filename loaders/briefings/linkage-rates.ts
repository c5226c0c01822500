import { wilson } from "../../components/words/intervals.js";
import { categories } from "../registry/indicator.js";
import type { Database } from "../store/database.js";

/** A link rate: of `persons` children of a source, those found in another; per cent, with Wilson’s 95% interval. */
export interface Rate {
  persons: number;
  linked: number;
  value: number | null;
  lower: number | null;
  upper: number | null;
}

/** A link rate from its counts; without children there is none. */
export function rateOf({ persons, linked }: { persons: number; linked: number }): Rate {
  if (persons === 0) return { persons, linked, value: null, lower: null, upper: null };
  const { lower, upper } = wilson(linked, persons);
  return { persons, linked, value: (100 * linked) / persons, lower: 100 * lower, upper: 100 * upper };
}

/** Link rates by two sources. */
export async function pairRates(db: Database): Promise<({ source: string; other: string } & Rate)[]> {
  const rows = await db.rows<{ source: string; other: string; persons: number; linked: number }>(
    "SELECT source, other, persons, linked FROM link_report_pair ORDER BY source, other",
  );
  return rows.map((row) => ({ source: row.source, other: row.other, ...rateOf(row) }));
}

export interface GroupRate extends Rate {
  source: string;
  breakdown: string;
  category: string;
}

/**
 * Link rates of each source with one other by group, of children known to live in the city: another city's register
 * holds the others. Groups are in the order of the registry, “Not known” last.
 */
export async function groupRates(db: Database, other: string): Promise<GroupRate[]> {
  const rows = await db.rows<Omit<GroupRate, keyof Rate> & { persons: number; linked: number }>(
    "SELECT source, breakdown, category, persons, linked FROM link_group WHERE other = $1 AND in_city ORDER BY source, breakdown, category",
    [other],
  );
  const place = ({ breakdown, category }: { breakdown: string; category: string }): number => {
    const known: readonly string[] = categories[breakdown as keyof typeof categories] ?? [];
    return category === "Not known" ? 1000 : known.indexOf(category);
  };
  return rows
    .map(({ source, breakdown, category, ...counts }) => ({ source, breakdown, category, ...rateOf(counts) }))
    .sort((a, b) => compare(a.source, b.source) || compare(a.breakdown, b.breakdown) || place(a) - place(b));
}

export interface ThresholdRate extends Rate {
  source: string;
  /** Least match probability of a link; 1 for deterministic and reviewed links only. */
  threshold: number;
}

/** Link rates of each source with one other at several thresholds, strictest first. */
export async function thresholdRates(db: Database, other: string): Promise<ThresholdRate[]> {
  const rows = await db.rows<{ source: string; threshold: number; persons: number; linked: number }>(
    "SELECT source, threshold, persons, linked FROM link_threshold WHERE other = $1 ORDER BY source, threshold DESC",
    [other],
  );
  return rows.map(({ source, threshold, ...counts }) => ({ source, threshold, ...rateOf(counts) }));
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
