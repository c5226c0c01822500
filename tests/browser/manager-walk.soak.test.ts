import { expect } from "vitest";
import { soak } from "../soak.js";
import { settled } from "./harness.js";
import { visited } from "./visited.js";

const { open } = visited("briefings");

/** What a manager does with the page, one by one: each is a look, a click or something typed. */
class Walk {
  readonly steps: string[] = [];
  async step(what: string, work: () => Promise<unknown>): Promise<void> {
    this.steps.push(what);
    await work();
  }
}

soak("a manager's Monday takes few steps, from what moved to whom to ring", async () => {
  const { page, faults, close } = await open("/");
  const walk = new Walk();

  // What moved? It stands at the top, without a click.
  await page
    .getByText(/newest figures of .* moved|No refresh has moved a figure yet/)
    .first()
    .waitFor();

  // Which areas need most, and are they on my list?
  await walk.step("follow the link to our list", () =>
    page.locator("a[href$='our-list']:visible").first().click(),
  );
  await settled(page);
  const list = page.locator(".ey-our-list");
  await walk.step("paste our wards", () => list.locator("textarea").fill("Alum Rock\nAston\nNewtown"));
  await walk.step("use the list", () => list.getByRole("button", { name: "Use this list" }).click());
  await list.getByText("3 wards on the list.").waitFor();
  expect(await page.locator("main .ey-lead").innerText()).toMatch(/list/);
  const toProfile = page.locator("main table a", { hasText: "Alum Rock" }).first();
  expect(await page.locator("main table tbody tr:visible").count()).toBeGreaterThanOrEqual(3);

  // The profile of Alum Rock, on one sheet.
  await walk.step("follow the ward's name", () => toProfile.click());
  await settled(page);
  expect(await page.locator("h1").innerText()).toBe("Alum Rock");
  const paper = await page.pdf({ preferCSSPageSize: true, printBackground: true });
  const sides = paper.toString("latin1").match(/\/Type\s*\/Page[^s]/g)!.length;
  expect(sides, "sides of one sheet").toBeLessThanOrEqual(2);

  // Whom to ring about its take-up? It is on the same page.
  const card = page.locator(".ey-contact", { hasText: "Funded childcare headcount" });
  await walk.step("look whom to ring", () => card.scrollIntoViewIfNeeded());
  expect(await card.locator("a[href^='tel:']").count()).toBe(1);
  expect(await card.locator("a[href^='mailto:']").getAttribute("href")).toContain("Alum%20Rock");

  expect(walk.steps, walk.steps.join("; ")).toHaveLength(5);
  expect(faults).toEqual([]);
  await close();
});
