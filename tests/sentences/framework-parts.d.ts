// What the sentences test uses of Framework beyond its command line. Framework publishes no types.
declare module "@observablehq/framework/dist/markdown.js" {
  export interface Cell {
    id: string;
    mode: "block" | "inline" | "jsx";
    node: unknown;
  }
  export function createMarkdownIt(): unknown;
  export function parseMarkdown(
    input: string,
    options: { md: unknown; path: string },
  ): { title: string | null; body: string; code: Cell[] };
}

declare module "@observablehq/framework/dist/javascript/transpile.js" {
  export function transpileJavaScript(
    node: unknown,
    options: { id: string; path: string; mode: string; resolveImport: (specifier: string) => string },
  ): string;
}

declare module "@observablehq/inputs";
