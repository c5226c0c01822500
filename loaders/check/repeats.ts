import type { Source } from "../registry/source.js";
import { type Database, identifier } from "../store/database.js";
import type { TextTable } from "./text-table.js";

/**
 * Makes, of the good rows in the table `checked`, temp table `repeated`: the numbers (`_row`) of those whose values another one
 * may have, too; and temp table `duplicate` (`_row`, `_first`): those that are the same as an earlier one in every cell of the file,
 * also in columns that are not declared. Nothing is a duplicate where the source says that such rows are several events. The
 * rows that an unpivoted row becomes share its number. Gives SQL that is true of a good row that is no duplicate.
 */
export async function findRepeats(source: Source, table: TextTable, db: Database): Promise<string> {
  const isRecords = source.kind === "records";
  const areDuplicates = source.repeats === "duplicates";
  const { clean } = await db.row<{ clean: boolean }>("SELECT count(_problems) = 0 AS clean FROM checked");
  // To pick good rows out of a table takes longer than to take all.
  const good = clean ? "true" : "_problems IS NULL";
  // Others may have the same hash: whoever asks for repeats looks at the rows themselves.
  const values = `hash(${isRecords ? "_base" : source.columns.map(({ name }) => identifier(name)).join(", ")})`;
  await db.run(`
    CREATE OR REPLACE TEMP TABLE repeated AS
    WITH value AS (
      SELECT _row, ${values} AS _value FROM checked WHERE ${good} AND ${isRecords || areDuplicates}
    ),
    several AS (
      SELECT _value FROM value GROUP BY _value HAVING count(*) > 1
    )
    SELECT DISTINCT _row FROM value SEMI JOIN several USING (_value)`);
  await db.run("CREATE OR REPLACE TEMP TABLE duplicate (_row BIGINT, _first BIGINT)");
  if (!areDuplicates || !(await hasRepeats(db))) return good;
  const cells = Array.from({ length: table.width }, (_, i) => `c${i}`).join(", ");
  await db.run(`
    INSERT INTO duplicate
    WITH line AS (
      SELECT _row, min(_row) OVER (PARTITION BY ${cells}) AS _first
      FROM ${table.rows} SEMI JOIN repeated USING (_row)
    )
    FROM line WHERE _row > _first`);
  const { some } = await db.row<{ some: boolean }>("SELECT count(*) > 0 AS some FROM duplicate");
  return some ? `${good} AND _row NOT IN (SELECT _row FROM duplicate)` : good;
}

/** Whether any good row of the extract in the table `checked` has the values of another one. */
export async function hasRepeats(db: Database): Promise<boolean> {
  const { some } = await db.row<{ some: boolean }>("SELECT count(*) > 0 AS some FROM repeated");
  return some;
}
