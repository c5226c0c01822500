/** The language of a ward's page for families: `wardPage` reads what is known of it, the others draw. */

export { bars } from "./public/summary.js";
export { alone, figureLinks } from "./ward/use-again.js";
export { contents, placeList, ringList, wardLinks, wardPage } from "./ward/ward.js";
export { only, unless } from "./words/only.js";
