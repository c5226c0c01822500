import { refuseManyColumns, refuseManyRows } from "../files/bounds.js";
import { Damage } from "../files/damage.js";
import { Unusable } from "../files/refused.js";
import type { Source } from "../registry/source.js";
import { findHeader } from "./header.js";
import { type BrokenRow, type TextTable, TextTableWriter } from "./text-table.js";

/** The texts of a row by their keys. */
export type Cells = Record<string, string | null>;

/** A row whose cells have keys, and no places. */
export interface KeyedRow {
  /** Its number in the extract, from 1. */
  row: number;
  /** Undefined of a row that cannot be read. */
  cells: Cells | undefined;
  /** Why it is set aside; undefined of a row that is not. */
  fault?: string | undefined;
}

/**
 * Writes rows to a text table at `copy`; their keys are the headers. They are gone through twice, as the keys are known only
 * after all have been seen. Throws Unusable if there are none, or if a required key is in none.
 */
export async function writeKeyedRows(
  source: Source,
  rows: () => Iterable<KeyedRow> | AsyncIterable<KeyedRow>,
  copy: string,
): Promise<TextTable> {
  const found = new Set<string>();
  const broken: BrokenRow[] = [];
  let n = 0;
  let unread = 0;
  for await (const { row, cells, fault } of rows()) {
    for (const key in cells) found.add(key);
    if (!cells) unread++;
    if (fault) broken.push({ row, rule: "json", reason: fault });
    refuseManyColumns(found.size);
    refuseManyRows(++n, source.limits);
  }
  if (n > 0 && unread === n)
    throw source.format.type === "json-lines"
      ? new Unusable(
          "None of its lines is a JSON object.",
          "Ask the supplier for JSON Lines, or change format in the registry.",
        )
      : new Unusable("None of its rows is a JSON object.", "Ask the supplier for a list of objects.");
  if (found.size === 0) throw new Unusable("It is empty.", "Ask the supplier to send it again.");
  const keys = [...found];
  const { header } = findHeader(source, [keys], 0);
  const damage = new Damage();
  const writer = new TextTableWriter(copy, ",", damage);
  try {
    for await (const { row, cells, fault } of rows())
      if (cells && !fault)
        writer.write(
          row,
          keys.map((key) => cells[key] ?? null),
        );
    const written = writer.close(keys.length);
    return { header, broken, width: keys.length, ...written, remarks: damage.remarks() };
  } catch (error) {
    writer.discard();
    throw error;
  }
}
