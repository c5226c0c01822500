/**
 * The language of the page about what families can reach: `reach` fetches where children and settings are, `chooseAccess` asks
 * of which, and every other word takes the answer whole. docs/explore/access.md is written in it.
 */

export { accessMap, accessTable, changeTable, chooseAccess, journeyTable, reach } from "./access/figures.js";
export { accessLead, changeLead, uncounted } from "./access/words.js";
export { only, unless } from "./words/only.js";
