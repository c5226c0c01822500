import type { Browser } from "playwright-core";
import { afterAll, beforeAll } from "vitest";
import { builtFolder, type editionNames } from "./built.js";
import { type OpenedPage, openPage, type Size, serve, sharedBrowser } from "./harness.js";

export interface Visited {
  /** Opens one of its pages: an address from the first slash on. */
  open: (path: string, size?: Size) => Promise<OpenedPage>;
  origin: () => string;
}

/** A built edition, served and visited by a browser for all tests of a file. */
export function visited(edition: (typeof editionNames)[number]): Visited {
  let browser: Browser;
  let site: { origin: string; close: () => void };
  beforeAll(async () => {
    browser = await sharedBrowser();
    site = await serve(builtFolder(edition));
  });
  afterAll(() => site?.close());
  return {
    open: (path, size) => openPage(browser, site.origin + path, size),
    origin: () => site.origin,
  };
}
