import { join } from "node:path";
import { currentStore, repositoryRoot } from "../../loaders/store/paths.js";
import { siteConfig } from "./config.js";
import type { BuildInput } from "./edition/build-input.js";
import type { Edition } from "./edition/editions.js";
import type { Page } from "./edition/pages.js";
import { routesOf } from "./edition/routes.js";
import { normalizeConfig } from "./framework/internals.js";
import { type Routes, SiteLoaders, WritingLoaders } from "./framework/site-loaders.js";
import { manifestOf } from "./manifest-of.js";

/**
 * Framework's configuration of an edition, for Framework's own commands: it finds the pages that there are of pages with
 * parameters in the store in use, as a build does. Throws where a page has no list of them; if there is `onFault`, that is
 * told instead, and the page stands for none: the others can still be seen.
 */
export function knownToFramework(
  edition: Edition,
  pages: Page[],
  onFault?: (error: unknown) => void,
): object {
  const listed = pages.filter((page) => page.editions.includes(edition.name));
  const currentInput = (): BuildInput | undefined => {
    const store = currentStore();
    const manifest = manifestOf(store);
    return manifest && { store, manifest };
  };
  const routes = (): Routes => {
    const input = currentInput();
    if (!input) return new Map();
    return new Map(
      listed.flatMap((page) => [...withReport(() => routesOf(edition, [page], input), onFault)]),
    );
  };
  const spec = siteConfig(edition, pages, routes, currentInput);
  // Framework reads a configuration once and keeps what it made of it, and which file an open page follows.
  const config = normalizeConfig(spec, edition.root, join(repositoryRoot, "observablehq.config.ts"));
  // Only pages of the workspace carry what is known of their own file.
  const Loaders = onFault && edition.name === "workspace" ? WritingLoaders : SiteLoaders;
  config.loaders = new Loaders(edition, config.loaders, routes);
  return spec;
}

function withReport(routes: () => Routes, onFault?: (error: unknown) => void): Routes {
  try {
    return routes();
  } catch (error) {
    if (!onFault) throw error;
    onFault(error);
    return new Map();
  }
}
