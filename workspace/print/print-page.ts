import { existsSync, statSync } from "node:fs";
import { join } from "node:path";
import type { Browser, Page } from "playwright-core";
import { TellableError } from "../../loaders/store/safe-message.js";
import { findBrowser } from "./find-browser.js";
import { serveFolder } from "./serve-folder.js";

export interface PrintOptions {
  /** A page of the workspace, as in its address: "explore/take-up?level=ward". */
  page: string;
  /** The PDF's file. */
  to: string;
  /** The folder of a built site, or the address of one that is running. */
  from: { folder: string } | { address: string };
}

/**
 * Prints a page as PDF for A4, once all of it has drawn: by its style sheet for print, tagged for those who listen to it.
 * Throws where there is no browser, no such page, or an error on the page.
 */
export async function printPage({ page, to, from }: PrintOptions): Promise<void> {
  const site = "folder" in from ? await served(from.folder, page) : { origin: from.address, close: () => {} };
  const browser = await startBrowser();
  try {
    await printFrom(browser, new URL(page.replace(/^\//, ""), `${site.origin.replace(/\/$/, "")}/`), to);
  } finally {
    await browser.close();
    site.close();
  }
}

async function served(folder: string, page: string): Promise<{ origin: string; close: () => void }> {
  const path = page.replace(/[?#].*$/, "").replace(/^\//, "");
  const files = [path, `${path}.html`, join(path, "index.html")].map((name) => join(folder, name));
  if (!files.some((file) => existsSync(file) && statSync(file).isFile()))
    throw new TellableError(
      `The built site has no such page. Build it with npm run build, look up the page's address in the browser, and give what follows the site's own: explore/take-up. A running workspace prints with --at http://127.0.0.1:3000`,
    );
  return serveFolder(folder);
}

async function startBrowser(): Promise<Browser> {
  const { executable, environment } = findBrowser();
  const { chromium } = await import("playwright-core").catch(() => {
    throw new TellableError("playwright-core is not installed, by which pages are printed. Run npm install.");
  });
  return chromium.launch({
    executablePath: executable,
    args: ["--no-sandbox", "--disable-gpu", "--disable-quic", "--disable-background-networking"],
    env: { ...(process.env as Record<string, string>), ...environment },
  });
}

// As wide as an A4 page between its margins, so that charts are drawn for it; in CSS pixels.
const paper = { width: 680, height: 1000 };
const limit = 60_000;

async function printFrom(browser: Browser, address: URL, to: string): Promise<void> {
  const context = await browser.newContext({
    viewport: paper,
    locale: "en-GB",
    timezoneId: "Europe/London",
    colorScheme: "light",
  });
  const page = await context.newPage();
  const answer = await page.goto(address.href, { waitUntil: "load" }).catch(() => null);
  if (!answer?.ok())
    throw new TellableError(
      `${address.origin}${address.pathname} does not answer with a page. Start the workspace with npm start, or leave --at out to print what was built.`,
    );
  await page.emulateMedia({ media: "print" });
  await drawn(page);
  if ((await page.locator(".observablehq--error").count()) > 0)
    throw new TellableError(
      `${address.pathname} has an error on it, which the browser shows in red. Mend it first.`,
    );
  await page.pdf({
    path: to,
    format: "A4",
    preferCSSPageSize: true,
    printBackground: true,
    tagged: true,
    outline: true,
  });
}

async function drawn(page: Page): Promise<void> {
  await page.waitForLoadState("networkidle", { timeout: limit }).catch(() => {});
  await page.waitForFunction(() => !document.querySelector("observablehq-loading"), undefined, {
    timeout: limit,
  });
  // What folds is unfolded for paper, and what is made when unfolded is drawn.
  await page.evaluate(() => dispatchEvent(new Event("beforeprint")));
  await page.evaluate(() => document.fonts.ready.then(() => undefined));
  await page.waitForTimeout(400);
}
