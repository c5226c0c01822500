import { closeSync, openSync, readSync } from "node:fs";
import { refuseLargeElement } from "./bounds.js";
import { withExactNumbers } from "./exact-numbers.js";
import { hasRepeatedKey } from "./repeated-key.js";

/** A line of a JSON Lines file that is not blank. */
export interface JsonLine {
  /** Its number in the file, from 1. */
  line: number;
  /** Undefined of a line that is not one whole JSON object. */
  object: Record<string, unknown> | undefined;
  /** Whether an object in it has a key twice, of which `object` has the last. */
  hasRepeatedKey: boolean;
}

const chunkBytes = 1 << 20;
/** No object is nested so deep; to write it out again would take more stack than there is. */
const mostNested = 1_000;

/**
 * The lines of a JSON Lines file in UTF-8 (jsonlines.org), one by one, so that a file of any size fits in memory. `start` is
 * the length of a byte-order mark. Throws Unusable of a line larger than any row.
 */
export function* jsonLines(file: string, start = 0): Generator<JsonLine> {
  const handle = openSync(file, "r");
  try {
    let rest: Buffer = Buffer.alloc(0);
    let line = 0;
    for (let position = start; ; ) {
      const chunk = Buffer.allocUnsafe(chunkBytes);
      const read = readSync(handle, chunk, 0, chunkBytes, position);
      position += read;
      const bytes = rest.length ? Buffer.concat([rest, chunk.subarray(0, read)]) : chunk.subarray(0, read);
      let from = 0;
      for (let to = bytes.indexOf(0x0a); to >= 0; to = bytes.indexOf(0x0a, from)) {
        yield* lineOf(bytes.toString("utf8", from, to), ++line);
        from = to + 1;
      }
      rest = bytes.subarray(from);
      refuseLargeElement(rest.length);
      if (read > 0) continue;
      yield* lineOf(rest.toString("utf8"), ++line);
      return;
    }
  } finally {
    closeSync(handle);
  }
}

function* lineOf(text: string, line: number): Generator<JsonLine> {
  if (!text.trim()) return;
  const object = objectOf(text);
  yield { line, object, hasRepeatedKey: object !== undefined && hasRepeatedKey(text, object) };
}

function objectOf(text: string): JsonLine["object"] {
  if (depthOf(text) > mostNested) return undefined;
  try {
    const value: unknown = JSON.parse(withExactNumbers(text));
    return typeof value === "object" && value !== null && !Array.isArray(value)
      ? (value as Record<string, unknown>)
      : undefined;
  } catch {
    return undefined;
  }
}

/** How deep its values are nested at most; brackets in texts may count, too. */
function depthOf(text: string): number {
  let [depth, deepest] = [0, 0];
  if (text.length > mostNested)
    for (const [bracket] of text.matchAll(/[[\]{}]/g)) {
      depth += bracket === "[" || bracket === "{" ? 1 : -1;
      deepest = Math.max(deepest, depth);
    }
  return deepest;
}
