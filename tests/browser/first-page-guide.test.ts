import { existsSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { builtFolder } from "./built.js";
import { axe, overflow } from "./harness.js";
import { visited } from "./visited.js";

const site = visited("briefings");

test("listed, the page is in the site, draws its chart and follows the reader's choice; unlisted it is not there", async () => {
  expect(existsSync(join(builtFolder("briefings"), "my-other-page.html"))).toBe(false);
  const opened = await site.open("/my-first-page");
  expect(opened.faults).toEqual([]);
  expect(await overflow(opened.page)).toBe(0);
  expect(await axe(opened.page)).toEqual([]);
  // Its title is its message, which may be the same of two indicators.
  const title = opened.page.locator("main figure").first();
  const before = await title.textContent();
  await opened.page.locator("select").first().selectOption({ index: 1 });
  await expect.poll(() => title.textContent()).not.toBe(before);
  await opened.close();
});
