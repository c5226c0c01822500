import { createHmac, randomBytes } from "node:crypto";
import {
  existsSync,
  linkSync,
  mkdirSync,
  readFileSync,
  realpathSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { basename, dirname, join, relative, resolve, sep } from "node:path";
import { repositoryRoot } from "../store/paths.js";
import { TellableError } from "../store/safe-message.js";

/**
 * The key in a file that pseudonyms are made with: 32 random bytes, made where there is none. Whoever holds it and a child's
 * identifiers can find the child's pseudonym.
 *
 * Throws a TellableError if the file lies inside the repository, others can read it, or it holds no key.
 */
export function readKey(file: string): Buffer {
  refuseInsideRepository(file);
  if (!existsSync(file)) makeKey(file);
  refuseReadableByOthers(file);
  const text = readFileSync(file, "utf8").trim();
  if (!/^[0-9a-f]{64}$/.test(text))
    throw new TellableError(
      `${file}: does not hold a pseudonym key, which is 64 hexadecimal digits. Put the key back from your copy, or remove the file to have a new key made: all pseudonyms then change.`,
    );
  return Buffer.from(text, "hex");
}

/** Tells one key from another without giving the key away. */
export function fingerprintOf(key: Uint8Array): string {
  return createHmac("sha256", key).update("fingerprint").digest("hex").slice(0, 16);
}

function newKey(): string {
  return `${randomBytes(32).toString("hex")}\n`;
}

// Linking a finished file into place: of two processes that start at once, one makes the key and both use it.
function makeKey(file: string): void {
  mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
  const temporary = `${file}.${process.pid}.tmp`;
  try {
    writeFileSync(temporary, newKey(), { mode: 0o600, flush: true });
    putInPlace(temporary, file);
  } finally {
    rmSync(temporary, { force: true });
  }
}

function putInPlace(temporary: string, file: string): void {
  try {
    linkSync(temporary, file);
  } catch (error) {
    // A network drive may know no hard links.
    if ((error as NodeJS.ErrnoException).code !== "EEXIST") renameSync(temporary, file);
  }
}

function refuseInsideRepository(file: string): void {
  const inside = relative(realpathSync(repositoryRoot), realPath(file));
  if (inside === ".." || inside.startsWith(`..${sep}`) || resolve(inside) === inside) return;
  throw new TellableError(
    `${file}: the pseudonym key must not lie in the repository, where it could be committed or copied with it. Set EARLY_YEARS_KEY_FILE to a file elsewhere, or unset it.`,
  );
}

/** The path with its symbolic links followed, as far as it exists. */
function realPath(path: string): string {
  const full = resolve(path);
  if (existsSync(full)) return realpathSync(full);
  const parent = dirname(full);
  return parent === full ? full : join(realPath(parent), basename(full));
}

function refuseReadableByOthers(file: string): void {
  if (process.platform === "win32") return;
  if (statSync(file).mode & 0o077)
    throw new TellableError(
      `${file}: others than its owner can use the pseudonym key. Run: chmod 600 "${file}". If others may have seen it, remove it to have a new one made.`,
    );
}
