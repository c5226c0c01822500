import { expect, test } from "vitest";
import { soak } from "../soak.js";
import { visited } from "./visited.js";

const site = visited("workspace");

const { open } = site;

const ways = [
  ["Explore take-up and outcomes", /explore\/take-up$/],
  ["Read the briefing", /briefings\/$/],
  ["See who was linked, and who was missed", /briefings\/linkage$/],
  ["Find who owns a source", /briefings\/catalogue$/],
  ["See the public summary", /public\/$/],
] as const;

test("the home page leads to each audience's page", async () => {
  const { page, close } = await open("/");
  for (const [name, address] of ways)
    expect(await page.getByRole("link", { name }).evaluate((link: HTMLAnchorElement) => link.href)).toMatch(
      address,
    );
  await close();
});

soak("a reader can go each way from the home page", async () => {
  const { page, close } = await open("/");
  for (const [name, address] of ways) {
    await page.goto(`${site.origin()}/`);
    await page.getByRole("link", { name }).click();
    await page.waitForURL(address);
  }
  await close();
});

soak("each source has a state in words, a shape, a date and an age in the reader's days", async () => {
  const { page, close } = await open("/");
  // A day after the sample's world ends, by the reader's clock.
  await page.clock.setFixedTime(new Date("2026-11-10T09:00:00"));
  await page.reload();
  const row = page.getByRole("row", { name: /^Child health register/ });
  await row.waitFor();
  expect(await row.getByRole("cell").allInnerTexts()).toEqual([
    "In date",
    "as at 31 October 2026",
    "10 days",
    "31 October 2026, the publisher’s date",
    "Monthly",
    expect.stringMatching(/^1 December 2026, in 21 days$/),
  ]);
  expect(await row.locator("svg path").count()).toBe(1);
  await close();
});

soak("a source becomes overdue on the reader's clock alone", async () => {
  const { page, close } = await open("/");
  await page.clock.setFixedTime(new Date("2026-12-03T09:00:00"));
  await page.reload();
  await page.getByText("Overdue by 2 days").first().waitFor();
  await close();
});

soak("a source leads to its entry in the catalogue, opened", async () => {
  const { page, close } = await open("/");
  await page.getByRole("link", { name: "Child health register" }).click();
  await page.waitForURL(/catalogue#child-health-register$/);
  const entry = page.locator("#child-health-register");
  await entry.locator("dl").waitFor({ state: "visible" });
  expect(await entry.getAttribute("open")).not.toBeNull();
  await close();
});

soak("on a narrow screen the kinds of sources are folded and can be unfolded by keyboard", async () => {
  const { page, close } = await open("/", { width: 390 });
  const records = page.locator("details", { hasText: "Records of children" });
  const table = records.getByRole("table");
  if (await table.isVisible()) await records.locator("summary").press("Enter");
  await table.waitFor({ state: "hidden" });
  await records.locator("summary").press("Enter");
  await table.waitFor({ state: "visible" });
  await close();
});

soak("what the last refresh brought is told by source", async () => {
  const { page, close } = await open("/");
  await page.getByText(/extracts of \d+ sources changed/).click();
  await page
    .getByText(/1 new extract \(.*\); [\d,]+ rows in use\./)
    .first()
    .waitFor();
  await close();
});
