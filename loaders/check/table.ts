import type { Snapshot } from "../pull/choose.js";
import { type Source, tableOf } from "../registry/source.js";
import { type Database, identifier, literal } from "../store/database.js";
import { hasRepeats } from "./repeats.js";
import { type TableColumn, valueColumns } from "./typed-sql.js";

function tableColumns(source: Source): TableColumn[] {
  return [
    ...valueColumns(source),
    { name: "_extract", type: "VARCHAR" },
    { name: "_row", type: "BIGINT" },
    { name: "_period", type: "VARCHAR" },
    ...(source.kind === "records" ? [{ name: "record_id", type: "VARCHAR" }] : []),
  ];
}

/** Makes a source's table afresh, without rows. */
export async function makeTable(source: Source, db: Database): Promise<void> {
  const columns = tableColumns(source).map(({ name, type }) => `${identifier(name)} ${type}`);
  await db.run(`CREATE OR REPLACE TABLE ${identifier(tableOf(source.id))} (${columns.join(", ")})`);
}

/** Adds the good rows of the table `checked`, of which the SQL `good` is true, to the source's table. */
export async function keepGoodRows(
  source: Source,
  snapshot: Snapshot,
  db: Database,
  good: string,
): Promise<void> {
  const columns = tableColumns(source).map(({ name }) => identifier(name));
  const places = [
    literal(snapshot.sha256.slice(0, 12)),
    "_row",
    `${snapshot.period === null ? "NULL" : literal(snapshot.period)}`,
  ];
  const values = valueColumns(source).map(({ name }) => identifier(name));
  const into = `INSERT INTO ${identifier(tableOf(source.id))} (${columns.join(", ")})`;
  const isRecords = source.kind === "records";
  if (!isRecords || !(await hasRepeats(db))) {
    const all = [...values, ...places, ...(isRecords ? ["_base"] : [])];
    await db.run(`${into} SELECT ${all.join(", ")} FROM checked WHERE ${good}`);
    return;
  }
  // Rows that differ only in columns not declared have the same hash: the later ones are told apart by their number.
  await db.run(`
    ${into}
    WITH occurrence AS (
      SELECT _row, row_number() OVER (PARTITION BY _base ORDER BY _row) AS _nth
      FROM checked SEMI JOIN repeated USING (_row)
      WHERE ${good}
    )
    SELECT ${[...values, ...places].join(", ")}, CASE WHEN _nth > 1 THEN md5(_base || '/' || _nth) ELSE _base END
    FROM checked LEFT JOIN occurrence USING (_row)
    WHERE ${good}`);
}
