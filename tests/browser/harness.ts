import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { type Browser, chromium, type Page, type Request } from "playwright-core";
import { findBrowser } from "../../workspace/print/find-browser.js";

export { serveFolder as serve } from "../../workspace/print/serve-folder.js";

/** Starts a browser that asks nobody for anything. Close it when done. */
export function startBrowser(more: readonly string[] = []): Promise<Browser> {
  const { executable, environment } = findBrowser();
  return chromium.launch({
    executablePath: executable,
    args: ["--no-sandbox", "--disable-gpu", "--disable-quic", "--disable-background-networking", ...more],
    env: { ...(process.env as Record<string, string>), ...environment },
  });
}

let shared: Promise<Browser> | undefined;

/** The browser that all files of a process share, as it takes a second to start. It ends with the process: nobody closes it. */
export async function sharedBrowser(): Promise<Browser> {
  if (!(await shared)?.isConnected()) shared = startBrowser();
  return shared!;
}

/** Does something with a browser, and closes it. */
export async function withBrowser<T>(work: (browser: Browser) => Promise<T>): Promise<T> {
  const browser = await startBrowser();
  try {
    return await work(browser);
  } finally {
    await browser.close();
  }
}

export interface OpenedPage {
  page: Page;
  /** What a reader would meet as a fault: errors on the console or uncaught, requests that failed or went elsewhere. */
  faults: string[];
  /** Bytes that came over the wire. */
  bytes: () => number;
  /** How much the page moved under its reader while it was loading: cumulative layout shift (web.dev/cls). */
  shift: () => Promise<number>;
  close: () => Promise<void>;
}

export interface Size {
  width?: number;
  height?: number;
}

/** Opens a page in a window of its own and waits until it has drawn everything. A request to another origin is refused. */
export async function openPage(
  browser: Browser,
  url: string,
  { width = 1280, height = 900 }: Size = {},
): Promise<OpenedPage> {
  const context = await browser.newContext({
    viewport: { width, height },
    locale: "en-GB",
    timezoneId: "Europe/London",
    // What is kept for later is tried by itself (offline.test.ts): each page here is fetched.
    serviceWorkers: "block",
  });
  const page = await context.newPage();
  followRequests(page);
  const faults: string[] = [];
  const { origin } = new URL(url);
  await context.route("**/*", (route) => {
    const address = route.request().url();
    if (address.startsWith(`${origin}/`) || /^(data|blob):/.test(address)) return route.continue();
    faults.push(`asked for ${address}`);
    return route.abort();
  });
  page.on("console", (message) => {
    if (message.type() === "error") faults.push(`console: ${message.text()}`);
  });
  page.on("pageerror", (error) => faults.push(`uncaught: ${error.message}`));
  page.on("response", (response) => {
    if (response.status() >= 400) faults.push(`${response.status()} for ${response.url()}`);
  });
  const bytes = await countBytes(page);
  await page.addInitScript(watchShift);
  // A preview makes a page when it is first asked for, which takes long on a busy machine.
  await page.goto(url, { waitUntil: "load", timeout: 120_000 });
  await settled(page);
  const shift = () => page.evaluate(() => window.layoutShift);
  return { page, faults, bytes, shift, close: () => context.close() };
}

/** Waits until every cell of a page has drawn, nothing more is being fetched, and nothing has changed for a moment. */
export async function settled(page: Page): Promise<void> {
  try {
    await still(page);
  } catch (error) {
    // A page of the preview loads again when the list of pages changes.
    if (!/Execution context was destroyed/.test(String(error))) throw error;
    await page.waitForLoadState();
    await still(page);
  }
}

async function still(page: Page): Promise<void> {
  const limit = Date.now() + 60_000;
  do {
    await page.waitForFunction(() => document.querySelector("observablehq-loading") === null, undefined, {
      timeout: 60_000,
    });
    await page.evaluate(untilStill, stillFor);
    if (Date.now() > limit) throw new Error(`${page.url()} did not come to rest: ${asking(page)} requests`);
  } while (asking(page) > 0 || (await page.evaluate(isLoading)));
}

// Longer than a frame on a busy machine, shorter than a reader's patience.
const stillFor = 120;

// Runs in the page: waits until it has not changed for so many milliseconds, and has been drawn.
function untilStill(milliseconds: number): Promise<void> {
  return new Promise((resolve) => {
    const draw = () => requestAnimationFrame(() => requestAnimationFrame(() => resolve()));
    const rest = () => {
      observer.disconnect();
      draw();
    };
    let timer = setTimeout(rest, milliseconds);
    const observer = new MutationObserver(() => {
      clearTimeout(timer);
      timer = setTimeout(rest, milliseconds);
    });
    observer.observe(document, { subtree: true, childList: true, attributes: true, characterData: true });
  });
}

// Parts out of sight are drawn after those in sight.
function isLoading(): boolean {
  return (
    document.querySelector("observablehq-loading, #observablehq-main .ey-piece[aria-busy=true]") !== null
  );
}

const requests = new WeakMap<Page, Set<Request>>();

/** Counts from now on what a page is asking for, for `settled` to wait for. */
export function followRequests(page: Page): void {
  const open = new Set<Request>();
  requests.set(page, open);
  page.on("request", (request) => open.add(request));
  for (const end of ["requestfinished", "requestfailed"] as const)
    page.on(end as "requestfinished", (request) => open.delete(request));
}

function asking(page: Page): number {
  const open = requests.get(page);
  if (!open)
    throw new Error("Nobody follows what this page asks for: call followRequests when it is opened.");
  return open.size;
}

declare global {
  interface Window {
    layoutShift: number;
  }
}

/** Runs in a page, before anything of its own: adds up how much it moves. */
export function watchShift(): void {
  window.layoutShift = 0;
  new PerformanceObserver((list) => {
    for (const entry of list.getEntries() as (PerformanceEntry & {
      value: number;
      hadRecentInput: boolean;
    })[])
      if (!entry.hadRecentInput) window.layoutShift += entry.value;
  }).observe({ type: "layout-shift", buffered: true });
}

async function countBytes(page: Page): Promise<() => number> {
  let bytes = 0;
  const session = await page.context().newCDPSession(page);
  await session.send("Network.enable");
  session.on("Network.loadingFinished", ({ encodedDataLength }) => {
    bytes += encodedDataLength;
  });
  return () => bytes;
}

const axeSource = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

/** The serious and critical faults that axe finds, each with the elements that have it. */
export async function axe(page: Page): Promise<string[]> {
  await page.evaluate(axeSource);
  return page.evaluate(async () => {
    interface Result {
      violations: {
        id: string;
        impact: string;
        help: string;
        nodes: { target: unknown[]; failureSummary: string }[];
      }[];
    }
    const { violations } = await (window as unknown as { axe: { run(): Promise<Result> } }).axe.run();
    return violations
      .filter(({ impact }) => impact === "serious" || impact === "critical")
      .flatMap(({ id, help, nodes }) =>
        nodes.map(
          (node) =>
            `${id} (${help}) at ${node.target.join(" ")}: ${node.failureSummary.replace(/\s+/g, " ")}`,
        ),
      );
  });
}

/** How many pixels of the page lie outside the window to the right: 0 if a reader need not scroll sideways. */
export function overflow(page: Page): Promise<number> {
  return page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
}

/** The id of the element that has the focus, or its class where it has none. */
export function focused(page: Page): Promise<string | undefined> {
  return page.evaluate(() => document.activeElement?.id || document.activeElement?.className);
}
