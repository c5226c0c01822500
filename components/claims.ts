/** The language of the pages that list claims: `claims` fetches them, `claimList` shows those that hold or those that do not. */

export { claimList, claims } from "./notebook/claim-list.js";
export { only, unless } from "./words/only.js";
