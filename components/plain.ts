/** The language of pages for families that are in English alone: `englishPage` says so in the language of their reader. */

export { englishPage } from "./public/english-page.js";
