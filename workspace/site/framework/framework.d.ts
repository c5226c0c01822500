// What this workspace uses of Framework beyond its command line. Framework publishes no types.

interface FrameworkLoader {
  /** Relative to the root. */
  path: string;
  /** What stands in the place of the parameters in its path. */
  params?: Record<string, string>;
  load(options?: unknown, effects?: unknown): Promise<string>;
}

interface FrameworkPage {
  /** The file that it comes from, relative to the root. */
  path: string;
  title: string | null;
  body: string;
  data: { header?: string | null; index?: boolean; keywords?: string; draft?: boolean };
  code: { id: string; mode: "block" | "inline" | "jsx"; node: unknown }[];
}

interface FrameworkWatchers {
  close(): void;
}

interface PageOptions {
  md: unknown;
  path: string;
  source?: string;
  params?: Record<string, string>;
}

declare module "@observablehq/framework/dist/config.js" {
  import type { LoaderResolver } from "@observablehq/framework/dist/loader.js";

  export interface Config {
    root: string;
    output: string;
    loaders: LoaderResolver;
    paths(): AsyncGenerator<string>;
  }
  export function normalizeConfig(spec: object, defaultRoot?: string, watchPath?: string): Config;
}

declare module "@observablehq/framework/dist/loader.js" {
  export class LoaderResolver {
    constructor(options: { root: string; interpreters?: Record<string, string[]> });
    root: string;
    interpreters: Map<string, string[]>;
    find(path: string): FrameworkLoader | undefined;
    findFile(path: string): FrameworkLoader | undefined;
    findPage(path: string): FrameworkLoader | undefined;
    findPagePaths(): Generator<string>;
    loadPage(path: string, options: PageOptions, effects?: unknown): Promise<FrameworkPage>;
    watchFiles(
      path: string,
      files: Iterable<string>,
      changed: (file: string) => void,
    ): Promise<FrameworkWatchers>;
    getOutputFilePath(path: string): string;
    getModuleHash(path: string): string;
    getLocalModuleHash(path: string): Promise<string>;
    resolveImportPath(path: string): string;
  }
}

declare module "@observablehq/framework/dist/build.js" {
  import type { Config } from "@observablehq/framework/dist/config.js";

  export interface Effects {
    logger: Pick<Console, "log" | "warn" | "error">;
    output: { write(text: string): void };
  }
  export class FileBuildEffects {
    constructor(outputRoot: string, cacheDir: string, effects?: Effects);
    writeFile(outputPath: string, contents: string | Uint8Array): Promise<void>;
  }
  export function build(options: { config: Config }, effects?: FileBuildEffects): Promise<void>;
}

declare module "@observablehq/framework/dist/preview.js" {
  import type { Server } from "node:http";

  export class PreviewServer {
    constructor(options: {
      config?: string;
      root?: string;
      origins?: string[];
      server: Server;
      verbose?: boolean;
    });
  }
}

declare module "@observablehq/framework/dist/markdown.js" {
  export type Cell = FrameworkPage["code"][number];
  export function createMarkdownIt(): unknown;
  export function parseMarkdown(input: string, options: PageOptions): FrameworkPage;
}

declare module "@observablehq/framework/dist/javascript/transpile.js" {
  export function transpileJavaScript(
    node: unknown,
    options: { id: string; path: string; mode: string; resolveImport: (specifier: string) => string },
  ): string;
}
