import { drawnCells } from "./drawn.js";
import { Modules } from "./modules.js";
import { placeDrawn } from "./place-drawn.js";
import { type DrawnPage, origin, type PageToRun, runPage, type SiteToRun } from "./run-page.js";

// A process that is told a site, and then pages of it one after another. It answers each with what it draws.

// A page's cells may fail when nobody waits for them any more, which must not end the pages after it.
for (const event of ["uncaughtException", "unhandledRejection"]) process.on(event, () => {});
process.on("disconnect", () => process.exit());

process.once("message", (site: SiteToRun) => {
  const modules = new Modules(site.texts);
  process.on("message", async (asked: PageToRun) => {
    const drawn = await draw(site, modules, asked).catch(() => undefined);
    process.send!(drawn ?? {});
  });
});

async function draw(site: SiteToRun, modules: Modules, asked: PageToRun): Promise<DrawnPage> {
  const { window, first } = await runPage(site, modules, asked);
  const home = "../".repeat(asked.page.split("/").length - 1) || "./";
  const html = placeDrawn(asked.html, drawnCells(window, home));
  window.close();
  return { html, first: first.map((address) => address.replace(`${origin}/`, home)) };
}
