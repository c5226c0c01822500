import { formatBytes, formatSeconds } from "../../components/words/numbers.js";
import type { Audience, PartnerContext, PublicContext } from "../page-dataset.js";
import type { Manifest, PageEntry } from "../store/manifest.js";
import type { Store } from "../store/paths.js";
import { TellableError } from "../store/safe-message.js";
import { isCurrent, type LoaderFile, makePage, stale } from "./page-datasets.js";
import type { Registry } from "./registry.js";
import type { Tools } from "./tools.js";

/** What each database holds, as a hash; undefined where its step failed, so that pages on it can only be kept. */
export interface Held {
  analysis: string | undefined;
  publishable: string | undefined;
}

export interface MadePages {
  pages: Record<string, PageEntry>;
  /** Names of the page data sets whose content is new. */
  changed: string[];
}

/** Makes every page data set that is not current. `manifest` is what pages may say of this refresh. */
export async function makePages(
  store: Store,
  loaders: readonly LoaderFile[],
  { city, sources }: Registry,
  held: Held,
  manifest: Manifest,
  before: Readonly<Record<string, PageEntry>>,
  { plans, databases, runner, log }: Tools,
): Promise<MadePages> {
  const contextOf = async (audience: Audience): Promise<PartnerContext & PublicContext> => {
    if (audience !== "public") return { db: await databases.analysisForPages(), city, sources, manifest };
    const { sample, refreshedAt, asOf } = manifest;
    const context: PublicContext = {
      db: await databases.publishableForPages(),
      city,
      manifest: { sample, refreshedAt, asOf },
    };
    return context as PartnerContext & PublicContext;
  };
  const catalogue = plans.catalogue(manifest.sources).fingerprint;
  const make = async (loader: LoaderFile, last: PageEntry | undefined): Promise<PageEntry | undefined> => {
    const content = loader.audience === "public" ? held.publishable : held.analysis;
    if (content === undefined) return stale(store, last, runner.failures.at(-1)!.reason);
    const plan = plans.page(loader, { held: content, catalogue }, manifest.sample);
    if (isCurrent(store, last, plan)) return last;
    const started = performance.now();
    const { entry, failure } = await makePage(store, loader, plan, last, contextOf);
    if (failure) runner.fail(`page:${loader.name}`, new TellableError(failure));
    else
      log(
        `page      ${loader.name}: ${formatBytes(entry!.bytes)}  (${formatSeconds(performance.now() - started)})`,
      );
    return entry;
  };
  const pages: Record<string, PageEntry> = {};
  const changed: string[] = [];
  for (const loader of loaders) {
    const last = before[loader.name];
    const entry = await make(loader, last);
    if (entry) pages[loader.name] = entry;
    if (entry?.sha256 !== last?.sha256 || entry?.stale !== last?.stale) changed.push(loader.name);
  }
  return { pages, changed };
}
