import { FileAttachment } from "observablehq:stdlib";
import type { Briefing } from "../../loaders/briefings/briefing.json.js";

let onItsWay: Promise<Briefing> | undefined;

/** Fetches the figures of the briefing. Whoever asks while they are on their way gets the same. */
export function fetchBriefing(): Promise<Briefing> {
  onItsWay ??= FileAttachment("../../data/briefing.json")
    .json<Briefing>()
    .finally(() => {
      onItsWay = undefined;
    });
  return onItsWay;
}
