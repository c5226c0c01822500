import type { Source } from "../registry/source.js";
import { type Database, identifier } from "../store/database.js";
import type { TextTable } from "./text-table.js";

/**
 * Makes, of the good rows in the table `checked`, temp table `repeated`: the numbers (`_row`) of those whose values another one
 * has, too; and temp table `duplicate` (`_row`, `_first`): those that are the same as an earlier one in every cell of the file,
 * also in columns that are not declared. Nothing is a duplicate where the source says that such rows are several events. The
 * rows that an unpivoted row becomes share its number.
 */
export async function findRepeats(source: Source, table: TextTable, db: Database): Promise<void> {
  const isRecords = source.kind === "records";
  const areDuplicates = source.repeats === "duplicates";
  const values = isRecords
    ? "_base"
    : `hash(${source.columns.map(({ name }) => identifier(name)).join(", ")})`;
  await db.run(`
    CREATE OR REPLACE TEMP TABLE repeated AS
    WITH value AS (
      SELECT _row, ${values} AS _value FROM checked WHERE _problems IS NULL AND ${isRecords || areDuplicates}
    ),
    several AS (
      SELECT _value FROM value GROUP BY _value HAVING count(*) > 1
    )
    SELECT DISTINCT _row FROM value SEMI JOIN several USING (_value)`);
  await db.run("CREATE OR REPLACE TEMP TABLE duplicate (_row BIGINT, _first BIGINT)");
  if (!areDuplicates || !(await hasRepeats(db))) return;
  const cells = Array.from({ length: table.width }, (_, i) => `c${i}`).join(", ");
  await db.run(`
    INSERT INTO duplicate
    WITH line AS (
      SELECT _row, min(_row) OVER (PARTITION BY ${cells}) AS _first
      FROM ${table.rows} SEMI JOIN repeated USING (_row)
    )
    FROM line WHERE _row > _first`);
}

/** Whether any good row of the extract in the table `checked` has the values of another one. */
export async function hasRepeats(db: Database): Promise<boolean> {
  const { some } = await db.row<{ some: boolean }>("SELECT count(*) > 0 AS some FROM repeated");
  return some;
}
