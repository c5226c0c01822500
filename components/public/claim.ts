import { FileAttachment } from "observablehq:stdlib";
import type { Summary } from "../../loaders/public/summary.json.js";
import type { ClaimTest } from "../claims/claim-schema.js";
import { claimDataOf } from "../data-sets/summary.js";
import { claimToShow } from "../notebook/claim.js";

const data = claimDataOf(() => FileAttachment("../../data/summary.json").json<Summary>());

/** A finding with the test that makes it true, over what has been through protection: see components/notebook.ts. */
export function claim(sentence: string, test: ClaimTest): Promise<HTMLElement> {
  return claimToShow(sentence, test, { data });
}
