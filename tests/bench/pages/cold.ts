import type { Browser, Page } from "playwright-core";
import { followRequests, settled, watchShift } from "../../browser/harness.js";

/** What a page costs whoever opens it for the first time. */
export interface Cold {
  /** Bytes over the wire, compressed as the server compresses. */
  bytes: number;
  requests: number;
  /** Page data sets that were fetched more than once, by file name. */
  fetchedTwice: string[];
  /** Milliseconds until there is a chart on the page; undefined if it has none. */
  firstChart: number | undefined;
  /** Milliseconds until every cell has drawn in the browser. */
  alive: number;
  /** Cumulative layout shift (web.dev/cls). */
  shift: number;
}

const sizes = { wide: { width: 1440, height: 900 }, narrow: { width: 390, height: 844 } };

/** Opens a page with nothing cached and waits until it is alive. */
export async function openCold(
  browser: Browser,
  url: string,
  size: keyof typeof sizes = "wide",
): Promise<{ page: Page; cold: Cold; close: () => Promise<void> }> {
  const context = await browser.newContext({
    viewport: sizes[size],
    locale: "en-GB",
    timezoneId: "Europe/London",
  });
  const page = await context.newPage();
  followRequests(page);
  const session = await context.newCDPSession(page);
  await session.send("Network.enable");
  let bytes = 0;
  session.on("Network.loadingFinished", ({ encodedDataLength }) => {
    bytes += encodedDataLength;
  });
  const asked: string[] = [];
  page.on("request", (request) => {
    if (/^https?:/.test(request.url())) asked.push(request.url());
  });
  // What tsx puts around functions with names.
  await page.addInitScript("globalThis.__name = (named) => named");
  await page.addInitScript(watchShift);
  await page.addInitScript(watch);
  await page.goto(url, { waitUntil: "load" });
  await settled(page);
  const seen = await page.evaluate(() => ({ ...window.coldWatch, shift: window.layoutShift }));
  const data = asked.filter((address) => address.includes("/_file/"));
  const fetchedTwice = [...new Set(data.filter((address, i) => data.indexOf(address) < i))].map(
    (address) => new URL(address).pathname.split("/").at(-1)!,
  );
  return {
    page,
    cold: { bytes, requests: asked.length, fetchedTwice, ...seen },
    close: () => context.close(),
  };
}

declare global {
  interface Window {
    coldWatch: { firstChart: number | undefined; alive: number };
  }
}

// Runs in the page, before anything of its own.
function watch(): void {
  window.coldWatch = { firstChart: undefined, alive: 0 };
  const seen = window.coldWatch;
  const charts = () => [...document.querySelectorAll("#observablehq-main svg")];
  const look = (): void => {
    if (seen.firstChart === undefined && charts().some((chart) => chart.getBoundingClientRect().height >= 60))
      seen.firstChart = performance.now();
    if (document.querySelector("observablehq-loading")) seen.alive = performance.now();
    requestAnimationFrame(look);
  };
  requestAnimationFrame(look);
}
