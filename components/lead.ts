import { beyondChance, type Comparison } from "./beyond-chance.js";
import { hasValue, type Observation } from "./status.js";

/** What a lead paragraph says about the areas of one period, from the figures alone. */
export interface Lead {
  /** How many areas have a figure. */
  figures: number;
  lowest: (Observation & { value: number }) | undefined;
  highest: (Observation & { value: number }) | undefined;
  /** Areas above or below the comparator by more than chance. */
  clearly: Record<Comparison, number>;
  /** Areas above or below the comparator by however little. */
  sides: { above: number; below: number };
  /** Areas with a percentage over 100: more were counted than the number that they are counted out of. */
  overfull: Observation[];
}

/** Gathers what a lead paragraph needs. `comparator` is the city's value, null where it has none. */
export function leadOf(observations: readonly Observation[], comparator: number | null, unit: string): Lead {
  const figures = observations.filter(hasValue);
  const clearly = { higher: 0, lower: 0, similar: 0, unknown: 0 };
  for (const figure of figures) clearly[beyondChance(figure, comparator, unit)] += 1;
  const by = (better: (a: number, b: number) => boolean) =>
    figures.reduce<(typeof figures)[number] | undefined>(
      (best, f) => (!best || better(f.value, best.value) ? f : best),
      undefined,
    );
  return {
    figures: figures.length,
    lowest: by((a, b) => a < b),
    highest: by((a, b) => a > b),
    clearly,
    sides: {
      above: comparator === null ? 0 : figures.filter((f) => f.value > comparator).length,
      below: comparator === null ? 0 : figures.filter((f) => f.value < comparator).length,
    },
    overfull: unit === "percent" ? figures.filter((f) => f.value > 100) : [],
  };
}

/** The observation whose period starts a year before, give or take a leap day. */
export function yearBefore(observations: readonly Observation[], now: Observation): Observation | undefined {
  const day = 86_400_000;
  return observations.find(({ period_start }) => {
    const days = (Date.parse(now.period_start) - Date.parse(period_start)) / day;
    return days >= 365 && days <= 366;
  });
}
