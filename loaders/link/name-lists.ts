import { statSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import { readYaml } from "../registry/read-yaml.js";
import { fingerprint } from "../store/fingerprint.js";
import { repositoryRoot } from "../store/paths.js";

/** Where a steward keeps what linkage knows of names. */
export const namesFile = join(repositoryRoot, "data", "linkage", "names.yaml");

const names = z
  .string()
  .regex(
    /^[A-Z]+(?: [A-Z]+)*$/,
    "must be names in capital letters without accents, with one space between them, such as “OMAR UMAR”.",
  )
  .refine((line) => new Set(line.split(" ")).size === line.split(" ").length, "has a name twice. Remove one.")
  .transform((line) => line.split(" "));
const lines = z.array(names);

export const nameListsSchema = z.strictObject({
  /** The form that the file is written in. */
  version: z.literal(1),
  /** Names that very many children share: spellings of one a line. */
  shared: lines,
  /** Titles, and second names that are no family's: spellings of one a line. */
  titles: lines,
  /** Beginnings of a name that are written apart or together with what follows: spellings of one a line. */
  beginnings: lines,
  /** Small words that are left out. */
  particles: names,
  /** Spellings and short forms of one given name a line. */
  forms: lines,
  /** Spellings of one surname a line. */
  surnames: lines,
  /** Names in their own right. */
  own: lines,
});

/** What is known of names. Each list is of lines, a line of the spellings of one name. */
export type NameLists = z.infer<typeof nameListsSchema>;

/** Reads the lists of names. Throws a RegistryError that names the line and what to write instead. */
export function readNameLists(file = namesFile): NameLists {
  return readYaml(file, nameListsSchema);
}

let kept: { changed: number; lists: NameLists } | undefined;

/** The workspace's lists of names, read again when the file has changed. */
export function nameLists(): NameLists {
  const changed = statSync(namesFile, { throwIfNoEntry: false })?.mtimeMs ?? 0;
  if (kept?.changed !== changed) kept = { changed, lists: readNameLists() };
  return kept.lists;
}

/** A hash that changes with the lists: what was compared by others is compared anew. */
export function namesFingerprint(): string {
  return fingerprint(nameLists());
}
