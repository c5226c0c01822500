import { join } from "node:path";
import { datesOf } from "../../loaders/pull/extract-dates.js";
import { type Delivery, readIndex } from "../../loaders/pull/index-file.js";
import { release, removeWithheld, withheldOf, withhold } from "../../loaders/pull/withheld.js";
import { readSources, type Source } from "../../loaders/registry/source.js";
import { withLock } from "../../loaders/store/lock.js";
import type { Store } from "../../loaders/store/paths.js";
import { TellableError } from "../../loaders/store/safe-message.js";

/** An extract of a source that a store has seen. */
export interface SeenExtract {
  sha256: string;
  covers: { from: string; to: string } | null;
  received: string;
  /** False where its snapshot is gone because a newer one took its place. */
  kept: boolean;
  withheld: boolean;
}

/** The extracts of a source that a store has seen, oldest first, each once. Throws a TellableError if there is no such source. */
export function extractsOf(store: Store, sourceId: string, sources = readSources()): SeenExtract[] {
  const source = sourceOf(sourceId, sources);
  const withheld = withheldOf(store, source.id);
  const deliveries = readIndex(store);
  const byHash = new Map<string, Delivery>();
  for (const delivery of deliveries) if (delivery.source === source.id) byHash.set(delivery.sha256, delivery);
  return [...byHash.values()]
    .map((delivery) => {
      const { covers, received } = datesOf(source, delivery, deliveries);
      const isWithheld = withheld.has(delivery.sha256);
      return {
        sha256: delivery.sha256,
        covers,
        received,
        kept: !isWithheld && !delivery.pruned,
        withheld: isWithheld,
      };
    })
    .sort((a, b) => (a.covers?.to ?? a.received).localeCompare(b.covers?.to ?? b.received));
}

/**
 * Withdraws an extract: from this moment no refresh uses it, whatever it is called and wherever it lies in the inbox. Its
 * snapshot goes at once; what was made from it goes with the next refresh. `named` is its file name, or the first eight or
 * more characters of its hash. Gives its hash. Throws a TellableError if it names no extract, or several.
 */
export async function withdraw(
  store: Store,
  sourceId: string,
  named: string,
  sources = readSources(),
): Promise<string> {
  return locked(store, () => {
    const source = sourceOf(sourceId, sources);
    const deliveries = readIndex(store);
    const delivery = find(source, named, deliveries);
    if (withheldOf(store, source.id).has(delivery.sha256))
      throw new TellableError(`${source.id}: this extract was withdrawn or removed before.`);
    withhold(store, [
      {
        source: source.id,
        sha256: delivery.sha256,
        why: "withdrawn",
        at: new Date().toISOString(),
        covers: datesOf(source, delivery, deliveries).covers,
      },
    ]);
    removeWithheld(store);
    return delivery.sha256;
  });
}

/** Lets a withdrawn extract be used again; the next refresh takes it if its file lies in the inbox. Gives its hash. */
export async function bringBack(
  store: Store,
  sourceId: string,
  named: string,
  sources = readSources(),
): Promise<string> {
  return locked(store, () => {
    const source = sourceOf(sourceId, sources);
    const { sha256 } = find(source, named, readIndex(store));
    if (!release(store, source.id, sha256))
      throw new TellableError(`${source.id}: this extract was not withdrawn.`);
    return sha256;
  });
}

function locked<T>(store: Store, work: () => T): Promise<T> {
  return withLock(join(store.folder, "refresh.lock"), async () => work());
}

function sourceOf(id: string, sources: readonly Source[]): Source {
  const source = sources.find((one) => one.id === id);
  if (source) return source;
  throw new TellableError(
    `There is no such source. The sources are: ${sources.map((s) => s.id).join(", ")}.`,
  );
}

// What was typed may be a file name with a child's name in it: no message repeats it.
function find(source: Source, named: string, deliveries: readonly Delivery[]): Delivery {
  const isHash = /^[0-9a-f]{8,64}$/.test(named);
  const found = deliveries.filter(
    (d) =>
      d.source === source.id &&
      (d.name === named || d.path === named || (isHash && d.sha256.startsWith(named))),
  );
  const hashes = new Set(found.map(({ sha256 }) => sha256));
  if (hashes.size === 1) return found[0]!;
  const list = `To list its extracts: npm run workspace -- withdraw ${source.id}`;
  throw new TellableError(
    hashes.size
      ? `${source.id}: ${hashes.size} extracts came under this name. Name the one by its hash. ${list}`
      : `${source.id}: no extract of this name or hash has come. ${list}`,
  );
}
