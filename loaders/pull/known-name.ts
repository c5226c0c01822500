import { formatCount } from "../../components/words/numbers.js";
import { filePatterns } from "../registry/location.js";
import { shapeOf } from "../registry/shape.js";
import type { Source } from "../registry/source.js";

/** A file as a steward can find it without its name being told. */
export interface Place {
  /** Its name, or its path from the inbox. */
  path: string;
  bytes: number;
}

/**
 * What may be told of a file's name, or of its path in the inbox: words that the sources' patterns and ids use, and dates, as
 * they are; anything else may be a child's name or number, and is told by its shape. Then the file's size follows, by which
 * it can be found.
 */
export function knownName({ path, bytes }: Place, sources: readonly Source[]): string {
  const known = knownWords(sources);
  const versions = path.match(version) ?? [];
  if (versions.length === 1) known.add(versions[0]!.toLowerCase());
  const name = path
    .replace(/\p{Cc}+/gu, " ")
    .replace(parts, (part) => (isKnown(part, known) ? part : tellParts(part, known)));
  return name === path ? path : `${name} (${formatCount(bytes)} bytes)`;
}

// Numbers of three, three and four digits are NHS numbers, whatever their last four look like.
const parts = /\p{N}{3}[ -]?\p{N}{3}[ -]?\p{N}{4}(?!\p{N})|[\p{L}\p{M}\p{N}]+(?:[-_.][0-9]+)*/gu;

// One letter or number tells deliveries apart and nobody; several can be initials, or a number in groups.
const version = /(?<![\p{L}\p{M}\p{N}])(?:\p{L}|v?[0-9]{1,2})(?![\p{L}\p{M}\p{N}])/giu;

function isKnown(part: string, known: ReadonlySet<string>): boolean {
  return known.has(part.toLowerCase()) || date.test(part);
}

const date =
  /^(?:20\d\d(?:[-_.]?(?:0[1-9]|1[0-2])(?:[-_.]?(?:0[1-9]|[12]\d|3[01]))?)?|20\d\d[-_]?(?:20)?\d\d|20\d\d\d\d[-_]20\d\d\d\d|(?:0[1-9]|[12]\d|3[01])[-_.](?:0[1-9]|1[0-2])[-_.]20\d\d)$/;

function tellParts(part: string, known: ReadonlySet<string>): string {
  const pieces = part.match(/\p{L}[\p{L}\p{M}]*|[0-9]+(?:[-_.][0-9]+)*|[^\p{L}]/gu) ?? [];
  if (/^\p{N}/u.test(part) && pieces.length === 1) return shapeOf(part);
  return pieces.map((piece) => (isKnown(piece, known) ? piece : shapeOf(piece))).join("");
}

const kept = new WeakMap<Source, string[]>();

function knownWords(sources: readonly Source[]): Set<string> {
  return new Set([...ordinary, ...sources.flatMap(wordsOf)]);
}

/** Words that say nothing of anybody: kinds of files, terms, and what the sample is called by. */
const ordinary =
  "csv txt tsv json jsonl ndjson xml geojson parquet xlsx xls zip gz pdf jpg yaml dates autumn spring summer final sample fetched".split(
    " ",
  );

function wordsOf(source: Source): string[] {
  let words = kept.get(source);
  if (!words) {
    const { id, location, dates } = source;
    const ways = [...dates.covers, ...dates.published];
    const patterns = [...filePatterns(source), location.period, ...ways.map((way) => way.fileName)];
    words = [
      ...patterns.flatMap((pattern) => (pattern ?? "").match(/[\p{L}\p{N}]+/gu) ?? []),
      ...patterns.flatMap((pattern) => (pattern ?? "").match(/\p{L}+/gu) ?? []),
      ...id.split("-"),
    ]
      .map((word) => word.toLowerCase())
      .filter((word) => /\p{L}/u.test(word) && word.length > 1);
    kept.set(source, words);
  }
  return words;
}
