import { rmSync } from "node:fs";
import { join } from "node:path";
import { type LaidOut, layOut } from "../../loaders/pull/as-of.js";
import { refresh } from "../../loaders/refresh/refresh.js";
import { readCity } from "../../loaders/registry/city.js";
import { readSources, type Source } from "../../loaders/registry/source.js";
import { withLock } from "../../loaders/store/lock.js";
import { type Store, storeOf } from "../../loaders/store/paths.js";

/**
 * Makes a store of what another had been given by the end of a day, by the registry and code of now, hands it to `use`, and
 * removes it: the present one is only read. It has a key of its own, so its pseudonyms are others than those of the present.
 */
export async function withStoreAsOf<Result>(
  store: Store,
  day: string,
  use: (then: Store, found: LaidOut) => Promise<Result>,
  {
    sources = readSources(),
    log = () => {},
  }: { sources?: readonly Source[]; log?: (line: string) => void } = {},
): Promise<Result> {
  const folder = join(store.folder, "as-of", day);
  const before = { ...process.env };
  const { timeZone } = readCity();
  return withLock(`${folder}.lock`, async () => {
    // What a run that was killed left.
    rmSync(folder, { recursive: true, force: true });
    process.env.EARLY_YEARS_STORE = join(folder, "store");
    process.env.EARLY_YEARS_KEY_FILE = join(folder, "key", "pseudonym.key");
    try {
      const then = storeOf(join(folder, "inbox"));
      // No refresh of the present takes a snapshot away meanwhile.
      const found = await withLock(join(store.folder, "refresh.lock"), async () =>
        layOut(store, then, sources, { day, timeZone }),
      );
      await refresh({ inbox: then.inbox, log });
      return await use(then, found);
    } finally {
      for (const name of ["EARLY_YEARS_STORE", "EARLY_YEARS_KEY_FILE"])
        if (before[name] === undefined) delete process.env[name];
        else process.env[name] = before[name];
      rmSync(folder, { recursive: true, force: true });
    }
  });
}
