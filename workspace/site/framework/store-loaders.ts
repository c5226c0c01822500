import { cpSync, existsSync, mkdirSync } from "node:fs";
import { join } from "node:path";
import type { Manifest, PageEntry } from "../../../loaders/store/manifest.js";
import type { Store } from "../../../loaders/store/paths.js";
import { TellableError } from "../../../loaders/store/safe-message.js";
import { type Edition, pageDatasetAt, rootFolder } from "../edition/editions.js";
import { LoaderResolver } from "./internals.js";

/**
 * Framework's loaders for a build, except that a page data set is the file that the manifest names,
 * so that what is built is what the refresh made and the audit saw, whatever lies in a cache.
 */
export class StoreLoaders extends LoaderResolver {
  private readonly edition: Edition;
  private readonly store: Store;
  private readonly manifest: Manifest;

  constructor(
    edition: Edition,
    from: LoaderResolver,
    { store, manifest }: { store: Store; manifest: Manifest },
  ) {
    super({ root: from.root });
    this.interpreters = from.interpreters;
    this.edition = edition;
    this.store = store;
    this.manifest = manifest;
  }

  override findFile(path: string): FrameworkLoader | undefined {
    const loader = super.findFile(path);
    const name = pageDatasetAt(this.edition, path);
    if (!loader || !name) return loader;
    return { path: loader.path, load: async () => this.fileOf(name) };
  }

  override getOutputFilePath(path: string): string {
    const name = pageDatasetAt(this.edition, path);
    return name ? this.fileOf(name) : super.getOutputFilePath(path);
  }

  // Framework reads below its root only, and the store may be on another disk. The name is the content's hash.
  private fileOf(name: string): string {
    const { file } = publishable(this.edition, this.manifest, name);
    const copy = join(rootFolder(this.edition), copies, file);
    mkdirSync(join(rootFolder(this.edition), copies), { recursive: true });
    if (!existsSync(copy)) cpSync(join(this.store.pages, file), copy, { preserveTimestamps: true });
    return `${copies}/${file}`;
  }
}

/** Where page data sets are copied for a build, below the root. */
export const copies = ".observablehq/cache/_pages";

/** A page data set's entry. Throws if it may not be in the edition. */
export function publishable(edition: Edition, manifest: Manifest, name: string): PageEntry {
  const entry = manifest.pages[name];
  if (!entry) throw new TellableError(notMade(manifest, name));
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
export function notMade(manifest: Manifest, name: string): string {
  const failure = manifest.failures.find(({ step }) => step === `page:${name}`) ?? manifest.failures[0];
  const reason = failure ? ` The refresh failed at ${failure.step}: ${failure.reason}` : "";
  return `${name} has never been made.${reason}`;
}
