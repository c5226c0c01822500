import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { repositoryRoot } from "../../loaders/store/paths.js";
import {
  build,
  FileBuildEffects,
  LoaderResolver,
  normalizeConfig,
} from "../../workspace/site/framework/internals.js";
import {
  createMarkdownIt,
  parseMarkdown,
  transpileJavaScript,
} from "../../workspace/site/framework/markdown.js";
import { previewHandlers } from "../../workspace/site/framework/preview.js";

// What is leaned on of Framework's own modules, which it may change without a word.

test("Framework is the very version that this was tried with", () => {
  const { dependencies } = JSON.parse(readFileSync(join(repositoryRoot, "package.json"), "utf8")) as {
    dependencies: Record<string, string>;
  };
  expect(dependencies["@observablehq/framework"]).toBe("1.13.4");
});

test("a build takes a configuration, whose loaders and paths can be replaced, and effects that write files", () => {
  const config = normalizeConfig({ root: "docs", output: "dist/x", interpreters: { ".ts": ["node"] } });
  expect(config.loaders).toBeInstanceOf(LoaderResolver);
  expect(config.loaders.root).toBe("docs");
  expect(config.loaders.interpreters.get(".ts")).toEqual(["node"]);
  expect(config.paths()[Symbol.asyncIterator]).toBeTypeOf("function");
  expect(build.length).toBeGreaterThan(0);
  for (const method of [
    "find",
    "findFile",
    "findPage",
    "watchFiles",
    "getOutputFilePath",
    "getModuleHash",
    "getLocalModuleHash",
    "resolveImportPath",
  ] as const)
    expect(LoaderResolver.prototype[method], method).toBeTypeOf("function");
  expect(FileBuildEffects.prototype.writeFile).toBeTypeOf("function");
});

test("the preview hangs one handler of requests and one of sockets on the server that it is given", () => {
  const { preview, open } = previewHandlers();
  expect(preview).toBeTypeOf("function");
  expect(open).toBeTypeOf("function");
});

test("a page is read into a body and cells, and a cell becomes a definition", () => {
  const { body, code, title } = parseMarkdown("# A page\n\n```js\nconst one = 1;\n```\n\nOne is ${one}.\n", {
    md: createMarkdownIt(),
    path: "/page",
  });
  expect(title).toBe("A page");
  expect(body).toContain("One is");
  expect(code.map(({ mode }) => mode)).toEqual(["block", "inline"]);
  const { id, mode, node } = code[0]!;
  const cell = transpileJavaScript(node, {
    id,
    mode,
    path: "/page",
    resolveImport: (specifier) => specifier,
  });
  expect(cell).toMatch(/^define\(\{id: "[^"]+".*outputs: \["one"\]/s);
});

describe("HTML that Framework reads", () => {
  const { JSDOM, VirtualConsole } = createRequire(import.meta.url)("jsdom") as typeof import("jsdom");
  const asFramework = (html: string) => new JSDOM(html, { virtualConsole: new VirtualConsole() }).window;

  test("is read by one window's parser, without a window of its own, which others still have", () => {
    expect(asFramework("<p>one").document.defaultView).toBeNull();
    const { window } = new JSDOM("<p>one", {
      url: "https://page.invalid/",
      virtualConsole: new VirtualConsole(),
    });
    expect(window.document.defaultView?.location.host).toBe("page.invalid");
  });

  test.each([
    "<!DOCTYPE html><body><p>one<p id=two>two",
    "<!DOCTYPE html><body><noscript><p>no <b>script</b></p></noscript><!--:0000abcd:-->",
    "<!DOCTYPE html><body><table><tr><td>a<p>b</table><template><i>c</i></template>",
    "<!DOCTYPE html><body><svg><image href=x /></svg><a href='&amp;?a&b'>d</a></body>e",
    "<p>no doctype</p><frameset>",
  ])("is the same document: %s", (html) => {
    const { document } = new JSDOM(html).window;
    const light = asFramework(html).document;
    expect(light.documentElement.outerHTML).toBe(document.documentElement.outerHTML);
    expect(light.compatMode).toBe(document.compatMode);
  });
});
