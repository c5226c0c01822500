import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { BuildInput } from "../../workspace/site/edition/build-input.js";
import { editionNamed } from "../../workspace/site/edition/editions.js";
import { readPages } from "../../workspace/site/edition/pages.js";
import { searchItems } from "../../workspace/site/search-items.js";

let folder: string;
let made: BuildInput;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "search-"));
  const files = {
    "briefings/catalogue.json": {
      sources: [{ id: "a-return", title: "A return", description: "Rows.", keywords: ["children"] }],
    },
    "explore/indicators.json": {
      themes: { services: "Services" },
      indicators: [{ id: "take-up", name: "Take-up", definition: "Who has a place.", theme: "services" }],
    },
  };
  const pages = Object.entries(files).map(([name, content], i) => {
    writeFileSync(join(folder, `${i}.json`), JSON.stringify(content));
    return [name, { file: `${i}.json` }];
  });
  made = {
    store: { pages: folder },
    manifest: { pages: Object.fromEntries(pages) },
  } as unknown as BuildInput;
});
afterAll(() => rmSync(folder, { recursive: true }));

const found = (name: string, input: BuildInput | undefined = made) => {
  const edition = editionNamed(name);
  return searchItems(edition, readPages(edition), input).map(({ path, title }) => [path, title]);
};

test("the search finds sources and indicators at their places in the workspace", () => {
  expect(found("workspace")).toEqual([
    ["/briefings/catalogue#a-return", "A return"],
    ["/explore/take-up?indicator=take-up", "Take-up"],
  ]);
});

test("it finds sources where there is no page to explore, and nothing of either in the public edition", () => {
  expect(found("briefings")).toEqual([["/catalogue#a-return", "A return"]]);
  expect(found("public")).toEqual([]);
});

test("it finds none before the first refresh", () => {
  expect(searchItems(editionNamed("workspace"), [], undefined)).toEqual([]);
});
