/** The language of the page that lists every part of the city: docs/public/areas/index.md is written in it. */

export { partList, partsPage } from "./ward/parts.js";
export { only, unless } from "./words/only.js";
