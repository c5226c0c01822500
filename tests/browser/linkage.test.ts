import { describe, expect, test } from "vitest";
import { soak } from "../soak.js";
import { visited } from "./visited.js";

const site = visited("workspace");

const { open } = site;

describe("linkage for service managers", () => {
  test("says how well it went, and each message leads to what bears it out", async () => {
    const { page, close } = await open("/briefings/linkage");
    expect(await page.locator(".ey-messages li").first().textContent()).toMatch(
      /^\d+\.\d% of [\d,]+ records were joined/,
    );
    const links = page.locator(".ey-messages li:visible a");
    expect(await links.count()).toBeGreaterThan(2);
    for (let i = 0; i < (await links.count()); i++) {
      await links.nth(i).click();
      expect(await page.locator(new URL(page.url()).hash).isVisible()).toBe(true);
    }
    await close();
  });

  soak("shows each source against each other, with a table of the counts", async () => {
    const { page, close } = await open("/briefings/linkage");
    const figure = page.locator("figure", { has: page.locator(".ey-matrix") });
    const sources = await figure.locator(".ey-matrix tbody tr").count();
    expect(sources).toBeGreaterThan(4);
    await figure.locator("summary").click();
    await figure.locator(".ey-table tbody tr").first().waitFor();
    expect(await figure.locator(".ey-table tbody tr").count()).toBe(sources * (sources - 1));
    await close();
  });

  soak("tells of the source that is chosen, by keyboard too", async () => {
    const { page, close } = await open("/briefings/linkage");
    const source = page.getByLabel("Source", { exact: true });
    const told = page.getByText(/known to live in/).first();
    const [first, second] = await source.locator("option").allInnerTexts();
    const tells = (title: string) => page.getByText(new RegExp(`children in ${title} who are known`, "i"));
    await source.selectOption({ label: first! });
    await tells(first!).waitFor();
    const before = await told.textContent();
    await source.focus();
    await page.keyboard.press("ArrowDown");
    await tells(second!).waitFor();
    expect(await told.textContent()).not.toBe(before);
    expect(await page.locator(".ey-map-drawing .ey-area").count()).toBe(69);
    await close();
  });

  soak(
    "warns what missed links do to findings, and says what to do about records without enough",
    async () => {
      const { page, close } = await open("/briefings/linkage");
      expect(await page.locator(".ey-caution").textContent()).toMatch(/^\s*What this does to findings\./);
      await page.getByRole("link", { name: "ring the source’s steward" }).click();
      await page.waitForURL(/briefings\/catalogue$/);
      await close();
    },
  );
});

describe("the linkage model for analysts", () => {
  soak("moves its thresholds by keyboard, and counts where pairs fall", async () => {
    const { page, close } = await open("/explore/linkage-model");
    const rows = page.getByRole("table", { name: "Pairs at the thresholds chosen" }).locator("tbody tr");
    const pairs = async () =>
      (await rows.locator("td:nth-child(2)").allInnerTexts()).map((text) => Number(text.replaceAll(",", "")));
    await expect.poll(async () => (await pairs()).every((n) => n >= 0)).toBe(true);
    const before = await pairs();
    const slider = page.getByLabel("A match from");
    expect(await slider.getAttribute("aria-valuetext")).toBe("+4.25 bits: probability 0.950");
    await slider.focus();
    await page.keyboard.press("End");
    await page.getByText(/^From \+\d+\.\d\d bits: no pair/).waitFor();
    const after = await pairs();
    expect(after[0]).toBe(0);
    expect(after[1]).toBe(before[0]! + before[1]!);
    expect(after[2]).toBe(before[2]);
    await close();
  });

  soak("shows another example by keyboard, told step by step in words", async () => {
    const { page, close } = await open("/explore/linkage-model");
    const figure = page.locator("figure", { hasText: "Match weight in bits, step by step" });
    const title = figure.locator(".ey-title");
    const first = await title.textContent();
    await page.getByLabel("Example").focus();
    await page.keyboard.press("ArrowDown");
    await page.waitForFunction(
      (text) => ![...document.querySelectorAll(".ey-title")].some((one) => one.textContent === text),
      first,
    );
    expect(await title.textContent()).toMatch(/bits, a probability of/);
    await figure.locator("summary").click();
    await figure.locator("tbody th").first().waitFor();
    const steps = await figure.locator("tbody th").allInnerTexts();
    expect(steps[0]).toBe("To begin with");
    expect(steps.at(-1)).toBe("Match weight");
    expect(steps.length).toBeGreaterThan(5);
    await close();
  });
});
