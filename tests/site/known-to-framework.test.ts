import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { writeManifest } from "../../loaders/store/manifest.js";
import { storeOf } from "../../loaders/store/paths.js";
import { readPages } from "../../workspace/site/edition/pages.js";
import { normalizeConfig } from "../../workspace/site/framework/internals.js";
import { createMarkdownIt } from "../../workspace/site/framework/markdown.js";
import { knownToFramework } from "../../workspace/site/known-to-framework.js";
import { manifestOf, type SmallSite, smallSite } from "./small-site.js";

let folder: string;
let site: SmallSite;
const before = { ...process.env };
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "known-"));
  process.env.EARLY_YEARS_STORE = join(folder, "store");
  process.env.EARLY_YEARS_INBOX = join(folder, "inbox");
  writeManifest(storeOf(process.env.EARLY_YEARS_INBOX), manifestOf({}));
});
afterEach(() => {
  process.env = { ...before };
  site.remove();
  rmSync(folder, { recursive: true });
});

test("while pages are written, one whose list is not made yet takes no other page with it", async () => {
  site = smallSite({
    pages: {
      "index.md": "---\neditions: [workspace]\n---\n# Home\n",
      "explore/[letter].md": "---\neditions: [workspace]\neach: ./data/letters.json\n---\n# {{letter}}\n",
    },
  });
  const edition = site.edition("workspace");
  const pages = readPages(edition);
  const faults: string[] = [];
  const { loaders } = normalizeConfig(
    knownToFramework(edition, pages, (error) => faults.push((error as Error).message)),
  );
  const options = { md: createMarkdownIt(), path: "/index" };
  expect((await loaders.loadPage("/index", options)).title).toBe("Home");
  // Its address says on the page what is wrong.
  const wrong = await loaders.loadPage("/explore/a", { ...options, path: "/explore/a" });
  expect(wrong.title).toBe("No such page");
  expect(faults[0]).toMatch(/\[letter\]\.md: front matter, each: explore\/letters\.json has never been made/);
  const strict = normalizeConfig(knownToFramework(edition, pages));
  await expect(strict.loaders.loadPage("/index", options)).rejects.toThrow(/has never been made/);
});
