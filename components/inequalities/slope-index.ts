import { type Estimate, z95 } from "../words/intervals.js";

/** The figure of a group of a population that is ordered, with how many it is of. */
export interface OrderedGroup extends Estimate {
  of: number;
}

/** The slope index of inequality, in the unit of the figures, and the relative index, as a ratio. */
export interface SlopeIndex {
  sii: Estimate;
  /** Undefined where the line is not above nought at both ends. */
  rii: Estimate | undefined;
}

/**
 * The slope and the relative index of inequality of groups in order, the most deprived first: the difference, and the ratio,
 * between the ends of the straight line through the groups' figures over their relative rank, each group weighing as many as
 * it has. Relative rank is the middle of a group's share of the population, added up from the most deprived. Limits are 95%,
 * from the groups' own intervals. Undefined for fewer than three groups with children.
 *
 * S. H. Preston, M. R. Haines and E. Pamuk (1981) and E. Pamuk, Social class inequality in mortality, Popul Stud 1985;39:17–31;
 * the formula is that of the National Cancer Institute's HD*Calc. Public Health England's Fingertips draws the limits by
 * simulation from the same errors.
 */
export function slopeIndex(groups: readonly OrderedGroup[]): SlopeIndex | undefined {
  const some = groups.filter(({ of }) => of > 0);
  if (some.length < 3) return undefined;
  const whole = some.reduce((sum, { of }) => sum + of, 0);
  let before = 0;
  const ranked = some.map((group) => {
    const share = group.of / whole;
    const rank = before + share / 2;
    before += share;
    return { ...group, share, rank };
  });
  const middle = ranked.reduce((sum, { share, rank }) => sum + share * rank, 0);
  const spread = ranked.reduce((sum, { share, rank }) => sum + share * (rank - middle) ** 2, 0);
  // The slope and both ends of the line are sums of the figures, each times a number of its own.
  const parts = ranked.map(({ share, rank, value, lower, upper }) => {
    const slope = (share * (rank - middle)) / spread;
    return {
      value,
      error: (upper - lower) / (2 * z95),
      slope,
      low: share - slope * middle,
      high: share + slope * (1 - middle),
    };
  });
  const sumOf = (times: "slope" | "low" | "high") =>
    parts.reduce((sum, part) => sum + part[times] * part.value, 0);
  const errorOf = (times: (part: (typeof parts)[number]) => number) =>
    z95 * Math.sqrt(parts.reduce((sum, part) => sum + (times(part) * part.error) ** 2, 0));
  const [slope, low, high] = [sumOf("slope"), sumOf("low"), sumOf("high")];
  const away = errorOf((part) => part.slope);
  const sii = { value: slope, lower: slope - away, upper: slope + away };
  if (!(low > 0 && high > 0)) return { sii, rii: undefined };
  // Of a ratio the logarithm is drawn about evenly.
  const times = Math.exp(errorOf((part) => part.high / high - part.low / low));
  const ratio = high / low;
  return { sii, rii: { value: ratio, lower: ratio / times, upper: ratio * times } };
}
