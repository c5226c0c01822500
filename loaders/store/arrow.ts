import {
  type DuckDBResult,
  type DuckDBType,
  DuckDBTypeId,
  type DuckDBValueConverter,
  JSDuckDBValueConverter,
} from "@duckdb/node-api";
import {
  bool,
  type DataType,
  dateDay,
  dictionary,
  float64,
  int8,
  int16,
  int32,
  tableFromArrays,
  tableToIPC,
  utf8,
} from "@uwdata/flechette";
import { type Database, identifier, literal } from "./database.js";
import { ColumnReader } from "./vector-values.js";

/**
 * The rows of a query as an Arrow IPC stream, which DuckDB-wasm and `FileAttachment().arrow()` read.
 * Texts are dictionary-encoded; whole numbers are 32 bits wide, other numbers doubles.
 *
 * A query without rows gives a table of its columns, with plain texts: a dictionary without a batch has no entries, and
 * Arquero's reader fails on it.
 */
export async function arrowOf(db: Database, sql: string): Promise<Uint8Array> {
  await db.run(`CREATE OR REPLACE TEMP TABLE arrow_row AS ${sql}`);
  try {
    const { names, types, columns } = await readTable(db);
    const arrowTypes = types.map((type, i) => arrowType(type.toString(), columns[i] ?? [], sql));
    const table = tableFromArrays(
      names.map((name, i): [string, unknown[]] => [name, columns[i] ?? []]),
      { types: Object.fromEntries(names.map((name, i) => [name, arrowTypes[i]!])) },
    );
    return tableToIPC(table, { format: "stream" })!;
  } finally {
    await db.run("DROP TABLE IF EXISTS temp.arrow_row");
  }
}

/** The rows of the table `arrow_row`, by column. */
async function readTable(
  db: Database,
): Promise<{ names: readonly string[]; types: readonly DuckDBType[]; columns: unknown[][] }> {
  const shape = await db.connection.run("FROM arrow_row LIMIT 0");
  const [names, types] = [shape.columnNames(), shape.columnTypes()];
  const codes = await longTexts(
    db,
    names.filter((_, i) => types[i]!.typeId === DuckDBTypeId.VARCHAR),
  );
  const read = names.map((name) => {
    const texts = codes.get(name);
    return texts
      ? `enum_code(${identifier(name)}::ENUM(${texts.map(literal).join(", ")}))::INTEGER`
      : identifier(name);
  });
  const columns = await columnsOf(await db.connection.run(`SELECT ${read.join(", ")} FROM arrow_row`));
  for (const [i, name] of names.entries()) {
    const texts = codes.get(name);
    if (texts) columns[i] = columns[i]!.map((code) => (code === null ? null : texts[code as number]!));
  }
  return { names, types, columns };
}

/** Of the columns of texts that are too long for DuckDB to keep them in place: the different texts, where they are few. */
async function longTexts(db: Database, names: readonly string[]): Promise<Map<string, string[]>> {
  const found = new Map<string, string[]>();
  if (names.length === 0) return found;
  const lengths = await db.row<Record<string, number | null>>(
    `SELECT ${names.map((name, i) => `max(strlen(${identifier(name)}))::INTEGER AS l${i}`).join(", ")} FROM arrow_row`,
  );
  for (const name of names.filter((_, i) => (lengths[`l${i}`] ?? 0) > inPlace)) {
    const column = identifier(name);
    const texts = await db.rows<{ text: string }>(
      `SELECT DISTINCT ${column} AS text FROM arrow_row WHERE ${column} IS NOT NULL LIMIT ${mostTexts + 1}`,
    );
    if (texts.length <= mostTexts)
      found.set(
        name,
        texts.map(({ text }) => text),
      );
  }
  return found;
}

/** Bytes of a text that DuckDB keeps in place. To fetch a longer one takes a call of its own, row by row: a number for it takes none. */
const inPlace = 12;
/** So many different texts of a column are numbered at most. */
const mostTexts = 2000;

async function columnsOf(result: DuckDBResult): Promise<unknown[][]> {
  const chunks = await result.fetchAllChunks();
  return result.columnTypes().map((type, column) => {
    const reader = new ColumnReader(type, JSDuckDBValueConverter as DuckDBValueConverter<unknown>);
    const values: unknown[] = [];
    for (const chunk of chunks) reader.read(chunk, column, (value) => values.push(plain(value)));
    return values;
  });
}

function arrowType(type: string, values: readonly unknown[], sql: string): DataType {
  if (type === "VARCHAR") return textType(values);
  if (/^(TINYINT|SMALLINT|INTEGER|BIGINT|UTINYINT|USMALLINT)$/.test(type)) return int32();
  if (/^(DOUBLE|FLOAT|DECIMAL|HUGEINT|UBIGINT)/.test(type)) return float64();
  if (type === "BOOLEAN") return bool();
  if (type === "DATE") return dateDay();
  throw new TypeError(`No Arrow type for ${type}: cast the column to a plain type in the query.\n${sql}`);
}

// Each column has a dictionary of its own, whose numbers are as narrow as its entries allow.
function textType(values: readonly unknown[]): DataType {
  if (values.length === 0) return utf8();
  const entries = new Set(values).size;
  return dictionary(utf8(), entries < 2 ** 7 ? int8() : entries < 2 ** 15 ? int16() : int32());
}

function plain(value: unknown): unknown {
  return typeof value === "bigint" ? Number(value) : value;
}
