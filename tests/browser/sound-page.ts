import type { Page } from "playwright-core";
import { expect } from "vitest";
import { axe, focused, overflow } from "./harness.js";
import { readPage } from "./states.js";
import type { Visited } from "./visited.js";

/**
 * Expects of a page what every page promises: no fault, one heading, its mark as a sample, no scrolling sideways, accessible,
 * a skip link, and that it does not move under its reader while it loads.
 */
export async function expectSound(site: Visited, path: string, width: number): Promise<void> {
  const { page, faults, shift, close } = await site.open(path, { width });
  expect(faults).toEqual([]);
  expect(await page.locator("html").getAttribute("lang")).toBe("en-GB");
  expect(await page.locator("h1").count()).toBe(1);
  // Guides tell of code, in words that no page of figures should have.
  if (!/\/guides\//.test(path)) expect(await page.evaluate(readPage)).toEqual([]);
  expect(await page.getByText("Sample data").first().isVisible()).toBe(true);
  // What DuckDB answers in the browser is not known at the build, nor how much room it takes.
  if (!(await page.evaluate(asksDuckDB))) expect(await shift()).toBeLessThanOrEqual(0.05);
  expect(await overflow(page)).toBe(0);
  expect(await axe(page)).toEqual([]);
  await expectSkipLink(page);
  await close();
}

/** Expects that the first key press reaches a link that leads to the main part. */
async function expectSkipLink(page: Page): Promise<void> {
  await page.keyboard.press("Tab");
  expect(await focused(page)).toBe("ey-skip");
  expect(await page.locator(".ey-skip").boundingBox()).toMatchObject({ y: 8 });
  await page.keyboard.press("Enter");
  expect(await focused(page)).toBe("observablehq-main");
}

function asksDuckDB(): boolean {
  return performance.getEntriesByType("resource").some(({ name }) => /duckdb/.test(name));
}
