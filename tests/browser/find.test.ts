import { readdirSync, readFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { expect, test } from "vitest";
import { soak } from "../soak.js";
import { builtFolder } from "./built.js";
import { somePostcode } from "./journeys.js";
import { visited } from "./visited.js";

const site = visited("public");
const phone = { width: 390, height: 844 };

test("on a phone a nursery for a two-year-old with funded hours is found, rung and kept, and the postcode is sent to nobody", async () => {
  const { page, bytes, faults, close } = await site.open("/find", phone);
  expect(bytes()).toBeLessThan(100_000);
  const asked: string[] = [];
  page.on("request", (request) => asked.push(request.url()));
  const postcode = somePostcode();
  await page.getByLabel("Postcode, or part of the city").fill(postcode.toLowerCase().replace(" ", ""));
  await page.getByLabel("What are you looking for?").selectOption("Any childcare");
  await page.getByLabel("Child’s age").selectOption("2");
  await page.getByLabel("Funded hours").selectOption("Funded two-year-olds");
  await page.getByRole("button", { name: "Show", exact: true }).click();
  await page.getByRole("status").filter({ hasText: "fit near" }).waitFor();
  const first = page.locator(".ey-place").first();
  expect(await first.locator("h3").textContent()).toContain("(sample)");
  expect(await first.textContent()).toContain("Takes funded two-year-olds");
  expect(await page.locator(".ey-ring").first().getAttribute("href")).toMatch(/^tel:0121496\d{4}$/);
  await first.getByRole("button", { name: /^Keep/ }).click();
  await page.getByRole("heading", { name: "Your list" }).waitFor();
  // All of it stands behind the hash; what was fetched tells the first half of the postcode at most.
  const address = new URL(page.url());
  expect(address.search).toBe("");
  expect(address.hash).toMatch(/near=.*age=2&funded=two-support&list=/);
  expect(asked.map(decodeURIComponent).join(" ")).not.toContain(postcode.slice(-3));
  expect(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)).toBeLessThanOrEqual(0);
  // Whoever is sent the address sees the same.
  await page.reload();
  await page.getByRole("heading", { name: "Your list" }).waitFor();
  expect(await page.evaluate(() => Object.keys(localStorage).length + document.cookie.length)).toBe(0);
  expect(faults).toEqual([]);
  await close();
});

soak(
  "a search that nothing fits shows what is nearest and whom to ring, and a place that is not known says so",
  async () => {
    const { page, close } = await site.open(
      "/find#near=Alum+Rock&for=clinic&hours=weekend&funded=working&age=11",
    );
    await page.getByRole("heading", { name: "The nearest that fit some of it" }).waitFor();
    expect(await page.locator(".ey-results .ey-place").count()).toBeGreaterThan(0);
    expect(await page.locator(".ey-results a[href^='tel:']").count()).toBeGreaterThan(0);
    await page.getByLabel("Postcode, or part of the city").fill("ZZ99 9ZZ");
    await page.getByRole("button", { name: "Show", exact: true }).click();
    await page.getByText("We do not know that postcode or part of the city.").waitFor();
    await close();
  },
);

test("without a script each part of the city has its places with their telephone numbers, and its figures", () => {
  const folder = builtFolder("public");
  const find = readFileSync(join(folder, "find.html"), "utf8");
  const pages = readdirSync(join(folder, "areas")).filter((page) => page !== "index.html");
  expect(pages.length).toBeGreaterThan(5);
  for (const page of pages.filter((page) => !page.endsWith("-locality.html")))
    expect(find).toContain(`./areas/${page.replace(/\.html$/, "")}#places`);
  const html = readFileSync(join(folder, "areas", "alum-rock.html"), "utf8");
  expect(html).toMatch(/href="tel:0121496\d{4}"/);
  expect(html).toContain("In Birmingham, about");
  expect(html).toMatch(
    /<meta name="description" content="How young children are doing in Alum Rock, Birmingham/,
  );
  expect(html).toContain('<meta property="og:title" content="Alum Rock">');
});

soak(
  "the code of a figure shows it alone in a page of another site, as wide as that has room, without a cookie",
  async () => {
    const { page, close } = await site.open("/areas/alum-rock");
    const section = page.locator("#good-level-of-development");
    await section.getByText("Use this figure").click();
    const code = await section.getByLabel("Code that shows it in another page").inputValue();
    expect(code).toContain(`src="${site.origin()}/areas/alum-rock?figure=good-level-of-development`);
    const other = createServer((_, response) => {
      response.writeHead(200, { "content-type": "text/html; charset=utf-8" });
      response.end(`<!doctype html><title>Another site</title><body style="width:20rem">${code}</body>`);
    }).listen(0, "127.0.0.1");
    await new Promise((resolve) => other.once("listening", resolve));
    const context = await page.context().browser()!.newContext();
    try {
      const embedding = await context.newPage();
      await embedding.goto(`http://127.0.0.1:${(other.address() as AddressInfo).port}/`);
      const frame = embedding.frameLocator("iframe");
      await frame.getByRole("heading", { name: "How are children doing at the end of Reception?" }).waitFor();
      await frame.locator(".ey-alone").waitFor({ state: "attached" });
      expect(
        await frame.getByRole("heading", { name: "How many two-year-olds use a free place?" }).isVisible(),
      ).toBe(false);
      const framed = embedding.frames()[1]!;
      expect(
        await framed.evaluate(() => document.documentElement.scrollWidth - innerWidth),
      ).toBeLessThanOrEqual(0);
      expect(await context.cookies()).toEqual([]);
    } finally {
      await context.close();
      other.close();
      await close();
    }
  },
);
