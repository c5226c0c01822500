import { existsSync } from "node:fs";
import { join } from "node:path";
import type { Browser } from "playwright-core";
import { formatCount } from "../../components/words/numbers.js";
import { repositoryRoot } from "../../loaders/store/paths.js";
import { axe, serve, withBrowser } from "../browser/harness.js";
import { loadNginx } from "./public/load.js";
import { openOnPhone } from "./public/phone.js";

/** What the public is promised: kilobytes of a first load, milliseconds, and cumulative layout shift. */
const promised = { kilobytes: 100, lcp: 1_500, inp: 200, cls: 0.05 };
const paths = [
  "/",
  "/find",
  "/help",
  "/areas/alum-rock",
  "/contact",
  "/privacy",
  "/accessibility",
  "/download",
];
const languages = ["en", "ur"];

/**
 * What each page of the built public site under dist/ costs on a phone: bytes of a first load, largest contentful paint,
 * interaction to next paint and layout shift (web.dev/vitals), with a network as Lighthouse’s Slow 4G and a processor four
 * times slower, and the faults that axe finds. Then how nginx answers many readers. Wards are of one template: one stands for all.
 */
export default async function publicBench(print: (line: string) => void): Promise<void> {
  const folder = join(repositoryRoot, "dist", "public");
  if (!existsSync(folder)) {
    print('There is no public site under dist/. Run "npm run build -- public" first.');
    return;
  }
  const site = await serve(folder);
  try {
    await withBrowser((browser) => benchPages(browser, site.origin, print));
  } finally {
    site.close();
  }
  print("");
  await loadNginx(folder, print);
}

async function benchPages(browser: Browser, origin: string, print: (line: string) => void): Promise<void> {
  print(
    `promised: ${promised.kilobytes} KB, LCP ${promised.lcp} ms, INP ${promised.inp} ms, CLS ${promised.cls.toFixed(2)}`,
  );
  print(`${"page".padEnd(34)}     KB  LCP, ms  INP, ms    CLS  axe`);
  for (const language of languages)
    for (const path of paths) {
      const address = `${path}${language === "en" ? "" : `?lang=${language}`}`;
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
