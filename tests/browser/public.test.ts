import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { csvParse } from "d3";
import { expect, test } from "vitest";
import { soak } from "../soak.js";
import { builtFolder } from "./built.js";
import type { OpenedPage } from "./harness.js";
import { visited } from "./visited.js";

const site = visited("public");

const open = (size = {}): Promise<OpenedPage> => site.open(`/`, size);

soak("it tells what help there is, and when that was looked up", async () => {
  const { page, close } = await open();
  await page.clock.setFixedTime(new Date("2026-11-29T09:00:00"));
  await page.reload();
  await page
    .getByText(/^These are the rules in England as we last looked them up on \d+ \w+ 20\d\d/)
    .waitFor();
  expect(await page.locator(".ey-help h3").allInnerTexts()).toEqual([
    "From 9 months, if you work",
    "Age 2, with extra support",
    "Ages 3 and 4, every child",
  ]);
  await close();
});

test("a ward is found in the list with the keyboard alone, and set beside the city", async () => {
  const { page, close } = await open();
  const list = page.getByLabel(/^Your ward/);
  expect(await list.locator("option").count()).toBe(70);
  await list.focus();
  await page.keyboard.press("ArrowDown");
  await page.getByRole("heading", { name: "How it is going in Acocks Green" }).waitFor();
  expect(await page.locator(".ey-minimap-chosen title").textContent()).toMatch(/^Acocks Green: /);
  expect(await page.locator(".ey-minibar-label", { hasText: "Acocks Green" }).count()).toBeGreaterThan(0);
  await close();
});

soak("a ward is found by clicking on the map, and the list follows", async () => {
  const { page, close } = await open();
  await page.locator(".ey-minimap path[d]").first().click();
  await page.waitForFunction(() => document.querySelector("select")?.value !== "");
  const name = await page
    .getByLabel(/^Your ward/)
    .evaluate((select: HTMLSelectElement) => select.selectedOptions[0]!.text);
  await page.getByRole("heading", { name: `How it is going in ${name}` }).waitFor();
  await close();
});

test("a suppressed figure is a pattern and words, never a bar, and the page says what it means", async () => {
  const { page, close } = await open();
  await page.getByText("It does not mean that there are none.").waitFor();
  const suppressed = page.locator(".ey-minimap path", {
    has: page.locator("title", { hasText: "suppressed" }),
  });
  expect(await suppressed.count()).toBeGreaterThan(0);
  expect(await suppressed.first().getAttribute("fill")).toMatch(/^url\(#/);
  const name = (await suppressed.first().locator("title").textContent())!.split(":")[0]!;
  await page.getByLabel(/^Your ward/).selectOption(name);
  await page.getByText(`${name}: we left this figure out to protect children’s privacy.`).first().waitFor();
  await close();
});

soak("the map changes with the measure, and so does its title", async () => {
  const { page, close } = await open();
  await page.getByText("How children are doing at two", { exact: true }).click();
  await page.locator("figure", { hasText: /^How children are doing at two: / }).waitFor();
  await close();
});

soak("each figure says its source, its date and that it is a sample", async () => {
  const { page, close } = await open();
  const lines = await page.locator(".ey-source").allInnerTexts();
  expect(lines.length).toBeGreaterThan(3);
  for (const line of lines)
    expect(line).toMatch(/^Source: .+, as of \d{1,2} \w+ 20\d\d\. Sample figures: invented/);
  await close();
});

test("no file of the edition holds a contact, the name of a record's column, or a postcode but those of the directory", () => {
  const folder = builtFolder("public");
  const postcodes = /\bB\d{1,2} \d[A-Z]{2}\b/g;
  const services = csvParse(readFileSync(join(folder, "open-data", "services.csv"), "utf8"));
  const known = new Set(services.map(({ postcode }) => postcode));
  expect(known.size).toBeGreaterThan(10);
  for (const file of readdirSync(folder, { recursive: true, encoding: "utf8" })) {
    if (!/\.(html|js|json|css|csv)$/.test(file)) continue;
    const text = readFileSync(join(folder, file), "utf8");
    expect(text, file).not.toMatch(/@example\.org|nhs_number|date_of_birth|person_id/);
    expect(
      [...text.matchAll(postcodes)].map(([postcode]) => postcode).filter((one) => !known.has(one)),
      file,
    ).toEqual([]);
  }
});
