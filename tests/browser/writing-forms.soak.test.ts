import { readFileSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { fences } from "../guides/guide.js";
import { readyCity } from "../ready-city.js";
import { axe, startBrowser } from "./harness.js";
import { ServedCopy, shown, state } from "./served-copy.js";

const plain = "---\ntitle: A plain page\neditions: [workspace]\n---\n\n# A plain page\n\nFirst.\n\nSecond.\n";
let copy: ServedCopy;
let browser: Browser;

beforeAll(async () => {
  const city = await readyCity();
  browser = await startBrowser(["--site-per-process"]);
  copy = await ServedCopy.of("writing-forms", { "explore/plain": plain }, { city: city.copy });
});
afterAll(async () => {
  await browser?.close();
  copy?.remove();
});

const button = (opened: Page, name: string) => opened.getByRole("button", { name, exact: true });

async function putIn(
  opened: Page,
  what: string,
  fill: () => Promise<unknown> = async () => {},
): Promise<void> {
  await opened.getByRole("button", { name: "Put in (/)" }).click();
  await opened.getByLabel("Look for what to put in").fill(what);
  await opened.keyboard.press("Enter");
  await opened.locator(".form").waitFor();
  await fill();
  await button(opened, "Done").click();
}

test("who writes no code makes the page of the guide to a first page with forms alone", async () => {
  const [guide] = fences("first-page.md", "md");
  const sentence = /^\$\{asked.*$/m.exec(guide!)![0];
  const opened = await copy.open(browser, "/explore/plain");
  await button(opened, "New page").click();
  await opened.getByLabel("Title").fill("Reception outcomes by ward");
  await opened.getByLabel("For whom").selectOption({ label: "For service managers: the briefings" });
  await button(opened, "Make the page").click();
  await opened.locator(".cm-line", { hasText: "Write here" }).click();
  await opened.keyboard.press("Home");
  await opened.keyboard.press("Shift+End");
  await opened.keyboard.press("Delete");
  const number = (tells: string) =>
    putIn(opened, "A live number", () => opened.getByLabel("What it tells").selectOption({ label: tells }));
  const type = (text: string) => opened.keyboard.insertText(text);
  await number("What is measured");
  await type(", ");
  await number("The period");
  await type(": from ");
  await number("The lowest area’s figure");
  await type(" in ");
  await number("The name of the lowest area");
  await type(" to ");
  await number("The highest area’s figure");
  await type(" in ");
  await number("The name of the highest area");
  await type(".");
  await shown(opened, /: from .* in .* to .* in /);
  await opened.locator(".cm-line", { hasText: "ranking(asked)" }).click();
  await button(opened, "Change this cell").click();
  await opened.getByLabel(/How many areas/).fill("5");
  expect(await axe(opened)).toEqual([]);
  await button(opened, "Done").click();
  await opened.getByLabel("What you did, in a line").fill("Write the first page");
  await opened.keyboard.press("Enter");
  await state(opened, /Saved as a version/);
  const saved = copy.read("briefings/reception-outcomes-by-ward");
  expect(saved).toContain(`\n${sentence}\n`);
  expect(saved).toMatch(/import \{ [^}]*\bnumber\b[^}]* \} from "\.\/components\/questions\.js";/);
  expect(saved).toContain("ranking(asked, { most: 5 })");
  // What needs no figures has run, and says so beside its line; this copy has none for the rest.
  await opened.locator(".cm-gutters [aria-label='This cell has run']:visible").first().waitFor();
  await opened.context().close();
});

test("marks by key and button, a pasted picture, and two versions drawn side by side", async () => {
  const opened = await copy.open(browser, "/_write/edit?page=explore/plain");
  await opened.locator(".cm-line", { hasText: "First." }).click();
  await opened.keyboard.press("Home");
  await opened.keyboard.press("Shift+End");
  await opened.keyboard.press("Control+b");
  await button(opened, "Heading").focus();
  await opened.keyboard.press("ArrowRight");
  expect(await opened.evaluate(() => document.activeElement?.textContent)).toBe("Subheading");
  await opened.locator(".cm-line", { hasText: "Second." }).click();
  await button(opened, "List").click();
  await opened.evaluate(async () => {
    const canvas = new OffscreenCanvas(40, 30);
    canvas.getContext("2d")!.fillRect(0, 0, 40, 30);
    const data = new DataTransfer();
    data.items.add(new File([await canvas.convertToBlob()], "Amina at home.png", { type: "image/png" }));
    const paste = new ClipboardEvent("paste", { clipboardData: data, bubbles: true, cancelable: true });
    document.querySelector(".cm-content")!.dispatchEvent(paste);
  });
  await opened.getByLabel("What does it show?").fill("A dark square");
  expect(await axe(opened)).toEqual([]);
  await button(opened, "Put it in").click();
  await opened.frameLocator(".shown iframe").getByRole("img", { name: "A dark square" }).waitFor();
  await button(opened, "Save a version").click();
  await state(opened, /Saved as a version/);
  const saved = copy.read("explore/plain");
  expect(saved).toContain("\n**First.**\n");
  expect(saved).toContain("- Second.\n\n![A dark square](./plain-a-dark-square.png)");
  expect(readFileSync(`${copy.folder}/docs/explore/plain-a-dark-square.png`).length).toBeGreaterThan(60);
  await button(opened, "History").click();
  await button(opened, "Keep what was changed on disk").click();
  await button(opened, "Show both pages side by side").click();
  await opened.frameLocator('iframe[title="The page then"]').getByText("Second.").waitFor();
  await opened
    .frameLocator('iframe[title="The page now"]')
    .getByRole("img", { name: "A dark square" })
    .waitFor();
  expect(await axe(opened)).toEqual([]);
  await opened.context().close();
});

test("who reads a page that is renamed is told where it went, and so is who writes it", async () => {
  const reader = await copy.open(browser, "/explore/plain");
  const writer = await copy.open(browser, "/_write/edit?page=explore/plain");
  await writer.locator(".cm-content").waitFor();
  await reader.getByRole("navigation", { name: "Write" }).waitFor();
  await reader.waitForResponse((answer) => answer.url().includes("/_write/where"));
  renameSync(copy.file("explore/plain"), copy.file("explore/plainer"));
  await reader
    .getByRole("link", { name: "explore/plainer", exact: true })
    .and(reader.locator("[href='/explore/plainer']"))
    .first()
    .waitFor();
  await reader.getByText("This page was moved").waitFor();
  await writer.getByText("Somebody has moved this page to explore/plainer").waitFor();
  await Promise.all([reader, writer].map((one) => one.context().close()));
});

test("a page for each area is written and copied from the one that is read", async () => {
  const opened = await copy.open(browser, "/briefings/areas/E05011118");
  await opened.getByRole("heading", { level: 1 }).waitFor();
  const name = (await opened.getByRole("heading", { level: 1 }).textContent())!;
  await opened.getByRole("link", { name: "Edit", exact: true }).click();
  await opened.locator(".cm-line", { hasText: "observable.params.area" }).first().waitFor();
  await opened.frameLocator(".shown iframe").getByRole("heading", { name, level: 1 }).waitFor();
  await opened.getByRole("link", { name: "Leave" }).click();
  await button(opened, "Copy to my pages").click();
  await opened.getByLabel("Title of the copy").fill("Our ward");
  await button(opened, "Make the copy").click();
  await opened.locator(".cm-content").waitFor();
  await shown(opened, "All measures at a glance");
  expect(copy.read("briefings/ana-sharma/our-ward")).toContain("area-E05011118.json");
  await opened.context().close();
});

test("a figure in a page that asks nothing brings its question, and a query its table", async () => {
  writeFileSync(copy.file("explore/asks-nothing"), plain);
  const opened = await copy.open(browser, "/_write/edit?page=explore/asks-nothing");
  await opened.locator(".cm-line", { hasText: "Second." }).click();
  await opened.keyboard.press("End");
  await putIn(opened, "Areas in order");
  await opened.locator(".cm-line", { hasText: "Second." }).click();
  await opened.keyboard.press("End");
  await putIn(opened, "A query", () => opened.getByLabel("How many rows at most").fill("3"));
  await state(opened, /Draft kept at/);
  const text = (await opened.locator(".cm-line").allTextContents()).join("\n");
  expect(text).toMatch(/sql:\n {2}\w+: \.\/data\/[\w-]+\.arrow\n/);
  expect(text).toMatch(/# A plain page\n\n```js\nconst asked = view\(ask\(\)\);\n```\n\nFirst\./);
  expect(text).toMatch(/Second\.\n\n```sql\nSELECT \*\nFROM \w+\nLIMIT 3\n```\n\n```js\nranking\(asked\)/);
  await opened.context().close();
});

test("a sentence is tested by a query, and a dated note kept, by form; code is completed and found by keys", async () => {
  const cells = "\n```js\nconst two = 1 + 1;\n```\n\n```js\ndisplay(two)\n```\n";
  writeFileSync(copy.file("explore/by-keys"), plain + cells);
  const opened = await copy.open(browser, "/_write/edit?page=explore/by-keys");
  const text = async () => (await opened.locator(".cm-line").allTextContents()).join("\n");
  await opened.locator(".cm-line", { hasText: "First." }).click();
  await opened.keyboard.press("Home");
  await opened.keyboard.press("Shift+End");
  await button(opened, "Make it a claim").click();
  await button(opened, "Test it by a query (SQL)").click();
  await opened.locator(".form").waitFor();
  expect(await axe(opened)).toEqual([]);
  await button(opened, "Done").click();
  await opened
    .frameLocator(".shown iframe")
    .locator("[class*=ey-claim]", { hasText: "First." })
    .first()
    .waitFor();
  expect(await text()).toMatch(/claim\("First\.", \{\n\s*sql: "SELECT/);

  await button(opened, "Put in (/)").click();
  await opened.getByLabel("Look for what to put in").fill("dated note");
  await opened.keyboard.press("Enter");
  await opened.getByLabel(/What a reader should know/).fill("The form changed.");
  await button(opened, "Keep the note").click();
  await opened.getByText(/Kept as data\/notes\/.*\.yaml/).waitFor();
  await button(opened, "Close").click();

  await opened.locator(".cm-line", { hasText: "display(two)" }).click();
  await opened.keyboard.press("Home");
  for (let i = 0; i < "display(t".length; i++) await opened.keyboard.press("ArrowRight");
  await opened.keyboard.press("F12");
  await opened.locator(".cm-activeLine", { hasText: "const two" }).waitFor();
  await opened.keyboard.press("End");
  await opened.keyboard.press("Enter");
  await opened.keyboard.type("rankin");
  await opened.keyboard.press("Control+Space");
  await opened.locator(".cm-tooltip-autocomplete", { hasText: "ranking" }).waitFor();
  await opened.waitForTimeout(200);
  await opened.keyboard.press("Enter");
  await state(opened, /Draft kept at/);
  expect(await text()).toMatch(/import \{[^}]*ranking[^}]*\} from "\.\/components\/notebook\.js"/);
  await opened.context().close();
});

test("a page is taken over from another window, and taken back", async () => {
  writeFileSync(copy.file("explore/shared"), plain);
  const open = () => copy.open(browser, "/_write/edit?page=explore/shared");
  const one = await open();
  await one.locator(".cm-line", { hasText: "First." }).click();
  await one.keyboard.press("End");
  await one.keyboard.insertText(" One adds.");
  await state(one, /Draft kept at/);
  const two = await open();
  await two.getByRole("button", { name: "Begin from the page as it is" }).click();
  await button(two, "Take over what is written there").click();
  await two.locator(".cm-line", { hasText: "First. One adds." }).waitFor();
  await one.getByText("has taken this page over").waitFor();
  await one.keyboard.insertText(" Not heard.");
  expect(await one.locator(".cm-content").textContent()).not.toContain("Not heard.");
  await two.locator(".cm-line", { hasText: "Second." }).click();
  await two.keyboard.press("End");
  await two.keyboard.insertText(" Two adds.");
  await state(two, /Draft kept at/);
  await button(one, "Take it back").click();
  await one.locator(".cm-line", { hasText: "Second. Two adds." }).waitFor();
  await two.getByText("has taken this page over").waitFor();
  expect(await axe(two)).toEqual([]);
  await Promise.all([one, two].map((window) => window.context().close()));
});
