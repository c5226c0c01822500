import type { Manifest, PageEntry } from "../../../loaders/store/manifest.js";
import { TellableError } from "../../../loaders/store/safe-message.js";
import type { Edition } from "./editions.js";

/** A page data set's entry. Throws if it may not be in the edition. */
export function publishable(edition: Edition, manifest: Manifest, name: string): PageEntry {
  const entry = manifest.pages[name];
  if (!entry) throw new TellableError(whyMissing(manifest, name));
  if (edition.name !== "public") return entry;
  if (!entry.protected || entry.audience !== "public")
    throw new TellableError(`${name} has not been through protect, so it cannot be published.`);
  if (entry.stale)
    throw new TellableError(
      `${name} could not be renewed since ${entry.stale.since} (${entry.stale.reason}). What is stale is not published: mend that, then build again.`,
    );
  return entry;
}

/** Why there is no such page data set. */
export function whyMissing(manifest: Manifest, name: string): string {
  const failure = manifest.failures.find(({ step }) => step === `page:${name}`) ?? manifest.failures[0];
  const reason = failure ? ` The refresh failed at ${failure.step}: ${failure.reason}` : "";
  return `${name} has never been made.${reason}`;
}
