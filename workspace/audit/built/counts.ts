import type { Policy } from "../../../loaders/registry/policy.js";
import type { Fault } from "../cell.js";
import type { Rule, Shown } from "../rule.js";
import type { System } from "../system.js";
import type { Merged } from "./agree.js";
import type { Area } from "./built-figure.js";
import type { Definition, Knowledge } from "./knowledge.js";

/** A count of one publication: what, when, where, of whom. */
export interface CityCount {
  variable: number;
  name: string;
  shown: Shown;
  /** Whether a suppressed figure rests on it. */
  isSuppressed: boolean;
  /** Whether outsiders have it exactly from elsewhere. */
  isKnown: boolean;
  /** Whether an earlier publication showed it, so that to suppress it now hides nothing. */
  wasShown: boolean;
  /** Whether it counts children. Places in settings are open to everyone. */
  ofChildren: boolean;
  place: string;
  period: string;
  /** Of points that children lack: how many children at most lack any, as an average and its interval tell it. */
  mostChildren?: number;
  /** Indicators whose figures give it. */
  indicators: Set<string>;
}

export interface City {
  /** By definition, period, area, breakdown and category. */
  counts: Map<string, CityCount>;
  /** What is left over, of suppressed figures. */
  rests: { variable: number; name: string; place: string; of: [count: CityCount, denominator: CityCount] }[];
  faults: Fault[];
}

/** The policy for the city's figures: that of tables, and how percentages are given. */
export interface CityRule extends Rule {
  decimals: number;
  oneDecimalFrom?: number | undefined;
  /** What is different for some indicators. */
  publish?: Pick<Policy["publish"], "byIndicator"> | undefined;
}

export interface CityOptions {
  areas: readonly Area[];
  knowledge: Knowledge;
  rule: CityRule;
  /** Added to names of an earlier publication. */
  when?: string;
}

/** The count of a key: made, unbounded, where there is none yet. */
export function countOf(
  system: System,
  { counts }: City,
  key: string,
  { name, place, ofChildren, period }: Pick<CityCount, "name" | "place" | "ofChildren" | "period">,
): CityCount {
  const known = counts.get(key);
  if (known) return known;
  const count: CityCount = {
    variable: system.variable(name, 0, Infinity),
    name,
    shown: undefined,
    isSuppressed: false,
    isKnown: false,
    wasShown: false,
    ofChildren,
    place,
    period,
    indicators: new Set(),
  };
  counts.set(key, count);
  return count;
}

/** The key of a count: its definition and what it is of. */
export function keyOf(
  what: string,
  f: Pick<Merged, "period" | "area" | "level" | "breakdown" | "category">,
): string {
  return JSON.stringify([what, f.period, f.level, f.area, f.breakdown, f.category]);
}

/** A figure, by what it is of. */
export interface FigureName {
  indicator: string;
  period: string;
  level: string;
  area: string;
  breakdown: string;
  category: string;
}

/** The figures that a count is shown in. */
export function figuresOfCount(key: string, { indicators }: CityCount): FigureName[] {
  const [, period, level, area, breakdown, category] = JSON.parse(key) as [
    what: string,
    period: string,
    level: string,
    area: string,
    breakdown: string,
    category: string,
  ];
  return [...indicators].map((indicator) => ({ indicator, period, level, area, breakdown, category }));
}

/** What the key of a count has in common with those of all that is counted alike: at the same level in the same period. */
export function alikeOf(key: string): string {
  return JSON.stringify((JSON.parse(key) as string[]).slice(0, 3));
}

export const numeratorOf = (d: Definition) => `x ${d.numerator}`;
export const denominatorOf = (d: Definition) => `n ${d.denominator}`;
