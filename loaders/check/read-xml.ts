import { disguise, type Encoding } from "../files/encoding.js";
import { Unusable } from "../files/refused.js";
import { xmlEncodingOf, xmlRecords } from "../files/xml-records.js";
import type { Source } from "../registry/source.js";
import { headerKey } from "./cell-text.js";
import { encodingRemarks } from "./encoding-remarks.js";
import { type Cells, type KeyedRow, writeKeyedRows } from "./keyed-rows.js";
import type { TextTable } from "./text-table.js";

/**
 * Reads the elements of an XML file that its source names, into a text table written to `copy`. Headers are the paths of their
 * texts; rows count from 1. Throws Unusable if it is not XML or has no such element, and where a required path is in none.
 */
export async function readXml(source: Source, file: string, copy: string): Promise<TextTable> {
  const truth = await disguise(file);
  if (truth && truth !== "XML")
    throw new Unusable(
      `It is not XML but ${truth}.`,
      "Ask the supplier for XML, or change format in the registry.",
    );
  const encoding = await xmlEncodingOf(file);
  const table = await writeKeyedRows(source, () => rowsOf(source, file, encoding), copy);
  return { ...table, remarks: [...encodingRemarks(encoding), ...(table.remarks ?? [])] };
}

async function* rowsOf(source: Source, file: string, encoding: Encoding): AsyncGenerator<KeyedRow> {
  if (source.format.type !== "xml") return;
  const { record } = source.format;
  const declared = new Set(
    source.columns.flatMap(({ headers }) => Object.values(headers).flat()).map(headerKey),
  );
  let row = 0;
  for await (const texts of xmlRecords(
    file,
    record,
    (path) => declared.has(headerKey(path)),
    source.limits,
    encoding,
  )) {
    const cells = Object.create(null) as Cells;
    for (const [path, text] of texts) cells[path] = text;
    yield { row: ++row, cells };
  }
  if (row === 0)
    throw new Unusable(
      `It has no element called ${record}.`,
      `Correct record under format in data/sources/${source.id}.yaml, or ask the supplier for the layout agreed.`,
    );
}
