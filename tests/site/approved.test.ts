import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, expect, test } from "vitest";
import { listedPages } from "../../workspace/site/edition/pages.js";
import { approvedPages } from "../../workspace/site/gate/approved.js";
import { refuseUnfit } from "../../workspace/site/gate/fit-to-publish.js";
import { approvePage, type SmallSite, smallSite } from "./small-site.js";

let site: SmallSite;
afterEach(() => site.remove());

const page = (edition: string, status?: string, text = "Text.") =>
  `---\ntitle: A page\neditions: [${edition}]\n${status ? `status: ${status}\n` : ""}---\n\n${text}\n`;
const built = (name: "workspace" | "briefings" | "public") =>
  approvedPages(site.edition(name), listedPages(site.edition(name))).map(({ file }) => file);
const change = (file: string, content: string) => writeFileSync(join(site.folder, "docs", file), content);

test("a public page is built as it was approved, whatever it says of itself, and refused otherwise", () => {
  site = smallSite({ pages: { "public/index.md": page("public") } });
  expect(built("public")).toEqual(["index.md"]);
  change("public/index.md", page("public", "published"));
  expect(built("public")).toEqual(["index.md"]);
  change("public/index.md", page("public", undefined, "Another text."));
  expect(() => built("public")).toThrow(
    /would show what nobody has approved:\n {2}.*docs\/public\/index\.md\n.*npm run workspace -- approve public\/index\./,
  );
});

test("a new public page is refused before anybody has approved it, unless it says that it is not finished", () => {
  site = smallSite({ pages: { "public/index.md": page("public") } });
  change("public/new.md", page("public"));
  expect(() => built("public")).toThrow("public/new.md");
  for (const status of ["draft", "in review", "withdrawn"]) {
    change("public/new.md", page("public", status));
    expect(built("public")).toEqual(["index.md"]);
  }
});

test("a page that was published does not vanish while it is worked on: the site waits", () => {
  site = smallSite({ pages: { "public/index.md": page("public") } });
  change("public/index.md", page("public", "in review", "Another text."));
  expect(() => built("public")).toThrow("nobody has approved");
});

test("a briefing without a status is built as ever, one with a status as it was approved", () => {
  site = smallSite({ pages: { "briefings/index.md": page("briefings") } });
  expect(built("briefings")).toEqual(["index.md"]);
  change("briefings/index.md", page("briefings", "curated"));
  expect(() => built("briefings")).toThrow("briefings/index.md");
  approvePage(join(site.folder, "docs"), "briefings/index");
  expect(built("briefings")).toEqual(["index.md"]);
});

test("the workspace holds all pages, whoever has approved them and whatever they say of themselves", () => {
  site = smallSite({
    pages: { "index.md": page("workspace", "curated"), "more.md": page("workspace", "withdrawn") },
  });
  expect(built("workspace").sort()).toEqual(["index.md", "more.md"]);
});

test("Framework by itself does not build what is left out", () => {
  site = smallSite({ pages: { "briefings/index.md": page("briefings", "draft") } });
  const edition = site.edition("briefings");
  expect(() => refuseUnfit(edition, listedPages(edition))).toThrow("not finished or was withdrawn");
});

test("an approval record that is no such thing is told with its file and line", () => {
  site = smallSite({ pages: { "public/index.md": page("public") } });
  site.write("docs/reviews/public/index.yaml", "approved:\n  - by: Ana\n");
  expect(() => built("public")).toThrow(/docs\/reviews\/public\/index\.yaml:2: approved\.0\.at: is missing/);
});
