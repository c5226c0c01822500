/**
 * The language of the page of open data: `openData` fetches the list of tables, and every other word shows them or says what
 * they hold. docs/public/download.md is written in it.
 */

export {
  cards,
  changes,
  columnTable,
  contact,
  licence,
  openData,
  statusTable,
} from "./open-data/list.js";
export { englishPage } from "./public/english-page.js";
export { privacy } from "./public/privacy.js";
export { only, unless } from "./words/only.js";
