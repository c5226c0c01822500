/**
 * The language of the page about linkage: `linkage` fetches how well records were linked and tells it, and every other word
 * gives a whole figure or table of it. docs/briefings/linkage.md is written in it.
 */

export { linkage, sourceInWords } from "./linkage/sentences.js";
export {
  chooseSource,
  groups,
  joinedTables,
  outcomeTable,
  pairs,
  register,
  thresholds,
  unlinkableTable,
  wardMap,
} from "./linkage/words.js";
export { ruleInWords } from "./words/beyond-chance.js";
export { number } from "./words/narrative.js";
export { only, unless } from "./words/only.js";
