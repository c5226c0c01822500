import { partsOfPeriod } from "../../components/words/pooled-period.js";
import type { Indicator } from "../registry/indicator.js";
import type { Figure } from "./protect-figure.js";

/** The figures of an indicator in a period. */
export interface IndicatorPeriod {
  indicator: string;
  period: string | null;
}

/** A figure, by what it is of. */
export type FigureName = Pick<Figure, "indicator" | "period" | "level" | "area" | "breakdown" | "category">;

/** A text that tells a figure from all others. */
export function nameOf({ indicator, level, area, period, breakdown, category }: FigureName): string {
  return [indicator, level, area, period, breakdown, category].join("\u0000");
}

/** What is left of some figures so that a publication tells no more beside earlier ones than it may. */
export interface Remedies {
  /** These stay as they were published, with all that shares counts with them. */
  hold: readonly IndicatorPeriod[];
  /** These are suppressed, and with them what would give them away. */
  hide: readonly FigureName[];
}

/** The set that figures belong to, by name. */
export type SetOf = (figures: IndicatorPeriod) => string;

/**
 * Puts figures into sets: the indicators that share counts, or rest on each other's, of one period. What is shown of one
 * set tells nothing of another, so each can be protected, or left as it was published, by itself.
 *
 * A pooled figure is the sum of those of its single periods: shown beside all of them but one it tells that one. So a pooled
 * period is of one set with its parts, all of which are then protected together. `pooled`: figures that may be of pooled
 * periods; without, every period is for itself, which is only sound if none of them is shown.
 */
export function setsOf(indicators: readonly Indicator[], pooled: Iterable<IndicatorPeriod> = []): SetOf {
  const groupOf = groupsOf(indicators);
  const nameOf = ({ indicator, period }: IndicatorPeriod) => `${groupOf(indicator)} ${period}`;
  const pools = new Map<string, string[]>();
  for (const { indicator, period } of pooled) {
    const parts = partsOfPeriod(period);
    if (parts)
      pools.set(
        nameOf({ indicator, period }),
        parts.map((part) => nameOf({ indicator, period: part })),
      );
  }
  const joined = new Map<string, string>();
  for (const [pool, parts] of [...pools].sort(([a], [b]) => (a < b ? -1 : 1))) {
    const names = new Set([pool, ...parts].map((name) => joined.get(name) ?? name));
    for (const [name, set] of joined) if (names.has(set)) joined.set(name, pool);
    for (const name of [pool, ...parts]) joined.set(name, pool);
  }
  return (figures) => joined.get(nameOf(figures)) ?? nameOf(figures);
}

/** By an indicator's id, the name of those that share counts with it or rest on its figures. */
export function groupsOf(indicators: readonly Indicator[]): (indicator: string) => string {
  const groupOf = new Map<string, string>();
  const byShared = new Map<string, string>();
  const rename = (from: string, to: string) => {
    for (const [id, group] of groupOf) if (group === from) groupOf.set(id, to);
    for (const [shared, group] of byShared) if (group === from) byShared.set(shared, to);
  };
  for (const indicator of indicators) {
    groupOf.set(indicator.id, indicator.id);
    for (const shared of sharedBy(indicator)) {
      const group = groupOf.get(indicator.id)!;
      const other = byShared.get(shared);
      if (other === undefined) byShared.set(shared, group);
      else rename(group, other);
    }
  }
  return (indicator) => groupOf.get(indicator) ?? indicator;
}

/** What makes two indicators tell of each other: an indicator that one is made from, or a count of both. */
function sharedBy({ id, gap, records }: Indicator): string[] {
  return [
    gap?.indicator ?? id,
    ...(records ? [JSON.stringify(records.denominator)] : []),
    ...(records && "source" in records.numerator ? [JSON.stringify(records.numerator)] : []),
  ];
}
