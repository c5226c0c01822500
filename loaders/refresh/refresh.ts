import { existsSync, mkdirSync } from "node:fs";
import { join } from "node:path";
import type { KeptClaim, PageClaim } from "../../components/claims/kept-claim.js";
import { checkClaims, type WriterOf } from "../claims/check-claims.js";
import { keepClaims, readKeptClaims } from "../claims/keep-claims.js";
import { readClaims, readMadeClaims } from "../claims/read-claims.js";
import { tellClaim } from "../claims/tell-claims.js";
import { type FetchWhen, fetchExtracts } from "../connect/fetch-extracts.js";
import { type FetchFailure, fetchFailures } from "../connect/fetched.js";
import { eraseRows, finishErasures } from "../life/erase.js";
import { type Objections, readObjections } from "../life/objections.js";
import { decisionsFingerprint } from "../link/decisions.js";
import { keepCopy } from "../link/kept.js";
import { link } from "../link/link.js";
import { readStoreKey, storeKey, storeKeyFingerprint } from "../link/store-key.js";
import { keepMoves, standing } from "../measure/figure-moves.js";
import { measure } from "../measure/measure.js";
import { type AccountedFile, accountFor } from "../pull/account.js";
import { snapshotsInUse } from "../pull/choose.js";
import { prune } from "../pull/prune.js";
import { type Pulled, pull } from "../pull/pull.js";
import { readWithheld } from "../pull/withheld.js";
import { readCity } from "../registry/city.js";
import { sourcesOf } from "../registry/indicator.js";
import { isConnected } from "../registry/location.js";
import { dayIn, type Rule, ruleWarning } from "../registry/rules.js";
import { readSources, type Source } from "../registry/source.js";
import { changesBetween } from "../store/changes.js";
import { contentOf } from "../store/content.js";
import { fingerprint } from "../store/fingerprint.js";
import { withLock } from "../store/lock.js";
import {
  holdsSample,
  type Manifest,
  type PageEntry,
  readManifest,
  writeManifest,
} from "../store/manifest.js";
import { chooseStore, defaultInbox, type Store, sampleInbox, storeOf } from "../store/paths.js";
import { type Cause, mayHaveJumped } from "../store/runs.js";
import { TellableError } from "../store/safe-message.js";
import { isSound } from "../store/sound.js";
import { readStep } from "../store/steps.js";
import { sizeOf, spaceNeeded, storageError } from "../store/storage.js";
import { writeCatalogue, writeRejections } from "./catalogue.js";
import { checkSources, dropUnregistered, forgetWithheld, learnExtractDates } from "./check-sources.js";
import { chooseInbox } from "./choose-inbox.js";
import { findLoaders, type LoaderFile } from "./find-loaders.js";
import { forgetMadePages } from "./made-pages.js";
import { type Held, makePages, type PagesNow, tellsOfClaims } from "./make-pages.js";
import { nextManifest } from "./next-manifest.js";
import { readPageOf, sweepPages } from "./page-datasets.js";
import { type Entries, Plans } from "./plans.js";
import { isFitToPublish, type ProtectOptions, protectTables } from "./protect-tables.js";
import { type Registry, readRegistry } from "./registry.js";
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
      () => bringUpToDate(store, protection, { retry, writerOf, run }, log),
      (holder) => log(`waiting   another refresh is at work (${holder})`),
    );
  } catch (error) {
    const told = whatIsLeft(store, error);
    run.failed(told);
    throw told;
  }
}

/**
 * Fetches outside the refresh's own lock: what is there is served meanwhile. The sample is invented, and nothing real is ever put
 * beside it.
 */
async function fetchBefore(store: Store, when: FetchWhen, log: Log): Promise<void> {
  const sources = readSources();
  if (!sources.some(isConnected)) return;
  if (store.inbox === sampleInbox) {
    log("fetch     nothing: the sample city is in use, and what is real is not put beside it.");
    return;
  }
  // A city may have connected sources alone.
  if (store.inbox === defaultInbox) mkdirSync(store.inbox, { recursive: true });
  await fetchExtracts(store, sources, { when, day: dayIn(readCity().timeZone), log });
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
  { retry, writerOf, run }: Pick<RefreshOptions, "retry" | "writerOf"> & { run: RunRecord },
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
      isToldOf(notFetched, previous) &&
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
    await catalogue(registry, entries, tools);
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
      { state, unrecognised: pulled.unrecognised, files: tellFiles(store, sources, entries, log) },
      entries,
      runner,
      previous,
    );
    const held = { analysis: measured, publishable };
    const made = await runner.time("pages", () =>
      pagesAndClaims(store, registry, { loaders, claims, held, writerOf }, manifest, previous, tools),
    );
    manifest.pages = made.pages;
    // A page data set that is out of date may still be of a sample that is gone.
    manifest.sample ||= Object.values(made.pages).some((page) => page.sample !== false);
    writeManifest(store, manifest);
    forgetMadePages(store);
    sweepPages(store, Object.values(made.pages));
    pruneSnapshots(store, sources, entries, objections);
    run.done(manifest, { pages: made.changed, children, runner });
    isWhole = manifest.failures.length === notFetched.length;
    return { store, manifest, changed: made.changed, unchanged: false };
  } finally {
    databases.closeAll();
    // After a failure something made from an erased child may still stand: the next refresh goes on with it.
    if (isWhole) await finishErasures(store);
  }
}

/** Whether the last refresh told of the same sources that could not be fetched, for the same reasons. */
function isToldOf(notFetched: readonly FetchFailure[], { failures }: Manifest): boolean {
  const told = failures.filter(({ step }) => step.startsWith("fetch:"));
  return (
    told.length === notFetched.length &&
    notFetched.every(({ source, reason }) =>
      told.some((one) => one.step === `fetch:${source}` && one.reason === reason),
    )
  );
}

/** Accounts for every file in the inbox, and tells of those that are neither in use nor told of elsewhere. */
function tellFiles(store: Store, sources: Source[], entries: Entries, log: Log): AccountedFile[] {
  const files = accountFor(store, sources, entries);
  for (const { path, state, why } of files)
    if (state === "not recognised" || state === "superseded" || state === "linked out")
      log(`INBOX     ${path}: ${state}. ${why}`);
  return files;
}

/**
 * The fingerprint of the store's key; a new one is told. A store may have been made before each had a key of its own, or have
 * lost what says which is its own.
 */
function keyOf(store: Store, hasDatabases: boolean, log: Log): string {
  const isNew = hasDatabases && storeKey(store) === undefined;
  const key = storeKeyFingerprint(store);
  if (isNew)
    log(
      `NEW KEY   ${storeKey(store)!.file}: nothing said which key this store’s pseudonyms are made with, so it has a new one. Every child gets another pseudonym, and what was taken out before can no longer be joined. Keep a copy of the key.`,
    );
  return key;
}

/** Pulls, acts on erasures, dates and retention, and gives what is on offer after that. */
async function offeredNow(
  store: Store,
  { sources, city }: Registry,
  objections: Objections | undefined,
  databases: StoreDatabases,
  log: Log,
): Promise<Pulled> {
  const pulled = await pull(store, sources, log);
  if (objections?.pending.length)
    await eraseRows(objections, sources, await databases.identity(), await databases.analysis(), log);
  const learnt = await learnExtractDates(store, sources, databases, log);
  const isClockRight = !mayHaveJumped(store);
  if (!isClockRight)
    log(
      "CLOCK     By this machine's clock months have passed since the last refresh. If it is right, nothing need be done; else set it. Extracts whose retention has ended are removed from tomorrow on.",
    );
  const ended = await forgetWithheld(
    store,
    sources,
    { timeZone: city.timeZone, isClockRight },
    databases,
    log,
  );
  if (!learnt && !ended) return pulled;
  return { ...pulled, snapshots: sources.flatMap((source) => snapshotsInUse(store, source)) };
}

// Said at every refresh, also where nothing has changed: a rule lapses by the calendar.
function warnOfRules(rules: Rule[], timeZone: string, log: Log): void {
  const day = dayIn(timeZone);
  for (const rule of rules) {
    const warning = ruleWarning(rule, day);
    if (warning) log(`RULE      ${warning}`);
  }
}

function filesAreSound(store: Store, { publishable, pages }: Manifest): boolean {
  return (
    publishable !== undefined &&
    isSound(store.publishable, publishable) &&
    Object.values(pages).every((page) => isSound(join(store.pages, page.file), page))
  );
}

async function catalogue(
  { sources }: Registry,
  entries: Entries,
  { plans, databases, runner }: Tools,
): Promise<void> {
  const [identity, analysis] = [await databases.identity(), await databases.analysis()];
  await runner.run("catalogue", analysis, plans.catalogue(entries), async () => {
    await writeCatalogue(analysis, sources, entries);
    await writeRejections(analysis, [identity, analysis]);
  });
}

/** Whether the records are linked. */
async function linkRecords(
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
 * What the analysis database holds now, as a hash; undefined if measuring failed. What moved since the sources before is kept
 * in the transaction that moves it: a refresh that is killed has told nothing, and one that is not tells it once.
 */
async function measureIndicators(
  { sources, indicators, city }: Registry,
  entries: Entries,
  before: { sources: Entries; isErasing: boolean },
  { plans, databases, runner, log }: Tools,
): Promise<string | undefined> {
  const analysis = await databases.analysis();
  const plan = plans.measure(entries);
  const measured = await runner.run("measure", analysis, plan, async () => {
    const stood = await standing(analysis, { withGroups: true });
    const code = (await readStep(analysis, "measure"))?.code;
    await measure(analysis, {
      indicators,
      sources: sources.filter(({ optOut }) => !optOut),
      city,
      log,
      code: plan.code,
    });
    await keepMoves(analysis, stood, {
      at: new Date().toISOString(),
      changes: changesBetween(before.sources, entries),
      sources: new Map(indicators.map((one) => [one.id, sourcesOf(one, indicators)])),
      isOtherMethod: code !== plan.code,
      isErasing: before.isErasing,
    });
    // The catalogue is made from the entries, and pages rest on those besides. What moved tells of the content that follows it.
    return contentOf(analysis, [
      "step",
      "extract",
      "catalogue",
      "rejection",
      "figure_move",
      "measured",
      "linked_from",
    ]);
  });
  return measured?.detail;
}

/** Makes the page data sets, tests the claims of pages by them, and makes those that tell what became of claims. */
async function pagesAndClaims(
  store: Store,
  registry: Registry,
  given: {
    loaders: readonly LoaderFile[];
    claims: readonly PageClaim[];
    held: Held;
    writerOf: WriterOf | undefined;
  },
  manifest: Manifest,
  previous: Manifest | undefined,
  tools: Tools,
): Promise<PagesNow> {
  const { loaders, claims, held, writerOf } = given;
  const before = previous?.pages ?? {};
  const pagesOf = (some: readonly LoaderFile[], found?: readonly KeptClaim[]) =>
    makePages(store, some, registry, held, { manifest, ...(found && { claims: found }) }, before, tools);
  const made = await pagesOf(loaders.filter((loader) => !tellsOfClaims(loader)));
  const read = readPageOf(store, made.pages);
  const found = await checkClaims([...claims, ...readMadeClaims(read)], read, {
    before: readKeptClaims(store),
    now: manifest.refreshedAt,
    writerOf,
  });
  keepClaims(store, found);
  warnOfClaims(found, tools.log);
  const telling = await pagesOf(loaders.filter(tellsOfClaims), found);
  return {
    pages: { ...made.pages, ...telling.pages },
    changed: [...made.changed, ...telling.changed],
  };
}

// Said at every refresh, until somebody rewords the sentence or stands by it.
function warnOfClaims(found: readonly KeptClaim[], log: Log): void {
  for (const claim of found)
    if (claim.state !== "holds") for (const line of tellClaim(claim)) log(`CLAIM     ${line}`);
}

function pruneSnapshots(
  store: Store,
  sources: Source[],
  entries: Entries,
  objections: Objections | undefined,
): void {
  const refused = Object.values(entries).flatMap((entry) => entry.refused.map((r) => r.sha256));
  const isErasedFrom = (source: Source): boolean => source.kind === "records" && objections !== undefined;
  prune(store, sources, new Set(refused), isErasedFrom);
}
