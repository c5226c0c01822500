import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join, normalize } from "node:path";
import { describe, expect, test } from "vitest";
import { repositoryRoot } from "../../loaders/store/paths.js";
import { commandNames } from "../../workspace/commands/help.js";

const listed = (folder: string): string[] =>
  readdirSync(join(repositoryRoot, folder))
    .filter((name) => name.endsWith(".md"))
    .map((name) => `${folder}/${name}`);
const documents = [
  "README.md",
  "CONTRIBUTING.md",
  "CHANGELOG.md",
  ...listed("docs/guides"),
  ...listed("docs/decisions"),
];
const textOf = (document: string): string => readFileSync(join(repositoryRoot, document), "utf8");

/** Folders that are not in the repository, and files that a reader of a guide makes. */
const made = [
  /^data\/(inbox|store|publications)(\/|$)/,
  /^dist(\/|$)/,
  /^data\/sources\/toddler-groups\.yaml$/,
  /^data\/sign-on\.yaml$/,
  /^docs\/briefings\/my-first-page\.md$/,
  /^loaders\/explore\/(wards-by-name\.csv\.sql|rainfall\.csv\.py)$/,
  /^loaders\/briefings\/(ward-list\.json\.sql|ward-\[area\]\.json\.ts)$/,
  /^docs\/briefings\/(rainfall\.md\.py|wards\/\[area\]\.md)$/,
];

describe.each(documents)("%s", (document) => {
  const text = textOf(document);

  test("names no file or folder that is not there", () => {
    expect(pathsIn(text).filter((path) => !isThere(path))).toEqual([]);
  });

  test("links to no file that is not there", () => {
    const links = [...text.matchAll(/\]\((?!https?:|#|mailto:)([^)#\s]+)/g)].map(([, target]) => target!);
    expect(links.filter((target) => !isLinked(document, target))).toEqual([]);
  });

  test("names no command and no script that is not there", () => {
    expect(commandsIn(text).filter((name) => !known.has(name))).toEqual([]);
  });
});

test("every guide can be found from the README", () => {
  const readme = textOf("README.md");
  expect(listed("docs/guides").filter((guide) => !readme.includes(`](${guide})`))).toEqual([]);
});

test("a path, a link and a command that are not there would be seen", () => {
  expect(pathsIn("See `loaders/nowhere/x.ts` and `docs/decisions`.")).toEqual([
    "loaders/nowhere/x.ts",
    "docs/decisions",
  ]);
  expect(isThere("loaders/nowhere/x.ts")).toBe(false);
  expect(isLinked("docs/guides/publish.md", "../nowhere.md")).toBe(false);
  expect(commandsIn("npm run nothing -- x, npm run --silent publish, npm run workspace -- hello")).toEqual([
    "nothing",
    "publish",
    "workspace",
    "hello",
  ]);
});

const rooms = "loaders|workspace|components|tests|docs|data|dist";

/** What stands as code and begins with a folder of the house. `<…>`, `*` and `…` stand for any name. */
function pathsIn(text: string): string[] {
  const codes = [...text.matchAll(/`([^`\n]+)`/g)].flatMap(([, code]) => code!.split(/\s+/));
  return codes.filter((word) => new RegExp(`^(${rooms})/[^<>*…]*$`).test(word));
}

function isThere(path: string): boolean {
  return made.some((pattern) => pattern.test(path)) || existsSync(join(repositoryRoot, path));
}

/** Pages link to pages without their ending, and to a folder for its index. */
function isLinked(document: string, target: string): boolean {
  const path = normalize(join(dirname(document), target));
  return ["", ".md", "index.md"].some((ending) => existsSync(join(repositoryRoot, path + ending)));
}

const scripts = (JSON.parse(textOf("package.json")) as { scripts: Record<string, string> }).scripts;
const known = new Set([...Object.keys(scripts), ...commandNames()]);

function commandsIn(text: string): string[] {
  return [...text.matchAll(/npm run (?:--silent )?([a-z-]+)(?: -- ([a-z-]+))?/g)].flatMap(([, name, next]) =>
    name === "workspace" && next ? [name, next] : [name!],
  );
}
