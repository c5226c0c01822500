import { createHmac } from "node:crypto";
import { existsSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { z } from "zod";
import { fingerprintOf, readKey } from "../link/key.js";
import { keyFile, type Store } from "../store/paths.js";
import { TellableError } from "../store/safe-message.js";
import { writeFileAtomic } from "../store/write-file.js";

const schema = z.strictObject({
  version: z.literal(1),
  /** Tells whether the key at hand is the one that the marks were made with. */
  key: z.string(),
  /** What erased children's records are known by, as keyed hashes. */
  marks: z.array(z.string().regex(/^[0-9a-f]{64}$/)),
  /** When children were erased: one ISO time each. */
  erased: z.array(z.string()),
  /** Pseudonyms of persons whose erasure has begun and is not at its end. */
  pending: z.array(z.string()),
});
export type Objections = z.infer<typeof schema>;

/** The key that marks are made with. It is not the pseudonyms' key: that may be replaced, and objections still hold. */
export function objectionsKeyFile(): string {
  return join(dirname(keyFile()), "objections.key");
}

/**
 * The children who must not be processed again, as keyed hashes; undefined if there are none. Throws a TellableError if the
 * list or its key is lost: without them, erased children would come back.
 */
export function readObjections(store: Pick<Store, "folder">): Objections | undefined {
  const file = fileOf(store);
  if (!existsSync(file)) return undefined;
  let read: Objections;
  try {
    read = schema.parse(JSON.parse(readFileSync(file, "utf8")));
  } catch {
    throw new TellableError(
      `${file}: cannot be read, and erased children would come back without it. Put it back from a backup.`,
    );
  }
  const key = objectionsKeyFile();
  if (!existsSync(key) || fingerprintOf(readKey(key)) !== read.key)
    throw new TellableError(
      `${key}: is not the key that erased children are known by, so they would come back. Put the key back from your copy.`,
    );
  return read;
}

/** Replaces the list. */
export function writeObjections(store: Pick<Store, "folder">, objections: Objections): void {
  writeFileAtomic(fileOf(store), `${JSON.stringify(objections, null, 2)}\n`);
}

/** The key of a new list, made if there is none. */
export function newObjections(): Objections {
  return { version: 1, key: fingerprintOf(readKey(objectionsKeyFile())), marks: [], erased: [], pending: [] };
}

/** Makes marks: keyed hashes of what a record says. */
export function marker(): (kind: MarkKind, ...said: string[]) => string {
  const key = readKey(objectionsKeyFile());
  return (kind, ...said) =>
    createHmac("sha256", key)
      .update([kind, ...said].join("\n"))
      .digest("hex");
}

/**
 * What a record of an erased child is known by: a number; all that it says of who the child is; a source's local identifier
 * beside the date of birth; or the local identifier alone, where it is this child's only.
 */
export type MarkKind = "nhs_number" | "upn" | "evidence" | "local identifier, born" | "local identifier";

function fileOf(store: Pick<Store, "folder">): string {
  return join(store.folder, "objections.json");
}
