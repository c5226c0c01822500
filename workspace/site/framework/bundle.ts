import { existsSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join, posix } from "node:path";
import { type BuildOptions, build, type Plugin } from "esbuild";
import { repositoryRoot } from "../../../loaders/store/paths.js";
import { TellableError } from "../../../loaders/store/safe-message.js";

const require = createRequire(join(repositoryRoot, "package.json"));

/** An installed package. */
export interface Package {
  name: string;
  version: string;
  folder: string;
}

/** The package as it is installed, or undefined. */
export function findPackage(name: string): Package | undefined {
  for (const modules of require.resolve.paths(name) ?? []) {
    const file = join(modules, name, "package.json");
    if (!existsSync(file)) continue;
    const { version } = JSON.parse(readFileSync(file, "utf8")) as { version: string };
    return { name, version, folder: dirname(file) };
  }
  return undefined;
}

/** The packages that package.json names: pages share one copy of each. */
export function sharedPackages(): Set<string> {
  const file = join(repositoryRoot, "package.json");
  const { dependencies } = JSON.parse(readFileSync(file, "utf8")) as { dependencies: Record<string, string> };
  return new Set(Object.keys(dependencies));
}

/** Where a package's module lies in Framework's cache, below its root. */
export function cachePath({ name, version }: Package, path = ""): string {
  return `/_npm/${name}@${version}/${path && `${path}.`}_esm.js`;
}

/**
 * A package, or the module at a path in it, as one module for the browser. Imports of shared packages stay imports,
 * by relative path in Framework's cache; all else is bundled in.
 */
export async function bundlePackage(pkg: Package, path = ""): Promise<string> {
  const entry = path ? `${pkg.name}/${path}` : pkg.name;
  const options: BuildOptions & { write: false; metafile: true } = {
    bundle: true,
    write: false,
    metafile: true,
    minify: true,
    format: "esm",
    platform: "browser",
    target: "es2022",
    legalComments: "none",
    logLevel: "silent",
    absWorkingDir: repositoryRoot,
    define: { "process.env.NODE_ENV": '"production"' },
    plugins: [leaveShared(pkg, cachePath(pkg, path)), onlyEnglish],
  };
  try {
    const result = await build({ ...options, entryPoints: [entry] });
    const [output] = Object.values(result.metafile.outputs);
    const format = result.metafile.inputs[output!.entryPoint!]?.format;
    if (format !== "cjs") return result.outputFiles[0]!.text;
    const named = await build({
      ...options,
      stdin: { contents: reexport(entry), resolveDir: repositoryRoot },
    });
    return named.outputFiles[0]!.text;
  } catch (error) {
    const [first] = (error as { errors?: { text: string }[] }).errors ?? [];
    throw new TellableError(
      `npm:${entry} cannot be made into a module for the browser: ${first?.text ?? (error as Error).message}`,
    );
  }
}

// The names that an older, CommonJS package exports are known only when it has run.
function reexport(entry: string): string {
  const names = Object.keys(require(entry) as object).filter(
    (name) => /^[A-Za-z_$][\w$]*$/.test(name) && name !== "default",
  );
  const list = names.map((name) => `export const ${name} = all.${name};`).join("\n");
  return `import all from ${JSON.stringify(entry)};\nexport default all;\n${list}`;
}

// Zod says what is wrong in forty languages, which are half of it.
const onlyEnglish: Plugin = {
  name: "only-english",
  setup({ onLoad }) {
    onLoad({ filter: /[\\/]zod[\\/]v4[\\/]locales[\\/]index\.js$/ }, ({ path }) => ({
      contents: 'export { default as en } from "./en.js";',
      resolveDir: dirname(path),
    }));
  },
};

function leaveShared(self: Package, place: string): Plugin {
  const shared = sharedPackages();
  return {
    name: "leave-shared",
    setup({ onResolve, resolve }) {
      onResolve({ filter: /^[@a-z]/i }, async ({ path, kind, importer, resolveDir, pluginData }) => {
        const isImport = kind === "import-statement" || kind === "dynamic-import";
        if (!isImport || pluginData === "as usual" || path === self.name || !shared.has(path))
          return undefined;
        const found = await resolve(path, { kind, importer, resolveDir, pluginData: "as usual" });
        const pkg = findPackage(path);
        // A package may carry another version of its own, which cannot be shared.
        if (!pkg || !found.path.startsWith(join(pkg.folder, "/"))) return undefined;
        const target = posix.relative(posix.dirname(place), cachePath(pkg));
        return { path: target, external: true };
      });
    },
  };
}
