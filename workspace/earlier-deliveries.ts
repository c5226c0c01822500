import { existsSync } from "node:fs";
import { type Profile, readProfiles } from "../loaders/check/profile.js";
import type { Source } from "../loaders/registry/source.js";
import { Database } from "../loaders/store/database.js";
import type { Store } from "../loaders/store/paths.js";

/** The deliveries of a source that its store has seen, oldest first; none where a refresh is at work in it. */
export async function earlierDeliveries(store: Store, { id, kind }: Source): Promise<Profile[]> {
  const file = kind === "records" ? store.identity : store.analysis;
  if (!existsSync(file)) return [];
  let db: Database;
  try {
    db = await Database.open(file, { readOnly: true });
  } catch {
    return [];
  }
  try {
    return await readProfiles(db, id);
  } finally {
    db.close();
  }
}
