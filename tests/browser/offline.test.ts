import { cpSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { isSoaking } from "../soak.js";
import { builtFolder } from "./built.js";
import { serve, sharedBrowser } from "./harness.js";

// And no longer once another publication is served: offline.soak.test.ts.
test("a page that was read opens without the internet", async () => {
  const folder = mkdtempSync(join(tmpdir(), "offline-"));
  cpSync(builtFolder("public"), folder, { recursive: true });
  const site = await serve(folder);
  const context = await (await sharedBrowser()).newContext();
  try {
    const page = await context.newPage();
    const copies = () =>
      page.evaluate(async () => {
        const names = await caches.keys();
        const kept = await Promise.all(names.map(async (name) => (await caches.open(name)).keys()));
        return { names, addresses: kept.flat().map(({ url }) => url) };
      });
    await page.goto(`${site.origin}/find`);
    await expect
      .poll(async () => (await copies()).addresses.join(" "), { timeout: 20_000 })
      .toContain("/find");
    await page.getByLabel("Postcode, or part of the city").fill("Acocks Green");
    await page.getByRole("button", { name: "Show", exact: true }).click();
    await page.locator(".ey-place").first().waitFor();
    const { names, addresses } = await copies();
    expect(names).toHaveLength(1);
    expect(addresses.every((address) => address.startsWith(site.origin))).toBe(true);
    expect(addresses.join(" ")).not.toContain("/postcodes/");
    await context.setOffline(true);
    await page.reload();
    await page.getByRole("heading", { name: "Find childcare and support" }).waitFor();
    await page.locator(".ey-place").first().waitFor();
    if (!isSoaking) return;
    await context.setOffline(false);
    // Another publication has another worker, and the copies of this one go.
    writeFileSync(
      join(folder, "sw.js"),
      `${"// another\n"}self.addEventListener("install", () => self.skipWaiting());
      self.addEventListener("activate", (event) => event.waitUntil((async () => {
        for (const name of await caches.keys()) await caches.delete(name);
        await self.clients.claim();
      })()));`,
    );
    await page.goto(`${site.origin}/help`);
    await expect.poll(async () => (await copies()).names, { timeout: 20_000 }).not.toContain(names[0]);
  } finally {
    await context.close();
    site.close();
    rmSync(folder, { recursive: true, force: true });
  }
});
