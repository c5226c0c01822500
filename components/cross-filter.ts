/** The language of the page that sets small areas, periods and groups beside each other: docs/explore/cross-filter.md is written in it. */

export { crossFilter } from "./query/cross-filter.js";
