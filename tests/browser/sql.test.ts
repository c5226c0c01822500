import { readFileSync } from "node:fs";
import type { Page } from "playwright-core";
import { describe, expect, test } from "vitest";
import { soak } from "../soak.js";
import { axe, overflow, settled } from "./harness.js";
import { visited } from "./visited.js";

const site = visited("workspace");
const asking = (sql: string) => `/explore/sql?${new URLSearchParams({ query: sql })}`;
const status = (page: Page) => page.locator(".ey-query-status");
const told = (page: Page) => page.locator(".ey-query .ey-note").textContent();
const cells = (page: Page) => page.locator(".ey-query-table tbody td").allTextContents();
const answered = async (page: Page) => {
  await page.locator(".ey-query:not([data-drawn] *, .ey-stand-in *)").waitFor();
  await page.waitForFunction(() => !document.querySelector(".ey-query-answer[aria-busy]"));
};
// The database comes from the disk, and a query takes its time.
const patient = { timeout: 20_000 };
const write = async (page: Page, sql: string) => {
  await page.locator(".cm-content").click();
  await page.keyboard.press("Control+a");
  await page.keyboard.insertText(sql);
};

/** Asks for two rows, takes the file of them, and finds the query in the address. */
async function givesTwoRows(page: Page): Promise<void> {
  await write(
    page,
    "SELECT '=1+1' AS formula, 1 / 3 AS share, name FROM areas_locality ORDER BY name LIMIT 2",
  );
  await page.keyboard.press("Control+Enter");
  await expect.poll(() => page.locator(".ey-query-table tbody tr").count(), patient).toBe(2);
  const download = page.waitForEvent("download");
  await page
    .getByRole("link", { name: /^Download as CSV/ })
    .first()
    .click();
  const lines = readFileSync(await (await download).path(), "utf8").split("\r\n");
  expect(lines[0]).toBe("\uFEFFformula,share,name,source_title,as_of,sample");
  expect(new URL(page.url()).searchParams.get("query")).toContain("areas_locality");
  expect(lines[1]).toMatch(/^'=1\+1,0\.333333333333333\d*,[^,]+,"?own query of .+,true$/);
}

describe("a query", () => {
  soak("can be written while the database is on its way, in the only editor there is", async () => {
    const { page, close } = await site.open("/explore/sql");
    let letGo = () => {};
    const held = new Promise<void>((resolve) => {
      letGo = resolve;
    });
    await page.route("**/*.wasm", async (route) => {
      await held;
      await route.continue();
    });
    await page.reload();
    await page.locator(".cm-content[contenteditable]").waitFor();
    const alive = page.locator(".ey-query").filter({ visible: true });
    await expect.poll(() => alive.count()).toBe(1);
    await write(page, "SELECT 7 AS seven");
    letGo();
    await answered(page);
    await page.keyboard.press("Control+Enter");
    await expect.poll(() => cells(page), patient).toEqual(["7"]);
    await close();
  });

  soak("gives rows, a chart and a file, and is in the address", async () => {
    const { page, faults, close } = await site.open("/explore/sql");
    await answered(page);
    expect(await page.locator(".ey-query-table tbody tr").count()).toBe(10);
    expect(await page.locator(".ey-query-answer .ey-source").first().textContent()).toMatch(
      /^10 rows\..*invented/,
    );
    expect(await page.locator(".ey-query-answer figure svg rect").count()).toBeGreaterThan(5);

    await givesTwoRows(page);
    expect(faults).toEqual([]);
    await close();
  });

  soak("is made a page of, and undone with Back", async () => {
    const { page, faults, close } = await site.open("/explore/sql");
    await answered(page);
    await write(page, "SELECT name FROM areas_locality ORDER BY name LIMIT 2");
    await page.keyboard.press("Control+Enter");
    await expect.poll(() => page.locator(".ey-query-table tbody tr").count(), patient).toBe(2);
    await page.getByText("Make a page of this").click();
    await page.getByLabel("Title of the page").fill("Localities");
    const text = await page.getByRole("region", { name: "Text of the page" }).textContent();
    expect(text).toContain('title: "Localities"');
    expect(text).toContain("FROM areas_locality");

    expect(new URL(page.url()).searchParams.get("query")).toContain("areas_locality");
    await page.goBack();
    await expect.poll(() => page.locator(".ey-query-table tbody tr").count(), patient).toBe(10);
    expect(await page.locator(".cm-content").textContent()).toContain("FROM observations");
    expect(faults).toEqual([]);
    await close();
  });

  soak("that is wrong is told with the nearest name, and marked", async () => {
    const { page, close } = await site.open(asking("SELECT valu\nFROM observations"));
    await answered(page);
    expect(await told(page)).toContain("Did you mean “value”?");
    expect(await page.locator(".cm-lintRange-error").textContent()).toBe("valu");
    await page.goto(site.origin() + asking("FROM observatons"));
    await expect.poll(() => told(page), patient).toContain("Did you mean “observations”?");
    expect(await page.locator(".ey-query-answer").isVisible()).toBe(false);
    await close();
  });

  test("reaches no address and no file, whatever a link asks for; one that is meant gives rows and a file, and is in the address", async () => {
    const { page, faults, close } = await site.open(asking("FROM read_csv('https://example.org/taken.csv')"));
    await answered(page);
    for (const sql of [
      "FROM 'https://example.org/taken.parquet'",
      "SELECT * FROM read_text('/etc/passwd')",
      "SET enable_external_access = true",
      "SELECT 1; COPY observations TO 'https://example.org/x'",
    ]) {
      await expect.poll(() => told(page), patient).toMatch(/no file and no address|changes none|two queries/);
      await write(page, sql);
      await page.keyboard.press("Control+Enter");
      await answered(page);
    }
    expect(await told(page)).toContain("two queries");
    await givesTwoRows(page);
    expect(faults).toEqual([]);
    await close();
  });

  soak("that is long can be stopped, and the next one is answered", async () => {
    const { page, faults, close } = await site.open("/explore/sql");
    await answered(page);
    // It does not heed a stop: its process has to be ended.
    await write(page, "SELECT a.area, count(*) FROM breakdowns a, breakdowns b, breakdowns c GROUP BY ALL");
    await page.keyboard.press("Control+Enter");
    const stop = page.getByRole("button", { name: "Stop" });
    await expect.poll(() => stop.isEnabled(), patient).toBe(true);
    await page.waitForTimeout(300);
    await stop.click();
    await expect.poll(() => status(page).textContent(), patient).toBe("Stopped.");
    await write(page, "SELECT count(*) > 0 AS there FROM observations");
    await page.keyboard.press("Control+Enter");
    await expect.poll(() => cells(page), patient).toEqual(["true"]);
    expect(faults).toEqual([]);
    await close();
  });

  soak("is completed with columns and with what they hold", async () => {
    const { page, close } = await site.open("/explore/sql");
    await answered(page);
    const offered = page.locator(".cm-tooltip-autocomplete li");
    await write(page, "SELECT * FROM observations WHERE area_n");
    await page.keyboard.type("a");
    await expect
      .poll(() => offered.allTextContents(), patient)
      .toContainEqual(expect.stringContaining("area_name"));
    await page.keyboard.press("Escape");
    await write(page, "SELECT * FROM observations WHERE level = ");
    await page.keyboard.type("'w");
    await expect.poll(() => offered.allTextContents(), patient).toContain("ward");
    await close();
  });

  soak("keeps no more rows than a browser bears, and says so", async () => {
    const { page, close } = await site.open(asking("SELECT range AS n FROM range(150000)"));
    await answered(page);
    expect(await page.locator(".ey-query-answer .ey-source").first().textContent()).toContain(
      "The first 100,000 rows: the query gave more. The first 500 are shown",
    );
    await close();
  });
});

soak(
  "the tables stand beside the query: a column is put into it, a document is fetched when it is opened",
  async () => {
    const { page, faults, close } = await site.open("/explore/sql");
    await answered(page);
    const tree = page.locator(".ey-query-tree");
    await tree.locator("summary", { hasText: "small_area_people" }).click();
    await page.locator(".cm-content").click();
    await page.keyboard.press("Control+a");
    await tree.getByRole("button", { name: "Put area_name into the query" }).last().click();
    expect(await page.locator(".cm-content").textContent()).toBe("area_name");
    await tree.locator("summary", { hasText: /^areas/ }).click();
    await tree.getByRole("button", { name: "First rows of areas_ward" }).click();
    await expect.poll(() => page.locator(".ey-query-table tbody tr").count(), patient).toBe(69);
    expect(faults).toEqual([]);
    await close();
  },
);

soak("a page that was made of a query asks it, with its sources", async () => {
  const { page, faults, close } = await site.open("/explore/amina/from-sql");
  expect(await page.locator("figure .ey-title").textContent()).toBe("Take-up by locality");
  expect(await page.locator(".ey-query-table tbody tr").count()).toBe(5);
  expect(await page.locator(".ey-source").first().textContent()).toContain("Figures for wards, localities");
  expect(faults).toEqual([]);
  await close();
});

soak("the page of queries is sound on a telephone and on a wide screen", async () => {
  const { page, close } = await site.open("/explore/sql", { width: 390 });
  await answered(page);
  expect(await overflow(page)).toBe(0);
  expect(await axe(page)).toEqual([]);
  await page.setViewportSize({ width: 1440, height: 900 });
  await page.locator(".ey-query-tables").evaluate((details: HTMLDetailsElement) => {
    details.open = true;
  });
  expect(await overflow(page)).toBe(0);
  expect(await axe(page)).toEqual([]);
  await close();
});

describe("the data dictionary", () => {
  soak("tells each table's columns without fetching the database, and leads to a query", async () => {
    const { page, faults, close } = await site.open("/explore/data-dictionary");
    const table = page.getByRole("table", { name: "Columns of observations", exact: true });
    expect(await table.locator("tbody th").allTextContents()).toContain("denominator");
    expect(
      await table.locator("tr", { has: page.locator("th", { hasText: /^status$/ }) }).textContent(),
    ).toContain("“value”");
    const fetched = await page.evaluate(() =>
      performance.getEntriesByType("resource").map(({ name }) => name),
    );
    expect(fetched.filter((name) => /duckdb|codemirror|small-area/.test(name))).toEqual([]);
    await page.getByText("What is in areas", { exact: true }).click();
    await page.getByRole("table", { name: "Columns of areas_ward" }).waitFor();
    expect(await overflow(page)).toBe(0);
    expect(await axe(page)).toEqual([]);
    expect(faults).toEqual([]);
    await page.getByRole("link", { name: "Ask this: joined_figures, in SQL" }).click();
    await page.locator(".ey-query-table tbody tr").first().waitFor();
    expect(await page.locator(".ey-query-table thead").textContent()).toContain("threshold");
    await close();
  });
});

describe("small areas, periods and groups", () => {
  const headline = (page: Page) => page.locator(".ey-cross-headline").textContent();
  const countOf = (text: string | null) => Number(/of ([\d,]+)/.exec(text ?? "")?.[1]?.replaceAll(",", ""));
  const values = (page: Page, view: number) =>
    page.locator(".ey-choice-bars").nth(view).locator(".ey-choice-value").allTextContents();

  soak("follow each other: what is chosen on one counts for the two others, and Back undoes it", async () => {
    const { page, faults, close } = await site.open("/explore/cross-filter");
    const all = await headline(page);
    const before = { periods: await values(page, 0), groups: await values(page, 1) };
    await page.locator(".ey-choice-bars").first().getByRole("button").first().click();
    await expect.poll(() => headline(page), patient).not.toBe(all);
    expect(countOf(await headline(page))).toBeLessThan(countOf(all));
    expect(await values(page, 0)).toEqual(before.periods);
    expect(await values(page, 1)).not.toEqual(before.groups);

    const one = await headline(page);
    await page.getByLabel("Ward", { exact: true }).selectOption({ index: 1 });
    await expect.poll(() => headline(page), patient).not.toBe(one);
    expect(await values(page, 0)).not.toEqual(before.periods);
    expect(await page.locator("[role=option][aria-selected=true]").count()).toBeGreaterThan(1);
    const address = page.url();
    expect(new URL(address).searchParams.get("lsoa")).toMatch(/^E\d+/);

    await page.goBack();
    await expect.poll(() => headline(page), patient).toBe(one);
    await page.goBack();
    await expect.poll(() => headline(page), patient).toBe(all);
    await page.goto(address);
    await settled(page);
    expect(countOf(await headline(page))).toBeLessThan(countOf(one));
    await page.getByRole("button", { name: "Choose all again" }).click();
    await expect.poll(() => headline(page), patient).toBe(all);
    expect(faults).toEqual([]);
    await close();
  });

  soak("are sound on a telephone, and another breakdown has its own groups", async () => {
    const { page, close } = await site.open("/explore/cross-filter", { width: 390 });
    await page.getByLabel("Breakdown", { exact: true }).selectOption({ label: "ethnic group" });
    await page.locator(".ey-choice-bars").nth(1).getByText("Asian").waitFor();
    expect(await overflow(page)).toBe(0);
    expect(await axe(page)).toEqual([]);
    await close();
  });
});
