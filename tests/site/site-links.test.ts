import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { buildEdition } from "../../workspace/site/build.js";
import { deadLinks, LinkListener } from "../../workspace/site/gate/site-links.js";
import { soak } from "../soak.js";
import { type SmallSite, smallSite } from "./small-site.js";

const warned: string[] = [];
beforeEach(() => {
  warned.length = 0;
  vi.spyOn(console, "warn").mockImplementation((line: string) => warned.push(line));
});

describe("links of a built site", () => {
  let site: SmallSite;
  afterEach(() => site.remove());

  const build = (body: string): Promise<unknown> => {
    site = smallSite({
      pages: {
        "public/index.md": `---\ntitle: Families\neditions: [public]\n---\n\n# Families\n\n## Part\n\n${body}\n`,
        "public/second.md": "---\ntitle: Second\neditions: [public]\n---\n\n# Second\n",
      },
    });
    const openData = new Map([["areas.csv", "area_code\r\nN\r\n"]]);
    return buildEdition(site.edition("public"), site.made, { openData, attack: async () => {} });
  };

  soak("to open data that are not there are an error, as to any file", async () => {
    await expect(build("[Areas](./open-data/area.csv)")).rejects.toThrow(
      "index.html: links to ./open-data/area.csv, which is not in this edition",
    );
    site.remove();
    await expect(build("[Third](./third)")).rejects.toThrow("index.html: links to ./third");
  });

  soak(
    "to a part of a page that Framework did not find are told, one by one; to open data, which are written after the pages, are no cause of a warning",
    async () => {
      await build(
        '[Areas](./open-data/areas.csv), <a href="./open-data/areas.csv">again</a>, [second](./second#second), [here](#part), [away](./second#none)',
      );
      expect(warned).toEqual(["/index: links to /second#none, which was not found when the page was built"]);
    },
  );
});

describe("what Framework says", () => {
  test("goes on as it is, except of links", () => {
    const { logger } = new LinkListener();
    logger.warn("\u001b[33mWarning: \u001b[39m3 broken links (4 validated)");
    logger.warn("Warning: 1 broken link (1 validated)");
    logger.warn("Warning: the output root is not within the current working directory");
    logger.warn("3 broken links (4 validated) and something else");
    expect(warned).toEqual([
      "Warning: the output root is not within the current working directory",
      "3 broken links (4 validated) and something else",
    ]);
  });

  test("of links is held against the finished folder", () => {
    const folder = mkdtempSync(join(tmpdir(), "links-"));
    writeFileSync(join(folder, "a b.csv"), "");
    const links = new LinkListener();
    for (const address of ["/a b.csv", "/c.csv"])
      links.logger.log(`\u001b[90m↳\u001b[39m /index \u001b[90m→\u001b[39m \u001b[31m${address}\u001b[39m`);
    links.logger.log("built 3 pages");
    links.logger.log();
    expect(links.missed(folder)).toEqual([
      "/index: links to /c.csv, which was not found when the page was built",
    ]);
    rmSync(folder, { recursive: true });
  });
});

test("dead links are those to files that a page's folder does not have", () => {
  const folder = mkdtempSync(join(tmpdir(), "links-"));
  writeFileSync(join(folder, "second.html"), "");
  const html = [
    "./second",
    "second.html#x",
    "/second?a=1",
    "#x",
    "https://example.org/",
    "mailto:a@example.org",
  ]
    .map((address) => `<a href="${address}">`)
    .join("");
  expect(deadLinks(folder, "index.html", `${html}<a href="./third"><img src="../second.html">`)).toEqual([
    "./third",
    "../second.html",
  ]);
  rmSync(folder, { recursive: true });
});
