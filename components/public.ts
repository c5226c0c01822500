/**
 * The language of pages for families: `summary` fetches what has been through protection, `find` draws the choice of a ward,
 * and every other word gives a whole figure, table or note. docs/public/index.md is written in it.
 */

export { claim } from "./public/claim.js";
export { privacy } from "./public/privacy.js";
export { helpToday } from "./public/rules.js";
export { bars, find, sourcesTable, summary, wardMap } from "./public/summary.js";
export { only, unless } from "./words/only.js";
