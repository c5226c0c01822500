import {
  type DuckDBDataChunk,
  type DuckDBType,
  DuckDBTypeId,
  type DuckDBValueConverter,
  JsonDuckDBValueConverter,
} from "@duckdb/node-api";
import { ColumnReader } from "./vector-values.js";

/** A row as DuckDB gives it in JavaScript values: dates as ISO texts, big integers as numbers. */
export type Row = Record<string, string | number | boolean | null>;

type Value = Row[string];

/**
 * The rows of a result's chunks as objects: texts, numbers and truth values as they are, dates and times as ISO texts, wide
 * integers and decimals as numbers, lists and structs as JSON has them.
 */
export function rowsOf(
  chunks: readonly DuckDBDataChunk[],
  names: readonly string[],
  types: readonly DuckDBType[],
): Row[] {
  const readers = types.map((type) => new ColumnReader<Value>(type, converterOf(type)));
  const rows: Row[] = [];
  for (const chunk of chunks) {
    const from = rows.length;
    for (let i = chunk.rowCount; i > 0; i--) rows.push({});
    for (const [column, name] of names.entries())
      readers[column]!.read(chunk, column, (value, i) => {
        rows[from + i]![name] = value;
      });
  }
  return rows;
}

function converterOf({ typeId }: DuckDBType): DuckDBValueConverter<Value> {
  const json = JsonDuckDBValueConverter as DuckDBValueConverter<Value>;
  if (typeId === DuckDBTypeId.DATE) return remembering(json);
  return wide.has(typeId) ? (value, type) => Number(json(value, type, json)) : json;
}

/** Many rows are of few days. */
function remembering(convert: DuckDBValueConverter<Value>): DuckDBValueConverter<Value> {
  const known = new Map<number, Value>();
  return (value, type) => {
    const { days } = value as { days: number };
    let text = known.get(days);
    if (text === undefined) {
      text = convert(value, type, convert) as Value;
      known.set(days, text);
    }
    return text;
  };
}

/** What JSON would have as a text. */
const wide: ReadonlySet<DuckDBTypeId> = new Set([
  DuckDBTypeId.BIGINT,
  DuckDBTypeId.UBIGINT,
  DuckDBTypeId.HUGEINT,
  DuckDBTypeId.DECIMAL,
]);
