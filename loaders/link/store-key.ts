import { randomBytes } from "node:crypto";
import { existsSync, readFileSync, rmSync } from "node:fs";
import { basename, dirname, extname, join } from "node:path";
import { z } from "zod";
import { keyFile, type Store } from "../store/paths.js";
import { TellableError } from "../store/safe-message.js";
import { writeFileAtomic } from "../store/write-file.js";
import { keptFolder } from "./kept.js";
import { fingerprintOf, readKey } from "./key.js";

/** Which key the pseudonyms of a store are made with: kept with what cannot be made again, and no secret. */
const statementSchema = z.strictObject({
  store: z.string().regex(/^[0-9a-f]{16}$/),
  /** Counts the keys that the store has had. */
  version: z.int().positive(),
  /** Tells this key from any other without giving it away. */
  fingerprint: z.string(),
  /** ISO day. */
  madeOn: z.string(),
});
type Statement = z.infer<typeof statementSchema>;
type Kept = Pick<Store, "folder">;

/**
 * The key of a store's pseudonyms, made at its first refresh. No other store has it, so nobody can join two stores by their
 * pseudonyms. Throws a TellableError if it is gone or another: a new one made in silence would change all pseudonyms.
 */
export function readStoreKey(store: Kept): Buffer {
  const statement = readStatement(store) ?? makeStoreKey(store, randomBytes(8).toString("hex"), 1);
  const file = fileOf(statement);
  const remedy =
    "Put the key back from your copy. If it is lost, make another with: node workspace/run.js rotate-key --yes; all pseudonyms of the store then change.";
  if (!existsSync(file))
    throw new TellableError(`${file}: the pseudonym key of ${store.folder} is not there. ${remedy}`);
  const key = readKey(file);
  if (fingerprintOf(key) !== statement.fingerprint)
    throw new TellableError(`${file}: is not the pseudonym key of ${store.folder}. ${remedy}`);
  return key;
}

/** Tells the key of a store from any other without giving it away. */
export function storeKeyFingerprint(store: Kept): string {
  return fingerprintOf(readStoreKey(store));
}

/** Where the key of a store lies, and how many it has had; undefined before its first refresh. */
export function storeKey(store: Kept): { file: string; version: number } | undefined {
  const statement = readStatement(store);
  return statement && { file: fileOf(statement), version: statement.version };
}

/** Gives a store a new key and removes the old one. At its next refresh every person gets a new pseudonym. Not while it is refreshed. */
export function rotateStoreKey(store: Kept): { file: string; version: number } {
  const last = readStatement(store);
  const next = makeStoreKey(store, last?.store ?? randomBytes(8).toString("hex"), (last?.version ?? 0) + 1);
  if (last) rmSync(fileOf(last), { force: true });
  return { file: fileOf(next), version: next.version };
}

// The key first: one that no statement names harms nobody. What an interrupted rotation left is not taken up.
function makeStoreKey(store: Kept, id: string, version: number): Statement {
  const file = fileOf({ store: id, version });
  rmSync(file, { force: true });
  const fingerprint = fingerprintOf(readKey(file));
  const statement = { store: id, version, fingerprint, madeOn: new Date().toISOString().slice(0, 10) };
  writeFileAtomic(statementFile(store), `${JSON.stringify(statement, null, 2)}\n`);
  return statement;
}

function readStatement(store: Kept): Statement | undefined {
  const file = statementFile(store);
  if (!existsSync(file)) return undefined;
  try {
    return statementSchema.parse(JSON.parse(readFileSync(file, "utf8")));
  } catch {
    throw new TellableError(
      `${file}: is damaged, and says no more which key the pseudonyms of the store are made with. Put it back from a backup; or remove it to have a new key made: all pseudonyms of the store then change.`,
    );
  }
}

function statementFile(store: Kept): string {
  return join(keptFolder(store), "pseudonym-key.json");
}

function fileOf({ store, version }: Pick<Statement, "store" | "version">): string {
  const file = keyFile();
  const ending = extname(file);
  return join(dirname(file), `${basename(file, ending)}-${store}-${version}${ending}`);
}
