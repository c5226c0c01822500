import type { Page } from "playwright-core";
import { describe, expect } from "vitest";
import { soak } from "../soak.js";
import { axe, overflow, settled } from "./harness.js";
import { visited } from "./visited.js";

const site = visited("workspace");

const path = "/explore/childcare-and-outcomes";
const open = (search = "", size = {}) => site.open(`${path}${search}`, size);
const answer = (page: Page) => page.locator(".ey-text .ey-narrative").allTextContents();

describe("the same children", () => {
  soak(
    "are told of in sentences with intervals, those who could not be joined, and what it rests on",
    async () => {
      const { page, faults, close } = await open();
      const [comparison, same, unjoined] = await answer(page);
      expect(comparison).toMatch(/^Good level of development, in Birmingham, 20\d\d\/\d\d: \d+\.\d%/);
      expect(comparison).toMatch(/95% interval \d+\.\d(?: lower| higher)? to \d+\.\d (?:lower|higher)\)/);
      expect(same).toMatch(/^Are they the same children\? For the most part, (no|yes)\./);
      expect(unjoined).toMatch(/\d+ of [\d,]+ children in Birmingham \(\d+\.\d%\) could not be joined/);
      const lines = await page.locator(".ey-linkage").allTextContents();
      expect(lines.length).toBe(await page.locator(".ey-source").count());
      expect(lines[0]).toMatch(/^Rests on linked records\. .+ could be joined .+ could not\./);
      // What was told already is not told again.
      const first = lines.filter((line) => !line.endsWith("as told further up."));
      expect(first).toEqual([...new Set(first)]);
      expect(await page.getByText("Linkage fails some groups of children more than others").count()).toBe(1);
      expect(faults).toEqual([]);
      await close();
    },
  );

  soak("are others with another outcome, area or period, and the address keeps the choice", async () => {
    const { page, faults, close } = await open();
    await page.getByLabel("Outcome").selectOption({ label: "Average goals met" });
    await page.getByText("An average cannot be divided").waitFor();
    expect((await answer(page))[0]).toMatch(/^Average goals met, in Birmingham.+ goals/);
    await page.getByLabel("Where").selectOption({ index: 1 });
    await settled(page);
    const { searchParams } = new URL(page.url());
    expect(searchParams.get("outcome")).toBe("average-goals-met");
    expect(searchParams.get("area")).toBeTruthy();
    expect((await answer(page))[0]).not.toMatch(/Birmingham/);
    expect(faults).toEqual([]);
    await close();
  });

  soak.each([1280, 390])("can be seen with surer links and by ward, within %i pixels", async (width) => {
    const { page, faults, close } = await open("?probability=0.99&by=ward&within=sex", { width });
    expect(
      await page.locator(".ey-title", { hasText: "links at least 0.99 probable" }).count(),
    ).toBeGreaterThan(0);
    expect(await page.locator(".ey-data-table").last().locator("tbody tr").count()).toBeGreaterThan(30);
    expect(await page.getByText("Girls: had a place").count()).toBe(1);
    await page.locator(".ey-twin summary").first().click();
    expect(await axe(page)).toEqual([]);
    expect(await overflow(page)).toBe(0);
    expect(faults).toEqual([]);
    await close();
  });
});

soak("a figure of a linked indicator says so on the take-up page, and no other does", async () => {
  const at = async (search: string) => {
    const { page, close } = await site.open(`/explore/take-up${search}`);
    const lines = await page
      .locator('.ey-figure:not(:has([class*="ey-cell-"])) .ey-linkage')
      .allTextContents();
    await close();
    return lines;
  };
  const linked = await at("?indicator=three-and-four-year-old-take-up");
  expect(linked[0]).toMatch(
    /were found in “Child health register”; the other [\d,]+ are not there or could not be joined/,
  );
  // The scatter has a second indicator, which may rest on links of its own; the table of all indicators rests on all.
  expect(await at("?indicator=good-level-of-development&with=asq-all-domains")).toEqual([]);
});
