import { beyondChance, type Comparison } from "./beyond-chance.js";
import { formatNumber } from "./numbers.js";
import { isPooled } from "./pooled-period.js";
import { hasValue, type Observation } from "./status.js";

/** What a lead paragraph says about the areas of one period, from the figures alone. */
export interface Lead {
  /** How many areas have a figure. */
  figures: number;
  /** How many are below, above and level with the comparator, as they are written. */
  sides: Sides;
  /** Areas above or below the comparator by more than chance. */
  clearly: Record<Comparison, number>;
  /** Areas with a percentage over 100: more were counted than the number that they are counted out of. */
  overfull: Observation[];
}

/** How some figures lie about a comparator. */
export interface Sides {
  lower: number;
  higher: number;
  same: number;
}

/** Gathers what a lead paragraph needs. `comparator` is the city's value, null where it has none. */
export function leadOf(observations: readonly Observation[], comparator: number | null, unit: string): Lead {
  const figures = observations.filter(hasValue);
  const clearly = { higher: 0, lower: 0, similar: 0, unknown: 0 };
  for (const figure of figures) clearly[beyondChance(figure, comparator, unit)] += 1;
  const sides = { lower: 0, higher: 0, same: 0 };
  if (comparator !== null) for (const figure of figures) sides[sideOf(figure.value, comparator, unit)] += 1;
  return {
    figures: figures.length,
    sides,
    clearly,
    overfull: unit === "percent" ? figures.filter((f) => f.value > 100) : [],
  };
}

/** On which side of a comparator a figure lies. Figures that are written alike are the same to a reader. */
export function sideOf(value: number, comparator: number, unit: string): keyof Sides {
  if (formatNumber(value, unit) === formatNumber(comparator, unit)) return "same";
  return value < comparator ? "lower" : "higher";
}

/**
 * "32 are lower than Birmingham, 4 of them by more than chance; 37 are higher, none by more than chance." What is said of
 * chance is always a part of what is said of the side. Empty without a comparator.
 */
export function sidesText({ sides, clearly }: Pick<Lead, "sides" | "clearly">, comparator: string): string {
  const { lower, higher, same } = sides;
  if (lower + higher + same === 0) return "";
  const judged = clearly.higher + clearly.lower + clearly.similar > 0;
  const are = (count: number) => (count === 0 ? "None is" : count === 1 ? "1 is" : `${count} are`);
  const chance = (count: number, of: number) => {
    if (!judged || of === 0) return "";
    const some =
      of === 1
        ? count === 1
          ? ""
          : "not "
        : count === 0
          ? "none of them "
          : count === of
            ? "all of them "
            : `${count} of them `;
    return `, ${some}by more than chance`;
  };
  const rest = same > 0 ? `; ${same === 1 ? "1 is" : `${same} are`} the same` : "";
  return `${are(lower)} lower than ${comparator}${chance(clearly.lower, lower)}; ${are(higher).toLowerCase()} higher${chance(clearly.higher, higher)}${rest}.`;
}

/**
 * The observation whose period starts a year before, give or take a leap day. Of several years together there is none: a year
 * before, most of the children are the same.
 */
export function yearBefore(observations: readonly Observation[], now: Observation): Observation | undefined {
  const day = 86_400_000;
  if (isPooled(now.period)) return undefined;
  return observations.find(({ period, period_start }) => {
    if (isPooled(period)) return false;
    const days = (Date.parse(now.period_start) - Date.parse(period_start)) / day;
    return days >= 365 && days <= 366;
  });
}
