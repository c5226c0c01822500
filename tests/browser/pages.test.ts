import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
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

// On a telephone, where most goes wrong. Each page once, though several editions have it, and of guides, examples and
// profiles, which are of one kind, the one with most in it; pages.soak.test.ts opens all of each edition, at every width.
const oneOfMany =
  /^\/guides\/(?!components$)|^\/explore\/examples\/(?!a-report$)|^\/briefings\/areas\/(?!$|index$|E05)|^\/briefings\/wards\//;
const narrow = [
  ...builtPages("workspace")
    .filter((path) => !path.startsWith("/public/"))
    .filter((path) => !oneOfMany.test(path))
    .map((path) => ({ edition: "workspace" as const, path })),
  ...builtPages("public").map((path) => ({ edition: "public" as const, path })),
];
test.each(narrow)("$edition: $path on a narrow screen", ({ edition, path }) =>
  expectSound(sites[edition], path, 390),
);

test.each(editionNames)("the first page of the %s edition on a wide screen", (edition) =>
  expectSound(sites[edition], "/", 1280),
);

test("the public summary on a narrow screen is under 250 KB over the wire, and carries no database", async () => {
  const { page, bytes, close } = await sites.public.open("/", { width: 390 });
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
