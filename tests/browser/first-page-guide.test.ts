import { cpSync, existsSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Browser } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { fences } from "../guides/guide.js";
import { built } from "./built.js";
import { axe, openPage, overflow, serve, startBrowser } from "./harness.js";
import { commandLine, copyWorkspace, environmentOf, run } from "./workspace-copy.js";

let browser: Browser;
let copy: string;
beforeAll(async () => {
  browser = await startBrowser();
  copy = copyWorkspace("first-page");
  for (const folder of ["sample", "store"])
    cpSync(join(built, "data", folder), join(copy, "data", folder), {
      recursive: true,
      preserveTimestamps: true,
    });
});
afterAll(() => browser?.close());

const [page, published] = fences("first-page.md", "md") as [string, string];
const write = (name: string, text: string) =>
  writeFileSync(join(copy, "docs", "briefings", `${name}.md`), text);

test("listed, the page is in the site, draws its chart and follows the reader's choice; unlisted it is not there", async () => {
  write("my-other-page", page);
  write("my-first-page", page.replace("editions: [workspace]\n", published));
  const { EARLY_YEARS_KEY_FILE } = environmentOf(built);
  const { code, output } = await run(copy, commandLine(copy, "build", "briefings"), { EARLY_YEARS_KEY_FILE });
  expect(code, output).toBe(0);
  expect(existsSync(join(copy, "dist", "briefings", "my-other-page.html"))).toBe(false);
  const site = await serve(join(copy, "dist", "briefings"));
  const opened = await openPage(browser, `${site.origin}/my-first-page`);
  expect(opened.faults).toEqual([]);
  expect(await overflow(opened.page)).toBe(0);
  expect(await axe(opened.page)).toEqual([]);
  const title = opened.page.locator("figure .ey-title");
  const before = await title.textContent();
  await opened.page.locator("select").first().selectOption({ index: 1 });
  await expect.poll(() => title.textContent()).not.toBe(before);
  await opened.close();
  site.close();
});
