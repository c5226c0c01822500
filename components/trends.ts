/**
 * The language of the page about trends: `ask` asks for an indicator, `chooseBeside` what the city stands beside, `trends`
 * takes both and every other word takes what it gives. docs/explore/trends.md is written in it.
 */

export { definition } from "./notebook/words.js";
export { ask } from "./notebook/workspace.js";
export { chooseBeside, trendFigure, trendTable } from "./trends/figures.js";
export { trends } from "./trends/sentences.js";
export { trendWords } from "./trends/words.js";
export { only, unless } from "./words/only.js";
