import type { PassOver } from "../check/check.js";
import { defineIdentifierMacros, nhsNumberDigits } from "../check/identifiers.js";
import { recordQuery } from "../link/records.js";
import { type Source, tableOf } from "../registry/source.js";
import { type Database, identifier, literal } from "../store/database.js";
import { marker, type Objections } from "./objections.js";

/** Finds the rows of extracts that are about erased children, for check to leave them out. */
export function passOverErased({ marks }: Objections): PassOver {
  const known = new Set(marks);
  const mark = marker();
  return async (source, extract, db, rows) => {
    const typed = source.personFrom
      ? await followers(source, source.personFrom, extract, db, (...said) => known.has(mark(...said)))
      : await records(source, extract, db, (...said) => known.has(mark(...said)));
    const others = await db.rows<Record<string, string | number | null>>(
      `SELECT * FROM ${rows} WHERE _row NOT IN (SELECT _row FROM ${identifier(tableOf(source.id))} WHERE _extract = ${literal(extract)})`,
    );
    const isTheirs = (cell: string): boolean => {
      const digits = nhsNumberDigits(cell);
      return (
        (digits !== null && known.has(mark("nhs_number", digits))) ||
        known.has(mark("upn", cell.trim().toUpperCase()))
      );
    };
    // What check turned away has no columns to go by: any cell with the number tells.
    const turnedAway = others
      .filter(({ _row, ...cells }) =>
        Object.values(cells).some((cell) => cell !== null && isTheirs(String(cell))),
      )
      .map(({ _row }) => Number(_row));
    const found = [...new Set([...typed, ...turnedAway])];
    return [...found, ...(await duplicatesOf(source, extract, found, db))];
  };
}

type Known = (...said: Parameters<ReturnType<typeof marker>>) => boolean;

async function records(source: Source, extract: string, db: Database, isKnown: Known): Promise<number[]> {
  await defineIdentifierMacros(db);
  const table = identifier(tableOf(source.id));
  await db.run(
    `CREATE OR REPLACE TEMP TABLE one_extract AS FROM ${table} WHERE _extract = ${literal(extract)}`,
  );
  const rows = await db.rows<{
    row: number;
    nhs_number: string | null;
    upn: string | null;
    local_id: string | null;
    born: string | null;
    evidence: string;
  }>(
    `SELECT place."row", said.nhs_number, said.upn, said.local_id, said.date_of_birth::VARCHAR AS born, said.evidence::VARCHAR AS evidence
     FROM (${recordQuery(source, new Map(), "one_extract")}) AS said
     JOIN (SELECT record_id, _row AS "row" FROM one_extract) AS place USING (record_id)`,
  );
  await db.run("DROP TABLE one_extract");
  return rows
    .filter(
      ({ nhs_number, upn, local_id, born, evidence }) =>
        (nhs_number !== null && isKnown("nhs_number", nhs_number)) ||
        (upn !== null && isKnown("upn", upn)) ||
        isKnown("evidence", evidence) ||
        (local_id !== null && born !== null && isKnown("local identifier, born", source.id, local_id, born)),
    )
    .map(({ row }) => row);
}

async function followers(
  source: Source,
  personFrom: string,
  extract: string,
  db: Database,
  isKnown: Known,
): Promise<number[]> {
  const column = source.columns.find((c) => c.role === "local_id")?.name;
  if (!column) return [];
  const rows = await db.rows<{ row: number; id: string }>(
    `SELECT _row AS "row", trim(${identifier(column)}::VARCHAR) AS id FROM ${identifier(tableOf(source.id))}
     WHERE _extract = ${literal(extract)} AND ${identifier(column)} IS NOT NULL`,
  );
  return rows.filter(({ id }) => isKnown("local identifier", personFrom, id)).map(({ row }) => row);
}

async function duplicatesOf(
  source: Source,
  extract: string,
  rows: number[],
  db: Database,
): Promise<number[]> {
  if (!rows.length) return [];
  const found = await db.rows<{ row: number }>(
    `SELECT "row" FROM quarantine WHERE source = $1 AND extract = $2 AND rule = 'duplicate'
     AND reason IN (${rows.map((row) => literal(`duplicate of row ${row}`)).join(", ")})`,
    [source.id, extract],
  );
  return found.map(({ row }) => row);
}
