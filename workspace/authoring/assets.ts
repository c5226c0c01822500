import { readFileSync } from "node:fs";
import type { ServerResponse } from "node:http";
import { createRequire } from "node:module";
import { fileURLToPath } from "node:url";
import { build, type Plugin } from "esbuild";
import { writingRoot } from "./json-api.js";

const folder = fileURLToPath(new URL("./page/", import.meta.url));
const entries = ["alive", "bar", "edit", "look", "publishing", "review", "sources"];
const readReviews =
  "This page needs a browser that runs scripts. Without, what was asked, said and approved of pages is in <code>docs/reviews</code>.";
/** The screens: what each says before its script has run, and where there is none. */
const screens: Readonly<Record<string, { title: string; styles: string[]; without: string }>> = {
  edit: {
    title: "Write",
    styles: ["edit"],
    without:
      "Pages are written with a browser that runs scripts. Without, change the page’s file in <code>docs</code> with a text editor.",
  },
  publishing: { title: "Publishing", styles: ["edit", "review"], without: readReviews },
  sources: {
    title: "Sources",
    styles: ["edit", "review"],
    without:
      "This page needs a browser that runs scripts. Without, describe a source in a file of <code>data/sources</code>.",
  },
  review: { title: "Review", styles: ["edit", "review"], without: readReviews },
};
const types: Record<string, string> = {
  ".js": "text/javascript; charset=utf-8",
  ".css": "text/css; charset=utf-8",
  ".woff2": "font/woff2",
};
// The face of the pages themselves, for the screens on which they are written.
const face = createRequire(import.meta.url).resolve(
  "@fontsource-variable/atkinson-hyperlegible-next/files/atkinson-hyperlegible-next-latin-wght-normal.woff2",
);

let bundled: Promise<ReadonlyMap<string, string>> | undefined;

/** What is put into the head of every page of the running workspace. */
export const inEveryPage = `<link rel="stylesheet" href="${writingRoot}bar.css">\n<script type="module" src="${writingRoot}bar.js"></script>\n<script type="module" src="${writingRoot}alive.js"></script>`;

/** Answers a request for the pages on which pages are written, reviewed and published, their styles and scripts. False if it is for something else. */
export async function answerAsset(response: ServerResponse, path: string, policy: string): Promise<boolean> {
  const name = path.startsWith(writingRoot) ? path.slice(writingRoot.length) : "";
  const isPage = Object.hasOwn(screens, name);
  const content = isPage ? screenOf(name) : await contentOf(name);
  if (content === undefined) return false;
  if (isPage) response.setHeader("content-security-policy", policy);
  const type = isPage ? "text/html; charset=utf-8" : types[/\.\w+$/.exec(name)![0]]!;
  response.writeHead(200, { "content-type": type, "cache-control": "no-cache" }).end(content);
  return true;
}

function screenOf(name: string): string {
  const { title, styles, without } = screens[name]!;
  const links = styles.map((style) => `<link rel="stylesheet" href="${writingRoot}${style}.css">`);
  return `<!doctype html>
<html lang="en-GB">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>${title}</title>
${links.join("\n")}
<script type="module" src="${writingRoot}${name}.js"></script>
</head>
<body>
<main><p>Opening …</p><noscript>${without}</noscript></main>
</body>
</html>
`;
}

async function contentOf(name: string): Promise<string | Buffer | undefined> {
  if (name === "sans.woff2") return readFileSync(face);
  if (["edit.css", "bar.css", "review.css"].includes(name)) return readFileSync(folder + name, "utf8");
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
