/**
 * The language of pages for service managers in which a reader chooses: the words of components/notebook.ts over what the
 * briefing's data set holds. docs/guides/first-page.md writes a page in it.
 */

export { claim } from "./briefing/claim.js";
export { areaMap, breakdown, compare, ranking, table, trend } from "./notebook/figures.js";
export { definition, lead, notes } from "./notebook/words.js";
export { ask } from "./questions/ask.js";
export { narrative as sentence, number } from "./words/narrative.js";
export { only, unless } from "./words/only.js";
