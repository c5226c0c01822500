import { isProtectedTogether, type Manifest, readManifest } from "../../loaders/store/manifest.js";
import { currentStore } from "../../loaders/store/paths.js";
import { TellableError } from "../../loaders/store/safe-message.js";
import type { Edition } from "./editions.js";
import { type Page, refuseUnlisted } from "./pages.js";

/** The public edition would be of invented data, and nobody said that it may be. */
export class SampleRefused extends TellableError {}

/** Throws if the public edition would be built from sample data without leave. */
export function refuseSample(edition: Edition, sample: boolean, allowed: boolean, how: string): void {
  if (edition.name !== "public" || !sample || allowed) return;
  throw new SampleRefused(
    `The public edition is not built from sample data. Bring in extracts, or, to try it out, ${how}.`,
  );
}

/** Throws if the public edition would show figures that are not protected together. */
export function refuseHalfProtected(edition: Edition, manifest: Manifest): void {
  if (edition.name !== "public" || manifest.sample || isProtectedTogether(manifest)) return;
  throw new TellableError(
    "The public edition needs figures that are protected together, so that none can be worked out from the others. Make it with npm run build or npm run publish, which see to that.",
  );
}

/**
 * Throws if Framework, run by itself, would publish what `npm run build` would not: an unlisted page,
 * sample data, or public figures that could not be renewed.
 */
export function refuseUnfit(edition: Edition, pages: Page[]): void {
  refuseUnlisted(edition, pages);
  const store = currentStore();
  refuseSample(edition, store.sample, Boolean(process.env.ALLOW_SAMPLE), "set ALLOW_SAMPLE=true");
  const manifest = readManifest(store);
  if (manifest) refuseHalfProtected(edition, manifest);
  const stale = Object.entries(manifest?.pages ?? {}).filter(([, page]) => page.stale);
  if (edition.name === "public" && stale.some(([, { audience }]) => audience === "public"))
    throw new TellableError(
      `Public figures could not be renewed: ${stale.map(([name]) => name).join(", ")}. What is stale is not published.`,
    );
}
