import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join, posix, relative } from "node:path";
import { repositoryRoot } from "../../loaders/store/paths.js";

/** By file, relative to the root of the repository: what it imports, types too. Packages are named as they are written. */
export type Imports = ReadonlyMap<string, readonly string[]>;

/**
 * The floors of the house, ground first; rooms on one floor do not know each other. A room may use its own and those below.
 * Whatever is deeper in a folder than a room here belongs to that room.
 */
export const floors: readonly (readonly string[])[] = [
  ["loaders/registry", "loaders/store"],
  ["loaders/files", "loaders/pull"],
  ["loaders/check", "loaders/connect", "loaders/directory"],
  ["loaders/link", "loaders/open-data"],
  ["loaders/measure"],
  ["loaders/protect", "loaders/life"],
  ["loaders"],
  ["loaders/claims"],
  ["loaders/briefings", "loaders/explore", "loaders/public"],
  ["loaders/refresh"],
  [
    "workspace/authoring",
    "workspace/cells",
    "workspace/digests",
    "workspace/export",
    "workspace/life",
    "workspace/print",
    "workspace/sample",
  ],
  ["workspace"],
  ["workspace/site/edition"],
  ["workspace/site/framework"],
  ["workspace/site/gate"],
  ["workspace/site"],
  ["workspace/audit"],
  ["workspace/audit/built"],
  ["workspace/publish"],
  ["workspace/serve"],
  ["workspace/review"],
  ["workspace/commands", "workspace/reference"],
  ["workspace/cli"],
];

/**
 * Rooms that know each other, though no file of one does: the registry tells what a manifest is made of, the store where the
 * registry lies; the reference is made of the commands, and one of them writes it.
 */
const shared = [
  ["loaders/registry", "loaders/store"],
  ["workspace/commands", "workspace/reference"],
];

/** What loaders and the workspace share with pages: words, rules and the cells of files. None of these draws anything. */
const sharedShelves = [
  "components",
  "components/catalogue",
  "components/claims",
  "components/data-sets",
  "components/directory",
  "components/messages",
  "components/site",
  "components/tables",
  "components/words",
];

/** What a public page data set may be made with. */
const publicRooms = [
  "loaders/public",
  "loaders",
  "loaders/directory",
  "loaders/open-data",
  "loaders/registry",
  "loaders/store",
];

const privateModules = "@observablehq/framework/dist/";

/** What is wrong with a house, in words that name the files. */
export function houseFaults(imports: Imports): string[] {
  return [
    ...circles(imports),
    ...[...imports].flatMap(([file, used]) => used.flatMap((u) => fault(file, u))),
  ];
}

function fault(file: string, used: string): string[] {
  const [from, to] = [roomOf(file), roomOf(used)];
  if (used.startsWith(privateModules))
    return from === "workspace/site/framework"
      ? []
      : [`${file}: imports ${used}. Only workspace/site/framework may: add it there.`];
  if (!/^(components|loaders|workspace)\//.test(used) || from === to) return [];
  if (from === "loaders/public" && !to.startsWith("components") && !publicRooms.includes(to))
    return [`${file}: is public, and reaches into ${to}.`];
  if (from.startsWith("components")) {
    if (to.startsWith("components") || pageShapes.includes(to)) return [];
    return [`${file}: a component imports ${used}. Components know what page data sets look like, no more.`];
  }
  if (to.startsWith("components"))
    return sharedShelves.includes(to) || ["workspace/authoring", "workspace/review"].includes(from)
      ? []
      : [`${file}: imports ${used}, which is for pages.`];
  const [low, high] = [floorOf(to), floorOf(from)];
  if (high === undefined || low === undefined)
    return [
      `${high === undefined ? from : to}: is a room without a floor. Give it one in tests/house/house.ts.`,
    ];
  if (low < high || shared.some((pair) => pair.includes(from) && pair.includes(to))) return [];
  return [`${file}: imports ${used}, an arrow up or across: ${from} does not lie above ${to}.`];
}

const pageShapes = ["loaders/briefings", "loaders/explore", "loaders/public"];

/** Circles of imports, each as the files along it. */
export function circles(imports: Imports): string[] {
  const faults: string[] = [];
  const done = new Set<string>();
  const path: string[] = [];
  const walk = (file: string): void => {
    const at = path.indexOf(file);
    if (at >= 0) faults.push(`A circle of imports: ${[...path.slice(at), file].join(" → ")}`);
    if (at >= 0 || done.has(file)) return;
    path.push(file);
    for (const used of imports.get(file) ?? []) walk(used);
    path.pop();
    done.add(file);
  };
  for (const file of imports.keys()) walk(file);
  return faults;
}

const floorOf = (room: string): number | undefined => {
  const floor = floors.findIndex((rooms) => rooms.includes(room));
  return floor < 0 ? undefined : floor;
};

/** The room of a file: the deepest folder that is a room, or a shelf of components. */
export function roomOf(file: string): string {
  if (file === "workspace/cli.ts") return "workspace/cli";
  const folder = posix.dirname(file);
  const rooms = floors.flat().filter((room) => folder === room || folder.startsWith(`${room}/`));
  const room = rooms.sort((a, b) => b.length - a.length)[0];
  // A new folder beside the rooms is a room of its own, that needs a floor.
  if (room === undefined || ((room === "loaders" || room === "workspace") && folder !== room)) return folder;
  return room;
}

/** The imports of every module of components, loaders and workspace as they stand. */
export function readImports(): Imports {
  const files = ["components", "loaders", "workspace"].flatMap((folder) =>
    (readdirSync(join(repositoryRoot, folder), { recursive: true }) as string[])
      .filter((name) => name.endsWith(".ts"))
      .map((name) => posix.join(folder, name.replaceAll("\\", "/"))),
  );
  return new Map(files.sort().map((file) => [file, importsOf(file)]));
}

function importsOf(file: string): string[] {
  const path = join(repositoryRoot, file);
  const specifiers = [...readFileSync(path, "utf8").matchAll(/\b(?:from|import|module)\s*\(?\s*"([^"]+)"/g)];
  return specifiers.flatMap(([, specifier]) => {
    if (!specifier!.startsWith(".")) return [specifier!];
    const target = join(dirname(path), specifier!);
    const found = [target.replace(/\.js$/, ".ts"), target].find(existsSync);
    return found ? [relative(repositoryRoot, found).replaceAll("\\", "/")] : [];
  });
}
