import type { Browser, Page } from "playwright-core";
import { followRequests, settled } from "../../browser/harness.js";

interface Vitals {
  lcp: number;
  inp: number;
  cls: number;
}

declare global {
  interface Window {
    vitals: Vitals;
  }
}

// Lighthouse’s simulated Slow 4G: 1.6 Mbit/s down, 750 kbit/s up, 150 ms there and back.
const slow4g = {
  offline: false,
  latency: 150,
  downloadThroughput: (1.6 * 1024 * 1024) / 8,
  uploadThroughput: (750 * 1024) / 8,
};
const slower = 4;

/** A page opened for the first time on a slow phone, with what that cost: kilobytes of 1,000 bytes, and milliseconds. */
export async function openOnPhone(
  browser: Browser,
  url: string,
): Promise<Vitals & { page: Page; kilobytes: number; close: () => Promise<void> }> {
  const context = await browser.newContext({
    viewport: { width: 390, height: 844 },
    hasTouch: true,
    isMobile: true,
    locale: "en-GB",
    timezoneId: "Europe/London",
    serviceWorkers: "block",
  });
  const page = await context.newPage();
  followRequests(page);
  const session = await context.newCDPSession(page);
  await session.send("Network.enable");
  await session.send("Network.emulateNetworkConditions", slow4g);
  await session.send("Emulation.setCPUThrottlingRate", { rate: slower });
  let bytes = 0;
  session.on("Network.loadingFinished", ({ encodedDataLength }) => {
    bytes += encodedDataLength;
  });
  // What tsx puts around functions with names.
  await page.addInitScript("globalThis.__name = (named) => named");
  await page.addInitScript(watchVitals);
  await page.goto(url, { waitUntil: "load" });
  await settled(page);
  const kilobytes = Math.round(bytes / 1000);
  const { lcp, cls } = await page.evaluate(() => window.vitals);
  // What a reader presses first: what unfolds, a choice, or the list of pages.
  for (const control of await page
    .locator("main summary:visible, main select:visible, main input:visible")
    .all())
    await control.tap({ timeout: 5_000 }).catch(() => {});
  await page.waitForTimeout(500);
  const { inp } = await page.evaluate(() => window.vitals);
  return { page, kilobytes, lcp: Math.round(lcp), inp: Math.round(inp), cls, close: () => context.close() };
}

// Runs in the page, before anything of its own. Of so few interactions the longest is the interaction to next paint.
function watchVitals(): void {
  window.vitals = { lcp: 0, inp: 0, cls: 0 };
  const watch = (type: string, take: (entry: PerformanceEntry) => void, more: object = {}) =>
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries()) take(entry);
    }).observe({ type, buffered: true, ...more });
  watch("largest-contentful-paint", ({ startTime }) => {
    window.vitals.lcp = startTime;
  });
  watch("layout-shift", (entry) => {
    const { value, hadRecentInput } = entry as PerformanceEntry & { value: number; hadRecentInput: boolean };
    if (!hadRecentInput) window.vitals.cls += value;
  });
  watch(
    "event",
    (entry) => {
      const { interactionId } = entry as PerformanceEntry & { interactionId?: number };
      if (interactionId) window.vitals.inp = Math.max(window.vitals.inp, entry.duration);
    },
    { durationThreshold: 16 },
  );
}
