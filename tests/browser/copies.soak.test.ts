import { writeFileSync } from "node:fs";
import type { Browser } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { axe, startBrowser } from "./harness.js";
import { change, ServedCopy, state } from "./served-copy.js";

const page = "---\ntitle: A plain page\neditions: [workspace]\n---\n\n# A plain page\n\nFirst.\n\nSecond.\n";
let copy: ServedCopy;
let browser: Browser;

beforeAll(async () => {
  browser = await startBrowser(["--site-per-process"]);
  copy = await ServedCopy.of("copies", { "explore/plain": page });
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
