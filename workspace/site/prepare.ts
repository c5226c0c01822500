import { type Edition, rootFolder } from "./edition/editions.js";
import { freshenCache } from "./framework/cache.js";
import { makeLinks } from "./framework/links.js";
import { answerFromNodeModules } from "./framework/packages.js";

/** All that Framework needs to work on an edition: links, cache, and no reason to ask anyone for anything. */
export function prepare(edition: Edition): void {
  process.env.OBSERVABLE_TELEMETRY_DISABLE = "true";
  makeLinks();
  answerFromNodeModules();
  freshenCache(rootFolder(edition));
}
