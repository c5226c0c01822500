import { describe, expect, test } from "vitest";
import { mendShell } from "../../workspace/site/framework/shell.js";

// As Framework 1.13.4 writes it, shortened where nothing is mended.
const shell = `<!DOCTYPE html>
<html>
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1, maximum-scale=1">
</head>
<body>
<input id="observablehq-sidebar-toggle" type="checkbox" title="Toggle sidebar">
<label id="observablehq-sidebar-backdrop" for="observablehq-sidebar-toggle"></label>
<nav id="observablehq-sidebar">
  <ol>
    <label id="observablehq-sidebar-close" for="observablehq-sidebar-toggle"></label>
    <li class="observablehq-link"><a href="./">Home</a></li>
  </ol>
  <div id="observablehq-search"><input type="search" placeholder="Search"></div>
  <div id="observablehq-search-results"></div>
  <section class="observablehq-section-active">
    <summary>Bread &amp; butter</summary>
    <ol>
    <li class="observablehq-link observablehq-link-active"><a href="./a">A</a></li>
    </ol>
  </section>
</nav>
<div id="observablehq-center">
<aside id="observablehq-toc" data-selector="h2">
<nav>
<div>On this page</div>
<ol>
<li class="observablehq-secondary-link"><a href="#b">B</a></li>
</ol>
</nav>
</aside>
<main id="observablehq-main" class="observablehq">
<h1>A</h1></main>
</div>
</body>
</html>`;

describe("mendShell", () => {
  const mended = mendShell(shell, "en-GB");

  test("gives the page its language", () => expect(mended).toContain('<html lang="en-GB">'));

  test("puts a skip link first, to a main part that can take the focus", () => {
    expect(mended).toContain(
      '<body>\n<a class="ey-skip" href="#observablehq-main">Skip to main content</a>\n<input',
    );
    expect(mended).toContain('<main id="observablehq-main" tabindex="-1" class="observablehq">');
  });

  test("lets readers enlarge the page", () => expect(mended).not.toContain("maximum-scale"));

  test("names the navigations and their controls", () => {
    expect(mended).toContain(
      'title="Toggle sidebar" aria-label="List of pages" aria-controls="observablehq-sidebar">',
    );
    expect(mended).toContain('<nav id="observablehq-sidebar" aria-label="Pages">');
    expect(mended).toContain('<div id="observablehq-search" role="search">');
    expect(mended).toContain('<input type="search" placeholder="Search" aria-label="Search the pages">');
    expect(mended).toContain('<ol aria-label="Bread &amp; butter">');
    expect(mended).toContain('<nav aria-label="On this page">\n<div>On this page</div>');
  });

  test("leaves only items in a list", () => {
    expect(mended).not.toMatch(/<ol[^>]*>\s*<label/);
    expect(mended).toMatch(/<\/ol>\n {2}<label id="observablehq-sidebar-close"/);
  });

  test("says which link is the page itself", () =>
    expect(mended).toContain('observablehq-link-active"><a aria-current="page" href="./a">'));

  test("mends a page without sidebar and contents", () => {
    const bare = shell
      .replace(/<input id[\s\S]*<\/nav>\n<div id="observablehq-center">/, '<div id="observablehq-center">')
      .replace(/<aside[\s\S]*<\/aside>\n/, "");
    expect(mendShell(bare, "en-GB")).toContain("Skip to main content");
  });

  test("takes away contents without an entry", () => {
    const empty = shell.replace(/<nav>\n<div>On[\s\S]*?<\/nav>/, "<nav>\n</nav>");
    expect(mendShell(empty, "en-GB")).not.toContain("<nav>");
  });

  test("refuses a shell that it does not know", () => {
    expect(() =>
      mendShell(
        shell.replace('<nav id="observablehq-sidebar">\n  <ol>', '<nav id="observablehq-sidebar">\n  <ul>'),
        "en-GB",
      ),
    ).toThrow("Framework may have been updated: bring workspace/site/framework/shell.ts up to date.");
    expect(() => mendShell(shell.replace("<body>", "<body class=x>"), "en-GB")).toThrow(
      "The page shell has no <body>.",
    );
  });

  test("leaves a page's own sections and navigations alone", () => {
    const own =
      "<section><p>own</p></section><details>\n    <summary>more</summary>\n    <ol><li>x</li></ol></details>";
    expect(mendShell(shell.replace("<h1>A</h1>", `<h1>A</h1>${own}`), "en-GB")).toContain(own);
  });
});
