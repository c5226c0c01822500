import { namesIn } from "../data-sets/statement.js";
import { type QueryDataSet, queryDataSets } from "./data-sets.js";

/** The data sets whose tables a query names. */
export function dataSetsIn(sql: string): QueryDataSet[] {
  const found = [...namesIn(sql)].flatMap((name) => dataSetOf(name) ?? []);
  return [...new Set(found)];
}

/** The data set that a table is in: the tables of a document begin with its name. */
export function dataSetOf(table: string): QueryDataSet | undefined {
  return queryDataSets
    .filter((one) => table === one.table || (!isTable(one) && table.startsWith(`${one.table}_`)))
    .sort((a, b) => b.table.length - a.table.length)[0];
}

/** Whether a data set is one table, rather than a document that may hold several. */
export function isTable({ name }: Pick<QueryDataSet, "name">): boolean {
  return name.endsWith(".arrow");
}
