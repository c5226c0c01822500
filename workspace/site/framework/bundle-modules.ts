import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join, posix } from "node:path";
import { type BuildResult, build, type Plugin } from "esbuild";

/** Where bundles lie, below a site's folder. */
const bundles = "_import/bundled";
/** The path of a bundle. */
export const bundlePath = /^_import\/bundled\/page\.[0-9a-f]{8}\.js$/;
/** What all that is loaded with a page is called while it is bundled. */
const page = "/page";

const scriptElement = /<script type="module"(?: src="([^"]+)")?>([\s\S]*?)<\/script>/g;
const preload = /<link rel="modulepreload" href="([^"]+)">\n?/g;
// What Framework writes for the imports of cells, and withDrawnCells for its own.
const dynamicImport = /\bimport\("([^"]+)"\)/g;
const staticImport = /^import (\{[^}]*\}) from ("[^"]+");$/gm;

/**
 * Puts the modules that a page of a built site loads into one file, which takes the place of a hundred: a request and its
 * headers weigh more than most of them. What a page asks for later stays a file of its own, and so do packages and Framework's
 * own modules, which pages share. The modules that no page loads any more are removed.
 *
 * `renew` is given each page that was changed, and gives what is written.
 */
export async function bundleModules(folder: string, renew: (html: string) => string): Promise<void> {
  const pages = filesBelow(folder).filter((file) => file.endsWith(".html"));
  const bundles = new Map<string, Promise<Bundle>>();
  const bundled = new Set<string>();
  for (const file of pages) {
    const html = readFileSync(join(folder, file), "utf8");
    const { now, later } = modulesOf(html, file);
    if (now.length === 0) continue;
    const key = JSON.stringify([now, later]);
    if (!bundles.has(key)) bundles.set(key, bundle(folder, now, later));
    const one = await bundles.get(key)!;
    for (const module of one.inputs) bundled.add(module);
    writeFileSync(join(folder, file), renew(withBundle(html, file, one)));
  }
  removeUnused(folder, [...bundled]);
}

/** The modules of our own that a page's scripts name: those that are loaded with it, and those that it asks for later. */
function modulesOf(html: string, file: string): { now: string[]; later: string[] } {
  const at = (address: string) => posix.join(posix.dirname(file), address);
  const preloaded = new Set([...html.matchAll(preload)].map(([, href]) => at(href!)));
  const named = [...html.matchAll(scriptElement)].flatMap(([, src, script]) => [
    ...(src ? [src] : []),
    ...[...script!.matchAll(staticImport)].map(([, , from]) => JSON.parse(from!) as string),
    ...[...script!.matchAll(dynamicImport)].map(([, from]) => from!),
  ]);
  const own = [...new Set(named.map(at))].filter((module) => module.startsWith("_import/")).sort();
  return {
    now: own.filter((module) => preloaded.has(module)),
    later: own.filter((module) => !preloaded.has(module)),
  };
}

interface Bundle {
  /** The file that holds all that is loaded with a page, by path below the site's folder. */
  file: string;
  /** What a page's modules are called in it. */
  names: ReadonlyMap<string, string>;
  /** The files of what is asked for later. */
  later: ReadonlyMap<string, string>;
  /** What the file imports, so that it is asked for at once. */
  chunks: string[];
  /** The modules that went into it. */
  inputs: string[];
}

async function bundle(folder: string, now: readonly string[], later: readonly string[]): Promise<Bundle> {
  const names = new Map(now.map((module, i) => [module, `m${i}`]));
  const whole = [...names].map(([module, name]) => `export * as ${name} from "/${module}";`).join("\n");
  const result = await build({
    entryPoints: [page, ...later.map((module) => `/${module}`)],
    plugins: [fromSite(folder, whole)],
    outdir: join(folder, bundles),
    absWorkingDir: folder,
    ...{
      entryNames: "[hash]",
      chunkNames: "[hash]",
      bundle: true,
      splitting: true,
      write: false,
      metafile: true,
    },
    ...{ format: "esm", target: "es2022", minify: true, legalComments: "none", logLevel: "silent" },
  } as Parameters<typeof build>[0] & { write: false; metafile: true });
  const files = write(folder, result);
  const { outputs, inputs } = result.metafile;
  const outputOf = (entry: string) =>
    Object.keys(outputs).find((name) => outputs[name]!.entryPoint === `site:${entry}`)!;
  const main = outputOf(page);
  return {
    file: files.get(main)!,
    names,
    later: new Map(later.map((module) => [module, files.get(outputOf(`/${module}`))!])),
    chunks: chunksOf(main, outputs).map((chunk) => files.get(chunk)!),
    inputs: Object.keys(inputs).flatMap((name) =>
      name.startsWith("site:/_") ? [name.slice("site:/".length)] : [],
    ),
  };
}

/** Reads a site's modules by path below its folder. What is not our own stays an import, from where bundles lie. */
function fromSite(folder: string, whole: string): Plugin {
  const namespace = "site";
  return {
    name: "from-site",
    setup({ onResolve, onLoad }) {
      onResolve({ filter: /.*/ }, ({ path, importer, kind }) => {
        if (kind === "entry-point") return { path, namespace };
        const module = posix.join(posix.dirname(importer), path);
        return module.startsWith("/_import/")
          ? { path: module, namespace }
          : { path: posix.relative(`/${bundles}`, module), external: true };
      });
      onLoad({ filter: /.*/, namespace }, ({ path }) => ({
        contents: path === page ? whole : asFrom(path, readFileSync(join(folder, path), "utf8")),
        loader: "js",
      }));
    },
  };
}

// A module finds its data by the folder in which it lies.
function asFrom(path: string, code: string): string {
  const from = JSON.stringify(`${posix.relative(`/${bundles}`, posix.dirname(path))}/`);
  return code.replaceAll(/\bimport\.meta\.url\b/g, `new URL(${from}, import.meta.url).href`);
}

/** Writes what was made, each file named by its content as Framework names its own. By name in the metafile: its path. */
function write(folder: string, { outputFiles, metafile }: BuildResult<{ write: false; metafile: true }>) {
  mkdirSync(join(folder, bundles), { recursive: true });
  const named = Object.keys(metafile.outputs).map((output) => {
    const text = outputFiles.find(({ path }) => path.replaceAll("\\", "/").endsWith(output))!.text;
    return { output, text, own: posix.basename(output), name: `${hashOf(text)}.js` };
  });
  for (const { text, name } of named) {
    const linked = named.reduce(
      (code, other) => code.replaceAll(`./${other.own}`, `./page.${other.name}`),
      text,
    );
    writeFileSync(join(folder, bundles, `page.${name}`), linked);
  }
  return new Map(named.map(({ output, name }) => [output, `${bundles}/page.${name}`]));
}

function hashOf(text: string): string {
  return createHash("sha256").update(text).digest("hex").slice(0, 8);
}

type Outputs = BuildResult<{ metafile: true }>["metafile"]["outputs"];

function chunksOf(output: string, outputs: Outputs, known = new Set<string>()): string[] {
  for (const { path, kind, external } of outputs[output]!.imports)
    if (!external && kind === "import-statement" && !known.has(path)) {
      known.add(path);
      chunksOf(path, outputs, known);
    }
  return [...known];
}

/** A page that loads a bundle in place of the modules in it. */
function withBundle(
  html: string,
  file: string,
  { file: bundled, names, later, chunks, inputs }: Bundle,
): string {
  const at = (address: string) => posix.join(posix.dirname(file), address);
  const to = (path: string) => {
    const address = posix.relative(posix.dirname(file), path);
    return address.startsWith(".") ? address : `./${address}`;
  };
  const isIn = (address: string) => inputs.includes(at(address));
  let isFirst = true;
  const preloads = [bundled, ...chunks]
    .map((one) => `<link rel="modulepreload" href="${to(one)}">\n`)
    .join("");
  return html
    .replace(preload, (link, href: string) => {
      if (!isIn(href)) return link;
      const all = isFirst ? preloads : "";
      isFirst = false;
      return all;
    })
    .replace(scriptElement, (whole, src: string | undefined, script: string) => {
      if (src) return names.has(at(src)) ? `<script type="module" src="${to(bundled)}"></script>` : whole;
      const changed = script
        .replace(staticImport, (line, given: string, from: string) => {
          const name = names.get(at(JSON.parse(from)));
          return name ? `import {${name}} from "${to(bundled)}";\nconst ${given} = ${name};` : line;
        })
        .replace(dynamicImport, (call, from: string) => {
          const [name, own] = [names.get(at(from)), later.get(at(from))];
          if (own) return `import("${to(own)}")`;
          return name ? `import("${to(bundled)}").then(({${name}}) => ${name})` : call;
        });
      return whole.replace(script, () => changed);
    })
    .replace(repeated(`<script type="module" src="${to(bundled)}"></script>`), "$1");
}

// Two modules of the page's head are one file now.
function repeated(element: string): RegExp {
  const literal = element.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
  return new RegExp(`(${literal})(?:\\s*${literal})+`, "g");
}

/** Removes modules that are in bundles, but for those that something else names still. */
function removeUnused(folder: string, modules: readonly string[]): void {
  const gone = new Set(modules);
  const texts = filesBelow(folder)
    .filter((file) => /\.(?:html|js)$/.test(file) && !gone.has(file))
    .map((file) => readFileSync(join(folder, file), "utf8"));
  // A look for each of hundreds of names in all that a site holds takes seconds: most are told apart by their hashes.
  const ends = new Set(texts.flatMap((text) => text.match(/\.[0-9a-f]{8}\.js/g) ?? []));
  const isNamed = (name: string) => {
    const [end] = /\.[0-9a-f]{8}\.js$/.exec(name) ?? [];
    return (end === undefined || ends.has(end)) && texts.some((text) => text.includes(name));
  };
  for (const module of modules)
    if (existsSync(join(folder, module)) && !isNamed(posix.basename(module))) rmSync(join(folder, module));
  removeEmpty(join(folder, "_import"));
}

function removeEmpty(folder: string): void {
  if (!existsSync(folder)) return;
  for (const entry of readdirSync(folder, { withFileTypes: true }))
    if (entry.isDirectory()) removeEmpty(join(folder, entry.name));
  if (readdirSync(folder).length === 0) rmSync(folder, { recursive: true });
}

function filesBelow(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) =>
      join(entry.parentPath, entry.name)
        .slice(folder.length + 1)
        .replaceAll("\\", "/"),
    )
    .sort();
}
