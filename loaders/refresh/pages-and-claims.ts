import type { KeptClaim, PageClaim } from "../../components/claims/kept-claim.js";
import { checkClaims, type WriterOf } from "../claims/check-claims.js";
import { keepClaims, readKeptClaims } from "../claims/keep-claims.js";
import { readGeneratedClaims } from "../claims/read-claims.js";
import { tellClaim } from "../claims/tell-claims.js";
import type { Manifest } from "../store/manifest.js";
import type { Store } from "../store/paths.js";
import type { LoaderFile } from "./find-loaders.js";
import { type Held, makePages, type PagesNow, tellsOfClaims } from "./make-pages.js";
import { readPageOf } from "./page-datasets.js";
import type { Registry } from "./registry.js";
import type { Log } from "./step-runner.js";
import type { Tools } from "./tools.js";

/** Makes the page data sets, tests the claims of pages by them, and makes those that tell what became of claims. */
export async function pagesAndClaims(
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
  const pages = await pagesOf(loaders.filter((loader) => !tellsOfClaims(loader)));
  const read = readPageOf(store, pages.pages);
  const found = await checkClaims([...claims, ...readGeneratedClaims(read)], read, {
    before: readKeptClaims(store),
    now: manifest.refreshedAt,
    writerOf,
  });
  keepClaims(store, found);
  warnOfClaims(found, tools.log);
  const telling = await pagesOf(loaders.filter(tellsOfClaims), found);
  return {
    pages: { ...pages.pages, ...telling.pages },
    changed: [...pages.changed, ...telling.changed],
  };
}

// Said at every refresh, until somebody rewords the sentence or stands by it.
export function warnOfClaims(found: readonly KeptClaim[], log: Log): void {
  for (const claim of found)
    if (claim.state !== "holds") for (const line of tellClaim(claim)) log(`CLAIM     ${line}`);
}
