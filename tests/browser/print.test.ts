import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Browser } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { printPage } from "../../workspace/print/print-page.js";
import { firstOf, soak } from "../soak.js";
import { builtFolder } from "./built.js";
import { type OpenedPage, openPage, serve, sharedBrowser } from "./harness.js";

let browser: Browser;
let site: Awaited<ReturnType<typeof serve>>;
let opened: OpenedPage;
const folder = mkdtempSync(join(tmpdir(), "print-"));

beforeAll(async () => {
  browser = await sharedBrowser();
  site = await serve(builtFolder("workspace"));
  opened = await openPage(browser, `${site.origin}/explore/take-up`);
});
afterAll(() => {
  site?.close();
  rmSync(folder, { recursive: true, force: true });
});

const pagesOf = (file: string) => readFileSync(file, "latin1").match(/\/Type \/Page\b/g)!.length;

describe("a printed page", () => {
  it("is a tagged PDF on A4, with its table whole", async () => {
    const to = join(folder, "take-up.pdf");
    await printPage({ page: "explore/take-up", to, from: { folder: builtFolder("workspace") } });
    const pdf = readFileSync(to, "latin1");
    expect(pdf.startsWith("%PDF-")).toBe(true);
    expect(pdf).toMatch(/\/MediaBox \[0 0 594\.9\d* 841\.9\d*\]/);
    expect(pdf).toContain("/StructTreeRoot");
    // The ranking and the table of 69 wards alone fill more than two sheets.
    expect(pagesOf(to)).toBeGreaterThan(4);
  });

  it("that is not there, or does not answer, is told with what to do", async () => {
    const to = join(folder, "none.pdf");
    await expect(
      printPage({ page: "explore/none", to, from: { folder: builtFolder("workspace") } }),
    ).rejects.toThrow("The built site has no such page");
    await expect(printPage({ page: "none", to, from: { address: site.origin } })).rejects.toThrow(
      "does not answer with a page",
    );
  });

  soak(
    "has no navigation, controls as their words, cards open, and the sample's mark at the foot of each sheet",
    async () => {
      const { page } = opened;
      await page.emulateMedia({ media: "print" });
      expect(await page.locator("#observablehq-sidebar").isVisible()).toBe(false);
      expect(await page.locator(".ey-ask select").first().isVisible()).toBe(true);
      expect(await page.locator(".ey-ask .ey-areas > summary").isVisible()).toBe(true);
      const held = await page
        .locator(".ey-scroll")
        .evaluateAll((all) => all.filter((one) => one.scrollHeight > one.clientHeight + 1).length);
      expect(held).toBe(0);
      expect(await page.content()).toContain('@bottom-left{content:"Sample data: invented.');
      await page.emulateMedia({ media: "screen" });
      const catalogue = await openPage(browser, `${site.origin}/briefings/catalogue`);
      const closed = () => catalogue.page.locator("details.ey-source-card:not([open])").count();
      const before = await closed();
      expect(before).toBeGreaterThan(0);
      await catalogue.page.evaluate(() => dispatchEvent(new Event("beforeprint")));
      expect(await closed()).toBe(0);
      await catalogue.page.evaluate(() => dispatchEvent(new Event("afterprint")));
      expect(await closed()).toBe(before);
      await catalogue.close();
    },
  );
});

describe("the look", () => {
  it.each(firstOf(1, ["light", "dark"] as const))(
    "keeps every text of a figure legible: %s",
    async (colorScheme) => {
      const { page } = opened;
      await page.emulateMedia({ colorScheme });
      const contrasts = await page.evaluate(contrastsOfTokens);
      for (const [pair, contrast] of contrasts) expect(`${pair} ${contrast >= 4.5}`).toBe(`${pair} true`);
    },
  );

  it("shows every bar and dot in forced colours", async () => {
    const { page } = opened;
    await page.emulateMedia({ forcedColors: "active" });
    const [dot, ground] = await page.evaluate(() => {
      const one = document.querySelector(".ey-bars .ey-dot")!;
      return [getComputedStyle(one).stroke, getComputedStyle(document.body).backgroundColor];
    });
    expect(dot).not.toBe(ground);
    await page.emulateMedia({ forcedColors: "none" });
  });

  soak("keeps the question in reach as one line of a phone, without moving what is under it", async () => {
    const { page, close } = await openPage(browser, `${site.origin}/explore/take-up`, {
      width: 390,
      height: 844,
    });
    const height = () => page.evaluate(() => document.documentElement.scrollHeight);
    const before = await height();
    await page.evaluate(() => scrollTo(0, 1500));
    await page.locator(".ey-stuck").waitFor();
    const line = (await page.locator(".ey-stuck > .ey-question").boundingBox())!;
    expect(line.height).toBeLessThan(60);
    expect(await page.locator(".ey-ask select").first().isVisible()).toBe(true);
    // A height of parts of a pixel may be rounded either way.
    expect(Math.abs((await height()) - before)).toBeLessThanOrEqual(1);
    await close();
  });
});

// Runs in the page: the contrast of each colour that texts have, on each ground that they stand on.
function contrastsOfTokens(): [string, number][] {
  const probe = document.body.appendChild(document.createElement("i"));
  const light = (name: string) => {
    probe.style.color = `var(--ey-${name})`;
    const [r, g, b] = getComputedStyle(probe)
      .color.match(/\d+/g)!
      .map((part) => Number(part) / 255)
      .map((part) => (part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4));
    return 0.2126 * r! + 0.7152 * g! + 0.0722 * b!;
  };
  const contrast = (one: string, other: string): [string, number] => {
    const [low, high] = [light(one), light(other)].sort((a, b) => a - b);
    return [`${one} on ${other}`, (high! + 0.05) / (low! + 0.05)];
  };
  return [
    ...["ink", "soft", "main", "third", "second", "worse", "better"].flatMap((text) => [
      contrast(text, "paper"),
      contrast(text, "wash"),
    ]),
    ...["worse-pale", "better-pale", "even", "band", "context"].map((ground) => contrast("ink", ground)),
    ...["worse", "better", "second", "main"].map((ground) => contrast("on-main", ground)),
    contrast("notice-ink", "notice"),
  ];
}
