import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from "vitest";
import { buildEdition } from "../../workspace/site/build.js";
import { LoaderResolver } from "../../workspace/site/framework/internals.js";
import { checkBuilt } from "../../workspace/site/gate/check-built.js";
import { firstOf, isSoaking, soak } from "../soak.js";
import { entryOf, type SmallSite, smallSite } from "./small-site.js";

let site: SmallSite;
/** One that several tests look at, and leave as it is. */
let whole: SmallSite | undefined;
afterEach(() => {
  if (site !== whole) site?.remove();
});
beforeAll(() => {
  vi.spyOn(console, "log").mockImplementation(() => {});
  vi.spyOn(console, "warn").mockImplementation(() => {});
});

const head = "---\ntitle: Families\neditions: [public]\n---\n\n# Families\n\n";
const attach = (name: string): string => `\`\`\`js\nconst x = FileAttachment("${name}").json();\n\`\`\`\n`;

/** A public site of one page, with one page data set that has been through protect. */
function publicSite(body: string, more: Record<string, string> = {}, sample = false): SmallSite {
  return smallSite({
    pages: { "public/index.md": head + body, ...more },
    data: { "public/summary.json": '{"wards":69}', "explore/wards.json": '[{"ward":"A","children":3}]' },
    sample,
  });
}

const findsNothing = async () => {};

function build(allowSample = false, attack: (folder: string) => Promise<void> = findsNothing) {
  return buildEdition(site.edition("public"), site.made, { allowSample, openData, attack });
}

const openData = new Map([["areas.csv", "area_code\r\nN\r\n"]]);

const built = (file = ""): string => join(site.folder, "dist", "public", file);
const allText = (): string =>
  readdirSync(built(), { recursive: true, encoding: "utf8" })
    .filter((file) => /\.(html|js|json|css)$/.test(file))
    .map((file) => `${file}\n${readFileSync(built(file), "utf8")}`)
    .join("\n");

describe("a build", () => {
  let pages: string[];
  beforeAll(async () => {
    whole = site = publicSite(`${attach("./data/summary.json")}\n<script>console.log("own");</script>\n`);
    pages = (await build()).map(({ path }) => path);
  });
  afterAll(() => whole?.remove());
  const lookAt = () => {
    site = whole!;
  };

  test("has the open data, and no file that nobody knows or that was changed since", async () => {
    lookAt();
    const check = () => checkBuilt(site.edition("public"), built(), site.made, known);
    const known = new Map([...openData].map(([name, text]) => [`open-data/${name}`, text]));
    known.set("sw.js", readFileSync(built("sw.js"), "utf8"));
    await check();
    const before = readFileSync(built("open-data/areas.csv"));
    writeFileSync(built("open-data/areas.csv"), "area_code\r\nS\r\n");
    writeFileSync(built("persons.json"), "[3]");
    await expect(check()).rejects.toThrow(/open-data\/areas\.csv: is not what the refresh made/);
    await expect(check()).rejects.toThrow(
      /persons\.json: is neither a page, nor a part of one, nor open data/,
    );
    writeFileSync(built("open-data/areas.csv"), before);
    rmSync(built("persons.json"));
  });

  test("has the pages that list it, with the store's page data sets byte for byte, and runs no loader", () => {
    lookAt();
    expect(pages).toEqual(["/index"]);
    const [file] = readdirSync(built("_file/data"));
    expect(readFileSync(built(`_file/data/${file}`), "utf8")).toBe('{"wards":69}');
    expect(readFileSync(built("index.html"), "utf8")).toContain('<html lang="en-GB">');
  });

  soak("goes once over what a module imports, however many modules and pages import it", async () => {
    const asked = vi.spyOn(LoaderResolver.prototype, "getLocalModuleHash");
    const imports = (...names: string[]) => names.map((name) => `import "./${name}.js";`).join("\n");
    const cell = (name: string) => `\`\`\`js\nimport "./${name}.js";\n\`\`\`\n`;
    site = publicSite(cell("one") + cell("two"), {
      "public/other.md": `${head}${cell("one")}${cell("two")}`,
    });
    site.write("docs/public/one.js", imports("two", "three"));
    site.write("docs/public/two.js", imports("three"));
    site.write("docs/public/three.js", "export const three = 3;\n");
    await build();
    const modules = asked.mock.calls.map(([path]) => path);
    expect(modules.filter((path) => !path.startsWith("/components/")).toSorted()).toEqual([
      "/one.js",
      "/three.js",
      "/two.js",
    ]);
  });

  soak("leaves no trace of a page that does not list it: page, link, search text, loader", async () => {
    site = publicSite("Listed.\n", {
      "public/second.md": head.replace("title: Families", "title: Second"),
      "public/hidden.md": `---\ntitle: Hiddentitle\n---\n\n# Hiddenheading\n\nHiddenword\n\n${attach("./data/none.json")}`,
    });
    await build();
    expect(existsSync(built("hidden.html"))).toBe(false);
    expect(allText().match(/Hidden(?:title|heading|word)|hidden\.html|none\.json/g)).toBeNull();
    expect(readFileSync(built("index.html"), "utf8")).toContain(">Second</a>");
  });

  test("of the public edition attacks its very files before they take the last one's place", async () => {
    lookAt();
    const before = readFileSync(join(site.folder, "docs", "public", "index.md"), "utf8");
    site.write("docs/public/index.md", before.replace("# Families", "# Families\n\nSecond version."));
    const attack = async (folder: string) => {
      expect(readFileSync(join(folder, "index.html"), "utf8")).toContain("Second version.");
      throw new Error("Ward A is 4.");
    };
    await expect(build(false, attack)).rejects.toThrow("Ward A is 4.");
    site.write("docs/public/index.md", before);
    expect(readFileSync(built("index.html"), "utf8")).not.toContain("Second version.");
  });

  test("of the public edition is refused where nobody attacks it, unless it is of invented data", async () => {
    site = publicSite("Text.\n");
    const alone = () => buildEdition(site.edition("public"), site.made, { openData });
    await expect(alone()).rejects.toThrow("The public edition has one door: npm run publish");
    expect(existsSync(built())).toBe(false);
    if (!isSoaking) return;
    site.made.manifest.sample = true;
    await buildEdition(site.edition("public"), site.made, { openData, allowSample: true });
  });

  test("says in each page that nothing comes from elsewhere, and which scripts of its own run", () => {
    lookAt();
    const html = readFileSync(built("index.html"), "utf8");
    const policy = /<meta http-equiv="Content-Security-Policy" content="([^"]+)">/.exec(html)![1]!;
    const own = createHash("sha256").update('console.log("own");').digest("base64");
    expect(policy).toContain("default-src 'none'");
    expect(policy).toContain("connect-src 'self';");
    expect(policy).toContain(`'sha256-${own}'`);
    expect(policy).not.toMatch(/script-src[^;]*unsafe/);
    expect(html.indexOf("Content-Security-Policy")).toBeLessThan(html.search(/<(?:link|script|style)/));
    expect(html.indexOf("<meta charset")).toBeLessThan(1000);
  });

  soak("that fails leaves the last one in place", async () => {
    site = publicSite("First version.\n");
    await build();
    site.write("docs/public/index.md", `${head}Second version.\n\n[away](./nowhere)\n`);
    await expect(build()).rejects.toThrow("index.html: links to ./nowhere, which is not in this edition");
    expect(readFileSync(built("index.html"), "utf8")).toContain("First version.");
    expect(readdirSync(join(site.folder, "dist"))).toEqual(["public"]);
  });

  test("of a page in which two changes meet is refused, and the page is named", async () => {
    site = publicSite("<<<<<<< mine\nOne.\n=======\nTwo.\n>>>>>>> theirs\n");
    await expect(build()).rejects.toThrow(
      /docs\/public\/index\.md: it holds the marks that git leaves where two changes met/,
    );
  });

  test("of nothing says what to write", async () => {
    site = smallSite({ pages: { "public/index.md": "# Not listed\n" } });
    await expect(build()).rejects.toThrow(
      /No page under .*docs\/public lists the public edition\. Write "editions: \[public\]"/,
    );
  });
});

describe("the public edition is refused", () => {
  const refusal = (text: string | RegExp) => expect(build()).rejects.toThrow(text);

  test("of sample data, unless it is told to", async () => {
    site = publicSite("Text.\n", {}, true);
    await refusal(
      "The public edition is not built from sample data. Bring in extracts, or, to try it out, add --allow-sample.",
    );
    if (isSoaking) expect(await build(true)).toHaveLength(1);
  });

  soak("if a data set that it attaches is stale", async () => {
    site = publicSite(attach("./data/summary.json"));
    site.made.manifest.pages["public/summary.json"]!.stale = {
      since: "2026-11-20T08:00:00Z",
      reason: "disk full",
    };
    await refusal(/public\/summary\.json could not be renewed since 2026-11-20T08:00:00Z \(disk full\)/);
  });

  soak("if a data set that it attaches has never been made", async () => {
    site = publicSite(attach("./data/summary.json"));
    delete site.made.manifest.pages["public/summary.json"];
    site.made.manifest.failures = [{ step: "protect", reason: "no policy", since: "2026-11-20T08:00:00Z" }];
    await refusal("public/summary.json has never been made. The refresh failed at protect: no policy");
  });

  soak("if a data set has not been through protect", async () => {
    site = publicSite(attach("./data/summary.json"));
    site.made.manifest.pages["public/summary.json"]!.protected = false;
    await refusal("public/summary.json has not been through protect, so it cannot be published.");
  });
});

describe("nothing is smuggled into the public edition", () => {
  const refusal = (text: string | RegExp) => expect(build()).rejects.toThrow(text);

  soak("by an attachment from another audience", async () => {
    site = publicSite(attach("../explore/data/wards.json"));
    await refusal("index.html: shows an error: SyntaxError: non-local file path: ../explore/data/wards.json");
  });

  // All in one build, which tells of each.
  const outside = {
    "explore/wards.json": '[{"children":3}]',
    "explore/x.js": "export const x = 1;",
    "public/beside.json": '[{"children":3}]',
    "public/assets/wards.json": "[3]",
  };
  const refusedOf = async (page: string): Promise<string> => {
    site = publicSite(page, outside);
    symlinkSync("../explore", join(site.folder, "docs", "public", "more"));
    site.write("loaders/public/x.ts", "export const x = 1;");
    return build().then(
      () => "",
      (error: Error) => error.message,
    );
  };

  soak("by links and modules that lie where public ones do", async () => {
    const imports = ["./more/x.js", "./data/x.js"].map((from, i) => `import {x as x${i}} from "${from}";`);
    const refused = await refusedOf(`\`\`\`js\n${imports.join("\n")}\n\`\`\`\n`);
    for (const file of ["_import/more/x", "_import/data/x"])
      expect(refused).toMatch(
        new RegExp(
          `^  ${file}\\.\\w+\\.js: is a module from outside the public edition: a link leads to it`,
          "m",
        ),
      );
  });

  soak("by links and files that lie where public ones do", async () => {
    const files = ["./more/wards.json", "./beside.json", "./assets/wards.json"];
    const refused = await refusedOf(
      files.map((file, i) => attach(file).replace("const x", `const file${i}`)).join("\n"),
    );
    for (const file of ["_file/more/wards", "_file/beside", "_file/assets/wards"])
      expect(refused).toMatch(
        new RegExp(`^  ${file}\\.\\w+\\.json: is neither a page data set nor a picture or style sheet`, "m"),
      );
  });

  soak("by an entry of another audience under a public name", async () => {
    site = publicSite(attach("./data/summary.json"));
    site.made.manifest.pages["public/summary.json"] = {
      ...entryOf("explore/wards.json", '[{"ward":"A","children":3}]'),
      protected: true,
    };
    await refusal("public/summary.json has not been through protect");
  });

  test("by bytes that are not what the manifest names", async () => {
    site = publicSite(attach("./data/summary.json"));
    site.write(`store/${site.made.manifest.pages["public/summary.json"]!.file}`, '[{"children":3}]');
    await refusal(/_file\/data\/summary\.\w+\.json: is not what the refresh made of public\/summary\.json/);
  });

  soak("though pictures are welcome", async () => {
    site = publicSite('<img src="./assets/a.svg" alt="A">\n', {
      "public/assets/a.svg": "<svg xmlns='http://www.w3.org/2000/svg'/>",
    });
    await build();
    expect(readdirSync(built("_file/assets"))).toHaveLength(1);
  });
});

describe("a page with a fault is named", () => {
  const faults: Record<string, [string, string | RegExp]> = {
    "a package that is not installed": [
      '```js\nimport x from "npm:no-such-package-here";\n```\n',
      /docs\/public\/index\.md: npm:no-such-package-here is not installed\. Run "npm install no-such-package-here"/,
    ],
    "a missing file": [
      attach("./data/none.json"),
      /docs\/public\/index\.md: \/data\/none\.json is not there/,
    ],
    "a missing module": [
      '```js\nimport {x} from "./none.js";\n```\n',
      /docs\/public\/index\.md: \/none\.js is not there/,
    ],
    "a module outside the root": [
      '```js\nimport {x} from "../explore/x.js";\n```\n',
      "non-local import: ../explore/x.js",
    ],
    // biome-ignore lint/suspicious/noTemplateCurlyInString: it is what the page says.
    "a library that is not installed": ["${tex`x`}\n", /docs\/public\/index\.md: npm:katex is not installed/],
  };
  for (const [what, [body, text]] of firstOf(1, Object.entries(faults)))
    test(what, async () => {
      site = publicSite(body);
      vi.spyOn(console, "error").mockImplementation(() => {});
      await expect(build()).rejects.toThrow(text);
    });

  soak(
    "a cell that is not JavaScript, and a script, style sheet and import of another site, and another audience's attachment, all at once",
    async () => {
      site = publicSite(
        [
          "```js\nconst = 1;\n```",
          '<script src="https://example.org/script.js"></script>',
          '<link rel="stylesheet" href="https://example.org/sheet.css">',
          '```js\nimport x from "https://example.org/import.js";\n```\n',
          attach("../explore/data/wards.json"),
        ].join("\n\n"),
      );
      const refused = await build().catch((error: Error) => error.message);
      expect(refused).toContain("  index.html: shows an error: SyntaxError");
      expect(refused).toContain("non-local file path: ../explore/data/wards.json");
      for (const file of ["script.js", "sheet.css", "import.js"])
        expect(refused).toContain(`  index.html: would fetch https://example.org/${file}`);
    },
  );

  soak("but a link that a reader may follow is none", async () => {
    site = publicSite("[The council](https://example.org/)\n");
    await build();
  });
});
