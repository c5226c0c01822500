import type { AreaProfile } from "../../loaders/briefings/area-schema.js";
import type { Judged } from "../words/beyond-chance.js";
import type { Figured, Observation } from "../words/status.js";

/** What is known of an indicator that a claim is about. */
export interface ClaimedIndicator {
  id: string;
  shortName: string;
  unit: string;
  /** Which way is good: high, low or none; left out where the data set does not say. */
  polarity?: string;
  kind: string;
  /** no: chance has no part in its figures. */
  chance: "yes" | "no";
  theme: string;
}

/** What the page of one area holds of earlier periods, and of several together. */
export interface AreaPage {
  /** The area. */
  wards: readonly { name: string }[];
  measures: readonly {
    id: string;
    unit: string;
    source: string | null;
    asOf: string | null;
    pooled: { period: string; wards: readonly Figured[] } | null;
  }[];
  /** By indicator, the area's figures of single periods, oldest first. */
  trends: readonly { id: string; points: readonly (Figured & Judged & { period: string })[] }[];
}

/** The data sets of a page's audience, as far as claims are tested by them. The data sets of a question are such. */
export interface ClaimData {
  indicators(): Promise<{
    city: { code: string; name: string };
    sample: boolean;
    indicators: readonly ClaimedIndicator[];
    sourceTitles: Readonly<Record<string, string>>;
  }>;
  /** By indicator, undivided figures of areas larger than small ones. */
  figures(): Promise<ReadonlyMap<string, readonly Observation[]>>;
  /** The same by breakdown. */
  divided(): Promise<ReadonlyMap<string, readonly Observation[]>>;
  /** Of small areas, for the indicators of a theme. */
  smallFigures(theme: string): Promise<ReadonlyMap<string, readonly Observation[]>>;
  /** What the profile of an area holds, by its code, where the audience has profiles. */
  profile?(area: string): Promise<AreaProfile | undefined>;
  /** What the page of an area holds, by what its address ends in, where the audience has such pages. */
  areaPage?(slug: string): Promise<AreaPage | undefined>;
}

/** Observations by the id of their indicator. */
export function byIndicator(observations: Iterable<Observation>): Map<string, Observation[]> {
  const figures = new Map<string, Observation[]>();
  for (const observation of observations) {
    const known = figures.get(observation.indicator);
    if (known) known.push(observation);
    else figures.set(observation.indicator, [observation]);
  }
  return figures;
}
