import { symlinkSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { readCity } from "../../loaders/registry/city.js";
import { titleOf } from "../../workspace/site/edition/editions.js";
import { moduleFaults, pageFaults } from "../../workspace/site/gate/origin.js";
import { type SmallSite, smallSite } from "./small-site.js";

let site: SmallSite;
beforeEach(() => {
  site = smallSite({
    pages: {
      "public/index.md": "---\neditions: [public]\n---\n\n# Families",
      "public/areas/[area].md": "---\neditions: [public]\neach: ../data/wards.json\n---\n\n# Area",
      "public/draft.md": "---\neditions: [public]\ndraft: true\n---\n\n# Draft",
    },
  });
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

it("takes modules and style sheets of the edition's own, whatever they were written in", () => {
  const edition = site.edition("public");
  for (const end of ["js", "ts", "jsx", "tsx"]) site.write(`docs/public/own-${end}.${end}`, "export {};");
  for (const end of ["js", "ts", "jsx", "tsx"])
    expect(moduleFaults(edition, `_import/own-${end}.0123abcd.js`)).toEqual([]);
  expect(moduleFaults(edition, "_import/nowhere/gone.0123abcd.js")).toEqual([
    `is made from ${edition.root}/nowhere/gone.js, which is not there`,
  ]);
});

it("takes a bundle, whose modules were looked at one by one, and no other file beside it", () => {
  const edition = site.edition("public");
  expect(moduleFaults(edition, "_import/bundled/page.0123abcd.js")).toEqual([]);
  for (const file of ["_import/bundled/rows.0123abcd.js", "_import/bundled/page.js"])
    expect(moduleFaults(edition, file)).toEqual([expect.stringContaining("which is not there")]);
});

describe("a built page", () => {
  const titled = (title: string) =>
    `<!DOCTYPE html><meta charset="utf-8"><title>${title}</title><svg><title>x</title></svg>`;
  const own = () => titled(`Families | ${titleOf(site.edition("public"), readCity().name)}`);
  const faults = (file: string, html = own()) => pageFaults(site.edition("public"), file, html);

  it("is made by a page that lists the edition, whose name may stand for any", () => {
    expect(faults("index.html")).toEqual([]);
    expect(faults("areas/north.html")).toEqual([]);
  });

  it("is refused if none makes it, or but a draft", () => {
    const fault = ["is a page that does not list the public edition"];
    for (const file of ["other.html", "draft.html", "areas.html", "areas/north/east.html", "else/north.html"])
      expect([file, faults(file)]).toEqual([file, fault]);
  });

  it("is refused if it bears another site's title, or none", () => {
    expect(faults("index.html", titled("Families | Elsewhere"))).toEqual([
      "is a page of another site: “Families | Elsewhere”",
    ]);
    expect(
      faults("index.html", titled(`${titleOf(site.edition("public"), readCity().name)} | Elsewhere`)),
    ).toHaveLength(1);
    expect(faults("index.html", "<p>No title</p>")).toEqual(["is a page of another site: “”"]);
  });
});
