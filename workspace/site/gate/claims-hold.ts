import { isTenable, type KeptClaim } from "../../../components/claims/kept-claim.js";
import { claimsNow } from "../../../loaders/claims/claims-now.js";
import { tellClaim } from "../../../loaders/claims/tell-claims.js";
import { readPage } from "../../../loaders/refresh/page-datasets.js";
import { TellableError } from "../../../loaders/store/safe-message.js";
import type { BuildInput } from "../edition/build-input.js";
import type { Edition } from "../edition/editions.js";

/**
 * Throws if a public page claims what no longer holds, or cannot be checked, by the very figures that it would be published
 * with: page, sentence and remedy are named.
 */
export async function refuseFalseClaims(edition: Edition, made: BuildInput): Promise<void> {
  if (edition.name !== "public") return;
  const found = await claimsOf(made);
  const wrong = found.filter(
    (claim) => claim.audience === "public" && claim.editions.includes("public") && !isTenable(claim),
  );
  if (wrong.length === 0) return;
  throw new TellableError(
    [
      "The public edition is not published with a claim that does not hold:",
      ...wrong.flatMap(tellClaim).map((line) => `  ${line}`),
    ].join("\n"),
  );
}

/** The claims of all pages in force, tested by the page data sets of a store as they are. */
export function claimsOf({ store, manifest }: BuildInput): Promise<KeptClaim[]> {
  return claimsNow(store, (name) => {
    const entry = manifest.pages[name];
    return entry && readPage(store, entry);
  });
}
