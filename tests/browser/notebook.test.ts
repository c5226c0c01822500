import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { Page } from "playwright-core";
import { describe, expect, test } from "vitest";
import { repositoryRoot } from "../../loaders/store/paths.js";
import { soak } from "../soak.js";
import { builtFolder } from "./built.js";
import { axe, overflow, settled } from "./harness.js";
import { visited } from "./visited.js";

const site = visited("workspace");
/** Ten choose each of five areas and leave it again. */
const changes = Number(process.env.NOTEBOOK_CHANGES ?? 10);

const select = (page: Page, label: string) => page.getByLabel(label, { exact: true });

describe("a page with controls, map, ranking, trend, table and two sentences", () => {
  const source = readFileSync(join(repositoryRoot, "tests/browser/ordinary/question.md"), "utf8");

  test("takes at most 25 lines of code", () => {
    const fenced = [...source.matchAll(/^```js\n([\s\S]*?)^```$/gm)].map(([, code]) => code!.trim());
    const live = source.match(/\$\{number\([^}]+\)\}/g) ?? [];
    expect(fenced.join("\n").split("\n").length + live.length).toBeLessThanOrEqual(25);
  });

  test("shows all of them, and all follow a choice", async () => {
    const { page, faults, close } = await site.open("/explore/question");
    const sentence = page.locator("p", { hasText: "of eligible two-year-olds had a place" });
    expect(await sentence.textContent()).toMatch(/^In \w+ 20\d\d, \d+\.\d%/);
    const titles = () => page.locator("figure .ey-title").allTextContents();
    expect(await titles()).toHaveLength(3);
    const before = await sentence.textContent();
    const period = await select(page, "Period").locator("option").nth(1).textContent();
    await select(page, "Period").selectOption({ index: 1 });
    await expect.poll(() => sentence.textContent()).not.toBe(before);
    expect(await sentence.textContent()).toContain(`In ${period}`);
    // The others say what their figures show.
    const map = page.locator("figure .ey-unit").first();
    await expect.poll(() => map.textContent()).toMatch(new RegExp(`, ${period}\\. `));
    expect(await page.locator(".ey-data-table caption").textContent()).toContain(period);
    expect(await axe(page)).toEqual([]);
    expect(await overflow(page)).toBe(0);
    expect(faults).toEqual([]);
    await close();
  });

  soak("draws over what it drew: listeners and nodes do not grow, and the focus stays", async () => {
    const { page, close } = await site.open("/explore/question");
    const session = await page.context().newCDPSession(page);
    await session.send("Performance.enable");
    const counted = async () => {
      await settled(page);
      await session.send("HeapProfiler.collectGarbage");
      const { metrics } = await session.send("Performance.getMetrics");
      const of = (name: string) => metrics.find((metric) => metric.name === name)!.value;
      return { listeners: of("JSEventListeners"), nodes: of("Nodes") };
    };
    const change = async (times: number) => {
      for (let i = 0; i < times; i += 1) {
        const before = await page.locator("figure .ey-title").first().textContent();
        await select(page, "Period").selectOption({ index: i % 2 === 0 ? 1 : 0 });
        await expect.poll(() => page.locator("figure .ey-title").first().textContent()).not.toBe(before);
        await page
          .locator(".ey-area")
          .nth(i % 5)
          .click();
      }
      // Each that is chosen has a button of its own: counted is a page with none.
      const chosen = page.locator(".ey-area[aria-selected=true]");
      while ((await chosen.count()) > 0) await chosen.first().click();
    };
    await change(10);
    const before = await counted();
    // The browser itself may hold on to one drawing that is gone; what grows has grown after each of three rounds.
    const after = [];
    for (let round = 0; round < 3; round += 1) {
      await change(changes);
      after.push(await counted());
    }
    expect(Math.min(...after.map(({ listeners }) => listeners))).toBeLessThan(before.listeners * 1.1);
    expect(Math.min(...after.map(({ nodes }) => nodes))).toBeLessThan(before.nodes * 1.1);

    await page.locator(".ey-area").nth(7).focus();
    const focused = () => page.evaluate(() => document.activeElement?.getAttribute("aria-label"));
    const name = await focused();
    await page.keyboard.press("Enter");
    await expect.poll(() => page.locator("[aria-selected=true]").count()).toBeGreaterThan(0);
    await expect.poll(focused).toBe(name);
    await close();
  });
});

describe("areas are chosen", () => {
  const picker = (page: Page) => page.locator(".ey-areas");
  const chosen = (page: Page) => new URL(page.url()).searchParams.get("ward")?.split(".") ?? [];
  const opened = async () => {
    const visit = await site.open("/explore/question");
    await picker(visit.page).locator("summary").click();
    return visit;
  };

  soak(
    "from a list that is one stop of the Tab key, with arrows and the letters of a name inside",
    async () => {
      const { page, close } = await opened();
      const list = picker(page).locator(".ey-options");
      expect(await list.locator("input").count()).toBeGreaterThan(50);
      expect(await list.locator("input:not([tabindex='-1'])").count()).toBe(1);
      await page.getByLabel("Search wards").focus();
      await page.keyboard.press("Tab");
      const focused = () => page.evaluate(() => document.activeElement?.closest("li")?.textContent?.trim());
      const names = (await list.locator("li").allTextContents()).map((name) => name.trim());
      // The list scrolls, so a browser may stop at it.
      if ((await focused()) === undefined) await page.keyboard.press("Tab");
      expect(await focused()).toBe(names[0]);
      await page.keyboard.press("ArrowDown");
      expect(await focused()).toBe(names[1]);
      await page.keyboard.press("End");
      expect(await focused()).toBe(names.at(-1));
      const wanted = names.find((name) => name[0] !== names[0]![0])!;
      await page.keyboard.press(wanted[0]!);
      expect(await focused()).toBe(wanted);
      await page.keyboard.press("Space");
      await expect.poll(() => chosen(page).length).toBe(1);
      await page.keyboard.press("Tab");
      expect(await page.evaluate(() => document.activeElement?.textContent)).toBe("Choose all listed");
      await close();
    },
  );

  soak("by a rule: so many from one end, or those of a locality; Back undoes one choice", async () => {
    const { page, close } = await opened();
    await page.getByLabel("How many areas from one end").fill("10");
    await page.getByRole("button", { name: "lowest", exact: true }).click();
    await expect.poll(() => chosen(page).length).toBe(10);
    const lowest = chosen(page);
    await page.getByLabel("Those of the locality").selectOption({ index: 1 });
    await expect.poll(() => chosen(page).join()).not.toBe(lowest.join());
    expect(chosen(page).length).toBeGreaterThan(1);
    await page.goBack();
    await expect.poll(() => chosen(page)).toEqual(lowest);
    await page.goBack();
    await expect.poll(() => chosen(page)).toEqual([]);
    await close();
  });

  soak("by a postcode, which is looked up in the page and goes nowhere", async () => {
    const { page, faults, close } = await opened();
    const folder = join(builtFolder("workspace"), "_file", "explore", "data");
    const file = readdirSync(folder).find((name) => name.startsWith("postcodes."))!;
    const [area] = JSON.parse(readFileSync(join(folder, file), "utf8"));
    const postcode = area.postcodes.split(" ")[0] as string;
    const asked: string[] = [];
    page.on("request", (request) => asked.push(request.url()));
    await page
      .getByLabel("Around the postcode")
      .fill(`${postcode.slice(0, -3)} ${postcode.slice(-3).toLowerCase()}`);
    await page.getByRole("button", { name: "Add", exact: true }).click();
    await expect.poll(() => chosen(page)).toEqual([area.ward]);
    expect(await page.getByText(/^It lies in \S/).count()).toBe(1);
    await page.getByLabel("Around the postcode").fill("ZZ99 9ZZ");
    await page.keyboard.press("Enter");
    await page.getByText("The postcode directory has no such postcode in the city.").waitFor();
    expect(asked.filter((address) => /zz99|postcode=/i.test(address))).toEqual([]);
    expect(asked.filter((address) => !/postcodes\.\w+\.json$/.test(address))).toEqual([]);
    expect(page.url()).not.toMatch(new RegExp(postcode, "i"));
    expect(await axe(page)).toEqual([]);
    expect(faults).toEqual([]);
    await close();
  });
});

soak("a value that no longer fits leaves the address", async () => {
  const { page, close } = await site.open("/explore/question?period=1066&ward=E99999999&breakdown=moon");
  await expect.poll(() => new URL(page.url()).search).toBe("");
  await close();
});

soak("the gallery shows every word with its source, and its options as their schemas have them", async () => {
  const { page, faults, close } = await site.open("/explore/gallery");
  const { schemas } = await import("../../components/notebook/options.js");
  const sources = await page.locator("pre[data-language=js]").allTextContents();
  for (const [word, schema] of Object.entries(schemas)) {
    expect(sources.some((source) => source.includes(`${word}(`))).toBe(true);
    const options = page.getByRole("region", { name: `Options of ${word}`, exact: true }).locator("tbody th");
    expect(await options.allTextContents()).toEqual(Object.keys(schema.shape));
  }
  expect(faults).toEqual([]);
  await close();
});

soak("two questions of a page have names of their own in the address", async () => {
  const { page, close } = await site.open("/explore/examples/two-questions?later-period=1066");
  expect(await page.locator(".ey-ask .ey-note").textContent()).toContain("“1066”");
  await select(page, "Period").first().selectOption({ index: 1 });
  await expect.poll(() => new URL(page.url()).searchParams.has("reviews-period")).toBe(true);
  expect(new URL(page.url()).searchParams.has("later-period")).toBe(false);
  await close();
});
