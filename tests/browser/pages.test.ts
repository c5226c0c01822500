import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { builtPages, networkLog } from "./built.js";
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

// On a telephone, where most goes wrong, a page of figures and one for families; pages.soak.test.ts opens all of each edition,
// at every width.
const narrow = [
  { edition: "workspace", path: "/explore/take-up" },
  { edition: "public", path: builtPages("public").find((path) => path.startsWith("/areas/"))! },
] as const;

test.each(narrow)("$edition: $path on a narrow screen", ({ edition, path }) =>
  expectSound(sites[edition], path, 390),
);

test.each(["briefings"] as const)("the first page of the %s edition on a wide screen", (edition) =>
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
