import { writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { readyCity } from "../ready-city.js";
import { approvePage } from "../site/small-site.js";
import { axe, serve, startBrowser } from "./harness.js";
import { change, ServedCopy, shown, state } from "./served-copy.js";
import { commandLine, run } from "./workspace-copy.js";

const page = "---\ntitle: A plain page\neditions: [workspace]\n---\n\n# A plain page\n\nFirst.\n\nSecond.\n";
const asking = `---
title: Two questions
editions: [workspace]
---

# Two questions

\`\`\`js
import { ask, lead } from "./components/notebook.js";
import { inAddress } from "./components/inputs/url-state.js";
const first = view(ask());
const second = view(ask({ name: "b" }));
const most = view(inAddress("most", Inputs.range([1, 20], { label: "Most", step: 1, value: 10 }), { encode: String, decode: Number }));
\`\`\`

First \${first.measure} of \${first.areas[1]}, then \${second.measure} of \${second.areas[1]}, at most \${most}.
`;
let copy: ServedCopy;
let browser: Browser;

beforeAll(async () => {
  browser = await startBrowser(["--site-per-process"]);
  const city = await readyCity();
  const pages = { "explore/plain": page, "explore/two": asking };
  copy = await ServedCopy.of("copies", pages, { city: city.copy });
});
afterAll(async () => {
  await browser?.close();
  copy?.remove();
});

test("a copy takes over what its original has changed, and offers its own change back", async () => {
  const opened = await copy.open(browser, "/explore/plain");
  const button = (name: string) => opened.getByRole("button", { name, exact: true });
  await button("Copy to my pages").click();
  await opened.getByLabel("Title of the copy").fill("Mine");
  await button("Make the copy").click();
  await opened.locator(".cm-content").waitFor();
  await change(opened, "Second.", "Second, by Ana.");
  writeFileSync(copy.file("explore/plain"), page.replace("First.", "First, since."));
  await button("Copies").click();
  await opened.getByText("which has changed since.").waitFor();
  expect(await axe(opened)).toEqual([]);
  await button("Take over what the original has changed").click();
  await opened.locator(".cm-line", { hasText: "First, since." }).waitFor();
  await opened.locator(".cm-line", { hasText: "Second, by Ana." }).waitFor();
  await button("Save a version").click();
  await state(opened, /Saved as a version/);
  await button("Copies").click();
  await opened.getByText("which has not changed since.").waitFor();
  await button("Offer my change to the original").click();
  await opened.getByText("It is offered: ").waitFor();

  const origin = await copy.open(browser, "/_write/edit?page=explore/plain");
  await origin
    .locator("article", { hasText: "from the copy explore/ana-sharma/mine" })
    .getByRole("button", { name: "Go on with this draft" })
    .click();
  await origin.locator(".cm-line", { hasText: "Second, by Ana." }).waitFor();
  await origin.getByRole("button", { name: "Save a version" }).click();
  await state(origin, /Saved as a version/);
  expect(copy.read("explore/plain")).toBe(
    page.replace("First.", "First, since.").replace("Second.", "Second, by Ana."),
  );
  for (const one of [opened, origin]) await one.context().close();
});

test("a copy shows at first what all controls of its original had chosen, wherever it is read", async () => {
  const opened = await copy.open(browser, "/explore/two");
  const told = (most: number) => new RegExp(`^First .* of localities, then .* of wards, at most ${most}\\.$`);
  const sees = (page: Page, most: number) => page.locator("p", { hasText: told(most) }).waitFor();
  const size = async (page: Page, most: string) => {
    await page.getByLabel("Most").last().fill(most);
    await page.keyboard.press("Enter");
  };
  await opened.getByLabel("Indicator", { exact: true }).nth(1).selectOption({ index: 2 });
  await opened.getByLabel("Level", { exact: true }).nth(0).selectOption("locality");
  await opened.getByLabel("Level", { exact: true }).nth(1).selectOption("ward");
  await size(opened, "15");
  await sees(opened, 15);
  const sentence = await opened.locator("p", { hasText: told(15) }).textContent();
  await opened.getByRole("button", { name: "Copy to my pages" }).click();
  await opened.getByLabel("Title of the copy").fill("Both questions");
  await opened.getByRole("button", { name: "Make the copy" }).click();
  await shown(opened, sentence!);

  const reader = await copy.open(browser, "/explore/ana-sharma/both-questions");
  await reader.getByText(sentence!).waitFor();
  await size(reader, "4");
  await sees(reader, 4);
  await reader.reload();
  await sees(reader, 4);
  await reader.goto(reader.url().replace(/\?.*/, "?most=7"));
  await sees(reader, 7);
  await reader.goto(reader.url().replace(/\?.*/, ""));
  await reader.getByText(sentence!).waitFor();

  await opened.getByRole("button", { name: "Copies", exact: true }).click();
  await opened.getByRole("button", { name: "Move to the briefings" }).click();
  await opened.waitForURL(/briefings/);
  await shown(opened, sentence!);
  approvePage(join(copy.folder, "docs"), "briefings/both-questions");
  const built = await run(copy.folder, commandLine(copy.folder, "build", "briefings"));
  expect(built.code, built.output).toBe(0);
  const site = await serve(join(copy.folder, "dist", "briefings"));
  const plain = await browser.newContext({ javaScriptEnabled: false });
  for (const context of [plain, reader.context()]) {
    const manager = await context.newPage();
    await manager.goto(`${site.origin}/both-questions`);
    await manager.getByText(sentence!).waitFor();
    if (context === plain) continue;
    await size(manager, "4");
    await sees(manager, 4);
    await manager.reload();
    await sees(manager, 4);
  }
  site.close();
  for (const one of [plain, opened.context(), reader.context()]) await one.close();
});
