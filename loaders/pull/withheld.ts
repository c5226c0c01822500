import { existsSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import type { Span } from "../registry/span.js";
import type { Store } from "../store/paths.js";
import { TellableError } from "../store/safe-message.js";
import { writeFileAtomic } from "../store/write-file.js";

/** An extract that is not used any more, whatever it is called and wherever it lies. */
export interface Withheld {
  source: string;
  sha256: string;
  /** Its retention ran out, a person withdrew it, or it could not be read when a child in its source was erased. */
  why: "retention" | "withdrawn" | "erasure";
  /** ISO time. */
  at: string;
  /** The days that it covered, as far as was known. */
  covers: Span | null;
}

const schema = z.strictObject({
  version: z.literal(1),
  extracts: z.array(
    z.strictObject({
      source: z.string(),
      sha256: z.string().regex(/^[0-9a-f]{64}$/),
      why: z.enum(["retention", "withdrawn", "erasure"]),
      at: z.string(),
      covers: z.strictObject({ from: z.string(), to: z.string() }).nullable(),
    }),
  ),
});

/**
 * The extracts that a store withholds, in the order in which they went. The list is by content, and beside the index of
 * snapshots: an extract stays away though its file lies in the inbox and the index is lost.
 */
export function readWithheld(store: Pick<Store, "folder">): Withheld[] {
  const file = fileOf(store);
  if (!existsSync(file)) return [];
  try {
    return schema.parse(JSON.parse(readFileSync(file, "utf8"))).extracts;
  } catch {
    throw new TellableError(
      `${file}: cannot be read, so nobody can tell which extracts were withdrawn. Put it back from a backup. Only if there is none, remove it: extracts that still lie in the inbox are then used again.`,
    );
  }
}

/** The content hashes of a source's extracts that are withheld. */
export function withheldOf(store: Pick<Store, "folder">, source: string): Set<string> {
  return new Set(
    readWithheld(store)
      .filter((one) => one.source === source)
      .map(({ sha256 }) => sha256),
  );
}

/** Withholds extracts from now on. Writing this list is the moment at which they are gone: all else follows from it. */
export function withhold(store: Pick<Store, "folder">, extracts: Withheld[]): void {
  if (extracts.length) write(store, [...readWithheld(store), ...extracts]);
}

/** Lets an extract be used again. False if it was not withheld. */
export function release(store: Pick<Store, "folder">, source: string, sha256: string): boolean {
  const before = readWithheld(store);
  const after = before.filter((one) => one.source !== source || one.sha256 !== sha256);
  if (after.length < before.length) write(store, after);
  return after.length < before.length;
}

/** Removes the snapshots of withheld extracts that are still there, as after a crash. Gives how many files went. */
export function removeWithheld(store: Store): number {
  let files = 0;
  for (const [source, hashes] of bySource(readWithheld(store))) {
    const folder = join(store.snapshots, source);
    if (!existsSync(folder)) continue;
    for (const name of readdirSync(folder).filter((name) => hashes.has(name.slice(0, 64)))) {
      rmSync(join(folder, name), { force: true });
      files++;
    }
  }
  return files;
}

function bySource(extracts: Withheld[]): Map<string, Set<string>> {
  const found = new Map<string, Set<string>>();
  for (const { source, sha256 } of extracts) found.set(source, (found.get(source) ?? new Set()).add(sha256));
  return found;
}

function write(store: Pick<Store, "folder">, extracts: Withheld[]): void {
  writeFileAtomic(fileOf(store), `${JSON.stringify({ version: 1, extracts }, null, 2)}\n`);
}

function fileOf(store: Pick<Store, "folder">): string {
  return join(store.folder, "withheld.json");
}
