import type { Summary } from "../../loaders/public/summary.json.js";
import type { ClaimData } from "../claims/claim-data.js";
import type { Observation } from "../words/status.js";

/**
 * The data set for families as claims are tested by it: each measure in its newest whole period, of the city, its country and
 * its wards, as they are published.
 */
export function claimDataOf(summary: () => Promise<Summary>): ClaimData {
  return {
    indicators: async () => {
      const { city, sample, measures } = await summary();
      return {
        ...{ city, sample },
        indicators: measures.map(({ id, shortName, unit }) => ({
          ...{ id, shortName, unit, kind: "proportion", theme: "", chance: "yes" as const },
        })),
        sourceTitles: {},
      };
    },
    figures: async () => {
      const data = await summary();
      return new Map(data.measures.map((measure) => [measure.id, rowsOf(measure, data)]));
    },
    divided: async () => new Map(),
    smallFigures: async () => new Map(),
  };
}

function rowsOf(
  { id, period, periodStart, source, asOf, city, country, wards }: Summary["measures"][number],
  data: Summary,
): Observation[] {
  if (period === null || periodStart === null) return [];
  const row = (
    level: string,
    area: { code: string; name: string },
    figure: Pick<Observation, "value" | "lower" | "upper" | "status"> & Partial<Observation>,
  ): Observation => ({
    numerator: null,
    denominator: null,
    ...figure,
    ...{ indicator: id, level, area: area.code, area_name: area.name },
    ...{ period, period_start: periodStart, breakdown: "all", category: "all", note: null, as_of: asOf },
    ...(source && { source }),
  });
  return [
    ...(city ? [row("city", data.city, city)] : []),
    ...(country ? [row("country", { code: country.areaCode, name: country.name }, country)] : []),
    ...wards.map((figure, i) => row("ward", data.wards[i]!, figure)),
  ];
}
