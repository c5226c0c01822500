import { readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { buildEdition } from "../../workspace/site/build.js";
import { heightInCss } from "../../workspace/site/prerender/keep-room.js";
import { placeDrawn } from "../../workspace/site/prerender/place-drawn.js";
import { isSoaking, soak } from "../soak.js";
import { type SmallSite, smallSite } from "./small-site.js";

/* biome-ignore-all lint/suspicious/noTemplateCurlyInString: they are pages. */

const page = `---
title: Families
editions: [public]
asked:
  size: 12
---

# Families in \${place.name}

\`\`\`js
const place = FileAttachment("./data/summary.json").json();
\`\`\`

\`\`\`js
const chosen = view(Object.assign(document.createElement("select"), {innerHTML: "<option value=a>A<option value=b>B", value: "b"}));
\`\`\`

\`\`\`js
display(document.createElement("table")).innerHTML = \`<tbody><tr><th>Wards</th><td>\${place.wards}, \${chosen}</td></tr></tbody>\`;
\`\`\`

\`\`\`js
display(new Date().getFullYear() + Math.random());
\`\`\`

\`\`\`js
if (place.wards > 100) display("Many");
\`\`\`

\`\`\`js
throw new Error("This fails in " + place.name);
\`\`\`

Size \${new URLSearchParams(location.search).get("size")}.

\`\`\`js
display(new Worker("x.js"));
\`\`\`

Text \${Object.assign(document.createElement("div"), {textContent: "A block"})} more.

\`\`\`js
resize((width) => Object.assign(document.createElementNS("http://www.w3.org/2000/svg", "svg"), {id: "chart"}).cloneNode() && drawn(width))
\`\`\`

\`\`\`js
function drawn(width) {
  const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  for (const [name, value] of Object.entries({width, height: width / 2})) svg.setAttribute(name, value);
  return svg;
}
\`\`\`

\`\`\`js
display(Object.assign(document.createElement("div"), {innerHTML: "<p contenteditable=true>Write</p>"}));
\`\`\`

\`\`\`js
display(Object.assign(document.createElement("a"), {href: new URL("?x=1", location.href).href, textContent: "Help"}));
\`\`\`
`;

let site: SmallSite;
let html: string;
const read = () => readFileSync(join(site.folder, "dist", "public", "index.html"), "utf8");
const build = () =>
  buildEdition(site.edition("public"), site.made, { openData: new Map(), attack: async () => {} });

// A page of the ready city without its scripts: tests/browser/drawn.test.ts.
beforeAll(async () => {
  if (!isSoaking) return;
  vi.spyOn(console, "log").mockImplementation(() => {});
  vi.spyOn(console, "warn").mockImplementation(() => {});
  site = smallSite({
    pages: { "public/index.md": page },
    data: { "public/summary.json": '{"wards":69,"name":"Birmingham"}' },
  });
  await build();
  html = read();
});
afterAll(() => site?.remove());

const drawn = (): string[] =>
  [...html.matchAll(/<observablehq-loading data-drawn="[^"]+">(.*?)<\/observablehq-loading><!--:/gs)].map(
    (match) => match[1]!,
  );

soak(
  "a built page holds what its cells display, before any script: words, tables and controls as they stand",
  () => {
    expect(html).toMatch(/Families in <observablehq-loading [^>]+>Birmingham<\/observablehq-loading>/);
    expect(drawn()).toContain("<table><tbody><tr><th>Wards</th><td>69, b</td></tr></tbody></table>");
    expect(drawn()).toContain(
      '<select disabled=""><option value="a">A</option><option value="b" selected="">B</option></select>',
    );
    expect(drawn()).toContain("<div><p>Write</p></div>");
    expect(html).toMatch(/Size <observablehq-loading [^>]+>12<\/observablehq-loading>/);
  },
);

soak(
  "what fails, displays nothing, needs a worker or would be read as something else is left to the browser",
  () => {
    expect(html).not.toContain("observablehq--error");
    expect(html).not.toMatch(/>Many<|>A block</);
    expect(html).toContain("Text <observablehq-loading></observablehq-loading><!--:");
  },
);

soak("a chart keeps its room at every width, and a link leads to where it will", () => {
  expect(html).toMatch(/<svg width="540" height="270" [^>]*style="width:100%;height:calc\(170px \+ 0.5 /);
  expect(html).toMatch(/<a href="\.\/\?x=1">Help<\/a>/);
});

soak(
  "the clock stands at the refresh and chances fall alike, so that the same data give the same bytes",
  async () => {
    expect(html).toMatch(/>2026\.\d+</);
    await build();
    expect(read()).toBe(html);
  },
);

test("a cell's drawing stands before its mark, as it was drawn, and nothing else changes", () => {
  const page =
    "<p>Text <observablehq-loading></observablehq-loading><!--:0a1b2c3d:--></p>\n<!--:0a1b2c3e:-->";
  expect(placeDrawn(page, new Map())).toBe(page);
  expect(placeDrawn(page, new Map([["0a1b2c3e", "<b>$' $1</b>"]]))).toBe(
    "<p>Text <observablehq-loading></observablehq-loading><!--:0a1b2c3d:--></p>\n" +
      `<observablehq-loading data-drawn="0a1b2c3e"><b>$' $1</b></observablehq-loading><!--:0a1b2c3e:-->`,
  );
});

test("a height follows its measured points in straight lines, and goes on beyond them", () => {
  expect(
    heightInCss([
      { width: 340, height: 260 },
      { width: 540, height: 260 },
    ]),
  ).toBe("260px");
  expect(
    heightInCss([
      { width: 340, height: 220 },
      { width: 540, height: 270 },
      { width: 1100, height: 326 },
    ]),
  ).toBe("calc(220px + 0.25 * (min(100cqw - 340px, 200px)) + 0.1 * max(0px, 100cqw - 540px))");
});
