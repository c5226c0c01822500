import { periodsOf, pick, singlePeriods } from "../figures/observations.js";
import { beyondChance, type Comparison } from "../words/beyond-chance.js";
import { suggestion } from "../words/nearest.js";
import { hasValue, type Observation } from "../words/status.js";
import type { Asked, Indicator } from "./asked.js";

/** One indicator of the areas of an answer, in the newest period that it has: a column beside others. */
export interface Column {
  indicator: Indicator;
  period: string;
  /** The areas' observations of the period. */
  figures: ReadonlyMap<string, Observation>;
  /** Those of all periods. */
  series: readonly Observation[];
  /** The city's observation of the period, where it has one with a value. */
  city: (Observation & { value: number }) | undefined;
}

/**
 * Several indicators of the same areas, undivided. Counts are left out unless they are asked for: they say how large an area
 * is. Throws an error that names the nearest where there is no such indicator.
 */
export async function columnsOf(now: Asked, ids?: readonly string[]): Promise<Column[]> {
  const { about, level, period } = now;
  const known = about.indicators.map(({ id }) => id);
  const unknown = ids?.find((id) => !known.includes(id));
  if (unknown !== undefined)
    throw new Error(`There is no indicator “${unknown}”.${suggestion(unknown, known)}`);
  const usual = about.indicators.filter(
    ({ kind, levels }) => kind !== "count" && kind !== "gap" && levels.includes(level),
  );
  const wanted = ids ? ids.map((id) => about.indicators.find((one) => one.id === id)!) : usual;
  const columns = await Promise.all(
    wanted.map(async (indicator): Promise<Column | undefined> => {
      const [own, city] = await Promise.all([
        now.figuresOf(indicator.id),
        now.figuresOf(indicator.id, "city"),
      ]);
      const series = singlePeriods(pick(own, { breakdown: "all" }));
      const periods = periodsOf(series);
      // What was asked for, where this indicator has it: then the columns are of one time.
      const shown = periods.includes(period) && indicator.id === now.indicator.id ? period : periods[0];
      if (shown === undefined) return undefined;
      const whole = pick(city, { breakdown: "all", period: shown })[0];
      return {
        indicator,
        period: shown,
        figures: new Map(pick(series, { period: shown }).map((o) => [o.area, o])),
        series,
        city: whole && hasValue(whole) && indicator.kind !== "count" ? whole : undefined,
      };
    }),
  );
  return columns.filter((column) => column !== undefined);
}

/** How an area's figure of a column stands to all areas together. */
export function standingIn({ indicator, city }: Column, figure: Observation | undefined): Comparison {
  if (!figure || !city || indicator.chance === "no" || !hasValue(figure)) return "unknown";
  return beyondChance(figure, city.value, indicator.unit);
}
