import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { findForeign, isForeign } from "../../workspace/site/gate/foreign.js";

const page = (body: string, head = "") =>
  `<!DOCTYPE html><html><head>${head}</head><body>${body}</body></html>`;

describe("what a browser would ask for by itself, or send to, is found", () => {
  test.each([
    ["an image of a drawing", '<svg><image href="https://other.example/x"/></svg>'],
    ["an older image of a drawing", '<svg><image xlink:href="https://other.example/x"/></svg>'],
    ["a symbol from another file", '<svg><use href="https://other.example/x#a"/></svg>'],
    ["behind an attribute with an angle bracket", '<img alt="a > b" src="https://other.example/x">'],
    ["without quotation marks", "<img src=https://other.example/x>"],
    ["with the other slashes", "<img src='\\\\other.example\\x'>"],
    ["with line ends in it", '<img src="htt\nps://other.example/x">'],
    ["with its letters escaped", '<img src="&#104;ttps:&sol;/other.example/x">'],
    ["among candidates", '<img srcset="a.png 1x, https://other.example/x 2x">'],
    ["as a page to go on to", '<meta http-equiv="Refresh" content="3; URL=https://other.example/x">'],
    ["as where a form goes", '<form action="https://other.example/x"></form>'],
    ["as where a button sends a form", '<form><button formaction="//other.example/x">Go</button></form>'],
    ["as what is told of a click", '<a href="/x" ping="https://other.example/x">x</a>'],
    ["in a style attribute", '<p style="background: url( https://other.example/x )">x</p>'],
    ["in a style element", "<style>@import 'https://other.example/x';</style>"],
    ["in a style's image set", '<style>p { background: image-set("https://other.example/x" 1x) }</style>'],
    ["in a frame's own document", '<iframe srcdoc="&lt;img src=https://other.example/x>"></iframe>'],
    ["in a template", '<template><img src="https://other.example/x"></template>'],
    ["where scripts are off", '<noscript><img src="https://other.example/x"></noscript>'],
    ["in a handler", "<p onclick=\"fetch('https://other.example/x')\">x</p>"],
    ["in a link that is a script", "<a href=\"javascript:fetch('https://other.example/x')\">x</a>"],
    ["as a beacon", "<script>navigator.sendBeacon('https://other.example/x', 1)</script>"],
    ["as a made image", "<script>new Image().src = 'https://other.example/x'</script>"],
    ["as a set attribute", "<script>i.setAttribute('src', 'https://other.example/x')</script>"],
    ["as an opened request", "<script>new XMLHttpRequest().open('GET', 'https://other.example/x')</script>"],
    ["as a socket", "<script>new WebSocket(`wss://other.example/${day}`)</script>"],
    ["as an import", '<script type="module">await import("https://other.example/" + name)</script>'],
    ["as the second that is told of a click", '<a href="/x" ping="/y  https://other.example/x">x</a>'],
    ["among candidates of several lines", '<img srcset="a.png 1x,\n  https://other.example/x   2x,">'],
    ["as the first candidate, behind a blank", '<img srcset="\n  https://other.example/x 2x, a.png 1x">'],
    ["among a preload's candidates", '<link rel="preload" imagesrcset="https://other.example/x 2x">'],
    [
      "without blanks in a page to go on to",
      `<meta http-equiv=" refresh" content="3;url = 'https://other.example/x'">`,
    ],
    [
      "in a link that is a script, spelt otherwise",
      "<a href=\"  JavaScript:fetch('https://other.example/x')\">x</a>",
    ],
    ["in a handler that returns", "<p onclick=\"return fetch('https://other.example/x')\">x</p>"],
    ["in a property of a style", "<style>:root { --a: url(https://other.example/x) }</style>"],
    [
      "in an older image set",
      `<style>p { background: -webkit-image-set("https://other.example/x" 1x) }</style>`,
    ],
    ["in the imports of a module", '<script type="module">import x from "https://other.example/x"</script>'],
    [
      "in the exports of a module",
      '<script type="module">export { x } from "https://other.example/x"</script>',
    ],
    ["asked of a window that may be", '<script>window?.fetch("https://other.example/x")</script>'],
    ["asked by a name in brackets", '<script>window["fetch"]("https://other.example/x")</script>'],
    ["as a sum of texts", '<script>fetch("https://" + "other.example/x" + day)</script>'],
    [
      "as an attribute of a namespace",
      `<script>i.setAttributeNS(null, "src", "https://other.example/x")</script>`,
    ],
    ["as a link to what is not said", '<link href="https://other.example/x">'],
    ["as a link to what is also a style", '<link rel="license  stylesheet" href="https://other.example/x">'],
  ])("%s", (_, body) => {
    expect(findForeign("index.html", page(body)).join(" ")).toMatch(/other\.example/);
  });

  test.each([
    ["a preload", '<link rel="preload" href="https://other.example/x" as="script">'],
    ["a warmed connection", '<link rel="preconnect" href="//other.example">'],
    ["another base", '<base href="https://other.example/">'],
  ])("%s in the head", (_, head) => {
    expect(findForeign("index.html", page("", head)).join(" ")).toMatch(/other\.example/);
  });

  test("in style sheets, modules and drawings", () => {
    expect(findForeign("a.css", "p { background: url(ht\\74 ps://other.example/x) }")).toEqual([
      "https://other.example/x",
    ]);
    expect(findForeign("a.css", "{{ url('https://other.example/x')")).toEqual(["https://other.example/x"]);
    expect(findForeign("a.js", 'export * from "https://other.example/x.js";')).toHaveLength(1);
    expect(findForeign("a.svg", '<svg><feImage href="//other.example/x"/></svg>')).toHaveLength(1);
    expect(findForeign("a.css", "{{ url(https://other.example/x )")).toEqual(["https://other.example/x"]);
    expect(findForeign("a.css", "{{ url( 'https://other.example/x' )")).toEqual(["https://other.example/x"]);
  });

  test("however an image's attributes are ordered, spaced and quoted", () => {
    const space = fc.constantFrom(" ", "\n", "\t", "  ");
    const other = fc.constantFrom('alt="a > b"', "alt='\"'", "hidden", 'data-x="<img>"', "width=3");
    fc.assert(
      fc.property(
        fc.array(other, { maxLength: 3 }),
        fc.array(other, { maxLength: 3 }),
        space,
        fc.constantFrom('"', "'", ""),
        (before, after, between, quote) => {
          const image = ["<img", ...before, `src=${quote}https://other.example/x${quote}`, ...after].join(
            between,
          );
          expect(findForeign("index.html", page(`${image}${between}>`))).toEqual(["https://other.example/x"]);
        },
      ),
      { numRuns: 200 },
    );
  });
});

test("links that a reader may follow, and what is of the site, are not", () => {
  const body = `<a href="https://other.example/">read</a><img src="./a.png" srcset="/b.png 2x, c.png 3x">
    <svg xmlns="http://www.w3.org/2000/svg"><use href="#a"/><a href="https://other.example/">read</a></svg>
    <form action="/search"></form><img src="data:image/png;base64,AAAA"><img alt="https://other.example/">
    <script type="application/ld+json">{"@id": "https://other.example/", "src": "https://other.example/"}</script>
    <script>const page = "https://other.example/"; fetch("./data.json"); open("./x")</script>`;
  const head =
    '<link rel="canonical" href="https://other.example/"><link rel="license" href="https://other.example/">';
  expect(findForeign("index.html", page(body, head))).toEqual([]);
});

test("what only looks like asking is not", () => {
  const other = "https://other.example/";
  const body = `<p title="see javascript:fetch('${other}')" data-style="background: url(${other})" data-on="fetch('${other}')">
    @import "${other}"; fetch("${other}")</p><p style="--a: '${other}'">x</p>
    <p http-equiv="refresh" content="3; url=${other}">x</p><img data-srcset="${other} 2x" srcset-none="${other} 2x">
    <style>p::after { content: "${other}" } p { a: my-image-set("${other}"); b: image-sets("${other}") }</style>
    <script>log("${other}"); x.title = "${other}"; x.setAttribute("title", "${other}"); x.setAttribute("alt", "src", "${other}".a);
      unsetAttribute("src", "${other}"); setAttributes("src", "${other}"); open("GET", "./x", "${other}"); fetch(1, "${other}");
      fetch("${other}" - 1); fetch(day + "${other}"); fetch(); (() => "fetch")()("${other}"); fetch("./x" + [])</script>
    <pre>fetch("${other}")</pre><meta name="description" content="url=${other}"><meta http-equiv="refresh" content="3"><meta http-equiv="refresh">`;
  const head = `<link rel="Help  License " href="${other}"><link rel="icon" href="./a.png" title="${other}">`;
  expect(findForeign("index.html", page(body, head))).toEqual([]);
  expect(findForeign("a.txt", `fetch("${other}")`)).toEqual([]);
  expect(findForeign("a.js", "no script at all, but text")).toEqual([]);
});

test("an address is foreign by its protocol and host, and where it is none", () => {
  for (const address of [
    "http://a.example",
    "wss://a.example",
    "ws://a.example",
    "ftp://a.example",
    "//a.example",
    "http://[",
  ])
    expect([address, isForeign(address)]).toEqual([address, true]);
  for (const address of [
    "./a",
    "/a",
    "#a",
    "data:,a",
    "mailto:a@b.example",
    "xhttp://a.example",
    "https-not://a.example",
  ])
    expect([address, isForeign(address)]).toEqual([address, false]);
  expect(findForeign("index.html", page('<img src=" https://other.example/x ">'))).toEqual([
    "https://other.example/x",
  ]);
});

test("two scripts are told apart", () => {
  expect(findForeign("a.js", 'fetch("https://one.example/")')).toEqual(["https://one.example/"]);
  expect(findForeign("b.js", 'fetch("https://two.example/")')).toEqual(["https://two.example/"]);
});
