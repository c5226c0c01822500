import type { KeptClaim } from "../../components/claims/kept-claim.js";
import { formatBytes, formatCount, formatSeconds } from "../../components/words/numbers.js";
import type { Audience, PartnerContext, PublicContext } from "../page-dataset.js";
import { fingerprint } from "../store/fingerprint.js";
import type { Manifest, PageEntry } from "../store/manifest.js";
import type { Store } from "../store/paths.js";
import { TellableError } from "../store/safe-message.js";
import { isFamily, type LoaderFile, membersOf } from "./find-loaders.js";
import { isCurrent, makePage, type PageEntries, stale } from "./page-datasets.js";
import { PageInputs } from "./page-inputs.js";
import { PageLedger } from "./page-ledger.js";
import type { Plan } from "./plans.js";
import type { Registry } from "./registry.js";
import type { Tools } from "./tools.js";

/** What each database holds, as a hash, of one by table; undefined where its step failed, so that pages on it can only be kept. */
export interface Held {
  analysis: Readonly<Record<string, string>> | undefined;
  publishable: string | undefined;
}

export interface PagesNow {
  pages: Record<string, PageEntry>;
  /** Names of the page data sets whose content is new. */
  changed: string[];
}

/**
 * Makes every page data set that is not current. `manifest` is what pages may say of this refresh, `claims` what became of the
 * claims of pages, which are tested by data sets that are made before: left out while these are made.
 */
export async function makePages(
  store: Store,
  loaders: readonly LoaderFile[],
  { city, sources }: Registry,
  held: Held,
  { manifest, claims }: { manifest: Manifest; claims?: readonly KeptClaim[] },
  before: Readonly<Record<string, PageEntry>>,
  { plans, databases, runner, log }: Tools,
): Promise<PagesNow> {
  const contextOf = async (
    audience: Audience,
    noted: Manifest = manifest,
  ): Promise<PartnerContext & PublicContext> => {
    if (audience !== "public")
      return { db: await databases.analysisForPages(), city, sources, manifest: noted, claims: claims ?? [] };
    const { sample, refreshedAt, asOf } = manifest;
    const context: PublicContext = {
      db: await databases.publishableForPages(),
      city,
      manifest: { sample, refreshedAt, asOf },
    };
    return context as PartnerContext & PublicContext;
  };
  // A data set that has a loader of its own is of no family, whatever its name: area-list.json, beside area-[area].json.
  const single = new Set(loaders.map(({ name }) => name));
  const namesOf = ({ name }: LoaderFile, names: readonly string[]) =>
    membersOf(name, names).filter((one) => one === name || !single.has(one));
  const begun = new PageLedger(store, manifest);
  const inputs =
    held.analysis &&
    (await PageInputs.of(
      await databases.analysisForPages(),
      held.analysis,
      manifest,
      plans.catalogue(manifest.sources).fingerprint,
    ));
  /** The plan of a data set that read this. */
  const planOf = (loader: LoaderFile, read: readonly string[] | undefined): Plan =>
    plans.page(
      loader,
      {
        held: loader.audience === "public" ? held.publishable! : inputs!.hashOf(read),
        ...(tellsOfFiles(loader) && { files: fingerprint(manifest.files) }),
        ...(claims && { claims: fingerprint(claims) }),
      },
      manifest.sample,
    );
  const makeNoting = async (loader: LoaderFile, last: PageEntries) => {
    if (loader.audience === "public")
      return makePage(store, loader, planOf(loader, undefined), last, contextOf);
    let page: Awaited<ReturnType<typeof makePage>> | undefined;
    const reads = await inputs!.noting(await databases.analysisForPages(), async (noted) => {
      page = await makePage(store, loader, planOf(loader, undefined), last, (audience) =>
        contextOf(audience, noted),
      );
    });
    const { entries, failure } = page!;
    if (failure) return { entries, failure };
    const about = { ...planOf(loader, reads), reads };
    const named = Object.entries(entries).map(([name, entry]) => [name, { ...entry, ...about }]);
    return { failure, entries: Object.fromEntries(named) as PageEntries };
  };
  const make = async (loader: LoaderFile, last: PageEntries): Promise<PageEntries> => {
    const content = loader.audience === "public" ? held.publishable : held.analysis;
    if (content === undefined) return stale(store, last, runner.failures.at(-1)!.reason);
    for (const entries of [last, begun.of((known) => namesOf(loader, known))]) {
      const all = Object.values(entries);
      // All of a family were made at once, and read the same.
      const plan = planOf(loader, all[0]?.reads);
      if (all.length > 0 && all.every((entry) => isCurrent(store, entry, plan))) return entries;
    }
    const started = performance.now();
    const { entries, failure } = await makeNoting(loader, last);
    if (failure) runner.fail(`page:${loader.name}`, new TellableError(failure));
    else {
      begun.keep(entries);
      log(
        `page      ${loader.name}: ${sizeOf(loader, entries)}  (${formatSeconds(performance.now() - started)})`,
      );
    }
    return entries;
  };
  const known = Object.keys(before);
  const pages: Record<string, PageEntry> = {};
  const changed: string[] = [];
  for (const loader of loaders) {
    const last = Object.fromEntries(namesOf(loader, known).map((name) => [name, before[name]!]));
    const entries = await make(loader, last);
    Object.assign(pages, entries);
    for (const name of new Set([...Object.keys(last), ...Object.keys(entries)])) {
      const [entry, earlier] = [entries[name], last[name]];
      if (entry?.sha256 !== earlier?.sha256 || entry?.stale !== earlier?.stale) changed.push(name);
    }
  }
  return { pages, changed };
}

/** Whether a loader's data set tells what became of claims, so that it is made when they have been tested. */
export function tellsOfClaims({ name }: LoaderFile): boolean {
  return name.endsWith("/claims.json");
}

/** Whether a loader's data set tells of files in the inbox that are not in use. */
function tellsOfFiles({ name }: LoaderFile): boolean {
  return name === "briefings/catalogue.json";
}

function sizeOf({ name }: LoaderFile, entries: PageEntries): string {
  const all = Object.values(entries);
  const bytes = formatBytes(all.reduce((sum, entry) => sum + entry.bytes, 0));
  return isFamily(name) ? `${formatCount(all.length)} files, ${bytes}` : bytes;
}
