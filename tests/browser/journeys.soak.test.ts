import { expect, test } from "vitest";
import { languages } from "../../components/messages/languages.js";
import { builtFolder, builtPages } from "./built.js";
import { axe, overflow, serve, sharedBrowser } from "./harness.js";
import { askWhat, families, findNursery, useFigure, Walk } from "./journeys.js";
import { visited } from "./visited.js";

const site = visited("public");
const phone = { width: 390, height: 844 };
const inAddress = (code: string) => (code === "en" ? "" : `?lang=${code}`);

test.each(["en", "ur"])("each task is done on a phone in few steps, in %s", async (code) => {
  const steps: Record<string, number> = {};
  const walk = async (task: string, path: string, work: (walk: Walk) => Promise<void>) => {
    const { page, faults, close } = await site.open(`${path}${inAddress(code)}`, phone);
    const walking = new Walk(page, code);
    await work(walking);
    expect(faults, task).toEqual([]);
    steps[task] = walking.steps;
    await close();
  };
  await walk("a nursery", "/", async (walking) => {
    expect(await findNursery(walking)).toMatch(/^tel:/);
  });
  for (const family of families)
    await walk(family.who, "/help", async (walking) => {
      expect(await askWhat(walking, family), family.who).not.toEqual([]);
    });
  await walk("a ward, its figure and a mistake", "/find", async (walking) => {
    await walking.follow("a[href*='alum-rock']");
    const { code: embed, file, report } = await useFigure(walking);
    expect(embed).toMatch(/^<iframe src="/);
    expect(report).toContain("/areas/alum-rock#good-level-of-development");
    expect((await walking.page.request.get(file)).status()).toBe(200);
  });
  console.log(`Steps in ${code}: ${JSON.stringify(steps)}`);
  // At six seconds a step, two minutes.
  expect(Math.max(...Object.values(steps))).toBeLessThanOrEqual(20);
});

test("without scripts every task has its answer, or says whom to ask", async () => {
  const served = await serve(builtFolder("public"));
  const context = await (await sharedBrowser()).newContext({ javaScriptEnabled: false, viewport: phone });
  try {
    const page = await context.newPage();
    await page.goto(`${served.origin}/find`);
    await page.getByRole("link", { name: "Alum Rock" }).click();
    await page.locator("#places a[href^='tel:']").first().waitFor();
    expect(await page.locator("#good-level-of-development").innerText()).toContain("In Birmingham, about");
    await page.locator("#good-level-of-development .ey-use summary").click();
    const file = await page
      .locator("#good-level-of-development a[href$='.csv']")
      .first()
      .getAttribute("href");
    expect((await page.request.get(new URL(file!, page.url()).href)).status()).toBe(200);
    await page.locator("#good-level-of-development a[href*='contact']").click();
    await page.getByRole("heading", { name: "Tell us of a mistake" }).waitFor();
    expect(await page.locator("main a[href^='https:'], main a[href^='mailto:']").count()).toBeGreaterThan(0);
    await page.goto(`${served.origin}/help`);
    expect(await page.locator("main").innerText()).toContain("30 hours for working parents");
  } finally {
    await context.close();
    served.close();
  }
});

test.each(languages.map(({ code }) => code))(
  "every page has room on a phone and no serious fault, in %s",
  async (code) => {
    for (const path of builtPages("public")) {
      const { page, faults, close } = await site.open(`${path}${inAddress(code)}`, phone);
      expect(await overflow(page), path).toBeLessThanOrEqual(0);
      expect(await axe(page), path).toEqual([]);
      expect(faults, path).toEqual([]);
      await close();
    }
  },
);
