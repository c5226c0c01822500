import { expect, test } from "vitest";
import { soak } from "../soak.js";
import { builtFolder, editionNames } from "./built.js";
import { axe, focused, type OpenedPage, openPage, serve, withBrowser } from "./harness.js";
import { visited } from "./visited.js";

const site = visited("workspace");

const open = (path: string, width = 1280): Promise<OpenedPage> => site.open(path, { width });

soak("the focus can be seen", async () => {
  const { page, close } = await open("/");
  for (let i = 0; i < 6; i++) {
    await page.keyboard.press("Tab");
    expect(await page.evaluate(() => getComputedStyle(document.activeElement!).outlineStyle)).not.toBe(
      "none",
    );
  }
  await close();
});

soak("at phone width the list of pages opens and closes by keyboard, and passes axe while open", async () => {
  const { page, close } = await open("/", 390);
  const list = page.locator("#observablehq-sidebar");
  expect(await list.isVisible()).toBe(false);
  await page.keyboard.press("Tab");
  await page.keyboard.press("Tab");
  expect(await focused(page)).toBe("observablehq-sidebar-toggle");
  await page.keyboard.press("Space");
  await list.waitFor({ state: "visible" });
  expect(await axe(page)).toEqual([]);
  await page.keyboard.press("Escape");
  await list.waitFor({ state: "hidden" });
  await close();
});

test("search finds pages by their words, with the keyboard alone", async () => {
  const { page, faults, close } = await open("/");
  const search = page.getByRole("searchbox", { name: "Search the pages" });
  await search.focus();
  await search.pressSequentially("catalogue");
  const result = page.getByRole("region", { name: "Search results" }).getByRole("link").first();
  await result.waitFor();
  expect(await axe(page)).toEqual([]);
  await page.keyboard.press("Enter");
  await page.waitForURL(/briefings\/catalogue/);
  expect(faults).toEqual([]);
  await close();
});

soak("the sidebar names the page that one is on", async () => {
  const { page, close } = await open("/briefings/catalogue");
  expect(await page.locator("#observablehq-sidebar [aria-current=page]").allInnerTexts()).toEqual([
    "Catalogue of sources",
  ]);
  await close();
});

soak.each(editionNames)("in the %s edition, readers can enlarge the page", async (edition) => {
  const other = await serve(builtFolder(edition));
  await withBrowser(async (browser) => {
    const { page } = await openPage(browser, `${other.origin}/`);
    expect(await page.locator("meta[name=viewport]").getAttribute("content")).toBe(
      "width=device-width, initial-scale=1",
    );
  });
  other.close();
});
