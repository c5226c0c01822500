import { type NameLists, nameLists } from "./name-lists.js";

/** A name taken apart, as names are compared. */
export interface NameParts {
  /**
   * What is distinctive in the name: its words without titles and widely shared names, unless there are no others, and
   * without particles; a beginning such as Gebre is one word with what follows it.
   */
  core: string;
  /** By word of the core a key that all its spellings share; of a name that is a form of several, all their keys. Sorted. */
  words: string[];
  /** Keys of the words that are names in their own right, so that another is another child. */
  known: string[];
  /** Keys of the name if it is of one word that is known. */
  aliases: string[];
  /** Keys of the titles and widely shared names in it. */
  shared: string[];
  /** Whether it has no other words, and whether it has none but titles. */
  onlyShared: boolean;
  onlyTitles: boolean;
}

export type NameKind = "forename" | "surname";

/** Takes names apart: upper case, without accents, words between single blanks, as normalisedName writes them. */
export class NameReader {
  private readonly titles: Set<string>;
  private readonly shared: Map<string, string>;
  /** Beginnings that are kept as a part of the name, and shared ones, which are not. */
  private readonly kept: Map<string, string>;
  private readonly splits: string[];
  /** Shared names that may be written in one word with a known one: Muhammadali. */
  private readonly written: string[];
  private readonly particles: Set<string>;
  private readonly keys = new Map<string, string[]>();
  private readonly simple = new Map<string, string | undefined>();
  private readonly alone = new Set<string>();

  constructor(kind: NameKind, lists: NameLists = nameLists()) {
    this.titles = new Set(lists.titles.flat());
    this.shared = new Map(
      [...lists.shared, ...lists.titles].flatMap((line) => line.map((name) => [name, line[0]!])),
    );
    const isShared = (line: string[]): boolean => this.shared.has(line[0]!);
    this.kept = new Map(
      lists.beginnings
        .filter((line) => !isShared(line))
        .flatMap((line) => line.map((name) => [name, line[0]!])),
    );
    this.splits = lists.beginnings.filter(isShared).flat().sort(longestFirst);
    this.written = [...this.shared.keys()].filter((name) => name.length >= 5).sort(longestFirst);
    this.particles = new Set(lists.particles);
    const lines = [...(kind === "surname" ? lists.surnames : []), ...lists.forms];
    for (const [i, line] of lines.entries())
      for (const name of line) this.keys.set(name, [...(this.keys.get(name) ?? []), `${line[0]} ${i}`]);
    for (const name of lists.own.flat()) if (!this.keys.has(name)) this.keys.set(name, [name]);
    for (const [name, keys] of this.keys) {
      const simple = simplified(name);
      const key = keys.length === 1 ? keys[0] : undefined;
      // A c that is left out must lead to a name of several spellings: Cian is not Ian.
      if (keys[0] === name) this.alone.add(simple);
      this.simple.set(simple, !this.simple.has(simple) || this.simple.get(simple) === key ? key : undefined);
    }
  }

  read(name: string): NameParts {
    const all = this.parted(name.split(" "));
    const plain = all.filter((word) => !this.particles.has(word));
    const given = plain.length ? plain : all;
    const distinctive = given.filter((word) => !this.shared.has(word));
    const core = distinctive.length ? distinctive : given;
    const keys = core.map((word) => this.keysOf(word));
    const own = keys.length === 1 ? keys : keys.filter((of) => of?.length === 1);
    return {
      core: core.join(" "),
      words: sorted(keys.flatMap((of, i) => of ?? [core[i]!])),
      known: sorted(own.flatMap((of) => of ?? [])),
      aliases: keys.length === 1 ? (keys[0] ?? []) : [],
      shared: sorted(given.flatMap((word) => this.shared.get(word) ?? [])),
      onlyShared: distinctive.length === 0,
      onlyTitles: given.every((word) => this.titles.has(word)),
    };
  }

  /** The words with shared beginnings as words of their own, and other beginnings in one word with what follows. */
  private parted(words: readonly string[]): string[] {
    const parts: string[] = [];
    for (const word of words.flatMap((one) => this.split(one))) {
      const last = parts.at(-1);
      if (last !== undefined && this.kept.has(last) && !this.shared.has(word))
        parts[parts.length - 1] = last + word;
      else parts.push(word);
    }
    return parts;
  }

  // Abdulrahman is Abdul and Rahman, Abdullah a name by itself.
  private split(word: string): string[] {
    if (this.shared.has(word)) return [word];
    const parts = after(word, this.splits, 4);
    const sure = parts.find(([, rest]) => this.keys.has(rest) || this.nearly(rest));
    if (sure || this.keys.has(word)) return sure ?? [word];
    return parts[0] ?? after(word, this.written, 3).find(([, rest]) => this.keys.has(rest)) ?? [word];
  }

  /** The keys of a word; undefined if it is no known name. */
  private keysOf(word: string): string[] | undefined {
    const shared = this.shared.get(word);
    if (shared) return [`${shared} shared`];
    const listed = this.keys.get(word);
    if (listed) return listed;
    for (const [beginning, key] of this.kept) {
      const rest = word.slice(beginning.length);
      if (rest.length < 4 || !word.startsWith(beginning)) continue;
      const of = this.keys.get(rest) ?? this.nearly(rest);
      if (of?.length === 1) return [`${key} ${of[0]}`];
    }
    return this.nearly(word);
  }

  private nearly(word: string): string[] | undefined {
    if (word.length < 4) return undefined;
    const simple = simplified(word);
    if (somaliC.test(word) && this.alone.has(simple)) return undefined;
    const key = this.simple.get(simple);
    return key === undefined ? undefined : [key];
  }
}

const longestFirst = (a: string, b: string): number => b.length - a.length;

/** A word's beginnings of a list, each with the rest, if that has so many letters. */
function after(word: string, beginnings: readonly string[], letters: number): [string, string][] {
  return beginnings.flatMap((beginning): [string, string][] => {
    const rest = word.slice(beginning.length);
    return word.startsWith(beginning) && rest.length >= letters ? [[beginning, rest]] : [];
  });
}

const somaliC = /^C(?=[AIU])/;

/**
 * A name written more simply, so that transliterations of one name come out alike: long vowels and doubled letters
 * short, a silent h at the end left out, Somali x and c as they are heard, q and kh as k.
 */
function simplified(name: string): string {
  return name
    .replace(somaliC, "")
    .replace(/X/g, "H")
    .replace(/EE|IY/g, "I")
    .replace(/OO|OU/g, "U")
    .replace(/AY/g, "AI")
    .replace(/Q|KH/g, "K")
    .replace(/PH/g, "F")
    .replace(/(.)\1+/g, "$1")
    .replace(/(?<=[AEIOU])H$/, "");
}

function sorted(keys: readonly string[]): string[] {
  return [...new Set(keys)].sort();
}
