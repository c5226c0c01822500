import { readdirSync, readFileSync } from "node:fs";
import { join, relative } from "node:path";
import { build, type Plugin } from "esbuild";
import { beforeAll, describe, expect, test } from "vitest";
import { repositoryRoot } from "../../loaders/store/paths.js";

/** Arrows of a Mermaid flow chart, from each box to those that it points at. */
type Picture = Map<string, Set<string>>;

const guide = readFileSync(join(repositoryRoot, "CONTRIBUTING.md"), "utf8");
const chart = /```mermaid\n([\s\S]*?)```/.exec(guide)?.[1] ?? "";

describe("the picture of the house in CONTRIBUTING", () => {
  const { names, arrows } = readPicture(chart);
  let imports: { from: string; to: string; file: string }[];
  beforeAll(async () => {
    imports = await importsBetween([...names.values()]);
  });

  test("has every room", () => {
    const rooms = readdirSync(join(repositoryRoot, "loaders"), { withFileTypes: true })
      .filter((entry) => entry.isDirectory() || entry.name.endsWith(".ts"))
      .map((entry) => `loaders/${entry.name}`);
    expect([...names.values()].sort()).toEqual([...rooms, "components", "docs", "workspace"].sort());
  });

  test("has no circle", () => {
    for (const room of arrows.keys()) expect(reach(arrows, room), room).not.toContain(room);
  });

  test("has a way, along its arrows, for every import between rooms", () => {
    const astray = imports.filter(({ from, to }) => !reach(arrows, from).has(to));
    expect(astray.map(({ file, to }) => `${file} imports ${to}`)).toEqual([]);
    expect(imports.length).toBeGreaterThan(100);
  });

  test("would be found wrong by an import that goes up", () => {
    expect(reach(arrows, "loaders/store")).not.toContain("loaders/link");
    expect(reach(arrows, "loaders/link")).toContain("loaders/store");
  });
});

function readPicture(text: string): { names: Map<string, string>; arrows: Picture } {
  const boxes = [...text.matchAll(/^\s*(\w+)\["([\w./-]+)/gm)].map(([, id, name]) => [id!, name!] as const);
  const names = new Map(boxes);
  const arrows: Picture = new Map([...names.values()].map((name) => [name, new Set()]));
  for (const [, left, right] of text.matchAll(/^\s*([\w &]+?) --> ([\w &]+)$/gm))
    for (const from of left!.split(" & "))
      for (const to of right!.split(" & ")) arrows.get(names.get(from)!)!.add(names.get(to)!);
  return { names, arrows };
}

function reach(arrows: Picture, from: string, seen = new Set<string>()): Set<string> {
  for (const to of arrows.get(from) ?? [])
    if (!seen.has(to)) {
      seen.add(to);
      reach(arrows, to, seen);
    }
  return seen;
}

/** What modules of one room import of another when they run: types, and what is only imported on demand, apart. */
async function importsBetween(rooms: string[]): Promise<{ from: string; to: string; file: string }[]> {
  const { metafile } = await build({
    absWorkingDir: repositoryRoot,
    entryPoints: ["loaders", "components", "workspace"].flatMap(modulesIn),
    bundle: true,
    write: false,
    metafile: true,
    outdir: "nowhere",
    format: "esm",
    plugins: [onlyListed],
    logLevel: "silent",
  });
  const roomOf = (file: string): string | undefined =>
    rooms.find((room) => file === room || file.startsWith(`${room}/`));
  return Object.entries(metafile.inputs).flatMap(([file, input]) =>
    input.imports
      .filter(({ kind, path }) => kind === "import-statement" && path.startsWith(repositoryRoot))
      .map(({ path }) => relative(repositoryRoot, path).replaceAll("\\", "/"))
      .map((path) => ({ file, from: roomOf(file)!, to: roomOf(path)! }))
      .filter(({ from, to }) => from && to && from !== to),
  );
}

function modulesIn(folder: string): string[] {
  return readdirSync(join(repositoryRoot, folder), { recursive: true, encoding: "utf8" })
    .filter((name) => /(?<!\.d)\.ts$/.test(name))
    .map((name) => join(folder, name));
}

/** Notes what a module imports and follows none of it. */
const onlyListed: Plugin = {
  name: "only-listed",
  setup({ onResolve }) {
    onResolve({ filter: /.*/ }, ({ kind, path, resolveDir }) =>
      kind === "entry-point"
        ? undefined
        : {
            external: true,
            path: path.startsWith(".") ? join(resolveDir, path).replace(/\.js$/, ".ts") : path,
          },
    );
  },
};
