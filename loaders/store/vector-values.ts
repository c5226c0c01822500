import {
  type DuckDBDataChunk,
  type DuckDBType,
  DuckDBTypeId,
  type DuckDBValue,
  type DuckDBValueConverter,
  type DuckDBVector,
} from "@duckdb/node-api";

/**
 * Reads a column of one type, chunk after chunk: texts, truth values and numbers of up to 53 bits as they are, all else as
 * `convert` has it.
 */
export class ColumnReader<T> {
  private readonly texts = new Texts();

  constructor(
    private readonly type: DuckDBType,
    private readonly convert: DuckDBValueConverter<T>,
  ) {}

  /** Calls `put` with each value of a chunk's column and its place in the chunk. */
  read(chunk: DuckDBDataChunk, column: number, put: (value: T | null, i: number) => void): void {
    const vector = chunk.getColumnVector(column);
    const count = chunk.rowCount;
    const { type, convert } = this;
    if (type.typeId === DuckDBTypeId.VARCHAR) {
      const textAt = this.texts.of(vector);
      for (let i = 0; i < count; i++) put(textAt(i) as T | null, i);
    } else if (asTheyAre.has(type.typeId)) {
      for (let i = 0; i < count; i++) put(vector.getItem(i) as T | null, i);
    } else
      for (let i = 0; i < count; i++) {
        const value = vector.getItem(i) as DuckDBValue;
        put(value === null ? null : (convert(value, type, convert) as T), i);
      }
  }
}

const asTheyAre: ReadonlySet<DuckDBTypeId> = new Set([
  DuckDBTypeId.BOOLEAN,
  DuckDBTypeId.TINYINT,
  DuckDBTypeId.SMALLINT,
  DuckDBTypeId.INTEGER,
  DuckDBTypeId.UTINYINT,
  DuckDBTypeId.USMALLINT,
  DuckDBTypeId.UINTEGER,
  DuckDBTypeId.FLOAT,
  DuckDBTypeId.DOUBLE,
]);

/** What the client keeps of a column of texts: 16 bytes a text, and which of them are there. */
interface TextVector extends DuckDBVector<string> {
  readonly dataView: DataView;
  readonly validity: { itemValid(i: number): boolean };
}

const slots = 1 << 12;

/**
 * Texts of a column, of which most come again and again: to make each anew of its bytes takes most of the time of reading a table.
 * DuckDB keeps a text in 16 bytes, the number of its bytes first: one of up to 12 bytes whole, a longer one by where it lies. Each
 * kind of 16 bytes has a slot with the text that they last stood for.
 */
class Texts {
  private readonly words = new Int32Array(4 * slots).fill(-1);
  private readonly known: string[] = new Array<string>(slots).fill("");

  /** A function that gives the text at a place in a vector, null where there is none. */
  of(vector: DuckDBVector): (i: number) => string | null {
    const { dataView: data, validity } = vector as TextVector;
    // Longer texts of another chunk may lie where this one's do.
    for (let slot = 0; slot < slots; slot++) if (this.words[4 * slot]! > 12) this.words[4 * slot] = -1;
    return (i) => (validity.itemValid(i) ? this.textAt(vector as TextVector, data, i) : null);
  }

  private textAt(vector: TextVector, data: DataView, i: number): string {
    const { words, known } = this;
    const at = 16 * i;
    const a = data.getInt32(at, true);
    const b = data.getInt32(at + 4, true);
    const c = data.getInt32(at + 8, true);
    const d = data.getInt32(at + 12, true);
    const mixed = Math.imul(Math.imul(Math.imul(a ^ 0x9e3779b9, 31) ^ b, 0x85ebca6b) ^ c, 0xc2b2ae35) ^ d;
    const slot = ((mixed ^ (mixed >>> 15)) >>> 3) & (slots - 1);
    const from = 4 * slot;
    if (words[from] === a && words[from + 1] === b && words[from + 2] === c && words[from + 3] === d)
      return known[slot]!;
    const text = vector.getItem(i)!;
    words[from] = a;
    words[from + 1] = b;
    words[from + 2] = c;
    words[from + 3] = d;
    known[slot] = text;
    return text;
  }
}
