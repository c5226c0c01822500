import { expect, test } from "vitest";
import { builtFolder } from "./built.js";
import { openPage, serve, withBrowser } from "./harness.js";

test("a page that is written for stock Framework works as it is: attachments, Plot, Inputs, d3, SQL, Arquero, npm:", async () => {
  const site = await serve(builtFolder("workspace"));
  await withBrowser(async (browser) => {
    const { page, faults } = await openPage(browser, `${site.origin}/explore/ordinary`);
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
  });
  site.close();
});
