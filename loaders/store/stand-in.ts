import { existsSync, mkdirSync, readdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { isHeld, withLock } from "./lock.js";
import { type Store, storeOf } from "./paths.js";

/** How a store that stands in for another comes to be. */
export interface StandIn<Laid> {
  /** What it is called, among those of the store that it stands in for. */
  name: string;
  /** Whether its pseudonyms are made with a key of its own, so that no row of it can be joined with one of the other. */
  hasOwnKey: boolean;
  /** Lays into it what it is made from. Meanwhile no refresh of the other store takes anything away. */
  lay: (other: Store) => Laid | Promise<Laid>;
}

/**
 * Makes a store that stands in for another while a question is answered of what that would be by other extracts, hands it to
 * `use`, and removes it. It holds children's records as the other does; what a process that was killed leaves goes at the other
 * store's next refresh. Until `use` has ended, all that asks this process for stores finds those of the stand-in's folder.
 */
export async function withStandIn<Laid, Result>(
  store: Store,
  { name, hasOwnKey, lay }: StandIn<Laid>,
  use: (other: Store, laid: Laid) => Promise<Result>,
): Promise<Result> {
  const folder = join(standIns(store), name);
  const before = { ...process.env };
  return withLock(lockOf(folder), async () => {
    try {
      const [other, laid] = await withLock(join(store.folder, "refresh.lock"), async () => {
        rmSync(folder, { recursive: true, force: true });
        mkdirSync(folder, { mode: 0o700 });
        process.env.EARLY_YEARS_STORE = join(folder, "store");
        if (hasOwnKey) process.env.EARLY_YEARS_KEY_FILE = join(folder, "key", "pseudonym.key");
        const made = storeOf(join(folder, "inbox"));
        return [made, await lay(made)] as const;
      });
      return await use(other, laid);
    } finally {
      for (const variable of ["EARLY_YEARS_STORE", "EARLY_YEARS_KEY_FILE"])
        if (before[variable] === undefined) delete process.env[variable];
        else process.env[variable] = before[variable];
      rmSync(folder, { recursive: true, force: true });
    }
  });
}

/** Removes what stood in for a store and was left by a process that was killed. Call it under the store's refresh lock. */
export function sweepStandIns(store: Store): void {
  const folder = standIns(store);
  if (!existsSync(folder)) return;
  for (const entry of readdirSync(folder, { withFileTypes: true }))
    if (entry.isDirectory() && !isHeld(lockOf(join(folder, entry.name))))
      rmSync(join(folder, entry.name), { recursive: true, force: true });
}

/** The folder of stores that stand in for this one. */
export function standIns({ folder }: Pick<Store, "folder">): string {
  return join(folder, "stand-ins");
}

const lockOf = (folder: string): string => `${folder}.lock`;
