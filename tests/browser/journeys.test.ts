import { expect, test } from "vitest";
import { useFigure, Walk } from "./journeys.js";
import { visited } from "./visited.js";

const site = visited("public");

test("in Urdu somebody reads how Alum Rock is doing, takes a figure along and says that it is wrong", async () => {
  const { page, faults, close } = await site.open("/find?lang=ur", { width: 390, height: 844 });
  const walk = new Walk(page, "ur");
  await walk.follow("a[href*='alum-rock']");
  expect(await page.locator("h1").innerText()).toContain("Alum Rock");
  const { code, file, own, report } = await useFigure(walk);
  expect(code).toContain(
    "/areas/alum-rock?figure=good-level-of-development&lang=ur#good-level-of-development",
  );
  expect(own).toMatch(/\/areas\/alum-rock\?lang=ur#good-level-of-development$/);
  expect((await page.request.get(file)).status()).toBe(200);
  expect(report).toContain(`${site.origin()}/areas/alum-rock#good-level-of-development`);
  expect(walk.steps).toBeLessThan(6);
  expect(faults).toEqual([]);
  await close();
});
