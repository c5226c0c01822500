import { existsSync } from "node:fs";
import { join } from "node:path";
import {
  isTemporaryUpn,
  isValidNhsNumber,
  isValidUpn,
  nhsNumberDigits,
} from "../../loaders/check/identifiers.js";
import { type ChildNumber, type Held, heldOf, object } from "../../loaders/life/erase.js";
import { withheldOf, withhold } from "../../loaders/pull/withheld.js";
import { readSources } from "../../loaders/registry/source.js";
import { Database } from "../../loaders/store/database.js";
import { withLock } from "../../loaders/store/lock.js";
import { readManifest } from "../../loaders/store/manifest.js";
import type { Store } from "../../loaders/store/paths.js";
import { TellableError } from "../../loaders/store/safe-message.js";

/** The number in what was typed. Throws a TellableError, which does not repeat it, if it is neither kind. */
export function readNumber(typed: string): ChildNumber {
  if (isValidNhsNumber(typed)) return { kind: "nhs_number", value: nhsNumberDigits(typed)! };
  const upn = typed.trim().toUpperCase();
  if (isValidUpn(upn) && !isTemporaryUpn(upn)) return { kind: "upn", value: upn };
  throw new TellableError(
    "This is neither a valid NHS number (ten digits) nor a valid permanent unique pupil number (a letter and twelve digits). Nothing was changed.",
  );
}

/** What a store holds of a child, without changing anything. */
export function look(store: Store, number: ChildNumber): Promise<Held | undefined> {
  return opened(store, (db) => (db ? heldOf(db, number) : undefined));
}

/**
 * Begins the erasure of a child: what it writes last is its mark, and from then on every refresh ends what is left to do.
 * Extracts that check refused cannot be searched for the child, and are withheld as a whole. Gives what the store held.
 */
export function beginErasure(store: Store, number: ChildNumber): Promise<Held | undefined> {
  return opened(store, async (db) => {
    const held = db ? await heldOf(db, number) : undefined;
    withholdUnreadable(store);
    await object(store, db, number, held);
    return held;
  });
}

function withholdUnreadable(store: Store): void {
  const manifest = readManifest(store);
  const at = new Date().toISOString();
  for (const source of readSources()) {
    if (source.kind !== "records") continue;
    const known = withheldOf(store, source.id);
    const refused = (manifest?.sources[source.id]?.refused ?? []).filter(({ sha256 }) => !known.has(sha256));
    withhold(
      store,
      refused.map(({ sha256 }) => ({ source: source.id, sha256, why: "erasure", at, covers: null })),
    );
  }
}

function opened<T>(store: Store, work: (db: Database | undefined) => Promise<T> | T): Promise<T> {
  return withLock(join(store.folder, "refresh.lock"), async () => {
    const db = existsSync(store.identity) ? await Database.open(store.identity) : undefined;
    try {
      return await work(db);
    } finally {
      db?.close();
    }
  });
}
