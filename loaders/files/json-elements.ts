import { closeSync, openSync, readSync } from "node:fs";
import { refuseLargeElement } from "./bounds.js";
import { ascii } from "./bytes.js";
import { withExactNumbers } from "./exact-numbers.js";
import { Unusable } from "./refused.js";
import { hasRepeatedKey } from "./repeated-key.js";

const { backslash, quote } = ascii;

const chunkBytes = 1 << 20;

/** An element of a list of JSON. */
export interface JsonElement {
  value: unknown;
  /** Whether an object in it has a key twice, of which `value` has the last. */
  hasRepeatedKey: boolean;
}

/**
 * The elements of a list inside a JSON file in UTF-8, one by one, so that a file of any size fits in memory.
 * `path` is the dot path to the list; the document itself where left out. `start` is the length of a byte-order mark.
 *
 * Throws Unusable if the text is not JSON, has no list there or two, or goes on behind what the list is in.
 */
export function* jsonElements(file: string, path: string | undefined, start = 0): Generator<JsonElement> {
  const reader = new Reader(file, start);
  try {
    const keys = path ? path.split(".") : [];
    const found = keys.every((key) => reader.enter(key));
    if (!found || reader.sign() !== "[") throw noList(path, reader.sign());
    reader.skip();
    if (reader.sign() === "]") {
      reader.leave(keys);
      return;
    }
    for (let n = 1; ; n++) {
      const text = reader.value();
      const value = parse(text, n);
      yield { value, hasRepeatedKey: hasRepeatedKey(text, value) };
      const sign = reader.sign();
      if (sign === "]") {
        reader.leave(keys);
        return;
      }
      if (sign !== ",") throw broken(n);
      reader.skip();
    }
  } finally {
    reader.close();
  }
}

/** Reads a JSON text forwards, keeping no more of it than the value at hand. */
class Reader {
  private readonly handle: number;
  private bytes: Buffer = Buffer.alloc(0);
  private at = 0;
  /** Start of the value at hand, from which on the bytes are kept. */
  private from = 0;

  constructor(
    file: string,
    private position: number,
  ) {
    this.handle = openSync(file, "r");
  }

  close(): void {
    closeSync(this.handle);
  }

  /** The next character that is not white space; it stays the next. Empty at the end. */
  sign(): string {
    while (this.more()) {
      const byte = this.bytes[this.at]!;
      if (byte > 0x20) return String.fromCharCode(byte);
      this.at++;
    }
    return "";
  }

  skip(): void {
    this.at++;
  }

  /** Goes to the value of a key of the object that comes next. False if there is no object, or no such key in it. */
  enter(key: string): boolean {
    if (this.sign() !== "{") return false;
    do {
      this.skip();
      if (this.sign() !== '"') return false;
      const name = parse(this.value(), 1);
      if (this.sign() !== ":") throw broken(1);
      this.skip();
      if (name === key) {
        this.sign();
        return true;
      }
      this.value();
    } while (this.sign() === ",");
    return false;
  }

  /**
   * Goes from the end of the list out of the objects that were entered by these keys, to the end of the text. Throws Unusable if
   * it does not end there, or if one of them comes again.
   */
  leave(keys: readonly string[]): void {
    this.skip();
    for (const key of keys.toReversed()) {
      while (this.sign() === ",") {
        this.skip();
        if (this.sign() !== '"') throw notEnded();
        if (nameOf(this.value()) === key) throw twice(key);
        if (this.sign() !== ":") throw notEnded();
        this.skip();
        this.pass();
      }
      if (this.sign() !== "}") throw notEnded();
      this.skip();
    }
    if (this.sign() !== "") throw notEnded();
  }

  /** Goes behind the value that comes next, and keeps nothing of it. */
  private pass(): void {
    this.from = Number.POSITIVE_INFINITY;
    this.passValue(this.sign());
    this.from = this.at;
  }

  private passValue(first: string): void {
    if (first === '"') this.passText();
    else if (first === "{" || first === "[") this.passNested();
    else while (this.more() && !/[\s,\]}]/.test(String.fromCharCode(this.bytes[this.at]!))) this.at++;
  }

  /** The text of the value that comes next. */
  value(): string {
    const first = this.sign();
    this.from = this.at;
    this.passValue(first);
    const text = this.bytes.toString("utf8", this.from, this.at);
    this.from = this.at;
    return text;
  }

  private passText(): void {
    this.at++;
    while (this.more()) {
      const byte = this.bytes[this.at++];
      if (byte === quote) return;
      if (byte === backslash && this.more()) this.at++;
    }
  }

  private passNested(): void {
    let depth = 0;
    while (this.more()) {
      switch (this.bytes[this.at]) {
        case quote:
          this.passText();
          continue;
        case 0x7b: // {
        case 0x5b: // [
          depth++;
          break;
        case 0x7d: // }
        case 0x5d: // ]
          depth--;
      }
      this.at++;
      if (depth === 0) return;
      refuseNesting(depth);
    }
  }

  /** True if there is a byte at hand, read from the file if need be. */
  private more(): boolean {
    if (this.at < this.bytes.length) return true;
    const kept = this.bytes.subarray(Math.min(this.from, this.at));
    refuseLargeElement(kept.length);
    const chunk = Buffer.allocUnsafe(Math.max(chunkBytes, kept.length));
    const read = readSync(this.handle, chunk, 0, chunk.length, this.position);
    this.position += read;
    this.bytes = Buffer.concat([kept, chunk.subarray(0, read)]);
    this.at = kept.length;
    if (this.from !== Number.POSITIVE_INFINITY) this.from = 0;
    return read > 0;
  }
}

/** No list of rows is nested so deep; the parser would run out of stack. */
function refuseNesting(depth: number): void {
  if (depth > mostNested)
    throw new Unusable(
      `Its values are nested deeper than ${mostNested}.`,
      "Ask the supplier to send it again.",
    );
}

const mostNested = 1_000;

// The parser's own message would quote the text.
function parse(text: string, element: number): unknown {
  try {
    return JSON.parse(withExactNumbers(text));
  } catch {
    throw broken(element);
  }
}

function broken(element: number): Unusable {
  return new Unusable(
    `It is not whole JSON: reading fails at element ${element} of the list.`,
    "Ask the supplier to send it again.",
  );
}

/** The name that a key's text says; undefined of a text that is none. */
function nameOf(text: string): string | undefined {
  try {
    return String(JSON.parse(text));
  } catch {
    return undefined;
  }
}

function twice(key: string): Unusable {
  return new Unusable(
    `It has ${key} twice, and one of the two would be lost.`,
    "Ask the supplier which is meant, and to send only that one.",
  );
}

function notEnded(): Unusable {
  return new Unusable(
    "It is not whole JSON: behind its list its end is missing, or something follows it.",
    "Ask the supplier to send it again.",
  );
}

function noList(path: string | undefined, sign: string): Unusable {
  const layout = "or ask the supplier for the layout agreed.";
  if (path)
    return new Unusable(
      `It has no list of rows at ${path}.`,
      `Correct rows under format in the registry, ${layout}`,
    );
  if (sign !== "{")
    return new Unusable("It is not JSON.", "Ask the supplier for JSON, or change format in the registry.");
  return new Unusable(
    "It is an object, not a list of rows.",
    `If the list is within it, write rows under format in the registry, as in rows: data; if it has an object a line, write type: json-lines; ${layout}`,
  );
}
