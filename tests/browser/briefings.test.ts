import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { soak } from "../soak.js";
import { settled } from "./harness.js";
import { visited } from "./visited.js";

const site = visited("briefings");

const { open } = site;

describe("the briefing", () => {
  test("says which wards' outcomes are poorest, with a map, and what it lacks", async () => {
    const { page, close } = await open("/");
    expect(await page.locator(".ey-messages li").first().textContent()).toMatch(
      /^In good level of development at the end of Reception, (\d+|none) of 69 wards (is|are) below all wards together, (\d+|none) of them by more than chance/,
    );
    await page.getByRole("heading", { name: "Where outcomes are poorest" }).waitFor();
    expect(await page.locator(".ey-map-drawing path").count()).toBeGreaterThan(69);
    expect(await page.getByText("The city beside England and its statistical neighbours").count()).toBe(1);
    await close();
  });

  soak(
    "leaves out whole parts, paragraphs and items that have nothing to tell, and says at its end which",
    async () => {
      const { page, close } = await open("/");
      for (const part of ["#compare", "#mix"]) expect(await page.locator(part).isVisible(), part).toBe(false);
      expect(await page.locator("#missing li:visible").allInnerTexts()).toEqual([
        "The city beside England and its statistical neighbours",
        "The city beside England by free school meals",
      ]);
      expect(await page.locator(":is(p, li):visible", { hasText: /not available|no period/ }).count()).toBe(
        0,
      );
      await close();
    },
  );

  soak("warns beside the scatter that wards are not children", async () => {
    const { page, close } = await open("/");
    expect(await page.locator(".ey-caution").first().textContent()).toMatch(/^\s*What the dots cannot say\./);
    await close();
  });

  soak("leads from each message to the part that bears it out", async () => {
    const { page, close } = await open("/");
    const links = page.locator(".ey-messages li:visible a");
    expect(await links.count()).toBeGreaterThan(0);
    for (let i = 0; i < (await links.count()); i++) {
      await links.nth(i).click();
      const part = page.locator(new URL(page.url()).hash);
      const box = await part.boundingBox();
      expect(box!.y).toBeGreaterThanOrEqual(0);
      expect(box!.y).toBeLessThan(900);
    }
    await close();
  });

  soak("shows a number's source and date to the keyboard", async () => {
    const { page, close } = await open("/");
    await settled(page);
    const number = page.locator(".ey-live:visible").first();
    await number.focus();
    expect(await page.getByRole("tooltip").first().textContent()).toMatch(
      /Source: .+, as of \d{1,2} \w+ 2026\. Sample figure/,
    );
    await close();
  });

  soak("gives each chart its figures as a table and as a file marked as sample", async () => {
    const { page, close } = await open("/");
    const figures = page.locator("figure.ey-figure");
    const count = await figures.count();
    expect(count).toBeGreaterThan(2);
    for (let i = 0; i < count; i++) {
      await figures.nth(i).locator("summary").click();
      await figures.nth(i).locator("tbody tr").first().waitFor();
    }
    const downloading = page.waitForEvent("download");
    await figures
      .first()
      .getByRole("link", { name: /^Download as CSV/ })
      .click();
    const file = await (await downloading).path();
    const [header, row] = readFileSync(file, "utf8").split("\r\n");
    expect(header).toMatch(
      /^\uFEFFarea_code,area_name,level,indicator,.*,source,source_title,note,as_of,sample/,
    );
    expect(row).toMatch(/^E\d{8},.*,true/);
    await close();
  });
});

describe("the catalogue", () => {
  soak("is searched by words and filtered, and says how many fit", async () => {
    const { page, close } = await open("/catalogue");
    const cards = page.locator(".ey-source-card");
    const all = await cards.count();
    expect(all).toBeGreaterThan(10);
    await page.getByRole("searchbox", { name: "Search", exact: true }).fill("nhs_number");
    await settled(page);
    await page.getByText(new RegExp(`^\\d+ sources? of ${all}\\.`)).waitFor();
    expect(await cards.count()).toBeLessThan(all);
    await page.getByRole("searchbox", { name: "Search", exact: true }).fill("no such thing");
    await page.getByText("No source fits.").waitFor();
    await page.getByRole("searchbox", { name: "Search", exact: true }).fill("");
    await page.getByLabel("State").selectOption("Not available");
    await page.getByText(/Open one for its contacts/).waitFor();
    for (const text of await page.locator(".ey-source-state").allInnerTexts())
      expect(text).toBe("Not available");
    await close();
  });

  soak("says whom to ring, with links that write and dial", async () => {
    const { page, close } = await open("/catalogue#health-visiting-reviews");
    const card = page.locator("#health-visiting-reviews");
    await card.locator("dl").waitFor({ state: "visible" });
    expect(await card.locator(".ey-contact a[href^='mailto:']").count()).toBe(2);
    expect(await card.locator(".ey-contact a[href^='tel:']").first().getAttribute("href")).toMatch(
      /^tel:\+?\d+$/,
    );
    await close();
  });

  soak("opens a source by keyboard", async () => {
    const { page, close } = await open("/catalogue");
    const summary = page.locator("#eyfsp-return > summary");
    await summary.focus();
    await page.keyboard.press("Enter");
    await page.locator("#eyfsp-return dl").waitFor({ state: "visible" });
    await close();
  });

  soak("says why rows were turned away, and shows no child's value", async () => {
    const { page, close } = await open("/catalogue#health-visiting-reviews");
    const table = page.locator("#health-visiting-reviews").getByRole("table", { name: /^Why rows of/ });
    await table.waitFor();
    expect(await table.getByRole("columnheader").allInnerTexts()).toEqual(["Column", "Reason", "Rows"]);
    await close();
  });

  soak("tells whom to ring about a source that is late", async () => {
    const { page, close } = await open("/catalogue");
    await page.clock.setFixedTime(new Date("2027-06-01T09:00:00"));
    await page.goto(`${site.origin()}/catalogue#child-health-register`);
    await page.reload();
    const late = page.locator("#child-health-register .ey-late");
    await late.waitFor();
    expect(await late.textContent()).toMatch(
      /^Overdue by 182 days\..*Ring the .+: [\d ]+\. If that does not help/s,
    );
    await close();
  });

  soak("offers the metadata records as a file", async () => {
    const { page, close } = await open("/catalogue");
    const downloading = page.waitForEvent("download");
    await page.getByRole("link", { name: "download the metadata records" }).click();
    const records = JSON.parse(readFileSync(await (await downloading).path(), "utf8"));
    expect(records.datasets[0]).toMatchObject({ type: "dcat:Dataset", securityClassification: "OFFICIAL" });
    await close();
  });
});
