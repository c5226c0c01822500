import { spawn } from "node:child_process";
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join, posix, relative, resolve } from "node:path";
import { suggestion } from "../../components/words/nearest.js";
import { repositoryRoot } from "../../loaders/store/paths.js";
import { exportsOf } from "./exports-of.js";
import { moduleOf } from "./page-cells.js";

/** Something wrong in a cell: where, in the page's own lines, and what. */
export interface CellFault {
  /** From the folder of the pages on: "explore/take-up.md". */
  page: string;
  line: number;
  message: string;
}

const require = createRequire(join(repositoryRoot, "package.json"));

/** The cells of some pages, written out to be checked. Remove them when done. */
export interface WrittenCells {
  types(): Promise<CellFault[]>;
  lint(): Promise<CellFault[]>;
  pages: number;
  remove(): void;
}

/** Writes the cells of all pages below a folder, as modules, in a folder of their own below tests/.output. */
export function writeCells(docs = join(repositoryRoot, "docs")): WrittenCells {
  const folder = join(repositoryRoot, "tests", ".output", `cells-${process.pid}-${Date.now()}`);
  const pages = [...pagesBelow(docs)];
  for (const page of pages) {
    const file = join(folder, page.replace(/\.md$/, ".js"));
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(
      file,
      moduleOf(readFileSync(join(docs, page), "utf8"), renamedFor(page, dirname(file), docs)),
    );
  }
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, "tsconfig.json"), JSON.stringify(typesConfig(folder)));
  writeFileSync(join(folder, "biome.json"), JSON.stringify(lintConfig));
  return {
    pages: pages.length,
    async types() {
      const output = await run("typescript", "tsc", ["-p", folder, "--pretty", "false", "--checkers", "1"]);
      return faultsIn(output, /^(.+?)\((\d+),\d+\): error TS\d+: (.+)$/gm, folder);
    },
    async lint() {
      const output = await run("@biomejs/biome", "biome", [
        "lint",
        `--config-path=${folder}`,
        "--diagnostic-level=error",
        "--max-diagnostics=200",
        "--reporter=github",
        folder,
      ]);
      return faultsIn(output, /^::error title=.+?,file=(.+?),line=(\d+),.*?::(.+)$/gm, folder);
    },
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}

/** A fault as it is printed. */
export function tellFault({ page, line, message }: CellFault, docs = "docs"): string {
  return `  ${docs}/${page}:${line}: ${message}`;
}

function* pagesBelow(root: string, folder = ""): Generator<string> {
  for (const entry of readdirSync(join(root, folder), { withFileTypes: true })) {
    const path = folder ? `${folder}/${entry.name}` : entry.name;
    if (entry.name.startsWith(".") || entry.isSymbolicLink()) continue;
    if (entry.isDirectory()) yield* pagesBelow(root, path);
    else if (entry.name.endsWith(".md")) yield path;
  }
}

// A page reaches components and loaders by links: the checker is sent to where they lead.
function renamedFor(page: string, from: string, docs: string): (specifier: string) => string {
  return (specifier) => {
    if (!/^\.{0,2}\//.test(specifier)) return specifier;
    const path = posix.join(specifier.startsWith("/") ? "" : posix.dirname(page), specifier);
    const [, link, rest] = /^[\w-]+\/(components|data)\/(.+)$/.exec(path) ?? [];
    const target =
      link === "components"
        ? join(repositoryRoot, "components", rest!)
        : link === "data"
          ? join(repositoryRoot, "loaders", page.split("/")[0]!, rest!)
          : join(docs, path);
    const renamed = relative(from, target).replaceAll("\\", "/");
    return renamed.startsWith(".") ? renamed : `./${renamed}`;
  };
}

function typesConfig(folder: string): object {
  const here = (path: string) => relative(folder, join(repositoryRoot, path)).replaceAll("\\", "/");
  return {
    extends: here("tsconfig.json"),
    compilerOptions: {
      allowJs: true,
      checkJs: true,
      types: ["node"],
      typeRoots: [here("node_modules/@types")],
      // Pages are read by people who do not write types.
      noImplicitAny: false,
      strictNullChecks: true,
      noUncheckedIndexedAccess: false,
      useUnknownInCatchVariables: false,
    },
    include: ["**/*.js", here("workspace/cells/page-globals.d.ts"), here("components/notebook/stdlib.d.ts")],
  };
}

// A page is JavaScript: its types do not know what cannot be missing, nor which of a few texts a text is.
const notKnownInPages = [
  /possibly '?(null|undefined)|^(?!Object literal).*\| (null|undefined)\b/,
  /^Type 'string(\[\])?' is not assignable to type '(readonly )?["[]/,
  /^Argument of type '[({]/,
  /^No overload matches this call/,
  // x && […] is a list or nothing at all.
  /^Type 'false \| \w+\[\]'/,
];

const lintConfig = {
  root: true,
  vcs: { enabled: false },
  linter: {
    rules: {
      preset: "recommended",
      // Names are for other cells, and a cell may only show what it names.
      correctness: { noUnusedVariables: "off", noUnusedImports: "off" },
      complexity: { useLiteralKeys: "off" },
    },
  },
};

function faultsIn(output: string, pattern: RegExp, folder: string): CellFault[] {
  const faults: CellFault[] = [];
  for (const [, file = "", line = "0", message = ""] of output.matchAll(pattern)) {
    const path = relative(folder, resolve(repositoryRoot, file)).replaceAll("\\", "/");
    // What is wrong outside pages is told by the other checks.
    if (path.startsWith("..") || notKnownInPages.some((pattern) => pattern.test(message))) continue;
    faults.push({
      page: path.replace(/\.js$/, ".md"),
      line: Number(line),
      message: inPlainWords(message),
    });
  }
  return faults;
}

function inPlainWords(message: string): string {
  const [, name, file] =
    /^Property '(.+?)' does not exist on type 'typeof import\("(.+?)"\)'/.exec(message) ?? [];
  if (name && file) {
    const module = relative(repositoryRoot, file).replaceAll("\\", "/");
    return `${module}.js has no “${name}”.${suggestion(name, exportsOf(`${file}.ts`))}`;
  }
  return message.replace(/^(Object literal .+?) in type '.+'\./, "$1.");
}

function run(name: string, bin: string, args: string[]): Promise<string> {
  const manifest = require.resolve(`${name}/package.json`);
  const { bin: bins } = JSON.parse(readFileSync(manifest, "utf8")) as {
    bin: string | Record<string, string>;
  };
  const script = join(dirname(manifest), typeof bins === "string" ? bins : bins[bin]!);
  const child = spawn(process.execPath, [script, ...args], { cwd: repositoryRoot });
  let output = "";
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding("utf8").on("data", (text: string) => {
      output += text;
    });
  return new Promise((resolve, reject) => {
    child.on("error", reject);
    child.on("close", () => resolve(output));
  });
}
