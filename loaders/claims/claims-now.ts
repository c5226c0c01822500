import type { KeptClaim, PageClaim } from "../../components/claims/kept-claim.js";
import type { Store } from "../store/paths.js";
import type { ReadDataset } from "./audience-data.js";
import { checkClaims } from "./check-claims.js";
import { readKeptClaims } from "./keep-claims.js";

/** Claims tested by data sets of a store as they are now; nothing is kept of it. */
export function claimsNow(
  store: Store,
  claims: readonly PageClaim[],
  read: ReadDataset,
  now = new Date(),
): Promise<KeptClaim[]> {
  return checkClaims(claims, read, { before: readKeptClaims(store), now: now.toISOString() });
}
