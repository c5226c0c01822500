import { FileAttachment } from "observablehq:stdlib";
import type { Claims } from "../../loaders/briefings/claims.json.js";
import type { ClaimTest, SqlClaimTest } from "../claims/claim-schema.js";
import { dataSetsOf } from "../data-sets/briefing.js";
import { claimToShow } from "../notebook/claim.js";
import { fetchBriefing } from "./data.js";

const data = dataSetsOf(fetchBriefing);

/** A finding with the test that makes it true, over what the briefing's data set holds: see components/notebook.ts. */
export function claim(sentence: string, test: ClaimTest | SqlClaimTest): Promise<HTMLElement> {
  return claimToShow(sentence, test, {
    data,
    kept: async () => (await FileAttachment("../../data/claims.json").json<Claims>()).claims,
  });
}
