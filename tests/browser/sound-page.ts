import { expect } from "vitest";
import { axe, overflow } from "./harness.js";
import { readPage } from "./states.js";
import type { Visited } from "./visited.js";

/**
 * Expects of a page what every page promises: no fault, one heading, its mark as a sample, no scrolling sideways,
 * accessible, and that it does not move under its reader while it loads.
 */
export async function expectSound(site: Visited, path: string, width: number): Promise<void> {
  const { page, faults, shift, close } = await site.open(path, { width });
  expect(faults).toEqual([]);
  expect(await page.locator("html").getAttribute("lang")).toBe("en-GB");
  expect(await page.locator("h1").count()).toBe(1);
  // Guides tell of code, in words that no page of figures should have.
  if (!/\/guides\//.test(path)) expect(await page.evaluate(readPage)).toEqual([]);
  expect(await page.getByText("Sample data").first().isVisible()).toBe(true);
  expect(await shift()).toBeLessThanOrEqual(0.05);
  expect(await overflow(page)).toBe(0);
  expect(await axe(page)).toEqual([]);
  await close();
}
