import { cpSync, existsSync, mkdirSync, realpathSync } from "node:fs";
import { join } from "node:path";
import { declaresDataset } from "../../../loaders/refresh/find-loaders.js";
import type { Manifest } from "../../../loaders/store/manifest.js";
import type { Store } from "../../../loaders/store/paths.js";
import { TellableError } from "../../../loaders/store/safe-message.js";
import { type Edition, pageDatasetAt, rootFolder } from "../edition/editions.js";
import { publishable } from "../edition/publishable.js";
import type { LoaderResolver } from "./internals.js";
import { type Routes, SiteLoaders } from "./site-loaders.js";

/**
 * The site's loaders for a build, except that a page data set is the file that the manifest names, so that what is built is
 * what the refresh made and the audit saw, whatever lies in a cache. Any other loader runs, in an edition for partners.
 */
export class StoreLoaders extends SiteLoaders {
  private readonly store: Store;
  private readonly manifest: Manifest;
  // Nothing is written while a site is built. Framework asks for these at each import of each module and page, and each
  // time goes over all that the module imports in turn.
  private readonly moduleHashes = new Map<string, string>();
  private readonly localModuleHashes = new Map<string, Promise<string>>();
  private readonly importPaths = new Map<string, string>();
  // The search reads every page once more.
  private readonly pages = new Map<string, Promise<FrameworkPage>>();

  constructor(
    edition: Edition,
    from: LoaderResolver,
    { store, manifest }: { store: Store; manifest: Manifest },
    routes: Routes,
  ) {
    super(edition, from, () => routes);
    this.store = store;
    this.manifest = manifest;
  }

  override findFile(path: string): FrameworkLoader | undefined {
    const loader = super.findFile(path);
    if (!loader || path.endsWith(".md")) return loader;
    const name = this.datasetAt(path, loader);
    if (name) return { path: loader.path, load: async () => this.fileOf(name) };
    const isProgram = !existsSync(join(rootFolder(this.edition), path));
    if (isProgram && this.edition.name === "public")
      return { path: loader.path, load: async () => refuse(this.edition, loader) };
    return loader;
  }

  override getOutputFilePath(path: string): string {
    const loader = super.findFile(path);
    const name = loader && this.datasetAt(path, loader);
    return name ? this.fileOf(name) : super.getOutputFilePath(path);
  }

  override loadPage(path: string, options: PageOptions, effects?: unknown): Promise<FrameworkPage> {
    return kept(this.pages, path, () => super.loadPage(path, options, effects));
  }

  override getModuleHash(path: string): string {
    return kept(this.moduleHashes, path, () => super.getModuleHash(path));
  }

  override getLocalModuleHash(path: string): Promise<string> {
    return kept(this.localModuleHashes, path, () => super.getLocalModuleHash(path));
  }

  override resolveImportPath(path: string): string {
    return kept(this.importPaths, path, () => super.resolveImportPath(path));
  }

  // What is declared and was never made is missing; what is not declared is Framework's own affair.
  private datasetAt(path: string, { path: file }: FrameworkLoader): string | undefined {
    const name = pageDatasetAt(this.edition, path);
    if (!name) return undefined;
    const isDeclared = declaresDataset(realpathSync(join(rootFolder(this.edition), file)));
    return isDeclared || this.manifest.pages[name] ? name : undefined;
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

function kept<T>(known: Map<string, T>, path: string, find: () => T): T {
  if (!known.has(path)) known.set(path, find());
  return known.get(path)!;
}

function refuse({ root }: Edition, { path }: FrameworkLoader): never {
  throw new TellableError(
    `${root}/${path.replace(/^\//, "")}: what a program makes has not been through protect, so it cannot be published. Make it a page data set of loaders/public: TypeScript with publicPageDataset, or a query in .sql.`,
  );
}
