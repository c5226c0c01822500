import { readFileSync } from "node:fs";
import type { Browser } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { builtFolder, builtPages, editionNames, networkLog } from "./built.js";
import { axe, openPage, overflow, serve, startBrowser } from "./harness.js";

let browser: Browser;
const sites: Record<string, { origin: string; close: () => void }> = {};

beforeAll(async () => {
  browser = await startBrowser();
  for (const edition of editionNames) sites[edition] = await serve(builtFolder(edition));
});
afterAll(async () => {
  for (const site of Object.values(sites)) site.close();
  await browser?.close();
});

test("no process of the build tried to reach anything outside this machine", () => {
  expect(readFileSync(networkLog, "utf8")).toBe("");
});

describe.each(editionNames)("%s", (edition) => {
  const cases = builtPages(edition).flatMap((path) => [1280, 390].map((width) => ({ path, width })));

  test.each(cases)("$path at $width pixels", async ({ path, width }) => {
    const { page, faults, close } = await openPage(browser, sites[edition]!.origin + path, { width });
    expect(faults).toEqual([]);
    expect(await page.locator("html").getAttribute("lang")).toBe("en-GB");
    expect(await page.locator("h1").count()).toBe(1);
    expect(await page.locator(".observablehq--error").allTextContents()).toEqual([]);
    expect(await page.getByText("Sample data").first().isVisible()).toBe(true);
    expect(await overflow(page)).toBe(0);
    expect(await axe(page)).toEqual([]);
    await close();
  });
});

test("the public summary is under 250 KB over the wire, and carries no database", async () => {
  const { page, bytes, close } = await openPage(browser, `${sites.public!.origin}/`);
  expect(bytes()).toBeLessThan(250_000);
  expect(
    await page.evaluate(() =>
      performance
        .getEntriesByType("resource")
        .map(({ name }) => name)
        .join(" "),
    ),
  ).not.toMatch(/duckdb/);
  await close();
});
