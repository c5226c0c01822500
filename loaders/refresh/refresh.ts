import { existsSync, mkdirSync, readdirSync, renameSync, rmSync } from "node:fs";
import { totalmem } from "node:os";
import { join } from "node:path";
import { forgetChecked } from "../check/check.js";
import { checkSource, entryOf } from "../check/check-source.js";
import { forgetExtracts } from "../check/forget-extracts.js";
import { learnDates } from "../check/read-dates.js";
import { eraseRows, finishErasures } from "../life/erase.js";
import { type Objections, readObjections } from "../life/objections.js";
import { passOverErased } from "../life/pass-over.js";
import { decisionsFingerprint } from "../link/decisions.js";
import { keepCopy, keptFolder, putBack } from "../link/kept.js";
import { link } from "../link/link.js";
import type { Model } from "../link/model/schema.js";
import { readLinkageModel } from "../link/probabilistic.js";
import { readStoreKey, storeKey, storeKeyFingerprint } from "../link/store-key.js";
import { measure } from "../measure/measure.js";
import type { Audience, PartnerContext, PublicContext } from "../page-dataset.js";
import { publicationsIn, publishedBefore } from "../protect/before.js";
import { protect } from "../protect/protect.js";
import type { Remedies } from "../protect/sets.js";
import { type Snapshot, snapshotsInUse } from "../pull/choose.js";
import { prune } from "../pull/prune.js";
import { pull } from "../pull/pull.js";
import { endRetention } from "../pull/retention.js";
import { readWithheld, withheldOf } from "../pull/withheld.js";
import { type City, readCity } from "../registry/city.js";
import { asOf } from "../registry/dates.js";
import { type Indicator, readIndicators } from "../registry/indicator.js";
import { type Policy, readPolicy } from "../registry/policy.js";
import { dayIn, type Rule, readRules, ruleWarning } from "../registry/rules.js";
import { readSources, type Source } from "../registry/source.js";
import { changesBetween } from "../store/changes.js";
import { Database } from "../store/database.js";
import { fingerprint } from "../store/fingerprint.js";
import { withLock } from "../store/lock.js";
import {
  holdsSample,
  type Made,
  type Manifest,
  type PageEntry,
  readManifest,
  type SourceEntry,
  writeManifest,
} from "../store/manifest.js";
import { chooseStore, defaultInbox, type Store, sampleInbox, storeOf } from "../store/paths.js";
import { safeMessage, TellableError } from "../store/safe-message.js";
import { isSound, tellsOfDamage, writtenIn } from "../store/sound.js";
import { forgetStep, readStep, recordStep } from "../store/steps.js";
import { StorageError, sizeOf, spaceNeeded, storageError } from "../store/storage.js";
import { writeCatalogue, writeRejections } from "./catalogue.js";
import { findLoaders, isCurrent, type LoaderFile, makePage, pagePlan, stale, sweepPages } from "./pages.js";
import { type Plan, Plans } from "./plans.js";

export type Log = (line: string) => void;

export interface RefreshResult {
  store: Store;
  manifest: Manifest;
  /** Names of the page data sets whose content is new. */
  changed: string[];
  /** True if everything was current, so that nothing was done. */
  unchanged: boolean;
}

export interface RefreshOptions {
  /** The folder that extracts are read from; where left out, data/inbox if anything is in it, else the sample. */
  inbox?: string;
  /** Whether to try again what failed in a refresh from the same extracts, registry and code. */
  retry?: boolean;
  /**
   * The folder of what was published. With it, public figures are protected together and beside what was shown before, as
   * publishing needs, which takes minutes; else each by itself.
   * Figures that were protected together stay so as long as nothing has changed.
   */
  publications?: string | undefined;
  /** What must be done to public figures, because an attack found that they would tell too much beside publications. */
  remedies?: Remedies | undefined;
  log?: Log;
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
  publications,
  remedies,
  log = () => {},
}: RefreshOptions = {}): Promise<RefreshResult> {
  const store = storeOf(inbox ?? chooseInbox());
  if (!existsSync(store.inbox))
    throw new TellableError(
      store.inbox === sampleInbox
        ? "There are no extracts in data/inbox and no sample. Put extracts there, or make the sample with: npm run sample"
        : `${store.inbox}: there is no such folder. Name the folder that holds the extracts after --inbox.`,
    );
  try {
    chooseStore(store);
    mkdirSync(store.folder, { recursive: true, mode: 0o700 });
    return await withLock(
      join(store.folder, "refresh.lock"),
      () => new Refresh(store, { retry, publications, remedies, log }).run(),
      (holder) => log(`waiting   another refresh is at work (${holder})`),
    );
  } catch (error) {
    throw whatIsLeft(store, error);
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

/** data/inbox if anything is in it, else the sample. EARLY_YEARS_INBOX overrides both. */
export function chooseInbox(): string {
  if (process.env.EARLY_YEARS_INBOX) return process.env.EARLY_YEARS_INBOX;
  return holdsFiles(defaultInbox) ? defaultInbox : sampleInbox;
}

function holdsFiles(folder: string): boolean {
  if (!existsSync(folder)) return false;
  return readdirSync(folder, { withFileTypes: true }).some(
    (entry) => !entry.name.startsWith(".") && (entry.isFile() || holdsFiles(join(folder, entry.name))),
  );
}

class Refresh {
  private readonly sources: Source[] = readSources();
  private readonly city: City = readCity();
  private readonly indicators: Indicator[] = readIndicators(this.sources);
  private readonly policy: Policy = readPolicy();
  private readonly rules: Rule[] = readRules();
  private readonly model: Model = readLinkageModel();
  private readonly previous: Manifest | undefined;
  /** Whether the databases were there, and whole, before any of them was opened. */
  private hasDatabases: boolean;
  private readonly loaders: LoaderFile[] = findLoaders();
  private readonly steps: Record<string, Made> = {};
  private readonly entries: Record<string, SourceEntry> = {};
  private readonly failures: Manifest["failures"] = [];
  private readonly retry: boolean;
  private readonly publications: string | undefined;
  private readonly remedies: Remedies | undefined;
  private readonly log: Log;
  private plans!: Plans;
  private readonly objections: Objections | undefined;
  /** Whether all of a refresh that had something to do was done. */
  private isWhole = false;
  private readonly open: { identity?: Database; analysis?: Database; publishable?: Database } = {};

  constructor(
    private readonly store: Store,
    {
      retry,
      publications,
      remedies,
      log,
    }: Pick<RefreshOptions, "publications" | "remedies"> & { retry: boolean; log: Log },
  ) {
    this.retry = retry;
    this.publications = publications;
    this.remedies = remedies;
    this.log = log;
    this.hasDatabases = [store.identity, store.analysis].every((file) => existsSync(file));
    this.objections = readObjections(store);
    this.previous = readManifest(store, () =>
      log(`MENDED    ${store.manifest}: it was damaged. All that it says is made again.`),
    );
  }

  async run(): Promise<RefreshResult> {
    const pulled = await pull(this.store, this.sources, this.log);
    try {
      if (this.objections?.pending.length)
        await eraseRows(
          this.objections,
          this.sources,
          await this.identity(),
          await this.analysis(),
          this.log,
        );
      const learnt = await this.learnDates();
      const ended = await this.forgetWithheld();
      if (learnt || ended)
        pulled.snapshots = this.sources.flatMap((source) => snapshotsInUse(this.store, source));
      this.warnOfRules();
      const { sources, city, indicators, policy, model, rules } = this;
      this.plans = new Plans(
        { sources, city, indicators, policy, model, rules },
        this.entries,
        await decisionsFingerprint(await this.identity()),
        this.keyFingerprint(),
        fingerprint(this.objections?.marks ?? []),
      );
      const state = this.plans.state(pulled, this.loaders, readWithheld(this.store));
      const settled = this.objections?.pending.length ? undefined : this.settled(state);
      if (settled) return { store: this.store, manifest: settled, changed: [], unchanged: true };
      for (const source of this.sources)
        await this.checkSource(
          source,
          pulled.snapshots.filter((s) => s.source === source.id),
        );
      this.tellRemoved();
      await this.dropUnregistered();
      await this.writeCatalogue();
      const linked = await this.linkRecords();
      await keepCopy(await this.identity(), this.store);
      const measured = linked && (await this.measureIndicators());
      const protectedNow = measured && (await this.protectTables());
      const manifest = this.nextManifest(state, pulled.unrecognised);
      const changed = await this.makePages(manifest, { measured, protectedNow });
      // A page data set that is out of date may still be of a sample that is gone.
      manifest.sample ||= Object.values(manifest.pages).some((page) => page.sample !== false);
      writeManifest(this.store, manifest);
      sweepPages(this.store, Object.values(manifest.pages));
      const refused = Object.values(this.entries).flatMap((entry) => entry.refused.map((r) => r.sha256));
      const isErasedFrom = (source: Source): boolean =>
        source.kind === "records" && this.objections !== undefined;
      prune(this.store, this.sources, new Set(refused), isErasedFrom);
      this.isWhole = !manifest.failures.length;
      return { store: this.store, manifest, changed, unchanged: false };
    } finally {
      for (const db of Object.values(this.open)) db?.close();
      // After a failure something made from an erased child may still stand: the next refresh goes on with it.
      if (this.isWhole) await finishErasures(this.store);
    }
  }

  /** Whether anything in use may be invented. Known once all sources have been checked. */
  private get sample(): boolean {
    return holdsSample(this.entries);
  }

  /** The last manifest, if a refresh from this state has been done and all its files are there. */
  private settled(state: string): Manifest | undefined {
    const { previous, store } = this;
    if (previous?.state !== state || (this.retry && previous.failures.length)) return undefined;
    if (this.publications !== undefined && !this.isFitToPublish(previous.steps.protect)) return undefined;
    const isWhole =
      this.hasDatabases &&
      previous.publishable !== undefined &&
      isSound(store.publishable, previous.publishable) &&
      Object.values(previous.pages).every((page) => isSound(join(store.pages, page.file), page));
    return isWhole ? previous : undefined;
  }

  // Said at every refresh, also where nothing has changed: a rule lapses by the calendar.
  private warnOfRules(): void {
    const day = dayIn(this.city.timeZone);
    for (const rule of this.rules) {
      const warning = ruleWarning(rule, day);
      if (warning) this.log(`RULE      ${warning}`);
    }
  }

  /** Whether it had to look into extracts to tell which of them is newest. */
  private async learnDates(): Promise<boolean> {
    const { store, log } = this;
    let learnt = false;
    for (const source of this.sources)
      try {
        learnt = (await learnDates(source, await this.databaseOf(source), store, log)) || learnt;
      } catch (error) {
        if (error instanceof StorageError) throw error;
        this.log(`dates     ${source.id}: ${safeMessage(error)}`);
      }
    return learnt;
  }

  /**
   * Ends the retention of what is too old, and takes what is withheld out of the tables, also as the last good extract.
   * Whether any retention ended now.
   */
  private async forgetWithheld(): Promise<boolean> {
    const ended = endRetention(this.store, this.sources, dayIn(this.city.timeZone), this.log);
    for (const source of this.sources) {
      const hashes = withheldOf(this.store, source.id);
      if (hashes.size) await forgetExtracts(source, hashes, await this.databaseOf(source));
    }
    return ended.length > 0;
  }

  private async checkSource(source: Source, offered: Snapshot[]): Promise<void> {
    const name = `check:${source.id}`;
    this.entries[source.id] = this.entryBefore(source);
    if (offered.length === 0) {
      this.entries[source.id] = entryOf(source, [], [], []);
      return;
    }
    const started = performance.now();
    try {
      const { store, log } = this;
      const plan = this.plans.check(source, offered);
      const { made, entry, worked } = await checkSource(source, offered, await this.databaseOf(source), {
        store,
        plan,
        passOver: source.kind === "records" && this.objections ? passOverErased(this.objections) : undefined,
        log,
      });
      this.steps[name] = made;
      this.entries[source.id] = entry;
      if (!worked) return;
      const total = (of: "rows" | "rejected") => count(entry.extracts.reduce((sum, e) => sum + e[of], 0));
      log(
        `check     ${source.id}: ${total("rows")} rows, ${total("rejected")} in quarantine${seconds(started)}`,
      );
      for (const refused of entry.refused) log(`REFUSED   ${source.id}: ${refused.name}: ${refused.reason}`);
    } catch (error) {
      this.fail(name, error);
    }
  }

  /** What the last refresh said of a source, without what is withheld since. */
  private entryBefore(source: Source): SourceEntry {
    const { removed: _, ...before } = this.previous?.sources[source.id] ?? entryOf(source, [], [], []);
    const hashes = withheldOf(this.store, source.id);
    const stays = ({ sha256 }: { sha256: string }): boolean => !hashes.has(sha256);
    return { ...before, extracts: before.extracts.filter(stays), refused: before.refused.filter(stays) };
  }

  private tellRemoved(): void {
    for (const { source, at, why, covers } of readWithheld(this.store)) {
      const entry = this.entries[source];
      if (entry)
        this.entries[source] = { ...entry, removed: [...(entry.removed ?? []), { at, why, covers }] };
    }
  }

  /** Removes the tables of sources that left the registry, changed their kind, or have no extract any more. */
  private async dropUnregistered(): Promise<void> {
    const inUse = (kind: "records" | "other"): Set<string> =>
      new Set(
        this.sources
          .filter(
            (s) => (s.kind === "records") === (kind === "records") && this.entries[s.id]!.extracts.length,
          )
          .map((s) => s.id),
      );
    for (const kind of ["records", "other"] as const) {
      const db = kind === "records" ? await this.identity() : await this.analysis();
      const kept = inUse(kind);
      const names = (await db.has("step"))
        ? await db.rows<{ name: string }>("SELECT name FROM step WHERE name LIKE 'check:%'")
        : [];
      for (const { name } of names) {
        const id = name.slice("check:".length);
        if (kept.has(id)) continue;
        await db.transaction(async () => {
          await forgetChecked(db, id);
          await forgetStep(db, name);
        });
      }
    }
  }

  private async writeCatalogue(): Promise<void> {
    const [identity, analysis] = [await this.identity(), await this.analysis()];
    await this.step("catalogue", analysis, this.plans.catalogue(), async () => {
      await writeCatalogue(analysis, this.sources, this.entries);
      await writeRejections(analysis, [identity, analysis]);
    });
  }

  // A store may have been made before each had a key of its own, or have lost what says which is its own.
  private keyFingerprint(): string {
    const isNew = this.hasDatabases && storeKey(this.store) === undefined;
    const told = storeKeyFingerprint(this.store);
    if (isNew)
      this.log(
        `NEW KEY   ${storeKey(this.store)!.file}: nothing said which key this store’s pseudonyms are made with, so it has a new one. Every child gets another pseudonym, and what was taken out before can no longer be joined. Keep a copy of the key.`,
      );
    return told;
  }

  private async linkRecords(): Promise<boolean> {
    const [identity, analysis] = [await this.identity(), await this.analysis()];
    const key = readStoreKey(this.store);
    const { sources, model, log } = this;
    // The identity database commits first: if the process dies between the two, the step is not recorded and is done again.
    return this.step("link", analysis, this.plans.link(), () =>
      identity.transaction(() => link(identity, analysis, { sources, key, model, real: !this.sample, log })),
    );
  }

  private async measureIndicators(): Promise<boolean> {
    const analysis = await this.analysis();
    const { indicators, city, log } = this;
    const sources = this.sources.filter(({ optOut }) => !optOut);
    return this.step("measure", analysis, this.plans.measure(), () =>
      measure(analysis, { indicators, sources, city, log }),
    );
  }

  // The publishable database is made afresh beside the old one and takes its place whole.
  private async protectTables(): Promise<boolean> {
    const analysis = await this.analysis();
    const { policy, indicators, sources, log, plans, publications, remedies } = this;
    const last = this.previous?.publishable;
    // What is not as it was written is made again.
    if (!last || !isSound(this.store.publishable, last)) await forgetStep(analysis, "protect");
    const done = await readStep(analysis, "protect");
    plans.beside = done?.inputs.beside ?? "";
    plans.remedies = done?.inputs.remedies ?? "";
    const isSame = done?.fingerprint === plans.protect(true).fingerprint;
    plans.together = publications !== undefined || isSame;
    if (publications !== undefined && !(isSame && this.isFitToPublish(done))) {
      plans.beside = publicationsIn(publications).join(" ");
      plans.remedies = remedies ? JSON.stringify(remedies) : "";
    }
    return this.step("protect", analysis, this.plans.protect(), async () => {
      const next = `${this.store.publishable}.next`;
      rmSync(next, { force: true });
      rmSync(`${next}.wal`, { force: true });
      const publishable = await Database.open(next);
      try {
        await protect(analysis, publishable, {
          policy,
          indicators,
          sources,
          together: plans.together,
          before: publications === undefined ? undefined : publishedBefore(publications, policy),
          remedies,
          log,
        });
        // Closing says nothing where the disk is full, and leaves what it could not write in a log beside the file.
        await publishable.run("CHECKPOINT");
      } catch (error) {
        publishable.close();
        for (const part of [next, `${next}.wal`]) rmSync(part, { force: true });
        throw error;
      }
      publishable.close();
      renameSync(next, this.store.publishable);
    });
  }

  /**
   * Whether figures were protected together and beside all publications that count: one that has come since shows just
   * these figures. Not if one of them is gone, or something must be done to figures.
   */
  private isFitToPublish(protect: Made | undefined): boolean {
    if (protect?.inputs.together !== "yes" || this.remedies) return false;
    const kept = publicationsIn(this.publications!);
    return (protect.inputs.beside ?? "").split(" ").every((name) => name === "" || kept.includes(name));
  }

  /** Does a step unless it is current. False if it failed: the transaction is undone and the last good output stays. */
  private async step(
    name: string,
    db: Database,
    stepPlan: Plan,
    work: () => Promise<unknown>,
  ): Promise<boolean> {
    const done = await readStep(db, name);
    if (done?.fingerprint === stepPlan.fingerprint) {
      this.steps[name] = withoutDetail(done);
      return true;
    }
    const started = performance.now();
    try {
      this.steps[name] = await db.transaction(async () => {
        await work();
        return recordStep(db, name, stepPlan);
      });
      this.log(`${name.padEnd(9)} done${seconds(started)}`);
      return true;
    } catch (error) {
      this.fail(name, error);
      return false;
    }
  }

  private async makePages(
    manifest: Manifest,
    state: { measured: boolean; protectedNow: boolean },
  ): Promise<string[]> {
    const changed: string[] = [];
    const contextOf = (audience: Audience): Promise<PartnerContext & PublicContext> =>
      this.contextOf(audience, manifest);
    this.open.analysis?.close();
    this.open.analysis = undefined;
    for (const loader of this.loaders) {
      const last = this.previous?.pages[loader.name];
      const pageState = pagePlan(loader, this.plans.pages(loader.audience, this.sample));
      let entry: PageEntry | undefined;
      if (loader.audience === "public" ? !state.protectedNow : !state.measured) {
        entry = stale(this.store, last, this.failures.at(-1)!.reason);
      } else if (isCurrent(this.store, last, pageState)) {
        entry = last;
      } else {
        const started = performance.now();
        const made = await makePage(this.store, loader, pageState, last, contextOf);
        entry = made.entry;
        if (made.failure) this.fail(`page:${loader.name}`, new TellableError(made.failure));
        else this.log(`page      ${loader.name}: ${kilobytes(made.entry!.bytes)}${seconds(started)}`);
      }
      if (entry) manifest.pages[loader.name] = entry;
      if (entry?.sha256 !== last?.sha256 || entry?.stale !== last?.stale) changed.push(loader.name);
    }
    return changed;
  }

  private async contextOf(audience: Audience, manifest: Manifest): Promise<PartnerContext & PublicContext> {
    const { city, sources } = this;
    if (audience === "public") {
      this.open.publishable ??= await Database.open(this.store.publishable, {
        readOnly: true,
        isolated: true,
      });
      const { sample, refreshedAt, asOf } = manifest;
      return {
        db: this.open.publishable,
        city,
        manifest: { sample, refreshedAt, asOf },
      } as PublicContext as PartnerContext & PublicContext;
    }
    this.open.analysis ??= await Database.open(this.store.analysis, { readOnly: true });
    return { db: this.open.analysis, city, sources, manifest };
  }

  private nextManifest(state: string, unrecognised: string[]): Manifest {
    const dates = Object.values(this.entries).flatMap(({ extracts }) =>
      extracts.map((extract) => asOf(extract)),
    );
    const known = dates.filter(({ basis }) => basis !== "received");
    const days = (known.length ? known : dates).map(({ day }) => day).sort();
    const { publishable } = this.store;
    return {
      version: 1,
      ...(existsSync(publishable) ? { publishable: writtenIn(publishable) } : {}),
      state,
      inbox: this.store.inbox,
      sample: this.sample,
      refreshedAt: new Date().toISOString(),
      asOf: days.at(-1) ?? null,
      sources: this.entries,
      lastChange: this.lastChange(),
      steps: this.steps,
      pages: {},
      failures: this.failures,
      unrecognised,
    };
  }

  private lastChange(): Manifest["lastChange"] {
    const sources = changesBetween(this.previous?.sources ?? {}, this.entries);
    return sources.length ? { at: new Date().toISOString(), sources } : (this.previous?.lastChange ?? null);
  }

  private fail(step: string, error: unknown): void {
    if (storageError(error)) throw error;
    const reason = safeMessage(error);
    const since = this.previous?.failures.find((f) => f.step === step)?.since ?? new Date().toISOString();
    this.failures.push({ step, reason, since });
    this.log(`FAILED    ${step}: ${reason}`);
  }

  private databaseOf(source: Source): Promise<Database> {
    return source.kind === "records" ? this.identity() : this.analysis();
  }

  private async identity(): Promise<Database> {
    if (!this.open.identity) {
      const { store, log, previous } = this;
      const isLost = !existsSync(store.identity);
      try {
        this.open.identity = await Database.open(store.identity);
      } catch (error) {
        if (!tellsOfDamage(error)) throw error;
        throw new TellableError(
          `${store.identity}: is damaged, so nothing is refreshed and the last good state stays in use. Put it back from a backup; or move it away and refresh again: records are read anew, and reviewers' decisions and children's pseudonyms are put back from ${keptFolder(store)}.`,
        );
      }
      if (isLost) {
        const day = await putBack(this.open.identity, store);
        if (day)
          log(
            `LOST      ${store.identity}: it was gone. Records are read anew; reviewers' decisions and children's pseudonyms are put back as they were kept on ${day}, in ${keptFolder(store)}.`,
          );
        else if (previous)
          log(
            `LOST      ${store.identity}: it was gone, and nothing of it was kept: reviewers' decisions are lost. If you have a backup, stop, put it there and refresh again.`,
          );
      }
      // Past half of the machine's memory, linkage spills to a folder beside the database.
      await this.open.identity.run(`SET memory_limit = '${Math.floor(totalmem() / 2 ** 21)}MB'`);
    }
    return this.open.identity;
  }

  private async analysis(): Promise<Database> {
    this.open.analysis ??= await this.openAnalysis();
    return this.open.analysis;
  }

  // All of it can be made again.
  private async openAnalysis(): Promise<Database> {
    const { analysis } = this.store;
    try {
      return await Database.open(analysis);
    } catch (error) {
      if (!tellsOfDamage(error)) throw error;
      this.log(`MENDED    ${analysis}: it was damaged. It is made again.`);
      this.hasDatabases = false;
      rmSync(analysis, { force: true });
      rmSync(`${analysis}.wal`, { force: true });
      return Database.open(analysis);
    }
  }
}

function withoutDetail({ fingerprint: print, code, inputs, finishedAt }: Made): Made {
  return { fingerprint: print, code, inputs, finishedAt };
}

function count(n: number): string {
  return n.toLocaleString("en-GB");
}

function seconds(started: number): string {
  return `  (${((performance.now() - started) / 1000).toFixed(1)} s)`;
}

function kilobytes(bytes: number): string {
  return `${count(Math.ceil(bytes / 1024))} KB`;
}
