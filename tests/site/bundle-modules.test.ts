import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { pathToFileURL } from "node:url";
import { afterEach, beforeEach, expect, test } from "vitest";
import { bundleModules, bundlePath } from "../../workspace/site/framework/bundle-modules.js";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "bundled-"));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

// Two words that share a count, one of which asks for a third module when it is called.
const modules = {
  "_import/components/count.00000001.js": "export let count = 0; export function add() { return ++count; }",
  "_import/components/one.00000002.js":
    'import { add } from "./count.00000001.js"; export const one = () => add(); export const later = () => import("../more/later.00000004.js");',
  "_import/components/two.00000003.js":
    'import { add } from "./count.00000001.js"; import { shared } from "../../_npm/shared@1.0.0/_esm.js"; export const two = () => [add(), shared]; export const data = new URL("../../data/x.json", import.meta.url).href;',
  "_import/more/later.00000004.js":
    'import { count } from "../components/count.00000001.js"; export const seen = () => count;',
  "_npm/shared@1.0.0/_esm.js": 'export const shared = "a package";',
};
const page = (up: string) => `<head>
<link rel="modulepreload" href="${up}_observablehq/client.js">
<link rel="modulepreload" href="${up}_import/components/one.00000002.js">
<link rel="modulepreload" href="${up}_import/components/two.00000003.js">
<link rel="modulepreload" href="${up}_import/components/count.00000001.js">
<script type="module" src="${up}_import/components/one.00000002.js"></script>
</head>
<script type="module">
import {define} from "${up}_observablehq/client.js";
import {one} from "${up}_import/components/one.00000002.js";
define({body: async () => {
const [{two}] = await Promise.all([import("${up}_import/components/two.00000003.js")]);
const asked = import("${up}_import/more/later.00000004.js");
}});
</script>
`;

function put(files: Record<string, string>): void {
  for (const [file, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, file)), { recursive: true });
    writeFileSync(join(folder, file), text);
  }
}
const ownFiles = () =>
  readdirSync(join(folder, "_import"), { recursive: true, encoding: "utf8", withFileTypes: false })
    .map((file) => `_import/${file.replaceAll("\\", "/")}`)
    .filter((file) => file.endsWith(".js"));

test("what a page loads is one file, which works as its modules did; what it asks for later is another", async () => {
  put({ ...modules, "index.html": page("./"), "deep/page.html": page("../") });
  await bundleModules(folder, (html) => `${html}<!-- renewed -->`);
  const html = readFileSync(join(folder, "index.html"), "utf8");
  expect(html).toContain("<!-- renewed -->");
  expect(html).toContain('<link rel="modulepreload" href="./_observablehq/client.js">');
  expect(html).not.toMatch(/components\//);
  // Both pages ask for the same, so they share it: the page's, what is asked for later, and what these share.
  expect(ownFiles().every((file) => bundlePath.test(file))).toBe(true);
  expect(ownFiles().length).toBe(3);
  const [, name = "", file = ""] =
    /import \{(m\d)\} from "\.\/(_import\/[^"]+)";\nconst \{one\} = \1;/.exec(html) ?? [];
  expect(readFileSync(join(folder, "deep/page.html"), "utf8")).toContain(`"../${file}"`);
  expect(html.split(`<script type="module" src="./${file}"></script>`).length).toBe(2);

  const load = (path: string) => import(pathToFileURL(join(folder, path)).href);
  const made = await load(file);
  const all = Object.assign({}, ...Object.values(made)) as {
    one: () => number;
    two: () => unknown;
    later: () => Promise<{ seen: () => number }>;
    data: string;
  };
  expect(made[name]).toHaveProperty("one");
  expect([all.one(), all.two(), (await all.later()).seen()]).toEqual([1, [2, "a package"], 2]);
  expect(all.data).toBe(pathToFileURL(join(folder, "data/x.json")).href);
  const [, later] = /const asked = import\("\.\/([^"]+)"\)/.exec(html)!;
  expect((await load(later!)).seen()).toBe(2);
});

test("a file is called by what is in it and in those that it asks for", async () => {
  put({ ...modules, "index.html": page("./") });
  await bundleModules(folder, (html) => html);
  const before = ownFiles();
  rmSync(join(folder, "_import"), { recursive: true });
  const later = "_import/more/later.00000004.js";
  put({ ...modules, [later]: `${modules[later]} export const more = 1;`, "index.html": page("./") });
  await bundleModules(folder, (html) => html);
  const kept = ownFiles().filter((file) => before.includes(file));
  // The chunk that they share is as it was; the page's names the other file.
  expect(kept.length).toBe(1);
});
