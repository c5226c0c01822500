import { FileAttachment } from "observablehq:stdlib";
import type { Briefing } from "../../loaders/briefings/briefing.json.js";
import type { Claims } from "../../loaders/briefings/claims.json.js";
import type { ClaimTest } from "../claims/claim-schema.js";
import { dataSetsOf } from "../data-sets/briefing.js";
import type { ViewElement } from "../inputs/url-state.js";
import { type AskOptions, question } from "../notebook/ask.js";
import type { Asked } from "../notebook/asked.js";
import { claimToShow } from "../notebook/claim.js";

/**
 * The question of a page for service managers: which measure, of which wards. It is the same as for analysts, over what the
 * briefing's data set holds, and its value is taken by the same words.
 */
export function ask(options: AskOptions = {}): ViewElement<Asked | undefined> {
  return question({ level: "ward", controls: ["indicator", "areas"], ...options }, briefingData);
}

/** A finding with the test that makes it true, over what the briefing's data set holds: see components/notebook.ts. */
export function claim(sentence: string, test: ClaimTest): Promise<HTMLElement> {
  return claimToShow(sentence, test, {
    data: briefingData,
    kept: async () => (await FileAttachment("../../data/claims.json").json<Claims>()).claims,
  });
}

const briefingData = dataSetsOf(() => FileAttachment("../../data/briefing.json").json<Briefing>());
