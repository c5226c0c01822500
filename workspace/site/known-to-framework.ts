import { currentStore } from "../../loaders/store/paths.js";
import { siteConfig } from "./config.js";
import type { Edition } from "./edition/editions.js";
import type { Page } from "./edition/pages.js";
import { routesOf } from "./edition/routes.js";
import { normalizeConfig } from "./framework/internals.js";
import { type Routes, SiteLoaders } from "./framework/site-loaders.js";
import { manifestOf } from "./manifest-of.js";

/**
 * Framework's configuration of an edition, for Framework's own commands: it finds the pages that there are of pages with
 * parameters in the store in use, as a build does.
 */
export function knownToFramework(edition: Edition, pages: Page[]): object {
  const listed = pages.filter((page) => page.editions.includes(edition.name));
  const routes = (): Routes => {
    const store = currentStore();
    const manifest = manifestOf(store);
    return manifest ? routesOf(edition, listed, { store, manifest }) : new Map();
  };
  const spec = siteConfig(edition, pages, routes);
  // Framework reads a configuration once and keeps what it made of it.
  const config = normalizeConfig(spec);
  config.loaders = new SiteLoaders(edition, config.loaders, routes);
  return spec;
}
