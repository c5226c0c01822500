/**
 * The language of the page that follows the same children from one source to another: `ask` draws its question and gives one
 * answer, which every other word takes whole. docs/explore/childcare-and-outcomes.md is written in it.
 */

export { ask } from "./joined/ask.js";
export { areaTable, chooseLevel, divideBy, ifSurer, surerText } from "./joined/parts.js";
export { answer, sides, split, within } from "./joined/words.js";
export { only, unless } from "./words/only.js";
