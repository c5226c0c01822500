import type { Database } from "../../store/database.js";
import { copyRows } from "../stream.js";

/** A table of the link report: its columns as the analysis database declares them, and the identity database's query that fills it. */
export interface ReportTable {
  name: string;
  columns: string;
  query: string;
}

/** Writes a report's table afresh in the analysis database. */
export async function writeTable(
  identity: Database,
  analysis: Database,
  { name, columns, query }: ReportTable,
): Promise<void> {
  await analysis.run(`CREATE OR REPLACE TABLE ${name} (${columns})`);
  await copyRows(identity, query, analysis, name);
}
