import { csvFormatRow } from "d3";
import { type FileCell, isNegative, runs, writeCell } from "../../components/tables/csv-cells.js";
import { type Database, identifier, literal } from "./database.js";

/** Rows as RFC 4180 has them: commas, lines that end in CR LF, quotes where they are needed. */
export function csvText(rows: readonly (readonly FileCell[])[]): string {
  return rows.map((row) => `${csvFormatRow(row.map(writeCell))}\r\n`).join("");
}

/** A query's rows with texts as `writeCell` writes them, for databases to copy to CSV. */
export async function csvQuery(db: Database, query: string): Promise<string> {
  const columns = await db.rows<{ column_name: string; column_type: string }>(`DESCRIBE ${query}`);
  const cells = columns.map(({ column_name: name, column_type: type }) => {
    const cell = identifier(name);
    if (type !== "VARCHAR") return cell;
    const isRun = `regexp_matches(${cell}, ${literal(runs)}) AND NOT regexp_matches(${cell}, ${literal(isNegative)})`;
    return `CASE WHEN ${isRun} THEN '''' || ${cell} ELSE ${cell} END AS ${identifier(writeCell(name))}`;
  });
  return `SELECT ${cells.join(", ")} FROM (${query})`;
}
