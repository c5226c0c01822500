/** The language of the home page: `freshness` fetches how fresh everything is, and the other words show it. */

export { freshness, lastChange, rulesKept, sourceAges } from "./catalogue/news.js";
