import { join } from "node:path";
import type { Database } from "../store/database.js";
import type { Store } from "../store/paths.js";
import { writeFileAtomic } from "../store/write-file.js";

/**
 * Makes the table of what check did not let through, if it is not there. A row is one fault of one row of an extract;
 * `column` is null where the row as a whole is wrong. `shape` shows what kind of text was there, never the text.
 */
export async function makeQuarantine(db: Database): Promise<void> {
  await db.run(`
    CREATE TABLE IF NOT EXISTS quarantine (
      source VARCHAR NOT NULL,
      extract VARCHAR NOT NULL,
      "row" BIGINT NOT NULL,
      "column" VARCHAR,
      rule VARCHAR NOT NULL,
      reason VARCHAR NOT NULL,
      shape VARCHAR
    )`);
}

/**
 * Writes `quarantine/<source>.csv` in the store: what a steward sends to the supplier. It names places, rules and shapes,
 * and holds no value. Gives the file's path. The file has a header alone if nothing is in quarantine.
 */
export async function writeQuarantineReport(db: Database, sourceId: string, store: Store): Promise<string> {
  const file = join(store.folder, "quarantine", `${sourceId}.csv`);
  await makeQuarantine(db);
  const rows = await db.rows<{ [column: string]: string | number | null }>(
    `SELECT extract, "row", "column", rule, reason, shape FROM quarantine WHERE source = $1 ORDER BY extract, "row", "column"`,
    [sourceId],
  );
  const lines = [
    ["Extract", "Row", "Column", "Rule", "What is wrong", "Shape of the cell"],
    ...rows.map((row) => Object.values(row)),
  ];
  writeFileAtomic(file, `\ufeff${lines.map((cells) => cells.map(csvCell).join(",")).join("\r\n")}\r\n`);
  return file;
}

// A shape may begin with a sign that a spreadsheet takes for a formula.
function csvCell(value: string | number | null): string {
  const text = typeof value === "string" && /^[=+\-@\t\r]/.test(value) ? `'${value}` : String(value ?? "");
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
