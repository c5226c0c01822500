import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { csvParse } from "d3";
import { describe, expect, test } from "vitest";
import { lostInWords } from "../../components/site/privacy.js";
import { readPolicy } from "../../loaders/registry/policy.js";
import { firstOf, soak } from "../soak.js";
import { builtFolder, builtPages } from "./built.js";
import { axe, overflow } from "./harness.js";
import { visited } from "./visited.js";

const site = visited("public");

/** What is lost, counted in the published files. */
function lostInFiles() {
  const folder = join(builtFolder("public"), "open-data");
  const rows = readdirSync(folder)
    .filter((name) => name.endsWith(".csv"))
    .flatMap((name) => [...csvParse(readFileSync(join(folder, name), "utf8"))])
    .filter(({ basis, status }) => basis === "protected" && !/^not_/.test(status!));
  const lostOf = (some: typeof rows) => ({
    figures: some.length,
    suppressed: some.filter(({ status }) => status === "suppressed").length,
  });
  const wards = rows.filter(({ level, breakdown }) => level === "ward" && breakdown === "all");
  return { all: lostOf(rows), wards: lostOf(wards) };
}

test("there are public pages, and figures to lose", () => {
  expect(builtPages("public")).toEqual(expect.arrayContaining(["/", "/download"]));
  const { all, wards } = lostInFiles();
  expect(wards.suppressed).toBeGreaterThan(0);
  expect(all.figures).toBeGreaterThan(wards.figures);
});

test("a page of an area leads to how privacy is kept", () => {
  const html = readFileSync(join(builtFolder("public"), "areas", "alum-rock.html"), "utf8");
  expect(html).toMatch(/href="\.\.\/(?:index)?#how-children-s-privacy-is-kept"/);
});

describe.each(firstOf(1, ["/", "/download"]))("the public page %s", (path) => {
  test("states the policy in plain words, in sight", async () => {
    const { page, close } = await site.open(path);
    const policy = readPolicy();
    await page.getByRole("heading", { name: "How children’s privacy is kept" }).waitFor();
    for (const words of [
      `fewer than ${policy.smallestCount} children, we leave it out`,
      "We leave out some more figures, so that nobody can work out the first ones",
      "We also think of what others publish, and of what we published before.",
      `We round every count to the nearest ${policy.roundTo}`,
    ])
      expect(await page.getByText(words).isVisible(), words).toBe(true);
    await close();
  });

  test("states what the policy costs, as the published files have it", async () => {
    const { page, close } = await site.open(path);
    expect((await page.locator(".ey-privacy").allInnerTexts()).join()).toContain(lostInWords(lostInFiles()));
    await close();
  });

  soak("tells every rule word for word to whoever asks, with the keyboard alone", async () => {
    const { page, close } = await site.open(path, { width: 390 });
    const policy = readPolicy();
    const rules = page.locator(".ey-privacy details");
    const interval = rules.getByText(`must still lie ${policy.protectionInterval} or more apart`);
    expect(await interval.isVisible()).toBe(false);
    await rules.locator("summary").focus();
    await page.keyboard.press("Enter");
    expect(await interval.isVisible()).toBe(true);
    expect(await rules.getByText("Others publish exact figures").isVisible()).toBe(true);
    expect(await overflow(page)).toBe(0);
    expect(await axe(page)).toEqual([]);
    await close();
  });
});
