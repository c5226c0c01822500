import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { Page } from "playwright-core";
import { expect } from "vitest";
import type { Speaker } from "../../components/messages/speaker.js";
import { speakersOf } from "../messages/speakers.js";
import { builtFolder } from "./built.js";
import { overflow, settled } from "./harness.js";

/** A family that asks what it can get: the child's birthday, and its answers where they are not “no” or “none of these”. */
export interface Family {
  who: string;
  day: string;
  answers: Readonly<Record<string, string>>;
}

const inWork = { work: "yes", earns: "yes", partnerWork: "yes", partnerEarns: "yes" };

export const families: readonly Family[] = [
  { who: "a single parent in work", day: "15 6 2025", answers: { couple: "alone", ...inWork } },
  {
    who: "a couple on Universal Credit",
    day: "1 3 2024",
    answers: { couple: "together", benefits: "universalCredit", lowIncome: "yes", lowPay: "yes" },
  },
  { who: "a couple in work", day: "1 12 2023", answers: { couple: "together", ...inWork } },
  {
    who: "one who waits for a baby",
    day: "28 2 2027",
    answers: { arrived: "expected", couple: "alone", ...inWork },
  },
];

/** A person who does one thing after another on a page, in a language. Each thing that they do is a step. */
export class Walk {
  steps = 0;

  constructor(
    readonly page: Page,
    readonly code: string,
  ) {}

  /** What a page says in the language of the walk. */
  say(page: string, key: string, values: Parameters<Speaker["say"]>[1] = {}): string {
    return speakersOf(page)
      .find(({ code }) => code === this.code)!
      .say(key, values);
  }

  async step(work: () => Promise<unknown>): Promise<void> {
    this.steps += 1;
    await work();
    expect(await overflow(this.page)).toBeLessThanOrEqual(0);
  }

  /** Follows a link, and stays in the language. */
  async follow(selector: string): Promise<void> {
    await this.step(async () => {
      await this.page.locator(selector).first().click();
      await this.page.waitForLoadState();
      await settled(this.page);
    });
    expect(new URL(this.page.url()).searchParams.get("lang") ?? "en").toBe(this.code);
  }
}

/** A postcode of the city that is tried, as its file has it. */
export function somePostcode(): string {
  const folder = join(builtFolder("public"), "open-data", "postcodes");
  const [file] = readdirSync(folder).sort();
  const { outward, units } = JSON.parse(readFileSync(join(folder, file!), "utf8")) as {
    outward: string;
    units: string;
  };
  return `${outward} ${units.slice(0, 3)}`;
}

/** A nursery near a postcode for a two-year-old with funded hours: whom to ring. */
export async function findNursery(walk: Walk): Promise<string> {
  const { page } = walk;
  await walk.follow("main a[href^='./find']");
  const choose = (key: string, value: string) =>
    walk.step(() => page.getByLabel(walk.say("find", key), { exact: true }).first().selectOption(value));
  await walk.step(() => page.getByLabel(walk.say("find", "near")).fill(somePostcode()));
  await choose("kind", "nursery");
  await choose("age", "2");
  await choose("funded", "two-support");
  await walk.step(async () => {
    await page.locator(".ey-find-form button[type=submit]").click();
    await page.locator(".ey-place").first().waitFor();
  });
  return (await page.locator(".ey-ring").first().getAttribute("href"))!;
}

/** What a family can get: the titles of what it is told. */
export async function askWhat(walk: Walk, { day, answers }: Family): Promise<string[]> {
  const { page } = walk;
  const cards = page.locator(".ey-help-results");
  for (let i = 0; i < 25 && !(await cards.isVisible()); i += 1)
    await walk.step(async () => {
      const inputs = page.locator("fieldset input");
      if ((await inputs.first().getAttribute("inputmode")) === "numeric") {
        for (const [at, part] of day.split(" ").entries()) await inputs.nth(at).fill(part);
      } else {
        const [name, values] = await inputs.evaluateAll((all) => [
          (all[0] as HTMLInputElement).name,
          all.map((one) => (one as HTMLInputElement).value),
        ]);
        const told = answers[/^ey-(\w+)-\d+$/.exec(name as string)?.[1] ?? ""];
        const value = [told, "born", "none", "no", "alone"].find((one) => one && values.includes(one));
        await page.locator(`fieldset input[value="${value ?? values.at(-1)}"]`).check();
      }
      await page.locator(".ey-help-next").click();
    });
  return page.locator(".ey-help-cards h3").allInnerTexts();
}

/** From a ward's page: a figure's own link, the code that embeds it, its file, and a word that it is wrong. */
export async function useFigure(
  walk: Walk,
  id = "good-level-of-development",
): Promise<{ code: string; file: string; own: string; report: string }> {
  const { page } = walk;
  const section = page.locator(`#${id}`);
  await walk.step(() => section.locator(".ey-use summary").click());
  const code = await section.locator("textarea").inputValue();
  const href = (selector: string) =>
    section
      .locator(selector)
      .first()
      .evaluate((link) => (link as HTMLAnchorElement).href);
  const file = await href("a[href$='.csv']");
  const own = await href(`a[href='#${id}']`);
  await walk.follow(`#${id} a[href*='contact']`);
  const report = await page.locator(".ey-report textarea").inputValue();
  return { code, file, own, report };
}
