import { ascii } from "./bytes.js";

const { backslash, colon, quote } = ascii;

/**
 * Whether an object in a text of JSON has a key twice: of the two the engine's parser keeps the last, and says nothing. `value`
 * is what it made of the text, which must be whole JSON.
 */
export function hasRepeatedKey(text: string, value: unknown): boolean {
  return colonsIn(text) > keysOf(value);
}

/** Colons outside of texts: one stands behind each key. */
function colonsIn(text: string): number {
  let colons = 0;
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code === colon) colons++;
    else if (code === quote)
      for (at++; at < text.length && text.charCodeAt(at) !== quote; at++)
        if (text.charCodeAt(at) === backslash) at++;
  }
  return colons;
}

function keysOf(value: unknown): number {
  if (typeof value !== "object" || value === null) return 0;
  const inner: unknown[] = Array.isArray(value) ? value : Object.values(value);
  return inner.reduce<number>((sum, one) => sum + keysOf(one), Array.isArray(value) ? 0 : inner.length);
}
