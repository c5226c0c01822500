import { JSDOM } from "jsdom";
import { afterAll, beforeAll, expect, test } from "vitest";
import { addressAtFirst, putLast, searchAtFirst } from "../../workspace/site/address-at-first.js";
import { type SmallSite, smallSite } from "./small-site.js";

const page = (asked: string) => `---\ntitle: A\neditions: [workspace]\n${asked}---\n\n# A\n`;
let site: SmallSite;
const headOf = (path: string) => addressAtFirst(site.edition("workspace"), path);

beforeAll(() => {
  site = smallSite({
    pages: {
      "explore/two.md": page('asked:\n  size: 12\n  b-ward: "E1.E2"\n'),
      "explore/.two.0a1b2c3d.draft.md": page("asked:\n  size: 3\n"),
      "explore/none.md": page(""),
      "explore/wrong.md": page("asked: [a, b]\n"),
      "explore/hostile.md": page(
        'asked:\n  "</script><script>alert(1)</script>": "<!-- <script>"\n  constructor: "&\\u2028\'"\n',
      ),
    },
  });
});
afterAll(() => site?.remove());

/** The window of a page, once the scripts of its head have run. */
function opened(head: string, address: string): Window & typeof globalThis {
  const html = `<!doctype html><head>${head}</head><body></body>`;
  const { window } = new JSDOM(html, {
    url: `https://example.org/two${address}`,
    runScripts: "outside-only",
  });
  for (const { textContent } of window.document.querySelectorAll("script:not([type])"))
    window.eval(textContent);
  return window;
}
const addressOf = (head: string, address = "") => opened(head, address).location.href.split("/two")[1];

test.each([
  ["", "?size=12&b-ward=E1.E2"],
  ["#part", "?size=12&b-ward=E1.E2#part"],
  ["?indicator=x", "?indicator=x&size=12&b-ward=E1.E2"],
  ["?size=9", "?size=9"],
  ["?b-ward=E3#part", "?b-ward=E3#part"],
])("a page opened at %j is at %j", (address, expected) => {
  expect(addressOf(headOf("/explore/two"), address)).toBe(expected);
});

test("a draft shows what it says itself, and a page that says nothing stays as it is", () => {
  expect(addressOf(headOf("/explore/.two.0a1b2c3d.draft"))).toBe("?size=3");
  expect(headOf("/explore/none")).toBe("");
  expect(headOf("/explore/wrong")).toBe("");
  expect(headOf("/explore/of-which-there-is-none")).toBe("");
});

test("names and values are texts, whatever they say", () => {
  const head = headOf("/explore/hostile");
  expect(head.match(/<script/g)).toHaveLength(2);
  const given = new URLSearchParams(addressOf(head));
  expect(Object.fromEntries(given)).toEqual(
    Object.fromEntries([
      ["</script><script>alert(1)</script>", "<!-- <script>"],
      ["constructor", "&\u2028'"],
    ]),
  );
});

test("a build draws the page with the address that its readers will have at first", () => {
  const head = headOf("/explore/two");
  expect(searchAtFirst(`<head>${head}</head>`)).toBe("?size=12&b-ward=E1.E2");
  expect(searchAtFirst("<head></head>")).toBe("");
});

test("what else the head of a built page finds in the address is from its reader", () => {
  const seen = "<script>document.title = location.search</script>";
  const { document, location } = opened(putLast(`<head>${headOf("/explore/two")}${seen}</head>`), "");
  expect([document.title, location.search]).toEqual(["", "?size=12&b-ward=E1.E2"]);
  expect(putLast("<head></head>")).toBe("<head></head>");
});
