import { FileAttachment } from "observablehq:stdlib";
import { type Privacy, privacyNote } from "../site/privacy.js";

/** How figures about children are made safe, what that costs, and all the rules. */
export async function privacy(): Promise<HTMLElement> {
  return privacyNote(await FileAttachment("../../data/privacy.json").json<Privacy>());
}
