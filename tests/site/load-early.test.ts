import { expect, test } from "vitest";
import { withDataEarly, withStylesInHead, withStylesInside } from "../../workspace/site/load-early.js";

const file = (path: string) => `registerFile("./data/x", ${JSON.stringify({ name: "x", path })});`;
const page = (...paths: string[]) =>
  `<head>\n<style>a {}</style>\n</head>\n<body>\n<script type="module">\n${paths.map(file).join("\n")}\n</script>\n</body>`;
const said = (part: string, language: string) => `./_file/data/messages-${part}-${language}.0123abcd.json`;
const summary = "./_file/data/summary.0123abcd.json";

test("style sheets in a page's text stand in its head, each once, in their order", () => {
  const link = (name: string) => `<link rel="stylesheet" href="./${name}.css">\n`;
  expect(
    withStylesInHead(
      `<head>\n${link("site")}</head>\n<body>\n${link("b")}<p>\n${link("a")}${link("b")}</body>`,
    ),
  ).toBe(`<head>\n${link("site")}${link("b")}${link("a")}</head>\n<body>\n<p>\n</body>`);
  expect(withStylesInHead("<head></head><body></body>")).toBe("<head></head><body></body>");
});

test("a page holds its style sheets, but those that ask for something themselves", () => {
  const styles: Record<string, string> = {
    "./a.css": "p { color: red }\n",
    "../b.css": `q { background: url("data:image/svg+xml,x") }`,
    "./far.css": "@import url(./other.css);",
    "./picture.css": "p { background: url(./p.png) }",
    "./odd.css": `p::after { content: "</style>" }`,
  };
  const link = (href: string) => `<link rel="stylesheet" type="text/css" href="${href}">`;
  const left = ["./far.css", "./picture.css", "./odd.css", "./gone.css"].map(link);
  expect(
    withStylesInside(
      [
        `<link rel="preload" as="style" href="./a.css">`,
        link("./a.css"),
        ...left,
        `<link rel="stylesheet" href="../b.css">`,
        `<link rel="modulepreload" href="./m.js">`,
      ].join("\n"),
      (href) => styles[href],
    ),
  ).toBe(
    [
      "<style>p { color: red }</style>",
      ...left,
      `<style>${styles["../b.css"]}</style>`,
      `<link rel="modulepreload" href="./m.js">`,
    ].join("\n"),
  );
});

test("what a page's cells read first is asked for in its head, and messages in the language of the address", () => {
  const early = withDataEarly(page(summary, said("find", "en"), said("find", "ur"), said("help", "en")), [
    summary,
    said("find", "en"),
    "./elsewhere.json",
  ]);
  expect(early.match(/<link [^>]*>/g)).toEqual([
    `<link rel="preload" as="fetch" crossorigin href="${summary}">`,
  ]);
  const [, script = ""] = /<script>(.*)<\/script>\n<\/head>/.exec(early) ?? [];
  const asked = (search: string): string[] => {
    const head: { href: string }[] = [];
    const document = {
      createElement: () => ({}),
      head: { append: (link: { href: string }) => head.push(link) },
    };
    new Function("document", "location", script)(document, { search });
    return head.map(({ href }) => href);
  };
  expect(asked("?lang=ur")).toEqual([said("find", "ur")]);
  expect(asked("?lang=xx")).toEqual([said("find", "en")]);
  expect(asked("")).toEqual([said("find", "en")]);
});

test("a page whose cells read nothing is left as it is", () => {
  expect(withDataEarly(page(summary), [])).toBe(page(summary));
});
