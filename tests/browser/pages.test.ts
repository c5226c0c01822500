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

// On a telephone, where most goes wrong, a page of each kind; pages.soak.test.ts opens all of each edition, at every width.
const first = (edition: "workspace" | "public", kind: RegExp) =>
  builtPages(edition).find((path) => kind.test(path))!;
const narrow = [
  { edition: "workspace", path: "/" },
  { edition: "workspace", path: first("workspace", /\/areas\/E05/) },
  { edition: "workspace", path: "/explore/take-up" },
  { edition: "workspace", path: "/guides/components" },
  { edition: "public", path: "/" },
  { edition: "public", path: "/find" },
  { edition: "public", path: "/help" },
  { edition: "public", path: first("public", /^\/areas\//) },
] as const;

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
