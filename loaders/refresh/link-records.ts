import { link } from "../link/link.js";
import { readStoreKey, storeKey, storeKeyFingerprint } from "../link/store-key.js";
import { holdsSample } from "../store/manifest.js";
import type { Store } from "../store/paths.js";
import type { Entries } from "./plans.js";
import type { Registry } from "./registry.js";
import type { Log } from "./step-runner.js";
import type { Tools } from "./tools.js";

/** Whether the records are linked. */
export async function linkRecords(
  store: Store,
  { sources, model }: Registry,
  entries: Entries,
  { plans, databases, runner, log }: Tools,
): Promise<boolean> {
  const [identity, analysis] = [await databases.identity(), await databases.analysis()];
  const plan = plans.link(entries);
  const options = {
    sources,
    key: readStoreKey(store),
    model,
    real: !holdsSample(entries),
    log,
    code: plan.code,
  };
  // The identity database commits first: if the process dies between the two, the step is not recorded and is done again.
  const linked = await runner.run("link", analysis, plan, () =>
    identity.transaction(() => link(identity, analysis, options)),
  );
  return linked !== undefined;
}

/**
 * The fingerprint of the store's key; a new one is told. A store may have been made before each had a key of its own, or have
 * lost what says which is its own.
 */
export function keyOf(store: Store, hasDatabases: boolean, log: Log): string {
  const isNew = hasDatabases && storeKey(store) === undefined;
  const key = storeKeyFingerprint(store);
  if (isNew)
    log(
      `NEW KEY   ${storeKey(store)!.file}: nothing said which key this store’s pseudonyms are made with, so it has a new one. Every child gets another pseudonym, and what was taken out before can no longer be joined. Keep a copy of the key.`,
    );
  return key;
}
