import { join } from "node:path";
import type { Snapshot } from "../pull/choose.js";
import type { Source } from "../registry/source.js";
import { csvText } from "../store/csv.js";
import { type Database, literal } from "../store/database.js";
import type { Store } from "../store/paths.js";
import { writeFileAtomic } from "../store/write-file.js";
import { shapeSql } from "./cell-text.js";
import type { TextTable } from "./text-table.js";
import { reasonsSql } from "./typed-sql.js";

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

/** Puts the rows of an extract that are not in its source's table in quarantine; `rejected` is how many there are. */
export async function quarantineRows(
  source: Source,
  snapshot: Snapshot,
  db: Database,
  { table, rejected }: { table: TextTable; rejected: number },
): Promise<void> {
  const place = `${literal(source.id)}, ${literal(snapshot.sha256.slice(0, 12))}`;
  if (rejected > table.broken.length) {
    await db.run(`
      INSERT INTO quarantine
      SELECT ${place}, _row, p.label, p.rule, reason, ${shapeSql("p.cell")}
      FROM (SELECT DISTINCT _row, unnest(_problems) AS p FROM checked WHERE _problems IS NOT NULL)
      JOIN ${reasonsSql(source)} ON p.name = reasons.name AND p.rule = reasons.rule`);
    await db.run(`
      INSERT INTO quarantine
      SELECT ${place}, _row, NULL, 'duplicate', 'duplicate of row ' || _first, NULL
      FROM duplicate`);
  }
  for (let at = 0; at < table.broken.length; at += brokenAtOnce)
    await db.run(
      `
      INSERT INTO quarantine
      SELECT ${place}, "row", NULL, rule, reason, NULL
      FROM (SELECT unnest(from_json($1, '[{"row": "BIGINT", "rule": "VARCHAR", "reason": "VARCHAR"}]'), recursive := true))`,
      [JSON.stringify(table.broken.slice(at, at + brokenAtOnce))],
    );
}

const brokenAtOnce = 50_000;

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
  // A shape may begin with a sign that a spreadsheet takes for a formula.
  writeFileAtomic(file, `\ufeff${csvText(lines)}`);
  return file;
}
