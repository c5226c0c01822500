import { symlinkSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { moduleFaults } from "../../workspace/site/gate/origin.js";
import { type SmallSite, smallSite } from "./small-site.js";

let site: SmallSite;
beforeEach(() => {
  site = smallSite({ pages: { "public/index.md": "# Families" } });
});
afterEach(() => site.remove());

it("takes modules of the components, and not of a folder whose name only begins so", () => {
  const edition = site.edition("public");
  expect(moduleFaults(edition, "_import/components/site.0123abcd.css")).toEqual([]);
  site.write("components-evil/records.ts", "export const records = [];");
  symlinkSync(join(site.folder, "components-evil"), join(site.folder, "docs/public/evil"), "junction");
  expect(moduleFaults(edition, "_import/evil/records.0123abcd.js")).toEqual([
    "is a module from outside the public edition: a link leads to it. Take the link away",
  ]);
});
