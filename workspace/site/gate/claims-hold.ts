import { readFileSync } from "node:fs";
import { join } from "node:path";
import { isTenable } from "../../../components/claims/kept-claim.js";
import { claimsNow } from "../../../loaders/claims/claims-now.js";
import { claimsOf, generatedClaimsOf } from "../../../loaders/claims/read-claims.js";
import { tellClaim } from "../../../loaders/claims/tell-claims.js";
import { readPageOf } from "../../../loaders/refresh/page-datasets.js";
import { TellableError } from "../../../loaders/store/safe-message.js";
import type { BuildInput } from "../edition/build-input.js";
import { type Edition, rootFolder } from "../edition/editions.js";
import type { Page } from "../edition/pages.js";

/**
 * Throws if a page claims, or a title or lead on it that a component made says, what no longer holds, or cannot be checked, by the very figures that it would be published with:
 * page, sentence and remedy are named. Each page of the public's is held to that, and of the briefings each that has a status,
 * as to its approval.
 */
export async function refuseFalseClaims(
  edition: Edition,
  pages: readonly Page[],
  { store, manifest }: BuildInput,
): Promise<void> {
  // What is claimed now need not have been so on an earlier day: the page says that it was not.
  if (edition.name === "workspace" || manifest.knownOn !== undefined) return;
  const audience = edition.name;
  const read = readPageOf(store, manifest.pages);
  const claims = pages
    .filter((page) => isHeldToClaims(edition, page))
    .flatMap(({ file }) => {
      const text = readFileSync(join(rootFolder(edition), file), "utf8");
      const page = `${audience}/${file}`;
      return [...claimsOf(page, audience, text), ...generatedClaimsOf(page, audience, text, read)];
    });
  const found = await claimsNow(store, claims, read);
  const wrong = found.filter((claim) => !isTenable(claim));
  if (wrong.length === 0) return;
  throw new TellableError(
    [
      `The ${audience} edition is not built with a claim that does not hold:`,
      ...wrong.flatMap(tellClaim).map((line) => `  ${line}`),
    ].join("\n"),
  );
}

/** Whether a page is published only while its claims hold. */
export function isHeldToClaims({ name }: Edition, { status }: Page): boolean {
  return name === "public" || (name === "briefings" && status !== undefined);
}
