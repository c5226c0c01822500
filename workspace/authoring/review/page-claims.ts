import type { KeptClaim } from "../../../components/claims/kept-claim.js";
import { claimsNow } from "../../../loaders/claims/claims-now.js";
import { claimsOf, generatedClaimsOf } from "../../../loaders/claims/read-claims.js";
import { readPageOf } from "../../../loaders/refresh/page-datasets.js";
import { readManifest } from "../../../loaders/store/manifest.js";
import { currentStore } from "../../../loaders/store/paths.js";
import { withoutStatus } from "./page-status.js";

/**
 * The claims of a page's text, tested by the figures in use of the page's audience, whatever the page's status. None where
 * there has been no refresh, and none of a page that no audience has.
 */
export async function claimsOfPage(address: string, text: string): Promise<KeptClaim[]> {
  const [audience] = address.split("/");
  if (audience !== "explore" && audience !== "briefings" && audience !== "public") return [];
  const store = currentStore();
  const manifest = readManifest(store);
  if (!manifest) return [];
  const read = readPageOf(store, manifest.pages);
  const [page, plain] = [`${address}.md`, withoutStatus(text)];
  const claims = [...claimsOf(page, audience, plain), ...generatedClaimsOf(page, audience, plain, read)];
  return claims.length > 0 ? claimsNow(store, claims, read) : [];
}
