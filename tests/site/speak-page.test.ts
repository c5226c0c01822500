import { JSDOM } from "jsdom";
import { expect, test } from "vitest";
import { speakPage } from "../../workspace/site/prerender/speak-page.js";

const html = `<!DOCTYPE html>
<html lang="en-GB">
<head><title>Find &amp; ask | Early years</title>
<meta name="description" content="Near you"><meta property="og:title" content="Find">
<meta property="og:url" content="https://e.example/find"><meta property="og:site_name" content="Early years">
</head>
<body>
<a class="ey-skip" href="#m">Skip</a>
<nav aria-label="Pages"><input placeholder="Search"><script>const a = "<b>";</script><a href="./help">Help</a> <b title="x">1 < 2</b></nav>
<main class="m">
<observablehq-loading></observablehq-loading><!--:0a1b2c3d:-->
<p><a href="./help#a">Help</a> <a href="./a.csv">File</a> <a href="https://e.example/">Elsewhere</a></p>
</main>
<footer><span>Foot</span></footer>
</body>
</html>`;

/** The page as its cells and its frame have it once they have run. */
function run(change: (document: Document) => void): Document {
  const { document } = new JSDOM(html.replace(/<script>.*?<\/script>/g, "")).window;
  const main = document.querySelector("main")!;
  Object.assign(main, { lang: "ur", dir: "rtl" });
  main.insertAdjacentHTML("afterbegin", '<p class="ey-lead">آپ کے <b>قریب</b></p>');
  document.title = "ڈھونڈیں & پوچھیں";
  const skip = document.querySelector<HTMLElement>(".ey-skip")!;
  Object.assign(skip, { lang: "ur", dir: "rtl", textContent: "آگے" });
  document.querySelector("nav")!.setAttribute("aria-label", "صفحے");
  document.querySelector("nav a")!.setAttribute("href", "./help?lang=ur");
  document.querySelector("b[title]")!.setAttribute("title", "what a script adds");
  change(document);
  return document;
}

test("a page is said as it was run, and all else stays to the letter", () => {
  expect(
    speakPage(
      html,
      run(() => {}),
      "ur",
    ),
  ).toBe(
    html
      .replace('<html lang="en-GB">', '<html data-spoken="ur" lang="ur">')
      .replace("Find &amp; ask |", "ڈھونڈیں &amp; پوچھیں |")
      .replace('"Near you"', '"آپ کے قریب"')
      .replace('content="Find"', 'content="ڈھونڈیں &amp; پوچھیں"')
      .replace('"https://e.example/find"', '"https://e.example/find?lang=ur"')
      .replace('<a class="ey-skip" href="#m">Skip', '<a dir="rtl" lang="ur" class="ey-skip" href="#m">آگے')
      .replace('"Pages"', '"صفحے"')
      .replace('href="./help">', 'href="./help?lang=ur">')
      .replace('<main class="m">', '<main dir="rtl" lang="ur" class="m">')
      .replace('"./help#a"', '"./help?lang=ur#a"'),
  );
});

test("a page in English alone keeps what is told of it in English", () => {
  const said = speakPage(
    html,
    run((document) => Object.assign(document.querySelector("main")!, { lang: "en", dir: "ltr" })),
    "ur",
  );
  expect(said).toContain('<meta name="description" content="Near you">');
  expect(said).toContain('<main dir="ltr" lang="en" class="m">');
});

test("a document that is not of the page is refused", () => {
  expect(() =>
    speakPage(
      html,
      run((document) => document.querySelector("footer")!.remove()),
      "ur",
    ),
  ).toThrow("What stands around the page is not what its cells ran in.");
});
