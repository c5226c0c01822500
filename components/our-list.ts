/**
 * The language of the page of a service's own list: `ourList` takes the wards that it works in, `compare` sets them beside what
 * the figures show, and `listTable` gives both with the reasons. docs/briefings/our-list.md is written in it.
 */

import { FileAttachment } from "observablehq:stdlib";
import type { AreaList } from "../loaders/briefings/area-list.json.js";
import type { WardPostcodes } from "../loaders/briefings/ward-postcodes.json.js";
import { fetchBriefing } from "./briefing/data.js";
import type { ViewElement } from "./inputs/url-state.js";
import { listInput, wardsOf } from "./need/our-list.js";

export { briefing } from "./briefing/briefing.js";
export { needTable } from "./briefing/figures.js";
export { compareLists } from "./need/compare-lists.js";
export { listTable } from "./need/list-table.js";
export { ruleInWords } from "./words/beyond-chance.js";
export { only, unless } from "./words/only.js";

/** Where a reader puts the wards that a service works in: an input of their codes. */
export async function ourList(): Promise<ViewElement<readonly string[]>> {
  const areas = await FileAttachment("../data/area-list.json").json<AreaList>();
  const wards = wardsOf(await fetchBriefing(), areas);
  return listInput(wards, () => FileAttachment("../data/ward-postcodes.json").json<WardPostcodes>());
}
