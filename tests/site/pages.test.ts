import { afterEach, describe, expect, test } from "vitest";
import { listedPages, pagesState, readPages, refuseUnlisted } from "../../workspace/site/edition/pages.js";
import { refuseUnfit } from "../../workspace/site/gate/fit-to-publish.js";
import { sidebarOf } from "../../workspace/site/sidebar.js";
import { type SmallSite, smallSite } from "./small-site.js";

let site: SmallSite | undefined;
afterEach(() => site?.remove());

const page = (title: string, editions?: string): string =>
  `---\ntitle: ${title}\n${editions ? `editions: [${editions}]\n` : ""}---\n\n# Heading\n`;

function pagesOf(pages: Record<string, string>, edition: "workspace" | "briefings" | "public" = "workspace") {
  site = smallSite({ pages });
  return readPages(site.edition(edition));
}

describe("a page is in an edition", () => {
  test("if it lies in its root and lists it", () => {
    const pages = {
      "index.md": page("Home", "workspace"),
      "public/index.md": page("Families", "workspace, public"),
      "public/draft.md": page("Not yet"),
      "briefings/index.md": page("Managers", "briefings"),
    };
    site = smallSite({ pages });
    const listed = (name: "workspace" | "briefings" | "public") =>
      listedPages(site!.edition(name)).map(({ path }) => path);
    expect(listed("workspace")).toEqual(["/index", "/public/index"]);
    expect(listed("briefings")).toEqual(["/index"]);
    expect(listed("public")).toEqual(["/index"]);
  });

  test("never because it lists one whose root it is not in", () => {
    expect(() => pagesOf({ "explore/x.md": page("X", "workspace, public") })).toThrow(
      /docs\/explore\/x\.md: front matter, editions: it lists public, but only pages under docs\/public can be in that edition/,
    );
  });

  test("never by a slip of the pen", () => {
    expect(() => pagesOf({ "x.md": page("X", "pubic") })).toThrow(
      /docs\/x\.md: front matter, editions\.0: "pubic" is not an edition\. Write workspace, briefings or public\./,
    );
  });

  test("never by being made by a loader", () =>
    expect(pagesOf({ "public/made.md.ts": "console.log('# Made')" }, "public")[0]!.editions).toEqual([]));
});

test("the state of the pages is another once one is written, comes or goes, and not for anything else", () => {
  site = smallSite({ pages: { "a.md": page("A") } });
  const states = [
    () => {},
    ...[["docs/.a.draft.md"], ["docs/a.csv"]].map(
      ([file]) =>
        () =>
          site!.write(file!, "x"),
    ),
  ].map((change) => (change(), pagesState(site!.edition("workspace"))));
  expect(new Set(states).size).toBe(1);
  for (const [file, text] of [
    ["docs/a.md", page("Other")],
    ["docs/b.md", page("B")],
  ] as const) {
    site.write(file, text);
    states.push(pagesState(site.edition("workspace")));
  }
  expect(new Set(states).size).toBe(3);
});

test("a page's title is its front matter's, else its heading", () => {
  const titles = pagesOf({ "a.md": page("Named"), "b.md": "# Headed\n", "c.md": "no heading" }).map(
    ({ title }) => title,
  );
  expect(titles).toEqual(["Named", "Headed", "/c"]);
});

test("front matter that is not YAML, or has a header of its own, is refused with the file's name", () => {
  expect(() => pagesOf({ "x.md": "---\ntitle: [\n---\n" })).toThrow(
    /docs\/x\.md: the front matter is not YAML/,
  );
  expect(() => pagesOf({ "x.md": "---\nheader: Mine\n---\n" })).toThrow(
    /docs\/x\.md: front matter, header: the header is where sample and stale data are marked/,
  );
});

test("Framework is stopped from publishing a page that is not listed, and told how to build", () => {
  site = smallSite({
    pages: { "public/index.md": page("Listed", "public"), "public/secret.md": page("Secret") },
  });
  const edition = site.edition("public");
  expect(() => refuseUnlisted(edition)).toThrow(
    /would publish pages that do not list it:\n.*docs\/public\/secret\.md\n/,
  );
  expect(() => refuseUnlisted(edition)).toThrow(
    'Build with "npm run build -- public", which leaves them out',
  );
});

test("Framework is stopped from publishing what somebody has written and not saved", () => {
  site = smallSite({
    pages: {
      "index.md": page("Listed", "workspace"),
      ".index.0a1b2c3d.draft.md": page("Draft", "workspace"),
    },
  });
  const edition = site.edition("workspace");
  expect(readPages(edition).map(({ file }) => file)).toEqual(["index.md"]);
  expect(() => refuseUnfit(edition, readPages(edition))).toThrow(
    /drafts, such as .*\.index\.0a1b2c3d\.draft\.md/,
  );
});

test("a sidebar has the top pages, then the folders in readers' order, indexes first, what is unpublished marked", () => {
  const pages = pagesOf({
    "index.md": page("Home", "workspace"),
    "guides/z.md": page("Last guide", "workspace"),
    "public/index.md": page("Families", "workspace, public"),
    "explore/b.md": page("Alpha", "workspace"),
    "explore/a.md": page("Beta"),
    "explore/ana-sharma/a.md": page("Aardvarks", "workspace"),
    "explore/index.md": page("Overview", "workspace"),
    "explore/[ward].md": page("A ward", "workspace]\neach: ./data/wards.json\nkeywords: [ward"),
    "news.md": page("News", "workspace"),
  });
  expect(sidebarOf(site!.edition("workspace"), pages)).toEqual([
    { name: "News", path: "/news" },
    {
      name: "Explore",
      pages: [
        { name: "Overview", path: "/explore/index" },
        { name: "Alpha", path: "/explore/b" },
        { name: "Beta (unpublished)", path: "/explore/a" },
        { name: "Aardvarks, by Ana Sharma", path: "/explore/ana-sharma/a" },
      ],
    },
    { name: "Public", pages: [{ name: "Families", path: "/public/index" }] },
    { name: "Guides", pages: [{ name: "Last guide", path: "/guides/z" }] },
  ]);
});
