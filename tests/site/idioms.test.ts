import { spawnSync } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from "vitest";
import { buildEdition } from "../../workspace/site/build.js";
import type { EditionName } from "../../workspace/site/edition/editions.js";
import { listedPages, readPages } from "../../workspace/site/edition/pages.js";
import { isSoaking, soak } from "../soak.js";
import { type SmallSite, smallSite } from "./small-site.js";

let site: SmallSite;
/** One of all that works in the briefings, built once, which several tests look at. */
let whole: SmallSite | undefined;
afterEach(() => {
  if (site !== whole) site?.remove();
});
afterAll(() => whole?.remove());
beforeAll(() => {
  vi.spyOn(console, "log").mockImplementation(() => {});
  vi.spyOn(console, "warn").mockImplementation(() => {});
});

const build = (name: EditionName) =>
  buildEdition(site.edition(name), site.made, { openData: new Map(), attack: async () => {} });
const built = (edition: EditionName, file = ""): string => join(site.folder, "dist", edition, file);
const read = (edition: EditionName, file: string): string => readFileSync(built(edition, file), "utf8");
/** What was attached under a name, whatever hash it has been given. */
const attached = (edition: EditionName, folder: string, name: string): string =>
  read(
    edition,
    `${folder}/${readdirSync(built(edition, folder)).find((file) => file.startsWith(`${name}.`))}`,
  );

const page = (editions: string, body: string): string =>
  `---\ntitle: A page\neditions: [${editions}]\n---\n\n# A page\n\n${body}`;
const attach = (...names: string[]): string =>
  `\`\`\`js\n${names.map((name, i) => `const a${i} = FileAttachment("${name}").text();`).join("\n")}\n\`\`\`\n`;

const loaders = {
  "shell.csv.sh": "echo name,count\necho shell,1\n",
  "script.csv.js": 'console.log("name,count\\nscript,2");\n',
  "of-[n].json.js": "process.stdout.write(JSON.stringify(process.argv.slice(2)));\n",
};

const made = (editions: string, more = ""): string =>
  `/* ---\ntitle: Made\neditions: [${editions}]\n--- */\nconsole.log("---\\ntitle: Made\\n${more}---\\n\\n# Made by a program\\n");\n`;

const template = (editions: string, more = ""): string =>
  `---\ntitle: "{{name}} in figures"\neditions: [${editions}]\neach: ../data/wards.json\n${more}---\n\n# {{name}} in figures\n\n\`{{name}}\`\n\n\`\`\`js\nconst own = FileAttachment(\`../data/ward-\${observable.params.area}.json\`).json();\n\`\`\`\n\n\${own.n} in \${observable.params.area}\n`;
const wards = [
  { area: "acocks-green", name: "Acocks Green" },
  { area: "bow", name: "Bow & <b>Ell</b> ${1}" },
];
const areaData = (audience: string) => ({
  [`${audience}/wards.json`]: JSON.stringify(wards),
  [`${audience}/ward-acocks-green.json`]: '{"n":1}',
  [`${audience}/ward-bow.json`]: '{"n":2}',
});
const areaPages = (audience: string) => ({
  [`${audience}/index.md`]: page(audience, "[Acocks Green](./areas/acocks-green)\n"),
  [`${audience}/second.md`]: page(audience, "Text.\n"),
  [`${audience}/areas/[area].md`]: template(audience),
});

async function buildWhole(): Promise<void> {
  if (whole) {
    site = whole;
    return;
  }
  const names = Object.keys(loaders).map(
    (file) => `./data/${file.replace("[n]", "7").replace(/\.\w+$/, "")}`,
  );
  whole = site = smallSite({
    pages: {
      ...areaPages("briefings"),
      "briefings/third.md": page("briefings", attach("./data/declared.json", ...names)),
      "briefings/made.md.js": made("briefings"),
      "briefings/shell.md.sh":
        "#!/bin/sh\n# ---\n# title: Shell\n# editions: [briefings]\n# ---\necho '# By a shell'\n",
      "briefings/unlisted.md.js": 'console.log("# Hiddenword");\n',
    },
    data: { ...areaData("briefings"), "briefings/declared.json": "[1]" },
  });
  for (const [file, text] of Object.entries(loaders)) site.write(`loaders/briefings/${file}`, text);
  await build("briefings");
}

describe("a loader in a language that Framework knows", () => {
  // In the workspace edition, at each run of the tests: tests/browser/ordinary.test.ts.
  soak("works beside page data sets, with the value of a parameter in its name", async () => {
    await buildWhole();
    const of = (name: string) => attached("briefings", "_file/data", name);
    expect(of("declared")).toBe("[1]");
    expect(of("shell")).toBe("name,count\nshell,1\n");
    expect(of("script")).toBe("name,count\nscript,2\n");
    expect(of("of-7")).toBe('["--n=7"]');
  });

  const hasPython = spawnSync("python3", ["--version"]).status === 0;
  test.runIf(hasPython && isSoaking)("may be Python (needs python3)", async () => {
    site = smallSite({
      pages: { "briefings/index.md": page("briefings", attach("./data/python.csv")) },
    });
    site.write("loaders/briefings/python.csv.py", 'print("name,count")\nprint("python", 2 ** 2, sep=",")\n');
    await build("briefings");
    expect(attached("briefings", "_file/data", "python")).toBe("name,count\npython,4\n");
  });

  test("is refused in the public edition, with what to do", async () => {
    site = smallSite({ pages: { "public/index.md": page("public", attach("./data/shell.csv")) } });
    site.write("loaders/public/shell.csv.sh", "touch ran; echo name\n");
    await expect(build("public")).rejects.toThrow(
      /docs\/public\/data\/shell\.csv\.sh: what a program makes has not been through protect, so it cannot be published\. Make it a page data set of loaders\/public/,
    );
  });

  soak("that declares a page data set is never run in its place, even where none was made", async () => {
    site = smallSite({ pages: { "briefings/index.md": page("briefings", attach("./data/declared.txt")) } });
    site.write(
      "loaders/briefings/declared.txt.ts",
      'export default pageDataset(import.meta.url, {});\nthrow new Error("ran");\n',
    );
    await expect(build("briefings")).rejects.toThrow(/briefings\/declared\.txt has never been made/);
  });

  soak("lets no records of children through", async () => {
    site = smallSite({ pages: { "briefings/index.md": page("briefings", attach("./data/rows.csv")) } });
    site.write(
      "loaders/briefings/rows.csv.sh",
      "echo nhs_number,date_of_birth\necho 9434765919,2021-03-04\n",
    );
    await expect(build("briefings")).rejects.toThrow(/is like records of children/);
  });
});

describe("a page made by a loader", () => {
  soak("is in the editions that the comment at its top lists, with its title in the sidebar", async () => {
    await buildWhole();
    expect(read("briefings", "made.html")).toContain("Made by a program");
    expect(read("briefings", "shell.html")).toContain("By a shell");
    expect(read("briefings", "index.html")).toMatch(/>Made<\/a>[\s\S]*>Shell<\/a>/);
    expect(readdirSync(built("briefings"))).not.toContain("unlisted.html");
    expect(listedPages(site.edition("workspace")).map(({ path }) => path)).toEqual([]);
  });

  test("is refused in the public edition", () => {
    site = smallSite({ pages: { "public/made.md.js": made("public") } });
    expect(() => readPages(site.edition("public"))).toThrow(
      /docs\/public\/made\.md\.js: a page of the public edition is a Markdown file/,
    );
  });

  test("cannot take the notices off its head", async () => {
    site = smallSite({ pages: { "briefings/made.md.js": made("briefings", "header: null\\n") } });
    await expect(build("briefings")).rejects.toThrow(
      /made\.md\.js: front matter, header: the header is where sample/,
    );
  });
});

describe("a page with a parameter in its name", () => {
  soak.each(["briefings", "public"] as const)(
    "is a page for each entry of its page data set in the %s edition, with its own title, words, data and place in the search",
    async (edition) => {
      if (edition === "briefings") await buildWhole();
      else {
        site = smallSite({ pages: areaPages(edition), data: areaData(edition) });
        await build(edition);
      }
      expect(readdirSync(built(edition, "areas")).sort()).toEqual(["acocks-green.html", "bow.html"]);
      const html = read(edition, "areas/bow.html");
      expect(html).toContain("<title>Bow &amp; &lt;b&gt;Ell&lt;/b&gt; ${1} in figures");
      expect(html).toMatch(/<h1[^>]*>.*Bow &amp; &lt;b&gt;Ell&lt;\/b&gt; \$\{1\} in figures/);
      expect(html).toContain("<code>{{name}}</code>");
      expect(attached(edition, "_file/data", "ward-bow")).toBe('{"n":2}');
      const search = readdirSync(built(edition, "_observablehq")).find((file) =>
        file.startsWith("minisearch"),
      )!;
      expect(read(edition, `_observablehq/${search}`)).toContain("Acocks Green in figures");
      expect(read(edition, "index.html")).not.toContain("[area]");
    },
  );

  soak("has no page but those: a link to another is dead", async () => {
    site = smallSite({
      pages: {
        ...areaPages("briefings"),
        "briefings/index.md": page("briefings", "[No such](./areas/nowhere)\n"),
      },
      data: areaData("briefings"),
    });
    await expect(build("briefings")).rejects.toThrow(
      /links to \.\/areas\/nowhere, which is not in this edition/,
    );
  });

  test.each([
    [
      "no list",
      template("briefings").replace(/^each.*\n/m, ""),
      /areas\/\[area\]\.md: front matter, each: a page with a parameter/,
    ],
    [
      "a list that is not there",
      template("briefings").replace("wards.json", "wrads.json"),
      /front matter, each: briefings\/wrads\.json has never been made/,
    ],
    [
      "a list of something else",
      template("briefings").replace("wards.json", "ward-bow.json"),
      /each: briefings\/ward-bow\.json must be a list whose entries have “area”/,
    ],
    [
      "a word that the list does not know",
      template("briefings").replace("# {{name}}", "# {{nane}}"),
      /\[area\]\.md: \{\{nane\}\}: the list says nothing of that\. Did you mean “name”\?/,
    ],
  ])("is refused with %s", async (_, text, message) => {
    site = smallSite({ pages: { "briefings/areas/[area].md": text }, data: areaData("briefings") });
    await expect(build("briefings")).rejects.toThrow(message);
  });

  test("of the public edition takes its list from what has been through protect", async () => {
    site = smallSite({
      pages: { "public/areas/[area].md": template("public").replace("../data", "../../briefings/data") },
      data: areaData("briefings"),
    });
    await expect(build("public")).rejects.toThrow(/each: .* is no page data set of this edition/);
  });
});

soak("cards, grid, resize, Arrow and files that lie beside a page are as in stock Framework", async () => {
  const body = `<div class="grid grid-cols-2">\n<div class="card">\n\n## In a card\n\n\${resize((width) => width)}\n\n</div>\n</div>\n\n${attach("./beside.csv")}`;
  site = smallSite({ pages: { "briefings/index.md": page("briefings", body) } });
  site.write("docs/briefings/beside.csv", "a,b\n1,2\n");
  await build("briefings");
  expect(read("briefings", "index.html")).toContain('<div class="card">');
  expect(attached("briefings", "_file", "beside")).toBe("a,b\n1,2\n");
});
