import { type LaidOut, layOut } from "../loaders/pull/as-of.js";
import { refresh } from "../loaders/refresh/refresh.js";
import { readCity } from "../loaders/registry/city.js";
import { readSources, type Source } from "../loaders/registry/source.js";
import type { Store } from "../loaders/store/paths.js";
import { withStandIn } from "../loaders/store/stand-in.js";

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
  const { timeZone } = readCity();
  return withStandIn(
    store,
    {
      name: `as-of-${day}`,
      hasOwnKey: true,
      lay: (then) => layOut(store, then, sources, { day, timeZone }),
    },
    async (then, found) => {
      await refresh({ inbox: then.inbox, log, knownOn: day });
      for (const { source, name, came } of found.gone)
        log(`GONE      ${source}: ${name}, which came on ${came}, is no longer kept.`);
      return use(then, found);
    },
  );
}
