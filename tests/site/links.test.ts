import { lstatSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { makeLinks } from "../../workspace/site/framework/links.js";

let base: string;
beforeEach(() => {
  base = mkdtempSync(join(tmpdir(), "links-"));
  for (const folder of ["docs/public", "loaders/public", "components"])
    mkdirSync(join(base, folder), { recursive: true });
  writeFileSync(join(base, "loaders/public/summary.json.ts"), "loader");
});
afterEach(() => rmSync(base, { recursive: true }));

test("links lead pages to their audience's loaders and to the components, and to nothing that is not there", () => {
  makeLinks(base);
  expect(readFileSync(join(base, "docs/public/data/summary.json.ts"), "utf8")).toBe("loader");
  expect(lstatSync(join(base, "docs/public/components")).isSymbolicLink()).toBe(true);
  expect(lstatSync(join(base, "docs/explore"), { throwIfNoEntry: false })).toBeUndefined();
});

test("a link that leads elsewhere is made anew", () => {
  symlinkSync(join(base, "components"), join(base, "docs/public/data"), "junction");
  makeLinks(base);
  makeLinks(base);
  expect(readFileSync(join(base, "docs/public/data/summary.json.ts"), "utf8")).toBe("loader");
});

test("a folder in the way is left alone and named", () => {
  mkdirSync(join(base, "docs/public/data"));
  expect(() => makeLinks(base)).toThrow(
    `${join(base, "docs/public/data")} is in the way: the set-up makes a link there, to ${join(base, "loaders/public")}.`,
  );
});
