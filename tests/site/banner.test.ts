import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { type PageEntry, writeManifest } from "../../loaders/store/manifest.js";
import { storeOf } from "../../loaders/store/paths.js";
import { bannerOf } from "../../workspace/site/banner.js";
import { editions } from "../../workspace/site/edition/editions.js";
import { refuseEarlier } from "../../workspace/site/gate/fit-to-publish.js";
import { printFoot } from "../../workspace/site/print-foot.js";
import { entryOf, manifestOf, type SmallSite, smallSite } from "./small-site.js";

let folder: string;
let site: SmallSite;
const before = { ...process.env };

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "banner-"));
  process.env.EARLY_YEARS_STORE = join(folder, "store");
  process.env.EARLY_YEARS_INBOX = join(folder, "inbox");
  site = smallSite({
    pages: {
      "index.md": 'Nothing but `FileAttachment("./briefings/data/freshness.json")`',
      "explore/map.md": "---\nsql:\n  t: ./data/wards.arrow\n---\n",
      "explore/text.md": "No data.",
      "briefings/index.md": 'FileAttachment("./data/freshness.json")',
    },
  });
});
afterEach(() => {
  process.env = { ...before };
  site.remove();
  rmSync(folder, { recursive: true });
});

function store(pages: Record<string, PageEntry>, sample = false): void {
  writeManifest(storeOf(process.env.EARLY_YEARS_INBOX!), manifestOf(pages, sample));
}

const stale = (name: string): Record<string, PageEntry> => ({
  [name]: {
    ...entryOf(name, "x"),
    title: "Wards & areas",
    stale: { since: "2026-11-20T23:30:00Z", reason: "r" },
  },
});
const onPage = (path: string, edition: "workspace" | "briefings" = "workspace") =>
  bannerOf(site.edition(edition), path);

test("there is none on a page of current data", () => {
  store({ "explore/wards.arrow": entryOf("explore/wards.arrow", "x") });
  expect(onPage("/explore/map")).toBeNull();
});

test("sample data is marked on every page, with data or without", () => {
  store({}, true);
  for (const path of ["/index", "/explore/map", "/explore/text"])
    expect(onPage(path)?.replace(/<\/?(?:strong|span)[^>]*>/g, "")).toContain(
      "Sample data The children, places and figures here are invented.",
    );
});

test("pages of an earlier day say which, on the screen and on paper, and are never the public's", () => {
  const manifest = { ...manifestOf({}, false), knownOn: "2026-03-31" };
  writeManifest(storeOf(process.env.EARLY_YEARS_INBOX!), manifest);
  expect(onPage("/explore/text")).toContain("<strong>As it was known on 31 March 2026</strong>");
  expect(printFoot(site.edition("workspace"), "/explore/text")).toContain(
    "As it was known on 31 March 2026.",
  );
  expect(() => refuseEarlier(editions.workspace, manifest)).not.toThrow();
  expect(() => refuseEarlier(editions.public, manifest)).toThrow("never made of an earlier state");
});

test("stale data is marked on the pages that attach it, in front matter or a cell, with its day", () => {
  store({ ...stale("explore/wards.arrow"), ...stale("briefings/freshness.json") });
  const notice =
    "<strong>Out of date</strong> Wards &amp; areas could not be renewed since 20 November 2026. These are the last good figures.";
  expect(onPage("/explore/map")).toBe(`<p class="ey-notice">${notice}</p>`);
  expect(onPage("/index")).toContain(notice);
  expect(onPage("/explore/text")).toBeNull();
  expect(onPage("/index", "briefings")).toContain(notice);
});

test("a page that has no one source shows every mark", () => {
  store(stale("explore/wards.arrow"));
  expect(onPage("/explore/areas/anywhere")).toContain("Out of date");
});

test("stale data is marked on the page of the area that it is of, where a page stands for many", () => {
  site.write(
    "docs/briefings/areas/[area].md",
    `---\neditions: [briefings]\neach: ../data/wards.json\n---\nFileAttachment(\`../data/ward-\${observable.params.area}.json\`)`,
  );
  store(stale("briefings/ward-bow.json"));
  expect(onPage("/areas/bow", "briefings")).toContain("Wards &amp; areas could not be renewed");
  expect(onPage("/briefings/areas/bow")).toContain("Wards &amp; areas could not be renewed");
  expect(onPage("/areas/acorn", "briefings")).toBeNull();
});

test("a page says how far it is in the workspace alone, and to everyone that its review is overdue", () => {
  store({});
  const page = (status: string, day: string) =>
    `---\ntitle: A page\neditions: [workspace, briefings]\nstatus: ${status}\nreview_by: ${day}\n---\n\nText.\n`;
  const now = new Date("2026-11-29T12:00:00Z");
  const told = (name: "workspace" | "briefings") =>
    bannerOf(site.edition(name), name === "workspace" ? "/briefings/page" : "/page", now);
  site.write("docs/briefings/page.md", page("in review", "2026-11-28"));
  expect(told("workspace")).toMatch(/In review<\/strong> Nobody has approved this page/);
  expect(told("briefings")).not.toContain("In review");
  expect(told("briefings")).toContain("should have looked at this page again by 28 November 2026");
  site.write("docs/briefings/page.md", page("curated", "2026-11-29"));
  expect(told("briefings")).toMatch(/^<p class="ey-notice" hidden data-review-by="2026-11-29">/);
});
