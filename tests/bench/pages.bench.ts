import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import type { Browser } from "playwright-core";
import { formatCount } from "../../components/words/numbers.js";
import { repositoryRoot } from "../../loaders/store/paths.js";
import { serve, withBrowser } from "../browser/harness.js";
import { openCold } from "./pages/cold.js";
import { moveControls, quantile } from "./pages/controls.js";
import { heldAfter } from "./pages/leaks.js";
import { movePeers } from "./pages/peers.js";

const moves = 20;

/**
 * What each page of the built sites under dist/ costs when it is opened for the first time, how quickly it follows each of
 * its controls, and whether it grows by being used. Served from this machine, compressed.
 */
export default async function pagesBench(print: (line: string) => void): Promise<void> {
  const sites = ["workspace", "briefings", "public"]
    .map((edition) => ({ edition, folder: join(repositoryRoot, "dist", edition) }))
    .filter(({ folder }) => existsSync(folder));
  if (sites.length === 0) {
    print('There is no built site under dist/. Run "npm run build" first.');
    return;
  }
  await withBrowser(async (browser) => {
    for (const { edition, folder } of sites) {
      const site = await serve(folder);
      try {
        print(`${edition}, opened for the first time`);
        await benchCold(browser, site.origin, pagesOf(folder), print);
        print("");
        print(
          `${edition}, from a control to the frame that shows all that is in sight, ${moves} times each, in ms`,
        );
        const medians = await benchControls(browser, site.origin, pagesOf(folder), print);
        print("");
        if (edition !== "workspace") continue;
        await benchUse(browser, site.origin, print);
        print("");
        await benchPeers(browser, folder, medians, print);
        print("");
      } finally {
        site.close();
      }
    }
  });
}

async function benchCold(
  browser: Browser,
  origin: string,
  pages: readonly string[],
  print: (line: string) => void,
): Promise<void> {
  print(`${"page".padEnd(38)}     KB requests  chart, ms  alive, ms  shift 1440  shift 390  fetched twice`);
  for (const path of pages) {
    const wide = await openCold(browser, origin + path);
    await wide.close();
    const narrow = await openCold(browser, origin + path, "narrow");
    await narrow.close();
    const { bytes, requests, fetchedTwice, firstChart, alive, shift } = wide.cold;
    print(
      path.padEnd(38) +
        formatCount(Math.round(bytes / 1000)).padStart(7) +
        String(requests).padStart(9) +
        (firstChart === undefined ? "–" : formatCount(Math.round(firstChart))).padStart(11) +
        formatCount(Math.round(alive)).padStart(11) +
        shift.toFixed(3).padStart(12) +
        narrow.cold.shift.toFixed(3).padStart(11) +
        `  ${fetchedTwice.join(", ") || "none"}`,
    );
  }
}

async function benchControls(
  browser: Browser,
  origin: string,
  pages: readonly string[],
  print: (line: string) => void,
): Promise<Map<string, number>> {
  const medians = new Map<string, number>();
  print(`${"page".padEnd(46)}${"control".padEnd(34)}    p50    p95  p95 of the whole page`);
  // Where it is hardest: small areas.
  for (const path of pages.flatMap((path) =>
    /\/take-up$/.test(path) ? [path, `${path}?level=lsoa`] : [path],
  )) {
    const { page, close } = await openCold(browser, origin + path);
    for (const { control, times, whole } of await moveControls(page, moves)) {
      medians.set(`${path} ${control}`, quantile(times, 0.5));
      print(
        path.padEnd(46) +
          control.slice(0, 32).padEnd(34) +
          quantile(times, 0.5).toFixed(0).padStart(7) +
          quantile(times, 0.95).toFixed(0).padStart(7) +
          quantile(whole, 0.95).toFixed(0).padStart(7),
      );
    }
    await close();
  }
  return medians;
}

// The same figures, map, ranking, trend and table as pages of Streamlit and marimo, in the same run.
async function benchPeers(
  browser: Browser,
  folder: string,
  medians: ReadonlyMap<string, number>,
  print: (line: string) => void,
): Promise<void> {
  const python = process.env.EARLY_YEARS_PEERS;
  if (!python) {
    print(
      "Streamlit and marimo are not measured: EARLY_YEARS_PEERS names no Python that has them (tests/bench/pages/peers/README.md).",
    );
    return;
  }
  print("other tools, from a control to the frame that tells of it, in ms");
  print(`${"tool".padEnd(14)}${"control".padEnd(14)}    p50    p95   times ours at the median`);
  const data = join(folder, "_file", "explore", "data");
  for (const { peer, control, p50, p95 } of await movePeers(browser, { python, data, moves })) {
    const ours = medians.get(`/explore/take-up?level=lsoa ${control}`);
    print(
      peer.padEnd(14) +
        control.padEnd(14) +
        p50.toFixed(0).padStart(7) +
        p95.toFixed(0).padStart(7) +
        (ours === undefined ? "–" : (p50 / ours).toFixed(1)).padStart(10),
    );
  }
}

async function benchUse(browser: Browser, origin: string, print: (line: string) => void): Promise<void> {
  const changes = 1000;
  const { page, close } = await openCold(browser, `${origin}/explore/take-up`);
  const [before, after] = await heldAfter(page, "Period", changes);
  await close();
  print(`/explore/take-up after ${formatCount(changes)} changes of its period`);
  for (const [what, name] of [
    ["listeners", "listeners"],
    ["nodes", "nodes"],
    ["heap", "heap, KB"],
  ] as const) {
    const shown = (value: number) => formatCount(what === "heap" ? Math.round(value / 1000) : value);
    print(`${name.padEnd(12)}${shown(before[what]).padStart(10)} → ${shown(after[what])}`);
  }
}

// Of pages that one template makes one in so many: they are alike.
const oneOfTemplate = 25;

function pagesOf(folder: string): string[] {
  const pages = readdirSync(folder, { recursive: true, encoding: "utf8" })
    .filter((file) => file.endsWith(".html"))
    .map((file) => `/${file.replaceAll("\\", "/").replace(/(^|\/)index\.html$|\.html$/, "$1")}`)
    .sort();
  const ofTemplates = pages.filter((path) => /\/areas\/./.test(path));
  return pages.filter((path) => {
    const at = ofTemplates.indexOf(path);
    return at < 0 || at % oneOfTemplate === 0;
  });
}
