import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Page } from "playwright-core";
import { expect, test } from "vitest";
import { soak } from "../soak.js";
import { builtFolder } from "./built.js";
import { visited } from "./visited.js";

const site = visited("public");
const phone = { width: 390, height: 844 };

async function open(): Promise<{ page: Page; close: () => Promise<void> }> {
  const opened = await site.open("/help", phone);
  await opened.page.clock.setFixedTime(new Date("2026-11-29T09:00:00"));
  await opened.page.reload();
  await opened.page.locator("fieldset input:enabled").first().waitFor();
  return opened;
}

/** Answers question after question: an answer is the words of an option, several of them, or a day. */
async function answer(page: Page, answers: readonly (string | string[])[]): Promise<void> {
  for (const words of answers) {
    const group = page.locator("fieldset");
    const day = /^(\d+ )?\d+ \d{4}$/.exec(String(words));
    if (day) {
      const parts = String(words).split(" ");
      const labels = parts.length === 3 ? ["Day", "Month", "Year"] : ["Month", "Year"];
      for (const [i, label] of labels.entries())
        await group.getByLabel(label, { exact: true }).fill(parts[i]!);
    } else for (const option of [words].flat()) await group.getByLabel(option, { exact: true }).check();
    await page.getByRole("button", { name: "Next" }).click();
  }
}

const cards = (page: Page) => page.locator(".ey-help-cards h3").allInnerTexts();

test("a single parent in work is told of the 30 hours: from when, and by when to ask", async () => {
  const { page, close } = await open();
  // The answers are nowhere but on the screen.
  const asked: string[] = [];
  page.on("request", (request) => asked.push(request.url()));
  await answer(page, [
    "Yes",
    "15 6 2025",
    "None of these",
    "No",
    "None of these",
    "Yes",
    "Yes, or more",
    "No",
    "No",
    "No",
  ]);
  await page.getByRole("heading", { name: "What you can get", exact: true }).waitFor();
  expect(await cards(page)).toEqual([
    "30 hours for working parents",
    "Tax-Free Childcare",
    "15 hours for three- and four-year-olds",
  ]);
  const working = page.locator(".ey-help-cards li", { hasText: "30 hours for working parents" });
  expect(await working.innerText()).toMatch(
    /1 January 2027[\s\S]*Now, and by 31 December 2026[\s\S]*Every 3 months/,
  );
  expect(asked).toEqual([]);
  expect(page.url()).toMatch(/\/help$/);
  // Which sections of the sidebar are open is all that the frame of pages keeps.
  expect(
    await page.evaluate(() => [
      ...Object.keys(localStorage),
      ...Object.keys(sessionStorage).filter((key) => !key.startsWith("observablehq-sidebar")),
      ...document.cookie,
    ]),
  ).toEqual([]);
  await close();
});

soak(
  "a couple on Universal Credit with a two-year-old is told of the hours with extra support, and not asked for pay",
  async () => {
    const { page, close } = await open();
    await answer(page, [
      "Yes",
      "3 2024",
      "None of these",
      "Yes",
      "Universal Credit",
      "Yes",
      "Yes",
      "No",
      "No",
    ]);
    await page.getByRole("heading", { name: "What you can get", exact: true }).waitFor();
    expect(await cards(page)).toEqual([
      "15 hours for two-year-olds, with extra support",
      "Healthy Start",
      "Early years pupil premium",
      "15 hours for three- and four-year-olds",
    ]);
    await close();
  },
);

soak(
  "one who waits for a baby is told what comes with the birth, and goes back by the keyboard alone",
  async () => {
    const { page, close } = await open();
    await page.getByLabel("Not yet").press("Space");
    await page.keyboard.press("Enter");
    await page.getByText("When is your baby due?").waitFor();
    await page.keyboard.press("Tab");
    await page.keyboard.type("31");
    await page.keyboard.press("Tab");
    await page.keyboard.type("2");
    await page.keyboard.press("Tab");
    await page.keyboard.type("2027");
    await page.keyboard.press("Enter");
    expect(await page.getByRole("alert").innerText()).toContain("That is not a day that exists.");
    await page.getByLabel("Day", { exact: true }).fill("28");
    await page.keyboard.press("Enter");
    await answer(page, ["No", "None of these", "Yes", "Yes, or more", "No", "No", "No"]);
    const taxFree = page.locator(".ey-help-cards li", { hasText: "Tax-Free Childcare" });
    expect(await taxFree.innerText()).toContain("Your baby’s birth, due on 28 February 2027");
    await page.getByText("Your answers", { exact: true }).click();
    await page.getByRole("button", { name: /^Change: When is your baby due/ }).click();
    expect(await page.getByLabel("Month", { exact: true }).inputValue()).toBe("2");
    await close();
  },
);

soak(
  "in Urdu it reads from right to left and says that it awaits review; the answers come in Urdu too",
  async () => {
    const { page, faults, close } = await site.open("/help?lang=ur", phone);
    await page.getByText("کیا آپ کا بچہ پیدا ہو چکا ہے؟").waitFor();
    const main = page.locator("main");
    expect([await main.getAttribute("lang"), await main.getAttribute("dir")]).toEqual(["ur", "rtl"]);
    expect(await page.getByRole("link", { name: "اردو" }).getAttribute("aria-current")).toBe("true");
    await page.getByText("زبان بولنے والے کسی شخص نے ابھی اسے نہیں دیکھا").waitFor();
    await page.getByLabel("ابھی نہیں", { exact: true }).check();
    await page.getByRole("button", { name: "آگے" }).click();
    await page.getByText("بچے کی پیدائش کب متوقع ہے؟").waitFor();
    expect(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth)).toBe(true);
    expect(faults).toEqual([]);
    await close();
  },
);

test("without scripts the page says what there is, for whom, and whom to ring", () => {
  const html = readFileSync(join(builtFolder("public"), "help.html"), "utf8");
  const text = html.replace(/<script[\s\S]*?<\/script>/g, "").replace(/<[^>]+>/g, " ");
  expect(text).toMatch(
    /30 hours for working parents[\s\S]*£203\.36[\s\S]*0300 123 4097[\s\S]*How we decided/,
  );
});
