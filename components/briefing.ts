/**
 * The language of pages for service managers: `briefing` fetches what their data set holds and tells measures by ward,
 * comparisons with the country, goals and needs, what moved and what is old, whose words and numbers stand in sentences; every other word takes one of these
 * whole and gives a complete figure in one line. docs/briefings/index.md is written in it.
 */

export { briefing } from "./briefing/briefing.js";
export { claim } from "./briefing/claim.js";
export {
  countryTrend,
  mealsBars,
  needTable,
  neighbourBars,
  wardBars,
  wardMap,
  wardScatter,
} from "./briefing/figures.js";
export { heldSources } from "./briefing/held.js";
export { movedFigures, sinceWhen } from "./briefing/moved.js";
export { goalFigures } from "./briefing/target.js";
export { answer, sides, split, within } from "./joined/words.js";
export { listNote } from "./need/list-table.js";
export { ruleInWords } from "./words/beyond-chance.js";
export { number } from "./words/narrative.js";
export { only, unless } from "./words/only.js";
