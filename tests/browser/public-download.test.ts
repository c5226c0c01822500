import { readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { formatBytes, formatCount } from "../../components/words/numbers.js";
import { firstOf, soak } from "../soak.js";
import { builtFolder } from "./built.js";
import { axe, type OpenedPage, overflow } from "./harness.js";
import { visited } from "./visited.js";

const folder = join(builtFolder("public"), "open-data");
const tables = readdirSync(folder)
  .filter((name) => name.endsWith(".csv") && name !== "changes.csv")
  .map((name) => name.replace(/\.csv$/, ""))
  .sort();

const site = visited("public");

const open = (size = {}): Promise<OpenedPage> => site.open(`/download`, size);

test("each table has a card with its period, date, rows, share left out, size, and links that lead to its files", async () => {
  const { page, close } = await open();
  const cards = page.locator(".ey-open-card");
  const named = await cards.evaluateAll((all) =>
    all.map((card) => card.getAttribute("aria-labelledby")!.replace("table-", "")),
  );
  expect([...named].sort()).toEqual(tables);
  for (const [i, id] of firstOf(3, [...named.entries()])) {
    const card = cards.nth(i);
    const text = (await card.allInnerTexts()).join();
    const rows =
      readFileSync(join(folder, `${id}.csv`), "utf8")
        .trimEnd()
        .split("\r\n").length - 1;
    expect(text).toContain(`Rows\n${formatCount(rows)}`);
    expect(text).toContain(formatBytes(statSync(join(folder, `${id}.csv`)).size));
    expect(text).toMatch(/^Sample: /);
    // Of services all is shown that the directory has.
    if (id === "services") expect(text).toMatch(/Data as of\n\d{1,2} \w+ 20\d\d/);
    else if (id !== "areas")
      expect(text).toMatch(
        /Period\n.*20\d\d[\s\S]*Data as of\n\d{1,2} \w+ 20\d\d[\s\S]*left out for privacy\n/,
      );
    for (const link of await card.locator(".ey-open-files a").all()) {
      const { ok, type } = await link.evaluate(async (a: HTMLAnchorElement) => {
        const response = await fetch(a.href);
        return { ok: response.ok, type: response.headers.get("content-type") };
      });
      expect([ok, type]).toEqual([true, expect.stringMatching(/csv|json/)]);
    }
  }
  await close();
});

soak(
  "a card unfolds with the keyboard and says source, publisher, licence, address and how to cite",
  async () => {
    const { page, close } = await open({ width: 390 });
    const card = page.locator(".ey-open-card", { hasText: "two-year-old-take-up.csv" });
    await card.locator("summary").focus();
    await page.keyboard.press("Space");
    const text = (await card.locator("dl").last().allInnerTexts()).join();
    const address = `${site.origin()}/open-data/two-year-old-take-up.csv`;
    for (const words of [
      "Unit\nPercent",
      "Source\nFunded childcare headcount",
      "Publisher\nBirmingham City Council",
      "Licence\nOpen Government Licence v3.0",
      `Address, which stays the same\n${address}`,
      "How to cite\nSAMPLE, invented. Birmingham City Council: ",
    ])
      expect(text).toContain(words);
    await close();
  },
);

soak("all unfolded, it fits a narrow screen, and axe finds no serious fault", async () => {
  const { page, faults, close } = await open({ width: 390 });
  await page.evaluate(() => {
    for (const details of document.querySelectorAll("details")) details.open = true;
  });
  expect(await overflow(page)).toBe(0);
  expect(await axe(page)).toEqual([]);
  expect(faults).toEqual([]);
  await close();
});

soak("it says what each status means, and what changed", async () => {
  const { page, close } = await open();
  const told = page.getByRole("table", { name: "What status says" });
  expect(await told.getByRole("rowheader").allInnerTexts()).toEqual([
    "suppressed",
    "not_applicable",
    "not_available",
    "not_collected",
    "low_reliability",
    "rounds_to_zero",
  ]);
  const changes = page.getByRole("table", { name: "What changed, the newest first" });
  const log = (await changes.allInnerTexts()).join();
  expect(log).toMatch(/\d{1,2} \w+ 20\d\d\s+Added/);
  for (const id of tables) expect(log).toContain(`${id}.csv`);
  await close();
});

soak("the links at its top lead to its parts", async () => {
  const { page, close } = await open();
  const parts = await page
    .locator("p", { hasText: "On this page:" })
    .locator("a")
    .evaluateAll((links) => links.map((a) => document.querySelector(a.getAttribute("href")!)?.tagName));
  expect(parts).toEqual(["H2", "H2", "H2", "H2", "H2"]);
  await close();
});
