/**
 * The language of pages: `ask` draws the controls and gives one answer, and every other word takes that answer whole and
 * gives a complete figure or a sentence in one line. Used as in
 * `import {ask, areaMap} from "./components/notebook.js"`; docs/explore/gallery.md shows every word.
 */

export { areaMap, breakdown, compare, ranking, table, trend } from "./notebook/figures.js";
export { funnel } from "./notebook/funnel.js";
export { heat } from "./notebook/heat.js";
export { mix } from "./notebook/mix.js";
export { multiples } from "./notebook/multiples.js";
export { optionsOf, schemas } from "./notebook/options.js";
export { optionsTable } from "./notebook/options-table.js";
export { scatter } from "./notebook/scatter.js";
export { slope } from "./notebook/slope.js";
export { strip } from "./notebook/strip.js";
export { tartan } from "./notebook/tartan.js";
export { definition, lead, notes } from "./notebook/words.js";
export { ask, claim } from "./notebook/workspace.js";
export { narrative as sentence, number } from "./words/narrative.js";
export { only, unless } from "./words/only.js";
