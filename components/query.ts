/**
 * What pages ask page data sets with, and what a page that is made of a query is written with. The database and the editor
 * come only where they are asked for.
 */

export { documentDictionary, tableDictionary } from "./query/dictionary.js";
export { queryChart } from "./query/query-chart.js";
export { queryTable } from "./query/query-table.js";
export { sourcesOf, sqlOver } from "./query/sources.js";

/** A place to ask every page data set in SQL: tables beside an editor, and what a query gives below it. */
export async function queryPage(): Promise<HTMLElement> {
  demandWorkers();
  const page = await import("./query/query-page.js");
  return page.queryPage();
}

// Where a page is drawn ahead, at build, there is no database: what says that it failed would stand in the page.
function demandWorkers(): void {
  if (typeof Worker === "undefined")
    throw new Error("A database runs in a worker, which there is none of here.");
}
