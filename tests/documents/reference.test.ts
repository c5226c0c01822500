import { readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { z } from "zod";
import { repositoryRoot } from "../../loaders/store/paths.js";
import { allCommands } from "../../workspace/commands/help.js";
import { commandsGuide } from "../../workspace/reference/commands.js";
import {
  type ComponentFile,
  componentsGuide,
  forPages,
  readComponents,
} from "../../workspace/reference/components.js";
import { dataFiles, dataFilesGuide, keysOf } from "../../workspace/reference/data-files.js";
import { Code } from "../../workspace/reference/exported.js";

let code: Code;
let components: ComponentFile[];
beforeAll(() => {
  code = new Code();
  components = readComponents(code);
});
afterAll(() => code.close());

const guide = (name: string): string => readFileSync(join(repositoryRoot, "docs", "guides", name), "utf8");
const remedy = "The guide is out of date. Run: npm run workspace -- reference";

describe("the guides that are made from the code are up to date", () => {
  test("components", () => expect(guide("components.md"), remedy).toBe(componentsGuide(components)));
  test("data files", () => expect(guide("data-files.md"), remedy).toBe(dataFilesGuide(code)));
  test("commands", async () => expect(guide("commands.md"), remedy).toBe(commandsGuide(await allCommands())));
});

test("every component says what it is, in a comment over it", () => {
  const silent = forPages(components).flatMap(({ exported }) =>
    exported.filter(({ says }) => says === "").map(({ file, name }) => `${file}: ${name}`),
  );
  expect(silent).toEqual([]);
  expect(components.flatMap(({ exported }) => exported).length).toBeGreaterThan(100);
});

test.each(dataFiles)("every key of $title says what it is, in a comment over it", (file) => {
  const keys = keysOf(file, code);
  expect(keys.filter(({ says }) => says === "").map(({ path }) => path)).toEqual([]);
  expect(keys.length).toBeGreaterThan(3);
});

test("a component tells its options with types, defaults and what they are", () => {
  const [figure] = code.exportedBy("components/figures/figure.ts");
  expect(figure!.signature).toMatch(/^figure\(\{ title, unit, .* \}\): HTMLElement$/);
  expect(figure!.options.find(({ name }) => name === "sample")).toEqual({
    name: "sample",
    type: "boolean",
    instead: "nothing",
    says: "True if the figures are invented: the figure and its download say so.",
  });
  const bars = code.exportedBy("components/charts/bars.ts").find(({ name }) => name === "bars");
  expect(bars!.options.find(({ name }) => name === "comparators")).toMatchObject({
    type: "readonly Comparator[]",
    instead: "[]",
  });
});

test("of a shelf with a file in front, that file says what is for pages", () => {
  const exported = (name: string) => ({ file: "", name, says: "", signature: "", options: [] });
  const shelf = [
    { file: "components/notebook.ts", exported: [], handedOn: ["ask"] },
    { file: "components/notebook/ask.ts", exported: [exported("ask"), exported("inner")], handedOn: [] },
    { file: "components/notebook/own.ts", exported: [exported("own")], handedOn: [] },
    { file: "components/words/own.ts", exported: [exported("word")], handedOn: [] },
  ];
  expect(forPages(shelf).map(({ file, exported }) => [file, ...exported.map(({ name }) => name)])).toEqual([
    ["components/notebook.ts"],
    ["components/notebook/ask.ts", "ask"],
    ["components/words/own.ts", "word"],
  ]);
});

test("a key that nothing is said of would be seen", () => {
  const schema = z.strictObject({
    id: z.string(),
    unheardOf: z.strictObject({ deep: z.array(z.int().min(1)) }),
  });
  const comments = { file: "loaders/registry/source.ts", type: "Source" };
  expect(keysOf({ schema, comments }, code)).toEqual([
    { path: "id", mayBe: "text", leftOut: "needed", says: "Its short name, which is the file's too." },
    { path: "unheardOf", mayBe: "block", leftOut: "needed", says: "" },
    { path: "unheardOf.deep", mayBe: "list: whole number, 1 or more", leftOut: "needed", says: "" },
  ]);
});

test("every command is in the README or the guide, and each of its options in the guide", async () => {
  const text = guide("commands.md");
  for (const { name, options } of await allCommands()) {
    const section = text.split(`\n## ${name}\n`)[1]?.split("\n## ")[0];
    expect(section, name).toBeDefined();
    for (const option of Object.keys(options)) expect(section, name).toContain(`| \`--${option}`);
  }
});

test("every script of npm is in the README", () => {
  const { scripts } = JSON.parse(readFileSync(join(repositoryRoot, "package.json"), "utf8")) as {
    scripts: Record<string, string>;
  };
  const readme = readFileSync(join(repositoryRoot, "README.md"), "utf8");
  const missing = Object.keys(scripts).filter((name) => !new RegExp(`npm (run )?${name}\\b`).test(readme));
  expect(missing).toEqual([]);
});
