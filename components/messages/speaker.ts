import { MessageFormat } from "npm:messageformat";
import type { Catalogue } from "./catalogue.js";
import { type Speaker, speakerBy } from "./speaker-by.js";

export type { Speaker, Values } from "./speaker-by.js";

/** A speaker of a catalogue, on a page. */
export function speaker(catalogue: Catalogue): Speaker {
  return speakerBy(MessageFormat, catalogue);
}
