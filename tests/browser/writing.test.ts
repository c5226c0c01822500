import { renameSync, rmSync, writeFileSync } from "node:fs";
import type { Browser } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { soak } from "../soak.js";
import { axe, startBrowser } from "./harness.js";
import { change, chooseThePage, ServedCopy, shown, state } from "./served-copy.js";

const page = `---
title: A plain page
editions: [workspace]
---

# A plain page

First.

Second.

\`\`\`js
display("a cell that runs")
\`\`\`
`;
const marked = page.replace("First.", "<<<<<<< mine\nOne.\n=======\nTwo.\n>>>>>>> theirs");
interface Held {
  /** How long nothing could be done in the window at most, in milliseconds. */
  longest: number;
}

let copy: ServedCopy;
let browser: Browser;

beforeAll(async () => {
  // As browsers of people do: pages of two names have a process each.
  browser = await startBrowser(["--site-per-process"]);
  copy = await ServedCopy.of("writing", { "explore/plain": page, "explore/marked": marked });
});
afterAll(async () => {
  await browser?.close();
  copy?.remove();
});

const openPage = (address: string, width?: number) => copy.open(browser, address, width);

test("a page is copied, written beside what it shows, and saved, with no terminal", async () => {
  const opened = await openPage("/explore/plain");
  await opened.getByRole("button", { name: "Copy to my pages" }).click();
  await opened.getByLabel("Title of the copy").fill("Mine");
  await opened.getByRole("button", { name: "Make the copy" }).click();
  await shown(opened, "a cell that runs");
  await change(opened, "First.", "First, by **Ana**.");
  await shown(opened, "First, by Ana.");
  await state(opened, /Draft kept at/);
  expect(await axe(opened)).toEqual([]);
  await opened.getByLabel("What you did, in a line").fill("Name the writer");
  await opened.keyboard.press("Enter");
  await state(opened, /Saved as a version/);
  expect(copy.read("explore/ana-sharma/mine")).toContain("First, by **Ana**.");
  await opened.context().close();
});

soak("an earlier version is shown, and gone back to", async () => {
  const opened = await openPage("/_write/edit?page=explore/ana-sharma/mine");
  await change(opened, "Second.", "Second, not saved.");
  await opened.getByRole("button", { name: "History" }).click();
  await opened.getByRole("button", { name: "Copy explore/plain" }).click();
  await opened.locator("ins", { hasText: "First, by **Ana**." }).waitFor();
  await opened.getByRole("button", { name: "Go back to this version" }).click();
  await opened.locator(".cm-line", { hasText: "First." }).first().waitFor();
  // What was not saved is in the history, too.
  await opened.getByRole("button", { name: "History" }).click();
  await opened.getByRole("button", { name: "A draft, given up" }).click();
  await opened.locator("del", { hasText: "Second, not saved." }).waitFor();
  await opened.context().close();
});

soak("a form puts a cell of the gallery in, and changes it", async () => {
  const opened = await openPage("/_write/edit?page=explore/plain");
  await opened.locator(".cm-content").click();
  await opened.keyboard.press("Control+End");
  await opened.keyboard.press("/");
  await opened.getByRole("button", { name: "A question that readers can change" }).click();
  await opened.getByLabel(/Areas at first/).selectOption("ward");
  await opened.getByRole("button", { name: "Done" }).click();
  await opened.getByRole("button", { name: "Put in (/)" }).click();
  await opened.getByRole("button", { name: "Areas in order" }).click();
  await opened.getByLabel(/How many areas/).fill("5");
  await opened.getByRole("button", { name: "Done" }).click();
  const text = (await opened.locator(".cm-line").allTextContents()).join("\n");
  expect(text).toContain('import { ask, ranking } from "./components/notebook.js";');
  expect(text).toContain('const asked = view(ask({ level: "ward" }));');
  expect(text).toMatch(/view\(ask[\s\S]*ranking\(asked, \{ most: 5 \}\)/);
  await opened.locator(".cm-line", { hasText: "ranking(asked" }).click();
  await opened.getByRole("button", { name: "Change this cell" }).click();
  expect(await opened.getByLabel(/How many areas/).inputValue()).toBe("5");
  await opened.context().close();
});

soak("what is typed while the server is dead is kept, told, and on disk when it is back", async () => {
  const opened = await openPage("/_write/edit?page=explore/plain");
  await chooseThePage(opened);
  await change(opened, "First.", "Typed before.");
  await state(opened, /Draft kept at/);
  copy.kill();
  await change(opened, "Second.", "Typed while nobody listened.");
  await state(opened, /Kept in this browser only/);
  await copy.serve();
  await state(opened, /Draft kept at/);
  await opened.reload();
  await opened.getByRole("heading", { name: /nobody has saved/ }).waitFor();
  await opened
    .locator("article", { hasText: "Typed while nobody listened." })
    .getByRole("button", { name: "Go on with this draft" })
    .click();
  await opened.locator(".cm-line", { hasText: "Typed while nobody listened." }).waitFor();
  await opened.context().close();
});

soak("a page that is opened as the connection is lost can be written all the same", async () => {
  writeFileSync(copy.file("explore/plain"), page);
  const context = await browser.newContext({ locale: "en-GB" });
  const opened = await context.newPage();
  opened.setDefaultTimeout(120_000);
  await opened.route("**/_write/draft", (route) => route.abort());
  await opened.goto(`http://127.0.0.1:${copy.port}/_write/edit?page=explore/plain`);
  await chooseThePage(opened);
  await state(opened, /Kept in this browser only/);
  await change(opened, "First.", "First, typed meanwhile.");
  await opened.unroute("**/_write/draft");
  await state(opened, /Draft kept at/);
  await shown(opened, "First, typed meanwhile.");
  await opened.getByRole("button", { name: "Save a version" }).click();
  await state(opened, /Saved as a version/);
  expect(copy.read("explore/plain")).toContain("First, typed meanwhile.");
  await context.close();
});

soak("a version whose answer was lost on the way is not met as somebody else's", async () => {
  writeFileSync(copy.file("explore/plain"), page);
  const opened = await openPage("/_write/edit?page=explore/plain");
  await chooseThePage(opened);
  await change(opened, "First.", "First, saved.");
  await opened.route("**/_write/save", async (route) => {
    await route.fetch();
    await route.abort();
  });
  await opened.getByRole("button", { name: "Save a version" }).click();
  await opened.getByText("The workspace does not answer. Your text is kept.").waitFor();
  expect(copy.read("explore/plain")).toContain("First, saved.");
  await opened.unroute("**/_write/save");
  await change(opened, "First, saved.", "First, saved and written on.");
  await opened.getByRole("button", { name: "Save a version" }).click();
  await state(opened, /Saved as a version at [\d:]+\.$/);
  expect(copy.read("explore/plain")).toBe(page.replace("First.", "First, saved and written on."));
  await opened.context().close();
});

soak("two changes of one line are shown side by side, and what is chosen is saved", async () => {
  writeFileSync(copy.file("explore/plain"), page);
  const opened = await openPage("/_write/edit?page=explore/plain");
  await chooseThePage(opened);
  await change(opened, "First.", "First, by Ana.");
  writeFileSync(copy.file("explore/plain"), page.replace("First.", "First, by an editor."));
  await opened.getByRole("button", { name: "Save a version" }).click();
  await opened.getByRole("heading", { name: /Somebody else changed the same lines/ }).waitFor();
  expect(copy.read("explore/plain")).toContain("First, by an editor.");
  await opened.getByRole("button", { name: "Keep both" }).click();
  await opened.getByRole("button", { name: "Save what is chosen" }).click();
  await state(opened, /Saved as a version/);
  expect(copy.read("explore/plain")).toContain("First, by Ana.\nFirst, by an editor.\n");
  await opened.context().close();
});

soak("a conflict that is left is met again at the next save, with what was typed since", async () => {
  writeFileSync(copy.file("explore/plain"), page);
  const opened = await openPage("/_write/edit?page=explore/plain");
  await chooseThePage(opened);
  await change(opened, "First.", "First, by Ana.");
  writeFileSync(copy.file("explore/plain"), page.replace("First.", "First, by an editor."));
  const met = opened.getByRole("heading", { name: /Somebody else changed the same lines/ });
  await opened.getByRole("button", { name: "Save a version" }).click();
  await met.waitFor();
  await opened.getByRole("button", { name: "Go on writing" }).click();
  await opened.getByRole("button", { name: "Save a version" }).click();
  await met.waitFor();
  expect(copy.read("explore/plain")).toContain("First, by an editor.");
  await change(opened, "Second.", "Second, typed beside the conflict.");
  await opened.getByRole("button", { name: "Take the other" }).click();
  await opened.getByRole("button", { name: "Save what is chosen" }).click();
  await state(opened, /Saved as a version/);
  expect(copy.read("explore/plain")).toContain(
    "First, by an editor.\n\nSecond, typed beside the conflict.\n",
  );
  await opened.context().close();
});

soak("what is typed while a save merges takes nothing of the merge back", async () => {
  writeFileSync(copy.file("explore/plain"), page);
  const opened = await openPage("/_write/edit?page=explore/plain");
  await chooseThePage(opened);
  await change(opened, "First.", "First, by Ana.");
  writeFileSync(copy.file("explore/plain"), page.replace("# A plain page", "# A page, by an editor"));
  await opened.route("**/_write/save", async (route) => {
    const response = await route.fetch();
    await opened.keyboard.insertText(" Typed meanwhile.");
    await route.fulfill({ response });
  });
  await opened.getByRole("button", { name: "Save a version" }).press("Enter");
  await opened.locator(".cm-content").focus();
  await state(opened, /with what somebody else had changed meanwhile/);
  await opened.unroute("**/_write/save");
  await state(opened, /Draft kept at/);
  await opened.getByRole("button", { name: "Save a version" }).click();
  await state(opened, /Saved as a version/);
  const saved = copy.read("explore/plain");
  expect(saved).toContain("# A page, by an editor");
  expect(saved).toContain("First, by Ana.");
  expect(saved).toContain("Typed meanwhile.");
  await opened.context().close();
});

soak("a cell that runs for ever is told, and the text can still be written", async () => {
  const opened = await openPage("/_write/edit?page=explore/plain");
  await chooseThePage(opened);
  await shown(opened, "a cell that runs");
  await change(opened, "display(", "while (true);");
  await opened.getByText("a cell may run for ever").waitFor();
  await change(opened, "while (true)", 'display("mended")');
  await state(opened, /Draft kept at/);
  await opened.getByRole("button", { name: "show the page again" }).click();
  await shown(opened, "mended");
  await opened.context().close();
});

soak("a narrow screen turns between the text and the page", async () => {
  const opened = await openPage("/_write/edit?page=explore/plain", 390);
  await chooseThePage(opened);
  await opened.getByRole("button", { name: "Show the page" }).click();
  await shown(opened, "a cell that runs");
  await opened.getByRole("button", { name: "Show the text" }).click();
  await opened.locator(".cm-content").waitFor();
  expect(await opened.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390);
  await opened.context().close();
});

soak("a page with the marks of git is shown as text, and drawn when they are gone", async () => {
  const opened = await openPage("/_write/edit?page=explore/marked");
  await opened.getByText("holds the marks that git leaves").waitFor();
  await opened.locator(".cm-line", { hasText: "<<<<<<< mine" }).waitFor();
  await change(opened, "Second.", "Second, still marked.");
  await state(opened, /Draft kept at/);
  expect(await opened.locator("iframe").count()).toBe(0);
  for (const mark of ["<<<<<<< mine", "=======", ">>>>>>> theirs"]) await change(opened, mark, "");
  await shown(opened, "Second, still marked.");
  await opened.context().close();
});

soak("a page that is not there is told with a way back", async () => {
  const opened = await openPage("/_write/edit?page=explore/none");
  await opened.getByText("There is no page explore/none").waitFor();
  await opened.getByRole("link", { name: "To the workspace" }).click();
  await opened.waitForURL(/\/$/);
  await opened.context().close();
});

soak(
  "a page of 2 MB is opened, written, saved and compared at once, and told how long it is",
  async () => {
    const paragraph = (n: number) =>
      `Paragraph ${n} tells of *wards*, of [a page](./plain) and of \`code\`.\n\n`;
    const many = Array.from({ length: 30_000 }, (_, n) => paragraph(n)).join("");
    const long = `${page.replace("A plain page", "A long page")}\n${many}`;
    expect(long.length).toBeGreaterThan(2_000_000);
    writeFileSync(copy.file("explore/long"), long);
    const opened = await openPage("/");
    await opened.addInitScript(() => {
      Object.assign(window, { longest: 0 });
      new PerformanceObserver((list) => {
        for (const { duration } of list.getEntries())
          Object.assign(window, { longest: Math.max((window as unknown as Held).longest, duration) });
      }).observe({ type: "longtask", buffered: true });
    });
    await opened.goto(`http://127.0.0.1:${copy.port}/_write/edit?page=explore/long`);
    await opened.getByText(/This page is 2\.\d MB long/).waitFor();
    expect(await opened.locator("iframe").count()).toBe(0);
    await change(opened, "First.", "First, of many.");
    await state(opened, /Draft kept at/);
    // Another changes its end.
    const end = paragraph(29_990);
    writeFileSync(copy.file("explore/long"), long.replace(end, end.replace("wards", "areas")));
    await opened.getByRole("button", { name: "Save a version" }).click();
    await state(opened, /Saved as a version .* with what somebody else had changed meanwhile/);
    const saved = copy.read("explore/long");
    expect([saved.includes("First, of many."), saved.includes(end)]).toEqual([true, false]);
    await opened.getByRole("button", { name: "History" }).click();
    await opened.getByRole("button", { name: "Changed on disk" }).first().click();
    await opened.locator("ins", { hasText: "First, of many." }).waitFor();
    // Nothing stood still for longer than one notices on a busy machine.
    expect(await opened.evaluate(() => (window as unknown as Held).longest)).toBeLessThan(2_000);
    await opened.getByRole("button", { name: "Close the history" }).click();
    await change(opened, "First, of many.", "First, shown.");
    await opened.getByRole("button", { name: "Show it as it is now" }).click();
    await shown(opened, "First, shown.");
    await opened.getByText(/This page is 2\.\d MB long/).waitFor();
    await opened.context().close();
  },
  600_000,
);

soak("numbers typed by hand are marked in a briefing as one writes, and not in an exploration", async () => {
  for (const address of ["briefings/by-hand", "explore/by-hand"]) {
    writeFileSync(copy.file(address), page);
    const opened = await openPage(`/_write/edit?page=${address}`);
    await change(opened, "First.", "In 2026 there were 1,234 places in 3 wards of ${place}.");
    const marked = opened.locator(".cm-lintRange-warning");
    await state(opened, /Draft kept at/);
    if (address.startsWith("briefings")) {
      await opened.locator(".cm-lintRange-warning", { hasText: "1,234" }).waitFor();
      expect(await marked.allTextContents()).toEqual(["1,234", "3"]);
      await marked.first().hover();
      await opened.getByText("A number typed by hand stays as it is when the data change.").waitFor();
      await change(opened, "In 2026", "In 2026 there were places in wards.");
      await opened.waitForFunction(() => document.querySelector(".cm-lintRange-warning") === null);
    } else expect(await marked.count()).toBe(0);
    await opened.context().close();
  }
});

soak("what only the browser keeps of a page that moved or is gone is told, and offered", async () => {
  const long = (name: string) =>
    Array.from({ length: 9 }, (_, n) => `Line ${n} of what ${name}.\n\n`).join("");
  for (const name of ["moves", "goes"]) writeFileSync(copy.file(`explore/${name}`), `${page}\n${long(name)}`);
  const context = await browser.newContext({ locale: "en-GB" });
  const at = async (path: string) => {
    const opened = await context.newPage();
    opened.setDefaultTimeout(120_000);
    await opened.goto(`http://127.0.0.1:${copy.port}${path}`);
    return opened;
  };
  const both = [await at("/_write/edit?page=explore/moves"), await at("/_write/edit?page=explore/goes")];
  for (const opened of both) {
    await opened.locator(".cm-content").waitFor();
    await opened.getByRole("button", { name: "Save a version" }).click();
    await state(opened, /Saved as a version/);
  }
  copy.kill();
  for (const opened of both) {
    await change(opened, "First.", "First, kept nowhere else.");
    await state(opened, /Kept in this browser only/);
    await opened.close();
  }
  renameSync(copy.file("explore/moves"), copy.file("explore/moved"));
  rmSync(copy.file("explore/goes"));
  await copy.serve();
  const reader = await at("/explore/plain");
  const told = (name: string) =>
    reader.getByText(`This browser keeps what was written of explore/${name}, which was moved or taken away`);
  await told("moves").waitFor();
  await told("goes").getByRole("link").click();
  await reader.getByText("The page itself was taken away.").waitFor();
  await reader.getByText("First, kept nowhere else.").waitFor();
  await reader.getByRole("button", { name: "Go on with this draft" }).click();
  await reader.locator(".cm-line", { hasText: "First, kept nowhere else." }).waitFor();
  await reader.close();
  const moved = await at("/_write/edit?page=explore/moves");
  await moved.locator("ins", { hasText: "First, kept nowhere else." }).waitFor();
  await context.close();
});

soak("what is written while a page is only just opened is drawn", async () => {
  const opened = await openPage("/explore/plain");
  for (const wait of [0, 5, 20, 60, 120, 250]) {
    const text = `Written ${wait} ms after the page was welcomed.`;
    const welcomed = new Promise<void>((resolve) =>
      opened.once("websocket", (socket) =>
        socket.on("framereceived", ({ payload }) => String(payload).includes("welcome") && resolve()),
      ),
    );
    await opened.reload();
    await welcomed;
    await new Promise((resolve) => setTimeout(resolve, wait));
    writeFileSync(copy.file("explore/plain"), `${page}\n${text}\n`);
    await opened.getByText(text).waitFor();
  }
  await opened.context().close();
});
