import { existsSync } from "node:fs";
import { join } from "node:path";
import type { Browser } from "playwright-core";
import { formatCount } from "../../components/words/numbers.js";
import { repositoryRoot } from "../../loaders/store/paths.js";
import { axe, serve, withBrowser } from "../browser/harness.js";
import { findLighthouse, scorePage } from "./public/lighthouse.js";
import { loadServer } from "./public/load.js";
import { findNginx, withNginx } from "./public/nginx.js";
import { openOnPhone } from "./public/phone.js";

/** What the public is promised: kilobytes of a first load, milliseconds, and cumulative layout shift. */
const promised = { kilobytes: 100, lcp: 1_500, inp: 200, cls: 0.05 };
const paths = [
  "/",
  "/find",
  "/help",
  "/areas/",
  "/areas/alum-rock",
  "/contact",
  "/privacy",
  "/accessibility",
  "/download",
];
const languages = ["en", "ur"];
/** Its letters weigh most. */
const heaviest = "pa";

/**
 * What each page of the built public site under dist/ costs on a phone: bytes of a first load, largest contentful paint,
 * interaction to next paint and layout shift (web.dev/vitals), with a network as Lighthouse’s Slow 4G and a processor four
 * times slower, and the faults that axe finds; what Lighthouse gives it, where there is one; and how nginx, which serves all
 * this where it is installed, answers many readers. Wards are of one template: one stands for all.
 */
export default async function publicBench(print: (line: string) => void): Promise<void> {
  const folder = join(repositoryRoot, "dist", "public");
  if (!existsSync(folder)) {
    print('There is no public site under dist/. Run "npm run build -- public" first.');
    return;
  }
  const nginx = findNginx();
  if (nginx)
    await withNginx(nginx, folder, async (origin) => {
      await benchPages(origin, print);
      await loadServer(origin, print);
    });
  else {
    print("nginx is not installed: a small server stands for it, and there is no load to measure.");
    const site = await serve(folder);
    await benchPages(site.origin, print).finally(site.close);
  }
}

async function benchPages(origin: string, print: (line: string) => void): Promise<void> {
  await withBrowser((browser) => openPages(browser, origin, print));
  print("");
  await scorePages(origin, print);
  print("");
}

async function openPages(browser: Browser, origin: string, print: (line: string) => void): Promise<void> {
  print(
    `promised: ${promised.kilobytes} KB, LCP ${promised.lcp} ms, INP ${promised.inp} ms, CLS ${promised.cls.toFixed(2)}`,
  );
  print(`${"page".padEnd(34)}     KB  LCP, ms  INP, ms    CLS  axe`);
  for (const address of addresses([...languages, heaviest])) {
    const { page, kilobytes, lcp, inp, cls, close } = await openOnPhone(browser, origin + address);
    const faults = await axe(page);
    await close();
    const over =
      kilobytes > promised.kilobytes || lcp > promised.lcp || inp > promised.inp || cls > promised.cls;
    print(
      address.padEnd(34) +
        formatCount(kilobytes).padStart(7) +
        formatCount(lcp).padStart(9) +
        formatCount(inp).padStart(9) +
        cls.toFixed(3).padStart(7) +
        `  ${faults.length || "none"}${over ? "  over" : ""}`,
    );
  }
}

async function scorePages(origin: string, print: (line: string) => void): Promise<void> {
  const lighthouse = findLighthouse();
  if (!lighthouse) {
    print(
      "Lighthouse is not measured: EARLY_YEARS_LIGHTHOUSE names no folder in which npm installed it (npm install --prefix <folder> lighthouse).",
    );
    return;
  }
  print(`${"Lighthouse, of 100".padEnd(34)}  performance  accessibility  practices  search`);
  for (const address of addresses(languages)) {
    const { performance, accessibility, bestPractices, seo, lost } = await scorePage(
      lighthouse,
      origin + address,
    );
    print(
      address.padEnd(34) +
        formatCount(performance).padStart(13) +
        formatCount(accessibility).padStart(15) +
        formatCount(bestPractices).padStart(11) +
        formatCount(seo).padStart(8) +
        (lost.length ? `  points lost for ${lost.join(", ")}` : ""),
    );
  }
}

function addresses(spoken: readonly string[]): string[] {
  return spoken.flatMap((language) =>
    paths.map((path) => (language === "en" ? path : `${path}?lang=${language}`)),
  );
}
