/**
 * The language of the catalogue's page: `catalogue` fetches every source that is known, `search` draws its controls and gives
 * what a reader looks for, and the other words show that. docs/briefings/catalogue.md is written in it.
 */

export { cards, catalogue, filesNotInUse, search, sourcesTable } from "./catalogue/sentences.js";
