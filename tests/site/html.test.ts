import { describe, expect, test } from "vitest";
import {
  asideOf,
  dataScripts,
  elementsOf,
  inlineScripts,
  linesOf,
  tablesOf,
  textOf,
} from "../../workspace/site/gate/html.js";

const namesIn = (html: string) => elementsOf(html).map(({ name }) => name);

describe("elements", () => {
  test("stand in the page's order, with those of templates, of frames' own documents and for browsers without scripts", () => {
    const html =
      "<title>A</title><p><b>x</b></p><template><i>y</i></template><noscript><em>z</em></noscript>" +
      '<iframe srcdoc="&lt;u>w&lt;/u>"></iframe><s>v</s>';
    expect(namesIn(html)).toEqual([
      ...["html", "head", "title", "body", "p", "b", "template", "i", "noscript", "em", "iframe"],
      ...["html", "head", "body", "u", "s"],
    ]);
  });

  test("have names in lower case, and of SVG's attributes their prefix", () => {
    const [use] = elementsOf('<svg><USE XLINK:HREF="#a" viewBox="0" HREF="b"/></svg>').filter(
      ({ name }) => name === "use",
    );
    expect([...use!.attributes]).toEqual([
      ["xlink:href", "#a"],
      ["viewbox", "0"],
      ["href", "b"],
    ]);
    expect(namesIn("<svg><linearGradient/></svg>")).toContain("lineargradient");
  });

  test("have their own text and that of what is in them", () => {
    const [p] = elementsOf("<p>a <b>b</b> c</p>").filter(({ name }) => name === "p");
    expect(p!.text).toBe("a b c");
  });
});

test("scripts that a browser runs are told from data and from what is fetched", () => {
  const run = [
    "",
    'type="module"',
    'type=" MODULE "',
    "type=importmap",
    "type=text/javascript",
    "type=ecmascript",
  ];
  const not = ['src="a.js"', "type=application/json", "type=text/template", "type=modules"];
  const html = [...run, ...not].map((attributes, i) => `<script ${attributes}>s${i}</script>`).join("");
  expect(inlineScripts(`<style>s</style>${html}`)).toEqual(run.map((_, i) => `s${i}`));
});

test("data in scripts are found by their type", () => {
  const data = ["application/json", " Application/LD+JSON; charset=utf-8", "application/geo+json "];
  const not = ["text/json", "application/jsonp", "x application/json", "application/+json", ""];
  const html = [...data, ...not].map((type, i) => `<script type="${type}">${i}</script>`).join("");
  expect(dataScripts(`${html}<pre type="application/json">9</pre><script>9</script>`)).toEqual([
    "0",
    "1",
    "2",
  ]);
});

test("what a page says is its texts, and aside from them its attributes and comments", () => {
  const html = '<p title="t">An<b>na</b></p><!-- told --><template><i id="u">x</i></template>';
  expect(textOf(html)).toBe("Annax");
  expect(asideOf(html)).toEqual(["t", " told ", "u"]);
  expect(textOf("<p>Another</p>")).toBe("Another");
});

test("lines are blocks, whatever is marked up within them", () => {
  expect(linesOf("<p>a <b>b</b><i>c</i></p><p> </p>d<div>e<br>f</div>")).toEqual(["a bc", "d", "e", "f"]);
  expect(linesOf("<ul><li>1<li><a href=x>2</a>3</ul>")).toEqual(["1", "23"]);
});

describe("tables", () => {
  test("have the texts of their cells, a list a row", () => {
    const html =
      "<table><caption> Wards </caption><tr><th>Ward<th>n<tr><td> A <b>B</b> </td><td>3</table>" +
      "<table><tr><td>other</table>";
    expect(tablesOf(html)).toEqual([
      {
        title: "\nWards",
        rows: [
          ["Ward", "n"],
          ["A B", "3"],
        ],
      },
      { title: "", rows: [["other"]] },
    ]);
  });

  test("are named by the caption of the figure that they stand in", () => {
    const html =
      "<figcaption>away</figcaption><figure><figcaption>Take-up<br>of places</figcaption>" +
      "<div><table><tr><td>1</table></div></figure>";
    expect(tablesOf(html)).toEqual([{ title: "Take-up\n\nof places", rows: [["1"]] }]);
  });
});
