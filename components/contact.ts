/** The language of the page on which families ask, and tell of a mistake: docs/public/contact.md is written in it. */

export { aboutWhat, contactPage, office, report } from "./contact/contact.js";
export { only, unless } from "./words/only.js";
