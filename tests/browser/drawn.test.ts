import type { Browser, BrowserContextOptions, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { firstOf, soak } from "../soak.js";
import { builtFolder } from "./built.js";
import { openPage, serve, sharedBrowser } from "./harness.js";

// What cells drew at the build stands in a page until they draw in the browser, and without a script it stays.

let browser: Browser;
let site: { origin: string; close: () => void };
beforeAll(async () => {
  browser = await sharedBrowser();
  site = await serve(builtFolder("workspace"));
});
afterAll(async () => {
  site?.close();
});

async function open(path: string, options: BrowserContextOptions = {}): Promise<Page> {
  const context = await browser.newContext(options);
  const page = await context.newPage();
  // No cell of the page ever runs.
  await context.route(/\/_observablehq\/client\./, (route) => route.abort());
  await page.goto(site.origin + path);
  return page;
}

const drawn = "#observablehq-main observablehq-loading[data-drawn]";

describe("without a script", () => {
  const pages = [
    ["/explore/take-up", "eligible two-year-olds"],
    ["/briefings/", "Birmingham"],
    ["/briefings/catalogue", "Steward"],
    ["/public/", "in every 100 children"],
  ] as const;

  test.each(firstOf(1, pages))("%s is whole in words and tables", async (path, words) => {
    const page = await open(path, { javaScriptEnabled: false });
    expect(await page.locator("main").innerText()).toContain(words);
    expect(await page.locator("main table tbody tr").count()).toBeGreaterThan(5);
    expect(await page.locator("main svg").count()).toBeGreaterThan(0);
    expect(await page.locator("main observablehq-loading:not([data-drawn])").count()).toBe(0);
    // What could not be used is not offered.
    expect(await page.locator("main :is(select, button, input):enabled").count()).toBe(0);
    expect(await page.locator('main [data-drawn] a[href="#"]').count()).toBe(0);
    await page.context().close();
  });
});

test("a query that only a browser can run is not told as failed", async () => {
  const page = await open("/explore/sql", { javaScriptEnabled: false });
  const told = await page.locator("main").innerText();
  expect(told).toContain("observations");
  expect(told).not.toContain("could not be run");
  await page.context().close();
});

soak("cells that draw in the browser leave nothing of what was drawn before, and nothing twice", async () => {
  const before = await open("/explore/take-up", { javaScriptEnabled: false });
  const figures = await before.locator("main figure.ey-figure").count();
  const sentences = await before.locator("main .ey-opening .ey-narrative").allInnerTexts();
  await before.context().close();
  const { page, faults, close } = await openPage(browser, `${site.origin}/explore/take-up`);
  expect(faults).toEqual([]);
  expect(await page.locator(`${drawn}, .ey-stand-in, .ey-waiting`).count()).toBe(0);
  expect(await page.locator("main figure.ey-figure").count()).toBe(figures);
  expect(sentences.length).toBeGreaterThan(0);
  expect(await page.locator("main .ey-opening .ey-narrative").allInnerTexts()).toEqual(sentences);
  await close();
});

soak(
  "what was drawn answers the usual question, and is not seen where the address asks another",
  async () => {
    const asked = await open("/explore/take-up?level=locality");
    expect(await asked.locator(`${drawn} .ey-ask`).isVisible()).toBe(false);
    await asked.context().close();
    const usual = await open("/explore/take-up");
    expect(await usual.locator(`${drawn} .ey-ask`).isVisible()).toBe(true);
    await usual.context().close();
  },
);
