// How Framework reads a page: see internals.ts.
import "./light-documents.js";

export { transpileJavaScript } from "@observablehq/framework/dist/javascript/transpile.js";
export { type Cell, createMarkdownIt, parseMarkdown } from "@observablehq/framework/dist/markdown.js";
