/**
 * The language of the page about inequalities: `ask` asks for an indicator, `inequalities` takes the answer and tells all its
 * groups, and every other word takes one of the two whole. docs/explore/inequalities.md is written in it.
 */

export { gapFigures, groupFigures, slopeFigures, slopeText } from "./inequalities/figures.js";
export { gapsOf, inequalities } from "./inequalities/groups.js";
export { funnel } from "./notebook/funnel.js";
export { definition } from "./notebook/words.js";
export { ask } from "./notebook/workspace.js";
export { only, unless } from "./words/only.js";
