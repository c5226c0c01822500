/** The language of the page that finds childcare and support: `findPage` fetches where to look, the others draw. */

export { finder } from "./find/finder.js";
export { findPage, sourcesLine, wardList, whomToRing } from "./find/places.js";
export { only, unless } from "./words/only.js";
