import type { Table } from "npm:apache-arrow";
import type { Provenance } from "../tables/table.js";
import { formatDate, formatList } from "../words/format.js";
import { suggestion } from "../words/nearest.js";
import { queryDataSets } from "./data-sets.js";
import { dictionaryData } from "./dictionary-data.js";
import { dataSetOf } from "./queried.js";

/** Where the rows of a query come from, by the names of the tables that it asks. Throws if there is no such table. */
export async function sourcesOf(...tables: string[]): Promise<Provenance> {
  const { asOf, sample } = await dictionaryData();
  const titles = [...new Set(tables.map((table) => known(table).title))];
  return {
    source: titles.length > 0 ? `own query of “${formatList(titles)}”` : "the query alone",
    asOf: formatDate(asOf),
    sample,
  };
}

/** The tag of a page's cells of SQL over these tables, of documents too. `const sql = await sqlOver("areas_ward")`. */
export async function sqlOver(
  ...tables: string[]
): Promise<(strings: readonly string[], ...values: unknown[]) => Promise<Table>> {
  const { QueryDatabase } = await import("./query-database.js");
  const database = new QueryDatabase();
  await Promise.all(tables.map((table) => database.fetch(known(table))));
  return (strings, ...values) => database.ask(strings.join("?"), values);
}

function known(table: string) {
  const found = dataSetOf(table);
  if (found) return found;
  const names = queryDataSets.map((one) => one.table);
  throw new Error(`There is no table “${table}”.${suggestion(table, names)}`);
}
