import type { Manifest } from "../../../loaders/store/manifest.js";
import type { Store } from "../../../loaders/store/paths.js";

/** What a build is made from: the store in use and what its manifest says. */
export interface BuildInput {
  store: Store;
  manifest: Manifest;
}
