import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { inflateSync } from "node:zlib";
import { afterEach, beforeEach, expect, test } from "vitest";
import { readCity } from "../../loaders/registry/city.js";
import { isPageList } from "../../workspace/audit/built/page-lists.js";
import { cardOf } from "../../workspace/site/card.js";
import { editions } from "../../workspace/site/edition/editions.js";
import { writeFindable } from "../../workspace/site/findable.js";

const city = { ...readCity(), publicAddress: "https://early-years.example.gov.uk/families" };
const about = { title: "Alum Rock & more", description: "How it is going." };
let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "findable-"));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

test("a card names the page and its languages by the site's address, and nothing of the kind without one", () => {
  const card = cardOf(editions.public, "/areas/alum-rock", about, city);
  expect(card).toContain('<meta property="og:title" content="Alum Rock &amp; more">');
  expect(card).toContain('content="https://early-years.example.gov.uk/families/areas/alum-rock"');
  expect(card).toContain(
    'hreflang="ur" href="https://early-years.example.gov.uk/families/areas/alum-rock?lang=ur"',
  );
  expect(card).toContain('content="https://early-years.example.gov.uk/families/card.png"');
  const { publicAddress: _, ...without } = city;
  const plain = cardOf(editions.public, "/areas/alum-rock", about, without);
  expect(plain).toContain('<meta name="description" content="How it is going.">');
  expect(plain).not.toMatch(/https?:|og:image/);
  // Partners’ pages are nobody’s to find.
  expect(cardOf(editions.briefings, "/index", about, city)).not.toMatch(/https?:/);
});

test("the list of pages has each page with its languages, and the picture is one that programs read", () => {
  const files = writeFindable(editions.public, folder, {
    paths: ["/index", "/find", "/areas/alum-rock"],
    day: "2026-11-30",
    city,
  });
  expect([...files.keys()]).toEqual(["sitemap.xml", "robots.txt", "card.png"]);
  const list = readFileSync(join(folder, "sitemap.xml"), "utf8");
  expect([...list.matchAll(/<loc>(.*?)<\/loc>/g)].map(([, address]) => address)).toEqual([
    "https://early-years.example.gov.uk/families/areas/alum-rock",
    "https://early-years.example.gov.uk/families/find",
    "https://early-years.example.gov.uk/families/",
  ]);
  expect(files.get("robots.txt")).toContain(
    "Sitemap: https://early-years.example.gov.uk/families/sitemap.xml",
  );
  // What the audit lets pass unread, and only as it is.
  for (const name of ["robots.txt", "sitemap.xml"]) {
    const text = files.get(name)!;
    expect(isPageList(name, () => text)).toBe(true);
    for (const more of ["4 of 60", "<!-- 4 -->\n", "<url>4</url>\n"])
      expect([isPageList(name, () => text + more), isPageList(name, () => more + text)]).toEqual([
        false,
        false,
      ]);
    expect(
      isPageList(name, () => text.replace("2026-11-30", "4 of 60").replace("Allow: /", "Allow: 4")),
    ).toBe(false);
    expect(isPageList(`figures/${name}`, () => text)).toBe(false);
  }
  const png = readFileSync(join(folder, "card.png"));
  expect([png.readUInt32BE(16), png.readUInt32BE(20)]).toEqual([1200, 630]);
  const from = png.indexOf("IDAT") + 4;
  const pixels = inflateSync(png.subarray(from, from + png.readUInt32BE(from - 8)));
  expect(pixels.length).toBe(630 * (1 + 3 * 1200));
  expect([...pixels.subarray(1, 4)]).toEqual([255, 255, 255]);
  expect(png.length).toBeLessThan(20_000);
});

test("without an address there is no list of pages and no picture", () => {
  const { publicAddress: _, ...without } = city;
  const options = { paths: ["/index"], day: "2026-11-30", city: without };
  expect(writeFindable(editions.public, folder, options).size).toBe(0);
  expect(writeFindable(editions.workspace, folder, { ...options, city }).size).toBe(0);
});
