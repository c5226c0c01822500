import { FileAttachment } from "observablehq:stdlib";
import type { Briefing } from "../../loaders/briefings/briefing.json.js";

let fetched: { of: unknown; figures: Promise<Briefing> } | undefined;

/** Fetches the figures of the briefing, once for all words of a page. What failed is fetched again. */
export function fetchBriefing(): Promise<Briefing> {
  const file = FileAttachment("../../data/briefing.json");
  // Its address tells one content from another.
  const of = file.href ?? file;
  if (fetched && fetched.of === of) return fetched.figures;
  const figures = file.json<Briefing>().catch((error: unknown) => {
    fetched = undefined;
    throw error;
  });
  fetched = { of, figures };
  return figures;
}
