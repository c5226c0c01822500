import { readFileSync } from "node:fs";
import { join } from "node:path";
import { TellableError } from "../../../loaders/store/safe-message.js";
import { pageOfDraft } from "../../authoring/drafts.js";
import { type Edition, rootFolder } from "../edition/editions.js";
import { filled } from "../edition/filled.js";
import type { Route } from "../edition/routes.js";
import { draftFor } from "./draft-for.js";
import { LoaderResolver } from "./internals.js";
import { parseMarkdown } from "./markdown.js";

/** By path, the pages that there are of pages with parameters. */
export type Routes = ReadonlyMap<string, Route>;

// The page's head tells why (workspace/site/mistakes.ts).
const none = "---\ntitle: No such page\ntoc: false\n---\n\n# There is no such page\n";

// Milliseconds in which an opened page is drawn without being held up by a second reading.
const afterWatching = 300;

// The search reads every page once more, and would tell of it.
const quiet = { logger: { ...console, log() {} }, output: { write() {} } };

/**
 * Framework's loaders, which know the pages that a page with a parameter stands for: there are no others, and each has
 * what its list says of it where the page says `{{name}}`.
 */
export class SiteLoaders extends LoaderResolver {
  constructor(
    protected readonly edition: Edition,
    from: LoaderResolver,
    private readonly routes: () => Routes,
  ) {
    super({ root: from.root });
    this.interpreters = from.interpreters;
  }

  override findPage(path: string): FrameworkLoader | undefined {
    const loader = super.findPage(path);
    const isNone = loader?.params && !this.routes().has(path) && !this.tellsNone(loader);
    return isNone ? undefined : loader;
  }

  /** Framework's search reads all of these. What somebody has written and not saved is none of them. */
  override *findPagePaths(): Generator<string> {
    for (const path of super.findPagePaths()) if (pageOfDraft(path) === path) yield path;
  }

  /** Whether a page says of an address that its list does not have what is wrong: where pages are written. */
  protected tellsNone(_: FrameworkLoader): boolean {
    return false;
  }

  override async loadPage(
    path: string,
    options: PageOptions,
    effects: unknown = quiet,
  ): Promise<FrameworkPage> {
    const route = this.routes().get(pageOfDraft(path));
    const loader = this.findPage(path);
    const page =
      route && loader?.path.endsWith(".md")
        ? this.fill(route, loader, options)
        : loader?.params && this.tellsNone(loader)
          ? parseMarkdown(none, { ...options, source: loader.path })
          : await super.loadPage(path, options, effects);
    const place = `${this.edition.root}/${page.path.replace(/^\//, "")}`;
    if (page.data.header !== undefined)
      throw new TellableError(
        `${place}: front matter, header: the header is where sample and stale data are marked, so a page has none of its own. Remove it.`,
      );
    // The sidebar does not list it, and the search would pass over it.
    if (route) {
      page.data.index ??= true;
      if (route.about.keywords) page.data.keywords ??= route.about.keywords;
    }
    return page;
  }

  /**
   * Watches a page's files. Framework begins to watch the page only once it has told the browser that what it shows is right, so
   * that what is written in between is not seen: a while after the watchers are set, what is shown is compared once more.
   */
  override async watchFiles(
    path: string,
    files: Iterable<string>,
    changed: (file: string) => void,
  ): Promise<FrameworkWatchers> {
    const watchers = await super.watchFiles(path, files, changed);
    const compare = setTimeout(() => changed(path), afterWatching);
    const close = watchers.close.bind(watchers);
    watchers.close = () => {
      clearTimeout(compare);
      close();
    };
    return watchers;
  }

  private fill(route: Route, { path: file, params }: FrameworkLoader, options: PageOptions): FrameworkPage {
    const source = readFileSync(join(rootFolder(this.edition), file), "utf8");
    const text = filled(source, route, `${this.edition.root}/${file.replace(/^\//, "")}`);
    return parseMarkdown(text, { ...options, source: file, params });
  }
}

/** The loaders of a preview in which pages are written: an address that a page's list does not have is told on the page. */
export class WritingLoaders extends SiteLoaders {
  override findPage(path: string): FrameworkLoader | undefined {
    const pages = { root: this.root, findPage: (of: string) => super.findPage(of) };
    return draftFor(pages, path) ?? super.findPage(path);
  }

  protected override tellsNone({ path }: FrameworkLoader): boolean {
    return path.endsWith(".md");
  }
}
