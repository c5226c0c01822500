import { headerWords } from "../files/header-text.js";
import type { Column } from "../registry/column.js";
import { unlikeness } from "../registry/likeness.js";
import type { Source } from "../registry/source.js";

/**
 * A header that the registry does not know, if it may be told: in a file of figures as it stands, in one of children only
 * where each of its words is one that headers are made of.
 */
export function tellable(source: Source, text: string): string | undefined {
  const isPersonal = source.kind === "records" || source.sensitivity.startsWith("personal");
  const words = text.match(/[\p{L}\p{M}]+|\p{N}+/gu) ?? [];
  if (/\p{N}{5}/u.test(text) || text.length > 80) return undefined;
  if (isPersonal && !words.every((word) => isOrdinary(source, word))) return undefined;
  return `“${text}”`;
}

function isOrdinary(source: Source, word: string): boolean {
  const lower = word.toLowerCase();
  if (headerWords.has(lower) || /^\p{N}{1,2}$/u.test(word)) return true;
  const declared = source.columns.flatMap(({ name, headers }) => [name, ...Object.values(headers).flat()]);
  const words = declared.flatMap((text) => text.toLowerCase().match(/[\p{L}\p{M}]+/gu) ?? []);
  return new Set<string>(words).has(lower);
}

/** How unlike a header is to a column's names: 0 alike, 1 nothing in common. */
export function distanceTo({ name, headers }: Column, text: string): number {
  const own = [name, ...Object.values(headers).flat()];
  return Math.min(...own.map((one) => unlikeness(plain(one), plain(text))));
}

const plain = (text: string): string => text.toLowerCase().replace(/[^\p{L}\p{N}]/gu, "");
