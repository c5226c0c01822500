import { readFileSync } from "node:fs";
import type { ServerResponse } from "node:http";
import { fileURLToPath } from "node:url";
import { build, type Plugin } from "esbuild";
import { writingRoot } from "./json-api.js";

const folder = fileURLToPath(new URL("./page/", import.meta.url));
const entries = ["alive", "bar", "edit", "look", "publishing", "review"];
// Each is a page of its own, with its style.
const pages = ["edit", "publishing", "review"];
const types: Record<string, string> = {
  ".js": "text/javascript; charset=utf-8",
  ".css": "text/css; charset=utf-8",
  ".html": "text/html; charset=utf-8",
};

let bundled: Promise<ReadonlyMap<string, string>> | undefined;

/** What is put into the head of every page of the running workspace. */
export const inEveryPage = `<link rel="stylesheet" href="${writingRoot}bar.css">\n<script type="module" src="${writingRoot}bar.js"></script>\n<script type="module" src="${writingRoot}alive.js"></script>`;

/** Answers a request for the pages on which pages are written, reviewed and published, their styles and scripts. False if it is for something else. */
export async function answerAsset(response: ServerResponse, path: string, policy: string): Promise<boolean> {
  const name = path.startsWith(writingRoot) ? path.slice(writingRoot.length) : "";
  const isPage = pages.includes(name);
  const content = await contentOf(isPage ? `${name}.html` : name);
  if (content === undefined) return false;
  if (isPage) response.setHeader("content-security-policy", policy);
  const type = types[/\.\w+$/.exec(name)?.[0] ?? ".html"]!;
  response.writeHead(200, { "content-type": type, "cache-control": "no-cache" }).end(content);
  return true;
}

async function contentOf(name: string): Promise<string | undefined> {
  const files = [...pages.map((page) => `${page}.html`), "edit.css", "bar.css", "review.css"];
  if (files.includes(name)) return readFileSync(folder + name, "utf8");
  if (!/^[\w-]+\.js$/.test(name)) return undefined;
  // Packed when first asked for: most runs of the workspace write nothing.
  bundled ??= bundle();
  return (await bundled).get(name);
}

async function bundle(): Promise<ReadonlyMap<string, string>> {
  const { outputFiles } = await build({
    entryPoints: entries.map((name) => `${folder}${name}.ts`),
    outdir: folder,
    bundle: true,
    splitting: true,
    write: false,
    minify: true,
    format: "esm",
    target: "es2022",
    logLevel: "silent",
    plugins: [packages],
  });
  return new Map(outputFiles.map(({ path, text }) => [path.replace(/^.*[\\/]/, ""), text]));
}

// Components name packages as pages do.
const packages: Plugin = {
  name: "packages",
  setup({ onResolve, resolve }) {
    onResolve({ filter: /^npm:/ }, ({ path, ...from }) =>
      resolve(path.slice("npm:".length), { kind: from.kind, resolveDir: folder }),
    );
  },
};
