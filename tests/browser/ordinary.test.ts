import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { firstOf, soak } from "../soak.js";
import { builtFolder, builtPages, type editionNames } from "./built.js";
import { openPage, serve, sharedBrowser } from "./harness.js";

test("a page that is written for stock Framework works as it is: attachments, Plot, Inputs, d3, SQL, Arquero, npm:", async () => {
  const site = await serve(builtFolder("workspace"));
  const { page, faults, close } = await openPage(await sharedBrowser(), `${site.origin}/explore/ordinary`);
  const text = (id: string) => page.locator(`#the-${id}`).textContent();
  expect(await text("attached")).toBe("3 rows, 60 characters, true, true");
  expect(await text("d3")).toBe("7");
  expect(await text("sql")).toBe("7 and 3");
  expect(await text("aq")).toBe("4");
  expect(await text("npm")).toBe("90 2.0");
  expect(await text("htl")).toBe("made with htl");
  expect(await page.locator("svg[aria-label=Counts] rect").count()).toBe(3);
  expect(await page.locator("table tbody tr").allInnerTexts()).toHaveLength(3);
  await page.locator("input[type=number]").fill("5");
  await page.waitForFunction(() => document.querySelector("#the-inputs")?.textContent === "10");
  await expect.poll(() => text("sql")).toBe("7 and 5");
  expect(faults).toEqual([]);
  await close();
  site.close();
});

test("loaders in other languages, queries, families of data sets, page loaders, cards, grid and resize work", async () => {
  const site = await serve(builtFolder("workspace"));
  const { page, faults, close } = await openPage(await sharedBrowser(), `${site.origin}/explore/idioms`);
  expect(await page.locator("#the-loaded").textContent()).toBe("2, 3, 4, 5, 6");
  expect(await page.locator("#the-card #the-resized").textContent()).toBe("true");
  await page.goto(`${site.origin}/explore/made`);
  await expect.poll(() => page.locator("#the-made").textContent()).toBe("42");
  expect(faults).toEqual([]);
  await close();
  site.close();
});

test.each(firstOf(1, ["workspace", "briefings"] as const))(
  "a page with a parameter stands for many in the %s edition, which the search finds by name",
  async (edition) => {
    const site = await serve(builtFolder(edition));
    const folder = edition === "workspace" ? "/briefings/wards/" : "/wards/";
    const [first = ""] = builtPages(edition).filter((path) => path.startsWith(folder));
    const { page, faults, close } = await openPage(await sharedBrowser(), site.origin + first);
    expect(await page.locator("#the-code").textContent()).toBe(first.slice(folder.length));
    const heading = await page.locator("h1").textContent();
    expect(heading).toMatch(/^\S.+ in figures$/);
    await page.getByLabel("Search the pages").fill(heading!.replace(" in figures", ""));
    const found = page.getByRole("region", { name: "Search results" }).getByText(heading!);
    await found.waitFor();
    expect(faults).toEqual([]);
    await close();
    site.close();
  },
);

soak(
  "what a page knows of its own file, to tell its mistakes, is in the workspace alone, and a bare chart is marked there",
  async () => {
    const reports = (edition: (typeof editionNames)[number]) =>
      builtPages(edition).filter((path) =>
        readFileSync(
          join(builtFolder(edition), path.endsWith("/") ? `${path}index.html` : `${path}.html`),
          "utf8",
        ).includes("ey-page-report"),
      );
    expect(reports("briefings")).toEqual([]);
    expect(reports("public")).toEqual([]);
    expect(reports("workspace")).toContain("/explore/ordinary");
    const site = await serve(builtFolder("workspace"));
    const { page, close } = await openPage(await sharedBrowser(), `${site.origin}/explore/ordinary`);
    expect(await page.locator(".ey-bare-note").count()).toBe(1);
    expect(await page.locator(".ey-mistakes").count()).toBe(0);
    await page.goto(`${site.origin}/explore/question`);
    await page.locator("figure .ey-title").first().waitFor();
    expect(await page.locator(".ey-bare-note").count()).toBe(0);
    await close();
    site.close();
  },
);
