import { fetchBriefing } from "../briefing/data.js";
import { dataSetsOf } from "../data-sets/briefing.js";
import type { ViewElement } from "../inputs/url-state.js";
import { type AskOptions, question } from "../notebook/ask.js";
import type { Asked } from "../notebook/asked.js";

/**
 * The question of a page for service managers: which measure, of which wards. It is the same as for analysts, over what the
 * briefing's data set holds, and its value is taken by the same words.
 */
export function ask(options: AskOptions = {}): ViewElement<Asked | undefined> {
  return question({ level: "ward", controls: ["indicator", "areas"], ...options }, briefingData);
}

const briefingData = dataSetsOf(fetchBriefing);
