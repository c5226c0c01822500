import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { Database } from "../../loaders/store/database.js";
import { withLock } from "../../loaders/store/lock.js";
import { writeManifest } from "../../loaders/store/manifest.js";
import { repositoryRoot, type Store } from "../../loaders/store/paths.js";
import { type ReviewServer, serveReview } from "../../workspace/review/server.js";
import { manifest } from "../loaders/small-store.js";
import { linkedStore, model, type Said } from "../review/fixture.js";
import { freePort } from "../review/visit.js";
import { isSoaking, soak } from "../soak.js";
import { builtFolder, editionNames } from "./built.js";
import { axe, type OpenedPage, openPage, overflow, sharedBrowser } from "./harness.js";

const register = "child-health-register";
const children: Said[] = [
  {
    id: "1",
    person: "1",
    source: register,
    forename: "Amelia-Rose",
    surname: "Walkerton",
    born: "2021-03-04",
    postcode: "B11AA",
    sex: "female",
    nhs: "9434765919",
  },
  {
    id: "2",
    person: "2",
    forename: "Amelia-Rosa",
    surname: "WALKERTON",
    born: "2021-04-03",
    postcode: "B11AB",
  },
  { id: "3", person: "3", forename: "Kofi", surname: "Mensah", born: "2020-01-02", period: "2024-autumn" },
  {
    id: "4",
    person: "3",
    forename: "Kofi",
    surname: "Mensah-Boateng",
    born: "2020-01-02",
    period: "2025-spring",
  },
  { id: "5", person: "4", forename: "Kojo", surname: "Mensah", born: "2020-01-02", period: "2024-autumn" },
  { id: "6", person: "5", forename: "Zoë", surname: "O’Neill", born: "2020-09-09", postcode: "B333CC" },
  { id: "7", person: "6", forename: "Zoe", surname: "Oneil", born: "2020-09-09" },
];

let store: Store;
let browser: Browser;
let server: ReviewServer;
let opened: OpenedPage;
let page: Page;

beforeAll(async () => {
  browser = await sharedBrowser();
});

beforeEach(async () => {
  const linked = await linkedStore(children, [
    ["1", "2", 0.94, [1, 0, 1]],
    ["3", "5", 0.85, [2, 0, 0]],
    ["6", "7", 0.6, [0, 1, 0]],
  ]);
  store = linked.store;
  return async () => {
    await stop();
    linked.remove();
  };
});

async function start({ who = "AB", sample = false, width = 1280 } = {}): Promise<void> {
  writeManifest(store, { ...manifest({}), sample });
  server = await serveReview({
    store,
    port: await freePort(),
    who,
    readModel: () => model,
  });
  opened = await openPage(browser, server.address, { width });
  page = opened.page;
}

async function stop(): Promise<void> {
  await opened?.close();
  server?.close();
}

const heading = () => page.getByRole("heading", { level: 2 }).textContent();
const status = (text: string | RegExp) => page.getByRole("status").getByText(text).waitFor();
const shown = (text: string) => page.getByRole("heading", { level: 2, name: text }).waitFor();

// That decisions are there after a restart, and can be undone: review.soak.test.ts.
test("a reviewer decides by keyboard alone", async () => {
  await start({ who: "" });
  await page.getByLabel("Your name or initials").waitFor();
  await page.keyboard.type("AB");
  await page.keyboard.press("Enter");
  await shown("Pair 1 of 3, 0 decided");
  expect(await page.getByText("Reviewing as AB.").isVisible()).toBe(true);

  await page.keyboard.press("2");
  await page.keyboard.press("r");
  await page.keyboard.type("asked the clinic");
  await page.keyboard.press("Enter");
  await page.keyboard.press("s");
  await status("Pair 1 is kept: same child.");
  expect(await heading()).toBe("Pair 2 of 3, 1 decided");
  await page.keyboard.press("u");
  await status("Pair 2 is kept: unsure.");
  await page.keyboard.press("z");
  await status("Pair 2 is undone.");
  expect(await heading()).toBe("Pair 2 of 3, 1 decided");
  await page.keyboard.press("d");
  await status("Pair 2 is kept: different children.");
  await page.keyboard.press("ArrowLeft");
  await page.getByText("Decided: different children.").waitFor();
  await page.keyboard.press("ArrowRight");
  await page.keyboard.press("u");
  await status("Pair 3 is kept: unsure. All 3 pairs are decided: the next refresh follows them.");

  expect(opened.faults).toEqual([]);
  if (!isSoaking) return;
  await stop();
  await start();
  await shown("Pair 1 of 1, 0 decided");
  expect(await page.getByText(/^Unsure: AB, /).isVisible()).toBe(true);
  for (let i = 0; i < 40 && (await focusedText()) !== "Decisions made"; i++) await page.keyboard.press("Tab");
  await page.keyboard.press("Enter");
  const made = page.locator(".made li");
  await made.first().waitFor();
  expect((await made.allTextContents()).map((text) => text.split(/[:.]/)[0])).toEqual([
    "Unsure",
    "Different children",
    "Same child",
  ]);
  expect(await made.last().textContent()).toContain("Slip in a date or number; asked the clinic");
  expect(await made.last().textContent()).toContain("AB, ");
  await page.keyboard.press("Tab");
  await page.keyboard.press("Tab");
  expect(await focusedText()).toBe("Undo");
  await page.keyboard.press("Enter");
  await status("The decision is undone. Load the page again to see its pair.");
  await expect.poll(() => made.count()).toBe(2);
  expect(await focusedText()).toBe("Decisions made");
  await page.reload();
  await shown("Pair 1 of 2, 0 decided");
  expect(opened.faults).toEqual([]);
});

function focusedText(): Promise<string | null | undefined> {
  return page.evaluate(() => document.activeElement?.textContent);
}

soak(
  "the page says what each record says, marks the characters that differ, and puts the model's view in words",
  async () => {
    await start();
    await shown("Pair 1 of 3, 0 decided");
    const row = (name: string) => page.getByRole("row", { name: new RegExp(`^${name}`) });
    expect(await row("Forename").locator("mark").allTextContents()).toHaveLength(2);
    expect(await row("Surname").locator("mark").count()).toBe(0);
    expect((await row("Date of birth").locator("mark").allTextContents()).length).toBeGreaterThan(0);
    expect(await row("Date of birth").textContent()).toContain("04/03/2021");
    expect(await row("Forename").textContent()).toContain(
      "One letter or digit is different: slightly against one child (−1.0)",
    );
    expect(await row("Surname").textContent()).toContain("The same: for one child (+3.0)");
    expect(await row("NHS number").textContent()).toMatch(
      /943 476 5919[\s\S]*none[\s\S]*Only one has it|none[\s\S]*943 476 5919/,
    );
    expect(await row("Recorded in").textContent()).toContain("Child health register");
    await page.keyboard.press("ArrowRight");
    expect(await page.getByText("Both are in Funded childcare headcount: autumn 2024.").isVisible()).toBe(
      true,
    );
    expect(await row("Joined to this child").textContent()).toContain("Kofi Mensah-Boateng, 02/01/2020");
    expect(await page.evaluate(() => getComputedStyle(document.activeElement!).outlineStyle)).toBe("solid");
  },
);

soak.each([1280, 390])(
  "at %i pixels the page passes axe and need not be scrolled sideways",
  async (width) => {
    await start({ width, sample: true });
    await shown("Pair 1 of 3, 0 decided");
    expect(await page.getByText("Sample data").isVisible()).toBe(true);
    expect(await page.getByText(/nobody can look over your shoulder/).isVisible()).toBe(true);
    await page.keyboard.press("s");
    await status(/kept/);
    await page.getByText("Decisions made").click();
    await page.locator(".made li").first().waitFor();
    expect(await axe(page)).toEqual([]);
    expect(await overflow(page)).toBe(0);
    expect(await page.locator("html").getAttribute("lang")).toBe("en-GB");
    expect(opened.faults).toEqual([]);
  },
);

soak("no banner of sample data over a city's own records", async () => {
  await start();
  await shown("Pair 1 of 3, 0 decided");
  expect(await page.getByText("Sample data").isVisible()).toBe(false);
});

soak(
  "while a refresh is at work a decision waits and the page says so; the reviewer goes on, and all is kept",
  async () => {
    await start();
    await shown("Pair 1 of 3, 0 decided");
    let end = (): void => {};
    const refresh = withLock(
      join(store.folder, "refresh.lock"),
      () =>
        new Promise<void>((resolve) => {
          end = resolve;
        }),
    );
    await page.keyboard.press("s");
    await status(/^Pair 1 waits: another job, such as a refresh, is at work on the store\./);
    await page.keyboard.press("d");
    await shown("Pair 3 of 3, 2 decided");
    end();
    await refresh;
    await status("Pair 2 is kept: different children.");
    const db = await Database.open(store.identity);
    expect(await db.rows("SELECT verdict FROM review_decision ORDER BY id")).toEqual([
      { verdict: "same" },
      { verdict: "different" },
    ]);
    db.close();
  },
);

soak("a decision that cannot be kept is told, and its pair is not decided", async () => {
  await start();
  await shown("Pair 1 of 3, 0 decided");
  server.close();
  await page.keyboard.press("s");
  await page
    .getByRole("alert")
    .getByText(/^Pair 1 was not kept: try again\. The review has stopped\./)
    .waitFor();
  expect(await heading()).toBe("Pair 2 of 3, 0 decided");
});

soak("letters typed as a reason, and keys switched off, decide nothing", async () => {
  await start();
  await shown("Pair 1 of 3, 0 decided");
  await page.keyboard.press("r");
  await page.keyboard.type("sudsz");
  await page.keyboard.press("Escape");
  await page.getByLabel("Keys decide").uncheck();
  await page.keyboard.press("s");
  expect(await heading()).toBe("Pair 1 of 3, 0 decided");
  await page.getByRole("button", { name: "Same child" }).click();
  await status("Pair 1 is kept: same child.");
});

test("nothing of the review is in any edition", () => {
  const marks = ["review-token", "pair-heading", "paper and ink of the sites"];
  const page = join(repositoryRoot, "workspace", "review", "page");
  const own = readdirSync(page).map((file) => readFileSync(join(page, file), "utf8"));
  for (const mark of marks) expect(own.some((text) => text.includes(mark))).toBe(true);
  for (const edition of editionNames) {
    const files = readdirSync(builtFolder(edition), { recursive: true, withFileTypes: true });
    for (const file of files.filter((entry) => entry.isFile())) {
      const text = readFileSync(join(file.parentPath, file.name), "latin1");
      for (const mark of marks) expect([file.name, text.includes(mark)]).toEqual([file.name, false]);
    }
  }
});
