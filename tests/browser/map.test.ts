import { readFileSync } from "node:fs";
import { JSDOM } from "jsdom";
import type { Page } from "playwright-core";
import { describe, expect, test } from "vitest";
import { firstOf, soak } from "../soak.js";
import { axe } from "./harness.js";
import { visited } from "./visited.js";

const site = visited("workspace");
const asked = "/explore/take-up?indicator=good-level-of-development";
const map = (page: Page) => page.locator(".ey-map-drawing").first();
const box = async (page: Page) => (await map(page).getAttribute("viewBox"))!.split(" ").map(Number);
const chosen = (page: Page) => page.locator(".ey-map-drawing [aria-selected=true]").count();

soak("the map begins on the first screen, and tells its colours in words", async () => {
  const { page, close } = await site.open(asked, { width: 1440, height: 900 });
  expect((await map(page).boundingBox())!.y).toBeLessThan(600);
  expect(await page.locator(".ey-map-key p").first().textContent()).toMatch(
    /^Percentage points from all wards together, \d+\.\d%$/,
  );
  await close();
});

describe("the map is looked at more closely", () => {
  soak("with its buttons, with the wheel while Ctrl is held, and from the keyboard", async () => {
    const { page, close } = await site.open(asked);
    const named = () => page.locator(".ey-map-name-1[visibility=visible]").count();
    const [whole, names] = [await box(page), await named()];
    await page.getByRole("button", { name: "Zoom in" }).first().click();
    await page.getByRole("button", { name: "Zoom in" }).first().click();
    expect((await box(page))[2]).toBeLessThan(whole[2]! / 2);
    await page.getByRole("button", { name: "Show all of the map" }).first().click();
    expect(await box(page)).toEqual(whole);

    await map(page).hover();
    await page.mouse.wheel(0, 10);
    expect(await box(page)).toEqual(whole);
    await page.keyboard.down("Control");
    await page.mouse.wheel(0, -120);
    await page.keyboard.up("Control");
    await expect.poll(async () => (await box(page))[2]).toBeLessThan(whole[2]!);

    await page.locator(".ey-area[tabindex='0']").first().focus();
    await page.keyboard.press("0");
    expect(await box(page)).toEqual(whole);
    for (let i = 0; i < 3; i++) await page.keyboard.press("+");
    const [x] = await box(page);
    await page.keyboard.press("Shift+ArrowRight");
    expect((await box(page))[0]).toBeGreaterThan(x!);
    await page.keyboard.press("0");
    expect(await named()).toBe(names);
    expect(await chosen(page)).toBe(0);
    await close();
  });

  soak("and with two fingers, while one goes on scrolling the page", async () => {
    const { page, close } = await site.open(asked, { width: 390 });
    const whole = await box(page);
    const touched = (apart: number[], fingers: number) =>
      map(page).evaluate(
        (target, { apart, fingers }) => {
          const { x, y, width, height } = target.getBoundingClientRect();
          const [across, down] = [x + width / 2, y + height / 2];
          return apart.map((away) => {
            const touches = [-1, 1]
              .slice(0, fingers)
              .map(
                (side, identifier) =>
                  new Touch({ identifier, target, clientX: across + side * away, clientY: down }),
              );
            return target.dispatchEvent(new TouchEvent("touchmove", { touches, cancelable: true }));
          });
        },
        { apart, fingers },
      );
    expect(await touched([10, 40], 1)).toEqual([true, true]);
    expect(await box(page)).toEqual(whole);
    expect(await touched([20, 60], 2)).toEqual([false, false]);
    expect((await box(page))[2]).toBeCloseTo(whole[2]! / 3, 0);
    await close();
  });

  soak("and dragged, which chooses nothing", async () => {
    const { page, close } = await site.open(asked);
    await page.getByRole("button", { name: "Zoom in" }).first().click();
    const before = await box(page);
    await map(page).scrollIntoViewIfNeeded();
    const { x, y, width, height } = (await map(page).boundingBox())!;
    await page.mouse.move(x + width / 2, y + height / 2);
    await page.mouse.down();
    await page.mouse.move(x + width / 2 - 60, y + height / 2 - 40, { steps: 4 });
    await page.mouse.up();
    expect((await box(page))[0]).toBeGreaterThan(before[0]!);
    expect(await chosen(page)).toBe(0);
    await page.mouse.click(x + width / 2, y + height / 2);
    await expect.poll(() => chosen(page)).toBe(1);
    await close();
  });
});

test("a figure is saved as a picture with its title, unit, source and mark as a sample", async () => {
  const { page, faults, close } = await site.open(asked);
  const figure = page.locator("figure.ey-figure").first();
  const title = (await figure.locator(".ey-title").textContent())!;
  const save = async (type: "SVG" | "PNG") => {
    const [download] = await Promise.all([
      page.waitForEvent("download"),
      figure.getByRole("button", { name: `Save as a picture: ${type}` }).click(),
    ]);
    expect(download.suggestedFilename()).toMatch(new RegExp(`^[a-z0-9-]+\\.${type.toLowerCase()}$`));
    return readFileSync(await download.path());
  };
  const { DOMParser } = new JSDOM("").window;
  const document = new DOMParser().parseFromString((await save("SVG")).toString(), "image/svg+xml");
  const words = document.documentElement.textContent!.replace(/\s+/g, " ");
  for (const part of [
    ...title.split(" "),
    "Per cent",
    "Percentage points from all wards",
    "Source:",
    "invented",
  ])
    expect(words).toContain(part);
  expect(document.querySelectorAll("path[data-code]")).toHaveLength(69);
  // What it draws with is in it, resolved: it looks the same where no style sheet is.
  expect(document.documentElement.outerHTML).not.toMatch(/var\(|https?:\/\/(?!www\.w3\.org)/);
  expect(document.querySelectorAll("button, foreignObject, script")).toHaveLength(0);
  const png = await save("PNG");
  expect(png.subarray(1, 4).toString()).toBe("PNG");
  expect(png.readUInt32BE(16)).toBeGreaterThan(600);
  expect(faults).toEqual([]);
  await close();
});

soak.each(
  firstOf(1, [
    { colorScheme: "dark", forcedColors: "none" },
    { colorScheme: "dark", forcedColors: "active" },
    { colorScheme: "light", forcedColors: "active" },
  ] as const),
)("the map is read in other colours: %o", async (media) => {
  const { page, close } = await site.open(asked);
  await page.emulateMedia(media);
  // What axe takes for the ground of a page is white where a system's colours are forced to be light on dark.
  if (media.colorScheme === "light" || media.forcedColors === "none") expect(await axe(page)).toEqual([]);
  const contrast = await page.evaluate(() => {
    const of = (colour: string) => {
      const pen = document.createElement("canvas").getContext("2d")!;
      pen.fillStyle = colour;
      pen.fillRect(0, 0, 1, 1);
      const [r, g, b] = [...pen.getImageData(0, 0, 1, 1).data].map((part) =>
        part / 255 <= 0.03928 ? part / 255 / 12.92 : ((part / 255 + 0.055) / 1.055) ** 2.4,
      );
      return 0.2126 * r! + 0.7152 * g! + 0.0722 * b!;
    };
    const name = getComputedStyle(document.querySelector(".ey-map-name")!);
    const [text, halo] = [of(name.fill), of(name.stroke)];
    return (Math.max(text, halo) + 0.05) / (Math.min(text, halo) + 0.05);
  });
  expect(contrast).toBeGreaterThan(7);
  await close();
});
