import { existsSync } from "node:fs";
import type { Source } from "../../../loaders/registry/source.js";
import { Database } from "../../../loaders/store/database.js";
import type { Manifest } from "../../../loaders/store/manifest.js";
import type { Store } from "../../../loaders/store/paths.js";
import { plainText } from "./plain-text.js";

/** Something that the public is not told, and how it is found in a plain text. */
export interface Internal {
  /** What it is, in words that do not tell it. */
  what: string;
  pattern: RegExp;
  /** What stands in every text that the pattern finds, to look for first: that takes a tenth of the time. */
  core: { among: "capitals" | "digits"; text: string };
}

/**
 * What no public file may tell: the e-mail addresses, telephone numbers and roles of contacts; ids and titles of
 * sources that are neither open nor `cited`; names of page data sets for partners. An id of one word is a word like
 * any other and is not looked for; a title of one word is only where it is written as the registry writes it.
 */
export function internalsOf(
  sources: Source[],
  cited: ReadonlySet<string>,
  { pages }: Pick<Manifest, "pages">,
): Internal[] {
  return [
    ...sources.flatMap((source) => contactsOf(source)),
    ...sources
      .filter(({ id, sensitivity }) => sensitivity !== "open" && !cited.has(id))
      .flatMap((source) => namesOf(source)),
    ...Object.entries(pages)
      .filter(([, { audience }]) => audience !== "public")
      .map(([name]) => ({ what: `the internal data set ${name}`, ...whole(name) })),
  ];
}

/** The sources that the public is told of: those of the published figures. */
export async function citedSources({ publishable }: Pick<Store, "publishable">): Promise<Set<string>> {
  if (!existsSync(publishable)) return new Set();
  const db = await Database.open(publishable, { readOnly: true, isolated: true });
  try {
    const cited = await db.rows<{ source: string }>(`
      SELECT source FROM source
      UNION SELECT unnest(from_json(sources, '["VARCHAR"]')) FROM indicator`);
    return new Set(cited.map(({ source }) => source));
  } finally {
    db.close();
  }
}

/** What of it a plain text tells: each thing once. */
export function findInternal(plain: string, internals: readonly Internal[]): string[] {
  const texts = { capitals: plain.toUpperCase(), digits: plain.replace(/\D+/g, "") };
  const told = internals.filter(
    ({ core: { among, text }, pattern }) => texts[among].includes(text) && pattern.test(plain),
  );
  return [...new Set(told.map(({ what }) => what))];
}

function contactsOf({ id, sensitivity, owner, steward }: Source): Internal[] {
  return Object.entries({ owner, steward }).flatMap(([party, { email, phone, role }]) => {
    const of = `of the ${party} in data/sources/${id}.yaml`;
    // Publishers of open sources are named by what they do: "Published statistics".
    const roles = sensitivity === "open" ? [] : role.split(/[,;()/–]/).map((part) => part.trim());
    return [
      { what: `the e-mail address ${of}`, ...whole(email) },
      ...(phone ? [{ what: `the telephone number ${of}`, ...telephone(phone) }] : []),
      ...roles.filter(hasWords).map((text) => ({ what: `the name or role ${of}`, ...whole(text) })),
    ];
  });
}

function namesOf({ id, title }: Source): Internal[] {
  const words = id.split("-");
  const [longest = ""] = words.toSorted((one, other) => other.length - one.length);
  const asId = {
    pattern: new RegExp(`(?<![a-z0-9-])${words.join("[-_]")}(?![a-z0-9])`, "i"),
    core: inCapitals(longest),
  };
  return [
    ...(words.length > 1 ? [{ what: `the id of the internal source ${id}`, ...asId }] : []),
    { what: `the title of the internal source ${id}`, ...whole(title, hasWords(title) ? "i" : "") },
  ];
}

type Found = Pick<Internal, "pattern" | "core">;

function whole(text: string, flags = "i"): Found {
  const plain = plainText(text);
  const pattern = new RegExp(`(?<![\\w-])${escapePattern(plain)}(?![\\w-])`, flags);
  return { pattern, core: inCapitals(plain) };
}

function inCapitals(text: string): Internal["core"] {
  return { among: "capitals", text: text.toUpperCase() };
}

/** However its digits are grouped, at home or with the country's prefix. */
function telephone(number: string): Found {
  const [first = "", ...digits] = number.replace(/\D/g, "").replace(/^(?:00)?44/, "0");
  const start = first === "0" ? "(?:0|(?:\\+|00[\\s().-]{0,2})?44[\\s().-]{0,2}(?:0[\\s().-]{0,2})?)" : first;
  const pattern = new RegExp(`(?<!\\d)${[start, ...digits].join("[\\s().-]{0,2}")}(?!\\d)`);
  return { pattern, core: { among: "digits", text: digits.join("") } };
}

function hasWords(text: string): boolean {
  return /\S\s+\S/.test(text);
}

function escapePattern(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|/]/g, "\\$&");
}
