import { afterEach, expect, test } from "vitest";
import { reportOf } from "../../workspace/site/mistakes.js";
import { type SmallSite, smallSite } from "./small-site.js";

let site: SmallSite;
afterEach(() => site?.remove());

/** What is wrong with a page of explore, as "line: message". */
function mistakesOf(text: string): string[] {
  site = smallSite({ pages: { "explore/mine.md": text }, data: { "explore/wards.json": "[]" } });
  site.write(
    "components/notebook.ts",
    'export { ask } from "./ask.js";\nexport function ranking(): void {}\n',
  );
  return reportOf(site.edition("workspace"), "/explore/mine")!.mistakes.map(
    ({ line, message }) => `${line}: ${message}`,
  );
}
const cell = (code: string): string =>
  `---\ntitle: Mine\neditions: [workspace]\n---\n\n# Mine\n\n\`\`\`js\n${code}\n\`\`\`\n`;

test("a draft is told by the name of its page, and with what its imports have", () => {
  site = smallSite({
    pages: { "explore/.mine.7512c2e7.draft.md": cell('import { ask } from "./components/notebook.js";') },
  });
  site.write(
    "components/notebook.ts",
    "export function ask(): void {}\nexport function ranking(): void {}\n",
  );
  const report = reportOf(site.edition("workspace"), "/explore/.mine.7512c2e7.draft")!;
  expect(report.file).toMatch(/explore\/mine\.md$/);
  expect(report.imports).toEqual([{ module: "./components/notebook.js", names: ["ask", "ranking"] }]);
});

test.each([
  [
    "a name that the module does not have",
    cell('import {\n  ask,\n  rankin,\n} from "./components/notebook.js";'),
    "11: ./components/notebook.js has no “rankin”. Did you mean “ranking”?",
  ],
  [
    "a module that is not there",
    cell('import { ask } from "./components/notbook.js";'),
    "9: There is no module ./components/notbook.js. Did you mean “notebook.js”?",
  ],
  [
    "an attachment that is not there",
    cell('const wards =\n  FileAttachment("./data/ward.json").json();'),
    "10: There is no file ./data/ward.json. Did you mean “wards.json”?",
  ],
  [
    "what does not parse",
    cell("const one = 1;\nconst = 2;"),
    "10: This is not JavaScript: Unexpected token.",
  ],
  [
    "an edition that there is none of",
    "---\ntitle: Mine\neditions: [workspce]\n---\n",
    '3: Front matter, editions.0: "workspce" is not an edition. Write workspace, briefings or public.',
  ],
  [
    "front matter of another type",
    "---\ntitle: Mine\ntoc: maybe\neditions: [workspace]\n---\n",
    "3: Front matter, toc: must be true or false, or have a label.",
  ],
  [
    "a key of front matter that nobody reads",
    "---\ntitle: Mine\nedition: [workspace]\n---\n",
    "3: Front matter: nothing reads “edition”. Did you mean “editions”?",
  ],
  [
    "front matter that is no YAML",
    "---\ntitle: Mine\neditions: [workspace\n---\n",
    expect.stringMatching(/^[34]: The front matter is not YAML: /),
  ],
])("%s is told with its line and the nearest name", (_, text, told) => {
  expect(mistakesOf(text)).toEqual([told]);
});

test("a sound page has none, and its cells are known by their lines", () => {
  const text = `${cell('import { ask } from "./components/notebook.js";\nconst asked = ask();')}\nOf \${asked.n} and\n\${asked.m}.\n`;
  expect(mistakesOf(text)).toEqual([]);
  const { cells, file } = reportOf(site.edition("workspace"), "/explore/mine")!;
  expect(file).toMatch(/docs\/explore\/mine\.md$/);
  expect(cells.map(({ line, uses, gives }) => [line, uses, gives])).toEqual([
    [9, [], ["ask", "asked"]],
    [13, ["asked"], []],
    [14, ["asked"], []],
  ]);
});

test("of a page for many areas, a wrong list or a wrong address is told where `each` stands", () => {
  const text = (each: string) =>
    `---\ntitle: A ward\neditions: [workspace]\neach: ${each}\n---\n\n# A ward\n`;
  site = smallSite({
    pages: { "explore/ward/[area].md": text("../data/wards.json") },
    data: { "explore/wards.json": '["E05011118", "E05011119"]' },
  });
  const told = (path: string) =>
    reportOf(site.edition("workspace"), path, site.made)!.mistakes.map(
      ({ line, message }) => `${line}: ${message}`,
    );
  expect(told("/explore/ward/E05011119")).toEqual([]);
  // What is written of it is drawn for one of its areas.
  site.write("docs/explore/ward/.[area].7512c2e7.draft.md", text("../data/wards.json"));
  expect(told("/explore/ward/.E05011119.7512c2e7.draft")).toEqual([]);
  expect(told("/explore/ward/E0501119")).toEqual([
    "4: There is no page at this address: no entry of ../data/wards.json is for it. Did you mean “/explore/ward/E05011119”?",
  ]);
  site.write("docs/explore/ward/[area].md", text("../data/wrads.json"));
  expect(told("/explore/ward/E05011119")).toEqual([
    "4: Front matter, each: explore/wrads.json has never been made. Did you mean “explore/wards.json”?",
  ]);
});
