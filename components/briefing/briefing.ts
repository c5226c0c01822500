import type { Briefing } from "../../loaders/briefings/briefing.json.js";
import type { Joined } from "../joined/words.js";
import { type Beside, besideCountry, type Mix, mixOf } from "./beside.js";
import { type Measure, measureOf } from "./by-ward.js";
import { fetchBriefing } from "./data.js";
import { type Held, held } from "./held.js";
import { type MovesInWords, moves } from "./moved.js";
import { type Need, needOf } from "./need.js";
import { sameChildren } from "./same.js";
import { type Goal, goalOf } from "./target.js";

/** What the data set of the briefing tells. Whatever it lacks is there too, and not available. */
export interface BriefingInWords {
  city: string;
  /** A measure by ward, by the id of its indicator. */
  byWard(indicator: string): Measure;
  /** A measure in the city and its country. */
  beside(indicator: string): Beside;
  /** A measure by free school meals, in the city and its country. */
  mix(measure: Measure): Mix;
  /** How far the city is from the goal for a measure, by the id of its indicator. */
  goal(indicator: string): Goal;
  /** The wards that are worse than all together in some measures, and who lives there. */
  need(...measures: readonly Measure[]): Need;
  /** Fetches what refreshes moved, and notes in this browser that the reader has looked. */
  moves(): Promise<MovesInWords>;
  /** Fetches which of the figures are old or held back, today by the reader's clock. */
  held(): Promise<Held>;
  /** A measure by whether the same child had a funded place before. */
  same(measure: Measure): Joined;
}

/** Fetches the figures of the briefing. */
export async function briefing(): Promise<BriefingInWords> {
  return briefingInWords(await fetchBriefing());
}

/** What a data set of the briefing tells. */
export function briefingInWords(data: Briefing): BriefingInWords {
  return {
    city: data.city.name,
    byWard: (indicator) => measureOf(data, indicator),
    beside: (indicator) => besideCountry(data, indicator),
    mix: (measure) => mixOf(measure),
    goal: (indicator) => goalOf(data, indicator),
    need: (...measures) => needOf(data, measures),
    moves,
    held: () => held(data),
    same: (measure) => sameChildren(data, measure),
  };
}
