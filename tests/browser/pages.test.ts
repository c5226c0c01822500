import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { builtPages, editionNames, networkLog } from "./built.js";
import { expectSound } from "./sound-page.js";
import { visited } from "./visited.js";

const sites = {
  workspace: visited("workspace"),
  briefings: visited("briefings"),
  public: visited("public"),
};

test("no process of the build tried to reach anything outside this machine", () => {
  expect(readFileSync(networkLog, "utf8")).toBe("");
});

// On a telephone, where most goes wrong; pages.soak.test.ts opens all at every width.
test.each(editionNames.flatMap((edition) => builtPages(edition).map((path) => ({ edition, path }))))(
  "$edition: $path on a narrow screen",
  ({ edition, path }) => expectSound(sites[edition], path, 390),
);

describe.each(editionNames)("%s", (edition) => {
  test("its first page on a wide screen", () => expectSound(sites[edition], "/", 1280));
});

test("the public summary is under 250 KB over the wire, and carries no database", async () => {
  const { page, bytes, close } = await sites.public.open("/");
  expect(bytes()).toBeLessThan(250_000);
  expect(
    await page.evaluate(() =>
      performance
        .getEntriesByType("resource")
        .map(({ name }) => name)
        .join(" "),
    ),
  ).not.toMatch(/duckdb/);
  await close();
});
