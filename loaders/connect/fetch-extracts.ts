import { randomUUID } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, renameSync, rmSync, statSync } from "node:fs";
import { open } from "node:fs/promises";
import { dirname, join } from "node:path";
import { formatBytes } from "../../components/words/numbers.js";
import { hashOf } from "../files/hash-of.js";
import { isSnapshotKept, readIndex, snapshotPath } from "../pull/index-file.js";
import { knownName } from "../pull/known-name.js";
import { withheldOf } from "../pull/withheld.js";
import { type Connected, isConnected } from "../registry/location.js";
import type { Source } from "../registry/source.js";
import { withLock } from "../store/lock.js";
import type { Store } from "../store/paths.js";
import { safeMessage, TellableError } from "../store/safe-message.js";
import { storageError } from "../store/storage.js";
import { syncFolder } from "../store/write-file.js";
import type { ConnectedSource, Offer, Surroundings } from "./adapter.js";
import { look } from "./adapters.js";
import { type Fetched, readFetched, writeFetched } from "./fetched.js";
import { unpackInside } from "./unpack-inside.js";

/**
 * Which sources are looked at. `due`: those that were not for as long as they say; `now`: all; ids: these now, and of the others those
 * that are due.
 */
export type FetchWhen = "due" | "now" | readonly string[];

export interface FetchOptions {
  when: FetchWhen;
  /** Today in the city, as year-month-day. */
  day: string;
  log: (line: string) => void;
}

/** Sources that are fetched at the same time: one that stalls holds up none of the others. */
const mostAtOnce = 4;

/** A source that failed is looked at again sooner. */
const minutesAfterFailure = 10;

/**
 * Fetches what connected sources have that is new to where pull finds it, each extract whole or not at all. What was fetched
 * before stays; a source that fails is told and keeps its last good extract: `fetchFailures` gives the reasons. Sources whose extracts lie in
 * the inbox are not touched, and without any other nothing is done. Throws a StorageError if the store cannot be written to.
 */
export async function fetchExtracts(
  store: Store,
  sources: readonly Source[],
  options: FetchOptions,
): Promise<void> {
  const connected = sources.filter(isConnected);
  if (!connected.length) return;
  mkdirSync(store.landing, { recursive: true, mode: 0o700 });
  await withLock(
    join(store.folder, "fetch.lock"),
    () => fetchAll(store, connected, options),
    (holder) => options.log(`waiting   others are fetching extracts (${holder})`),
  );
}

async function fetchAll(
  store: Store,
  connected: readonly ConnectedSource[],
  { when, day, log }: FetchOptions,
): Promise<void> {
  removeUnfinished(store);
  const before = readFetched(store);
  const known = Object.fromEntries(
    connected.flatMap(({ id }) => (before[id] ? [[id, before[id]]] : [])),
  ) as Record<string, Fetched>;
  const isAsked = (id: string): boolean => when === "now" || (when !== "due" && when.includes(id));
  const waiting = connected.filter((source) => isAsked(source.id) || isDue(source, known[source.id]));
  const work = async (): Promise<void> => {
    for (let source = waiting.shift(); source; source = waiting.shift()) {
      known[source.id] = await fetchSource(store, source, known[source.id], day, log);
      writeFetched(store, known);
    }
  };
  await Promise.all(Array.from({ length: mostAtOnce }, work));
}

function isDue({ location }: ConnectedSource, known: Fetched | undefined): boolean {
  if (!known) return true;
  const minutes = known.failure
    ? Math.min(location.lookEveryMinutes, minutesAfterFailure)
    : location.lookEveryMinutes;
  const since = Date.now() - Date.parse(known.lookedAt);
  // A clock that was put back must not keep a source from being looked at.
  return since < 0 || since >= minutes * 60_000;
}

async function fetchSource(
  store: Store,
  source: ConnectedSource,
  before: Fetched | undefined,
  day: string,
  log: (line: string) => void,
): Promise<Fetched> {
  const files = stillKept(store, source, before);
  const failures: string[] = [];
  try {
    const surroundings: Surroundings = {
      ...surroundingsOf(source, day, (sentence) => log(`fetch     ${source.id}: ${sentence}`)),
      known: new Map(Object.entries(files)),
      kept: ({ sha256 }) => keptFile(store, source, sha256),
    };
    for (const offer of await look(source, surroundings)) {
      const known = files[offer.key];
      if (known && offer.version !== null && offer.version === known.version) continue;
      try {
        const landed = await land(store, source, offer, known);
        if (!landed) continue;
        files[offer.key] = landed.known;
        if (landed.isNew)
          log(
            `fetch     ${source.id}: ${knownName({ path: landed.known.name, bytes: landed.bytes }, [source])} (${formatBytes(landed.bytes)}).`,
          );
      } catch (error) {
        failures.push(reasonOf(error));
      }
    }
  } catch (error) {
    failures.push(reasonOf(error));
  }
  return {
    lookedAt: new Date().toISOString(),
    failure: failures.length ? [...new Set(failures)].join(" ") : null,
    files,
  };
}

/** What a look at a source may use of which nothing was fetched before; its time begins now. */
export function surroundingsOf(
  { location }: ConnectedSource,
  day: string,
  say: (sentence: string) => void,
): Surroundings {
  const controller = new AbortController();
  const { patience } = location;
  setTimeout(
    () =>
      controller.abort(
        new TellableError(
          `It took longer than ${patience.seconds} s. If that is right, raise location.patience.seconds.`,
        ),
      ),
    patience.seconds * 1000,
  ).unref();
  return { signal: controller.signal, patience, day, known: new Map(), kept: () => undefined, say };
}

function reasonOf(error: unknown): string {
  const refused = storageError(error);
  if (refused) throw refused;
  return safeMessage(error);
}

/** What was fetched and is here still, or went by the store's own rules: what was lost is fetched again. */
function stillKept(store: Store, { id }: Source, before: Fetched | undefined): Fetched["files"] {
  const deliveries = readIndex(store).filter(({ source }) => source === id);
  const withheld = withheldOf(store, id);
  const isKept = ({ sha256, name }: Fetched["files"][string]): boolean =>
    withheld.has(sha256) ||
    existsSync(join(store.landing, id, name)) ||
    deliveries.some((one) => one.sha256 === sha256 && (one.pruned || isSnapshotKept(store, one)));
  return Object.fromEntries(Object.entries(before?.files ?? {}).filter(([, file]) => isKept(file)));
}

/** The snapshot of what was fetched. What has landed and was not pulled yet may still be replaced, and is not counted on. */
function keptFile(store: Store, { id }: Source, sha256: string): string | undefined {
  const delivery = readIndex(store).find((one) => one.source === id && one.sha256 === sha256);
  const file = delivery && snapshotPath(store, delivery);
  return file !== undefined && existsSync(file) ? file : undefined;
}

/** Fetches an offer to where pull finds it; undefined if there is nothing new. What is the same byte for byte is no new delivery. */
async function land(
  store: Store,
  source: ConnectedSource<Connected>,
  offer: Offer,
  known: Fetched["files"][string] | undefined,
): Promise<{ known: Fetched["files"][string]; bytes: number; isNew: boolean } | undefined> {
  const temporary = join(store.landing, `.${randomUUID()}.tmp`);
  const unpacked = `${temporary}.inside.tmp`;
  try {
    const fetched = await offer.fetch(temporary, known);
    if (!fetched) return undefined;
    const inside = await unpackInside(source, temporary, { name: offer.name, copy: unpacked });
    const file = inside === undefined ? temporary : unpacked;
    const name = inside ?? offer.name;
    const { size: bytes } = statSync(file);
    if (!bytes) throw new TellableError("What was fetched is empty.");
    const sha256 = await hashOf(file);
    if (sha256 === known?.sha256)
      return { known: { ...known, version: fetched.version }, bytes, isNew: false };
    const target = join(store.landing, source.id, name);
    mkdirSync(dirname(target), { recursive: true, mode: 0o700 });
    await syncFile(file);
    renameSync(file, target);
    syncFolder(dirname(target));
    return { known: { version: fetched.version, sha256, name }, bytes, isNew: true };
  } finally {
    rmSync(temporary, { force: true });
    rmSync(unpacked, { force: true });
  }
}

async function syncFile(file: string): Promise<void> {
  const handle = await open(file, "r+");
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

// What a fetch that was killed left. Only while no other fetches.
function removeUnfinished({ landing }: Store): void {
  for (const name of readdirSync(landing))
    if (name.endsWith(".tmp")) rmSync(join(landing, name), { force: true });
}
