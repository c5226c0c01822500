import { fileURLToPath } from "node:url";
import { escapeUTF8 } from "entities";
import { type AreaPages, areaPagesId } from "../../components/area-link.js";
import { reportPageName } from "../../components/catalogue/report-link.js";
import { readCity } from "../../loaders/registry/city.js";
import { addressAtFirst } from "./address-at-first.js";
import { bannerOf } from "./banner.js";
import { cardOf } from "./card.js";
import type { BuildInput } from "./edition/build-input.js";
import { type Edition, titleOf } from "./edition/editions.js";
import type { Page } from "./edition/pages.js";
import { fontLinks } from "./fonts.js";
import { footOf } from "./footer.js";
import { holdTables } from "./framework/hold-tables.js";
import { showConflicts } from "./framework/show-conflicts.js";
import type { Routes } from "./framework/site-loaders.js";
import { reportOf } from "./mistakes.js";
import { offlineHead } from "./offline.js";
import { printFoot } from "./print-foot.js";
import { searchItems } from "./search-items.js";
import { sidebarOf } from "./sidebar.js";
import { spokenHead } from "./spoken.js";

const loaderRunner = fileURLToPath(new URL("../../loaders/refresh/run-loader.js", import.meta.url));
const runner = [process.execPath, loaderRunner];

/**
 * Framework's configuration of an edition, with these pages in its sidebar. `routes`: by path, the pages that there are of
 * pages with parameters. `made`: what the pages are made from, whose sources and indicators the search finds.
 */
export function siteConfig(
  edition: Edition,
  pages: Page[],
  routes: () => Routes = () => new Map(),
  input: () => BuildInput | undefined = () => undefined,
): object {
  const city = readCity();
  // Of a page with a parameter its list tells, of any other its front matter.
  const aboutOf = (path: string): string => {
    const about = routes().get(path)?.about;
    const page = pages.find((one) => one.path === path);
    const title = about?.name ?? page?.title;
    const description = about?.description ?? page?.description;
    return title && description ? cardOf(edition, path, { title, description }, city) : "";
  };
  const components = `${edition.name === "workspace" ? "explore/" : ""}components`;
  return {
    root: edition.root,
    output: edition.output,
    title: titleOf(edition, city.name),
    pages: sidebarOf(edition, pages),
    // The search lies in the sidebar, which a single page does not have.
    search: pages.filter(({ each }) => each === undefined).length > 1 && {
      index: () => searchItems(edition, pages, input()),
    },
    pager: false,
    toc: { label: "On this page" },
    head: ({ path }: { path: string }) =>
      `${headOf(edition, path, components)}${aboutOf(path)}${areaPages(path, routes())}${reportPage(path, pages)}`,
    header: ({ path }: { path: string }) => bannerOf(edition, path),
    footer: ({ path }: { path: string }) =>
      footOf(edition, path, city.name, new Set(pages.map((page) => page.path))),
    style: `${components}/${edition.name === "public" ? "public-site" : "site"}.css`,
    globalStylesheets: [],
    markdownIt: (md: Parameters<typeof holdTables>[0] & Parameters<typeof showConflicts>[0]) =>
      showConflicts(holdTables(md)),
    duckdb: { extensions: { json: null, parquet: null } },
    dynamicPaths: () => routes().keys(),
    interpreters: { ".ts": runner, ".sql": runner },
  };
}

// Components lead to the pages of single areas, which are those that have an area's code in their address.
function areaPages(path: string, routes: Routes): string {
  const found = [...routes.values()].filter(({ about }) => about.area !== undefined);
  if (found.length === 0) return "";
  const up = "../".repeat(path.split("/").length - 2) || "./";
  const listed: AreaPages = {
    at: up + found[0]!.path.slice(1, -found[0]!.about.area!.length),
    codes: found.map(({ about }) => about.area).join(" "),
  };
  return `\n<script type="application/json" id="${areaPagesId}">${JSON.stringify(listed)}</script>`;
}

// The catalogue leads to the report of a source's deliveries, where the edition has it.
function reportPage(path: string, pages: Page[]): string {
  const page = pages.find((one) => one.file === "explore/deliveries.md");
  const up = "../".repeat(path.split("/").length - 2) || "./";
  return page ? `\n<meta name="${reportPageName}" content="${up}${page.path.slice(1)}">` : "";
}

function headOf(edition: Edition, path: string, components: string): string {
  const script = (name: string) => `<script type="module" src="/${components}/site/${name}.js"></script>`;
  const shared = [
    `<link rel="icon" href="${icon}">`,
    fontLinks(edition),
    printFoot(edition, path),
    spokenHead(edition, path),
    offlineHead(edition, path),
    addressAtFirst(edition, path),
    script("mend-outputs"),
    script("drawn-cells"),
    ...(edition.name === "public" ? [script("offline")] : []),
    ...(bannerOf(edition, path)?.includes("data-review-by") ? [script("review-date")] : []),
  ]
    .filter(Boolean)
    .join("\n");
  if (edition.name !== "workspace") return shared;
  const report = reportOf(edition, path);
  if (!report) return shared;
  const text = JSON.stringify(report).replaceAll("<", "\\u003c");
  return `${shared}\n<script type="application/json" id="ey-page-report">${text}</script>\n${script("show-mistakes")}`;
}

// A browser asks for an icon on its own if the page names none. Framework encodes addresses once more, but not base64.
const icon = `data:image/svg+xml;base64,${Buffer.from(
  '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 16 16"><path fill="#0c6b70" d="M1 9h4v6H1zM6 5h4v10H6zM11 1h4v14h-4z"/></svg>',
).toString("base64")}`;
