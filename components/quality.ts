/**
 * The language of the pages about how good the data are: `quality` fetches how complete, valid, timely and linked each source
 * is, `returns` what comes of setting returns beside each other, and every other word gives a whole table. Written in it are
 * docs/explore/data-quality.md and docs/explore/returns.md.
 */

export {
  directoryFaults,
  directoryFields,
  linkageTable,
  quality,
  restsTable,
  ruleTable,
  timeTable,
  totalTable,
} from "./quality/quality.js";
export { checkTable, chooseCheck, returns, wardTable } from "./quality/returns.js";
export { only, unless } from "./words/only.js";
