import { mkdirSync, readFileSync, renameSync, rmSync } from "node:fs";
import { basename, dirname, join, posix } from "node:path";
import { readCity } from "../../loaders/registry/city.js";
import { withLock } from "../../loaders/store/lock.js";
import { repositoryRoot } from "../../loaders/store/paths.js";
import { TellableError } from "../../loaders/store/safe-message.js";
import { storageError } from "../../loaders/store/storage.js";
import { putLast } from "./address-at-first.js";
import { siteConfig } from "./config.js";
import { renewContentPolicy, withContentPolicy } from "./content-policy.js";
import type { BuildInput } from "./edition/build-input.js";
import { type Edition, rootFolder } from "./edition/editions.js";
import { listedPages, type Page } from "./edition/pages.js";
import { valuesIn } from "./edition/parameters.js";
import { routesOf } from "./edition/routes.js";
import { writeFindable } from "./findable.js";
import { declareFonts } from "./fonts.js";
import { bundleModules } from "./framework/bundle-modules.js";
import { withDrawnCells } from "./framework/cells-script.js";
import { build, type Config, FileBuildEffects, normalizeConfig } from "./framework/internals.js";
import { minified } from "./framework/minified.js";
import { mendShell } from "./framework/shell.js";
import { copies, StoreLoaders } from "./framework/store-loaders.js";
import { approvedPages, standings } from "./gate/approved.js";
import { type BuiltFault, builtFaults, checkBuilt, checkModules } from "./gate/check-built.js";
import { refuseFalseClaims } from "./gate/claims-hold.js";
import { refuseConflicts } from "./gate/conflicts.js";
import { refuseEarlier, refuseHalfProtected, refuseSample, refuseUnattacked } from "./gate/fit-to-publish.js";
import { LinkListener } from "./gate/site-links.js";
import { loadEarly } from "./load-early.js";
import { writeWorker } from "./offline.js";
import { writeOpenData } from "./open-data.js";
import { prepare } from "./prepare.js";
import { prerender } from "./prerender/prerender.js";

export interface BuildOptions {
  /** Whether the public edition may be of sample data. */
  allowSample?: boolean;
  /** Files of open data by name, if not just those that the store gives. */
  openData?: ReadonlyMap<string, string>;
  /**
   * Attacks the public edition's files in their folder, before they take the last one's place. Throws if it finds
   * anything. The public edition is not built without, unless of sample data.
   */
  attack?: (folder: string) => Promise<void>;
}

/**
 * Builds an edition into its output folder: the pages that list it, with the store's page data sets.
 * The old output is replaced only when the new one has passed its checks. Returns the pages built.
 */
export async function buildEdition(
  edition: Edition,
  input: BuildInput,
  { allowSample = false, openData, attack }: BuildOptions = {},
): Promise<Page[]> {
  refuseSample(edition, input.manifest.sample, allowSample, "add --allow-sample");
  refuseEarlier(edition, input.manifest);
  if (!attack) refuseUnattacked(edition, input.manifest);
  refuseHalfProtected(edition, input.manifest);
  const listed = () => listedPages(edition).filter((page) => !page.draft);
  const pages = approvedPages(edition, listed());
  const approved = JSON.stringify(standings(edition, pages));
  if (pages.length === 0)
    throw new TellableError(
      `No page under ${edition.root} lists the ${edition.name} edition. Write "editions: [${edition.name}]" in a page's front matter.`,
    );
  refuseConflicts(edition, pages);
  await refuseFalseClaims(edition, pages, input);
  return alone(edition, async (next) => {
    const links = new LinkListener();
    await runFramework(edition, pages, input, next, links);
    const open = new Map([
      ...(await writeOpenData(edition, join(repositoryRoot, next), openData ?? input)),
      ...writeFindable(edition, join(repositoryRoot, next), {
        paths: [
          ...pages.filter(({ each }) => each === undefined).map(({ path }) => path),
          ...routesOf(edition, pages, input).keys(),
        ],
        day: input.manifest.refreshedAt.slice(0, 10),
      }),
    ]);
    const { failed, first } = await prerender(join(repositoryRoot, next), input.manifest.refreshedAt);
    for (const page of failed)
      console.warn(
        `${edition.output}: ${page} could not be drawn at the build, so it is empty until its script has run.`,
      );
    if (JSON.stringify(standings(edition, approvedPages(edition, listed()))) !== approved)
      throw new TellableError("A page was changed while the site was built. Build it again.");
    checkModules(edition, join(repositoryRoot, next));
    const renew = (html: string) => renewContentPolicy(edition, html);
    await bundleModules(join(repositoryRoot, next), renew);
    // Managers and analysts read on desks; families on telephones.
    if (edition.name === "public") loadEarly(join(repositoryRoot, next), first, renew);
    for (const [path, text] of writeWorker(edition, join(repositoryRoot, next))) open.set(path, text);
    await checkBuilt(edition, join(repositoryRoot, next), input, open);
    await attack?.(join(repositoryRoot, next));
    for (const line of links.missed(join(repositoryRoot, next))) console.warn(line);
    return pages;
  });
}

/**
 * Builds one page as its audience would read it, whether anybody has approved it or not, into the edition's output folder,
 * and tells what the gate would say of it. Of a page that stands for many areas, the first few. Its figures need not be
 * protected together yet: whoever reviews it reads the workspace, and the page is published by none but `buildEdition`.
 */
export async function buildPage(edition: Edition, page: Page, input: BuildInput): Promise<BuiltFault[]> {
  return alone(edition, async (next) => {
    const folder = join(repositoryRoot, next);
    await runFramework(edition, [page], input, next, new LinkListener(), fewRoutes);
    await prerender(folder, input.manifest.refreshedAt);
    const others = new Set(listedPages(edition).map(({ path }) => path));
    const faults = await builtFaults(edition, folder, input, new Map());
    return faults.filter(({ file, fault }) => !isOfAnotherPage(file, fault, others));
  });
}

const fewRoutes = 2;

// One page by itself has no neighbours to link to.
function isOfAnotherPage(file: string, fault: string, others: ReadonlySet<string>): boolean {
  const [, address] = /^links to (.+), which is not in this edition$/.exec(fault) ?? [];
  if (address === undefined) return fault === "is used by no page";
  const path = posix.join("/", posix.dirname(file), address.replace(/[?#].*$/, ""));
  return (
    path.startsWith("/open-data/") ||
    [path, posix.join(path, "index")].some(
      (one) => others.has(one) || [...others].some((other) => valuesIn(other, one)),
    )
  );
}

/** Makes an edition's output beside the last one, which it replaces once it is whole. One build at a time: they share files. */
async function alone<T>(edition: Edition, make: (next: string) => Promise<T>): Promise<T> {
  prepare(edition);
  const next = `${edition.output}.next`;
  return withLock(join(rootFolder(edition), ".observablehq", "build.lock"), async () => {
    rmSync(join(repositoryRoot, next), { recursive: true, force: true });
    try {
      const result = await make(next);
      rmSync(join(repositoryRoot, edition.output), { recursive: true, force: true });
      mkdirSync(dirname(join(repositoryRoot, edition.output)), { recursive: true });
      renameSync(join(repositoryRoot, next), join(repositoryRoot, edition.output));
      return result;
    } finally {
      rmSync(join(repositoryRoot, next), { recursive: true, force: true });
      rmSync(join(rootFolder(edition), copies), { recursive: true, force: true });
    }
  });
}

async function runFramework(
  edition: Edition,
  pages: Page[],
  input: BuildInput,
  output: string,
  { logger }: LinkListener,
  mostRoutes = Infinity,
): Promise<void> {
  const routes = new Map([...routesOf(edition, pages, input)].slice(0, mostRoutes));
  const config = normalizeConfig(
    siteConfig(
      edition,
      pages,
      () => routes,
      () => input,
    ),
  );
  config.output = output;
  config.loaders = new StoreLoaders(edition, config.loaders, input, routes);
  const at = onlyListed(config, pages);
  const cache = join(edition.root, ".observablehq", "cache");
  const silent = { write: () => {} };
  try {
    await build({ config }, new MendingEffects(edition, output, cache, { logger, output: silent }));
  } catch (error) {
    const refused = storageError(error, edition.output);
    if (refused) throw refused;
    throw new TellableError(explain(edition, pages, at.page, (error as Error).message), { cause: error });
  }
}

// Framework says what is missing, but not on which page.
function explain(edition: Edition, pages: Page[], at: string | undefined, message: string): string {
  const missing = /^(?:Not found|import not found): (.+)$/.exec(message)?.[1];
  const files = pages.map((page) => `${edition.root}/${page.file}`);
  const places = at
    ? [`${edition.root}${at}.md`]
    : files.filter(
        (file) => missing && readFileSync(join(repositoryRoot, file), "utf8").includes(basename(missing)),
      );
  const problem = missing ? `${missing} is not there. Mend the name, or take it off the page.` : message;
  return [...places, problem].join(": ");
}

/** Narrows the paths that Framework builds to listed pages. Returns where it is, for messages. */
function onlyListed(config: Config, pages: Page[]): { page?: string } {
  const listed = new Set(pages.map((page) => page.file));
  const allPaths = config.paths.bind(config);
  const at: { page?: string } = {};
  config.paths = async function* () {
    for await (const path of allPaths()) {
      const page = config.loaders.findPage(path);
      if (page && !listed.has(page.path.replace(/^\//, ""))) continue;
      at.page = path;
      yield path;
    }
    at.page = undefined;
  };
  return at;
}

class MendingEffects extends FileBuildEffects {
  constructor(
    private readonly edition: Edition,
    ...rest: ConstructorParameters<typeof FileBuildEffects>
  ) {
    super(...rest);
  }

  override async writeFile(path: string, contents: string | Uint8Array): Promise<void> {
    const isPage = path.endsWith(".html") && typeof contents === "string";
    const mend = (html: string) =>
      withContentPolicy(
        this.edition,
        putLast(withDrawnCells(mendShell(declareFonts(html), readCity().language))),
      );
    await super.writeFile(path, isPage ? mend(contents) : await minified(path, contents));
  }
}
