import type { KeptClaim } from "../../components/claims/kept-claim.js";
import type { Store } from "../store/paths.js";
import type { ReadDataset } from "./audience-data.js";
import { checkClaims } from "./check-claims.js";
import { readKeptClaims } from "./keep-claims.js";
import { readClaims } from "./read-claims.js";

/** The claims of all pages as they are written now, tested by data sets of a store; nothing is kept of it. */
export function claimsNow(store: Store, read: ReadDataset, now = new Date()): Promise<KeptClaim[]> {
  return checkClaims(readClaims(), read, { before: readKeptClaims(store), now: now.toISOString() });
}
