/**
 * The language of pages for families and the public. `summary` and `openData` fetch what has been through protection, `find`
 * draws the choice of a ward, and every other word gives a whole figure, table or note. docs/public is written in it.
 */

export { cards, changes, columnTable, contact, licence, openData, statusTable } from "./public/open-data.js";
export { helpToday, privacy } from "./public/rules.js";
export { bars, find, sourcesTable, summary, wardMap } from "./public/summary.js";
export { only, unless } from "./words/only.js";
