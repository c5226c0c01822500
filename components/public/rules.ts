import { FileAttachment } from "observablehq:stdlib";
import type { PublicRules } from "../../loaders/public/rules.json.js";
import { today } from "../catalogue/freshness.js";
import { helpWithChildcare } from "../site/help.js";

/** The help with childcare that there is today, by the reader's clock. */
export async function helpToday(): Promise<HTMLElement> {
  const { rules } = await FileAttachment("../../data/rules.json").json<PublicRules>();
  return helpWithChildcare(rules, today());
}
