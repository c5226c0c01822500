import type { Areas } from "../../loaders/explore/areas.json.js";
import type { Indicators } from "../../loaders/explore/indicators.json.js";
import type { Postcodes } from "../../loaders/explore/postcodes.json.js";
import type { AreaShape } from "../charts/area-map.js";
import type { Observation } from "../words/status.js";

/** Observations by the id of their indicator. */
export type Figures = ReadonlyMap<string, readonly Observation[]>;

/** The page data sets that a question is answered from. Each is fetched once, when first asked for. */
export interface DataSets {
  indicators(): Promise<Indicators>;
  areas(): Promise<Areas>;
  /** Of wards, localities, the city and its comparators, undivided. */
  figures(): Promise<Figures>;
  /** The same by sex, ethnic group and other breakdowns. */
  divided(): Promise<Figures>;
  /** Of small areas, for the indicators of a theme. */
  smallFigures(theme: string): Promise<Figures>;
  outlines(level: "lsoa" | "msoa"): Promise<AreaShape[]>;
  /** Left out where areas cannot be found by postcode. */
  postcodes?(): Promise<Postcodes>;
}
