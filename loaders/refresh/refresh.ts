import { existsSync, mkdirSync } from "node:fs";
import { join } from "node:path";
import type { WriterOf } from "../claims/check-claims.js";
import { readKeptClaims } from "../claims/keep-claims.js";
import { readClaims } from "../claims/read-claims.js";
import type { FetchWhen } from "../connect/fetch-extracts.js";
import { fetchFailures } from "../connect/fetched.js";
import { finishErasures } from "../life/erase.js";
import { readObjections } from "../life/objections.js";
import { decisionsFingerprint } from "../link/decisions.js";
import { keepCopy } from "../link/kept.js";
import { readWithheld } from "../pull/withheld.js";
import { fingerprint } from "../store/fingerprint.js";
import { withLock } from "../store/lock.js";
import { type Manifest, readManifest, writeManifest } from "../store/manifest.js";
import { chooseStore, type Store, sampleInbox, storeOf } from "../store/paths.js";
import type { Cause } from "../store/runs.js";
import { TellableError } from "../store/safe-message.js";
import { isSound } from "../store/sound.js";
import { sweepStandIns } from "../store/stand-in.js";
import { sizeOf, spaceNeeded, storageError } from "../store/storage.js";
import { renewCatalogue } from "./catalogue.js";
import { checkSources, dropUnregistered } from "./check-sources.js";
import { chooseInbox } from "./choose-inbox.js";
import { fetchBefore, hasSameFailures } from "./fetch-sources.js";
import { findLoaders } from "./find-loaders.js";
import { keyOf, linkRecords } from "./link-records.js";
import { measureIndicators } from "./measure-indicators.js";
import { nextManifest } from "./next-manifest.js";
import { offeredNow, pruneSnapshots, tellFiles, warnOfRules } from "./offered-extracts.js";
import { sweepPages } from "./page-datasets.js";
import { clearPageLedger } from "./page-ledger.js";
import { pagesAndClaims, warnOfClaims } from "./pages-and-claims.js";
import { Plans } from "./plans.js";
import { isFitToPublish, type ProtectOptions, protectTables } from "./protect-tables.js";
import { readRegistry } from "./registry.js";
import { childrenIn, RunRecord } from "./run-record.js";
import { type Log, StepRunner } from "./step-runner.js";
import { StoreDatabases } from "./store-databases.js";
import type { Tools } from "./tools.js";

export interface RefreshResult {
  store: Store;
  manifest: Manifest;
  /** Names of the page data sets whose content is new. */
  changed: string[];
  /** True if everything was current, so that nothing was done. */
  unchanged: boolean;
}

/**
 * With `publications`, public figures are protected together and beside what was shown before, as publishing needs, which
 * takes minutes; else each by itself. Figures that were protected together stay so as long as nothing has changed.
 * `remedies` is what must be done to them, because an attack found that they would tell too much beside publications.
 */
export interface RefreshOptions extends ProtectOptions {
  /** The folder that extracts are read from; where left out, data/inbox if anything is in it, else the sample. */
  inbox?: string;
  /** Whether to try again what failed in a refresh from the same extracts, registry and code. */
  retry?: boolean;
  /**
   * Whether extracts of connected sources are fetched first, and of which. Where left out, what was fetched before is used.
   */
  fetch?: FetchWhen;
  log?: Log;
  /** Who wrote a claim of a page that does not say so. */
  writerOf?: WriterOf;
  /** What set the refresh off, for the record of runs. */
  cause?: Cause;
  /** The day whose state the inbox is, where it is an earlier one that was laid out again. Pages say so. */
  knownOn?: string;
}

/**
 * Brings a store up to date: pull, check, link, measure, protect, page data sets; what is current is left.
 *
 * A failure of one source, step or page data set leaves the last good one in use and is told in `manifest.failures`.
 * Throws on a wrong registry file, if there is neither an extract nor a sample, and, with a StorageError, if the store cannot
 * be written to.
 * Two refreshes of a store never run at once: the second waits, and finds nothing to do.
 */
export async function refresh({
  inbox,
  retry = true,
  fetch,
  log = () => {},
  writerOf,
  cause = "by hand",
  knownOn,
  ...protection
}: RefreshOptions = {}): Promise<RefreshResult> {
  const store = storeOf(inbox ?? chooseInbox());
  const run = new RunRecord(store, cause);
  try {
    if (fetch) await fetchBefore(store, fetch, log);
    if (!existsSync(store.inbox))
      throw new TellableError(
        store.inbox === sampleInbox
          ? "There are no extracts in data/inbox and no sample. Put extracts there, or make the sample with: npm run sample"
          : `${store.inbox}: there is no such folder. Name the folder that holds the extracts after --inbox.`,
      );
    chooseStore(store);
    mkdirSync(store.folder, { recursive: true, mode: 0o700 });
    return await withLock(
      join(store.folder, "refresh.lock"),
      () => {
        sweepStandIns(store);
        return bringUpToDate(store, protection, { retry, writerOf, knownOn, run }, log);
      },
      (holder) => log(`waiting   another refresh is at work (${holder})`),
    );
  } catch (error) {
    const state = whatIsLeft(store, error);
    run.failed(state);
    throw state;
  }
}

/** What the disk refused, with what is needed and what is left. */
function whatIsLeft(store: Store, error: unknown): unknown {
  const refused = storageError(error);
  if (!refused) return error;
  return refused.with(
    [
      refused.reason === "full" && existsSync(store.folder)
        ? spaceNeeded(store.folder, sizeOf(store.inbox))
        : "",
      existsSync(store.manifest) ? "The last good state stays in use." : "",
    ]
      .filter(Boolean)
      .join(" "),
  );
}

async function bringUpToDate(
  store: Store,
  protection: ProtectOptions,
  {
    retry,
    writerOf,
    knownOn,
    run,
  }: Pick<RefreshOptions, "retry" | "writerOf" | "knownOn"> & { run: RunRecord },
  log: Log,
): Promise<RefreshResult> {
  const registry = readRegistry();
  const loaders = findLoaders();
  const claims = readClaims();
  const objections = readObjections(store);
  const previous = readManifest(store, () =>
    log(`MENDED    ${store.manifest}: it was damaged. All that it says is made again.`),
  );
  const databases = new StoreDatabases(store, previous === undefined, log);
  let isWhole = false;
  try {
    const pulled = await offeredNow(store, registry, objections, databases, log);
    warnOfRules(registry.rules, registry.city.timeZone, log);
    const plans = new Plans({
      registry,
      decisions: await decisionsFingerprint(await databases.identity()),
      key: keyOf(store, databases.areWhole, log),
      objections: fingerprint(objections?.marks ?? []),
      claims: fingerprint(claims),
      loaders,
    });
    const state = plans.state(pulled, readWithheld(store));
    const notFetched = fetchFailures(store, registry.sources);
    const isDone =
      previous?.state === state &&
      hasSameFailures(notFetched, previous) &&
      !objections?.pending.length &&
      !(retry && previous.failures.length) &&
      (protection.publications === undefined || isFitToPublish(previous.steps.protect, protection));
    if (isDone && databases.areWhole && filesAreSound(store, previous)) {
      warnOfClaims(readKeptClaims(store), log);
      run.foundNothing();
      return { store, manifest: previous, changed: [], unchanged: true };
    }

    run.begin();
    const runner = new StepRunner(previous?.failures ?? [], log);
    for (const { source, reason } of notFetched) runner.fail(`fetch:${source}`, new TellableError(reason));
    const tools: Tools = { plans, databases, runner, log };
    const { sources } = registry;
    const offered = { store, sources, snapshots: pulled.snapshots };
    const entries = await checkSources(offered, previous?.sources ?? {}, objections, tools);
    await dropUnregistered(sources, entries, databases);
    await renewCatalogue(registry, entries, tools);
    const linked = await linkRecords(store, registry, entries, tools);
    await keepCopy(await databases.identity(), store);
    const children = linked ? await childrenIn(await databases.analysis()) : null;
    const measured = linked
      ? await measureIndicators(
          registry,
          entries,
          { sources: previous?.sources ?? {}, isErasing: Boolean(objections?.pending.length) },
          tools,
        )
      : undefined;
    const publishable =
      measured === undefined
        ? undefined
        : await protectTables(store, registry, measured, previous?.publishable, protection, tools);
    const manifest = nextManifest(
      store,
      { state, unrecognised: pulled.unrecognised, files: tellFiles(store, sources, entries, log), knownOn },
      entries,
      runner,
      previous,
    );
    const held = { analysis: measured, publishable };
    const pages = await runner.time("pages", () =>
      pagesAndClaims(store, registry, { loaders, claims, held, writerOf }, manifest, previous, tools),
    );
    manifest.pages = pages.pages;
    // A page data set that is out of date may still be of a sample that is gone.
    manifest.sample ||= Object.values(pages.pages).some((page) => page.sample !== false);
    writeManifest(store, manifest);
    clearPageLedger(store);
    sweepPages(store, Object.values(pages.pages));
    pruneSnapshots(store, sources, entries, objections);
    run.done(manifest, { pages: pages.changed, children, runner });
    isWhole = manifest.failures.length === notFetched.length;
    return { store, manifest, changed: pages.changed, unchanged: false };
  } finally {
    databases.closeAll();
    // After a failure something made from an erased child may still stand: the next refresh goes on with it.
    if (isWhole) await finishErasures(store);
  }
}

function filesAreSound(store: Store, { publishable, pages }: Manifest): boolean {
  return (
    publishable !== undefined &&
    isSound(store.publishable, publishable) &&
    Object.values(pages).every((page) => isSound(join(store.pages, page.file), page))
  );
}
