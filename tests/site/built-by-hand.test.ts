import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { readCity } from "../../loaders/registry/city.js";
import { readSources } from "../../loaders/registry/source.js";
import { arrowOf } from "../../loaders/store/arrow.js";
import { Database, literal } from "../../loaders/store/database.js";
import { TellableError } from "../../loaders/store/safe-message.js";
import { type EditionName, editions, titleOf } from "../../workspace/site/edition/editions.js";
import { listedPages } from "../../workspace/site/edition/pages.js";
import { builtFaults, checkBuilt, checkModules } from "../../workspace/site/gate/check-built.js";
import { refuseConflicts } from "../../workspace/site/gate/conflicts.js";
import {
  refuseHalfProtected,
  refuseSample,
  refuseUnattacked,
  refuseUnfit,
  SampleRefused,
} from "../../workspace/site/gate/fit-to-publish.js";
import { entryOf, manifestOf, type SmallSite, smallSite } from "./small-site.js";

// Invented numbers that are as such numbers have to be.
const nhsNumber = "9434765919";
const summary = '{"wards":69}';
const wards = '[{"ward":"A","children":3}]';
const internal = readSources().find(({ sensitivity, title }) => sensitivity !== "open" && / /.test(title))!;
const contact = readSources().find(({ owner }) => owner.phone)!.owner;

let site: SmallSite;
let folder: string;
beforeAll(() => {
  const page = (title: string, edition: string) =>
    `---\ntitle: ${title}\neditions: [${edition}]\n---\n\n# ${title}`;
  site = smallSite({
    pages: {
      "public/index.md": page("Families", "public"),
      "briefings/index.md": page("Briefings", "briefings"),
      "briefings/more.md": "---\ntitle: More\neditions: [briefings]\ndraft: true\n---\n\n# More",
      "index.md": page("Home", "workspace"),
    },
    data: { "public/summary.json": summary, "explore/wards.json": wards },
  });
  site.write("docs/public/own.ts", "export {};");
});
afterAll(() => site.remove());
afterEach(() => rmSync(folder, { recursive: true, force: true }));

type Files = Record<string, string | Uint8Array>;

/** A built page of an edition with a body. */
function page(body: string, name: EditionName = "public"): string {
  const title = `Families | ${titleOf(editions[name], readCity().name)}`;
  return `<!DOCTYPE html><meta charset="utf-8"><title>${title}</title><body>${body}`;
}

function put(files: Files): void {
  folder = mkdtempSync(join(tmpdir(), "built-"));
  for (const [file, content] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, file)), { recursive: true });
    writeFileSync(join(folder, file), content);
  }
}

/** What is wrong with a folder of such files, as "file: fault". */
async function faultsOf(
  files: Files,
  { edition = "public" as EditionName, openData = {} as Record<string, string> } = {},
): Promise<string[]> {
  put(files);
  const all = await builtFaults(site.edition(edition), folder, site.made, new Map(Object.entries(openData)));
  return all.map(({ file, fault }) => `${file}: ${fault}`);
}

describe("a built folder", () => {
  const good = {
    "index.html": page(
      '<link rel="stylesheet" href="./_import/components/site.01234567.css"><script type="module" src="./_import/own.01234567.js"></script><a href="./_file/data/summary.01234567.json">x</a><img src="./_file/assets/map.01234567.png"><a href="./open-data/areas.csv">Areas</a>',
    ),
    "_import/components/site.01234567.css": "body { margin: 0 }",
    "_import/own.01234567.js": "export {};",
    "_file/data/summary.01234567.json": summary,
    "_file/assets/map.01234567.png": Buffer.from("\x89PNG", "latin1"),
    "open-data/areas.csv": "area\r\nA\r\n",
  };
  const openData = { "open-data/areas.csv": "area\r\nA\r\n" };

  test("without a fault has none, and is let through", async () => {
    expect(await faultsOf(good, { openData })).toEqual([]);
    await checkBuilt(site.edition("public"), folder, site.made, new Map(Object.entries(openData)));
  });

  test("with faults is refused with each of them and its file", async () => {
    put({ "index.html": page('<span class="observablehq--error">a is not defined</span>'), ".env": "" });
    await expect(checkBuilt(site.edition("public"), folder, site.made, new Map())).rejects.toThrow(
      /^The public edition is not fit to publish:\n {2}\.env: is hidden\n {2}.*\n {2}index\.html: shows an error: a is not defined$/,
    );
  });

  test("of the workspace may hold what the public may not, and no record", async () => {
    const title = titleOf(site.edition("workspace"), readCity().name);
    const files = {
      "index.html": `<title>Home | ${title}</title><p>${internal.title} ${contact.email}</p>`,
      "_file/explore/data/wards.01234567.json": wards,
      "_file/other.01234567.xyz": "whatever",
    };
    expect(await faultsOf(files, { edition: "workspace" })).toEqual([]);
  });
});

describe("a page", () => {
  test("shows an error where an element bears the class, alone or among others, and only then", async () => {
    const body = [
      "observablehq--error",
      "a observablehq--error",
      "observablehq--error\nb",
      "observablehq--errors",
      "x-observablehq--error",
    ]
      .map((name, i) => `<p class="${name}">E${i}</p>`)
      .join("");
    expect(await faultsOf({ "index.html": page(`${body}<p>observablehq--error</p>`) })).toEqual(
      [0, 1, 2].map((i) => `index.html: shows an error: E${i}`),
    );
  });

  test("is told its dead links, foreign addresses and identifiers, a module its own", async () => {
    const files = {
      "index.html": page(
        `<a href="./none">x</a><img src="https://other.example/x"><p>${nhsNumber}</p>own.js site.css evil.js`,
      ),
      "_import/own.js": `fetch("https://other.example/y"); const a = "${nhsNumber}";`,
      "_import/components/site.css": "p { background: url(https://other.example/z) }",
      "_import/evil.js": "export {};",
    };
    const { root } = site.edition("public");
    expect((await faultsOf(files)).sort()).toEqual([
      "_import/components/site.css: would fetch https://other.example/z, which is not part of the site",
      `_import/evil.js: is made from ${root}/evil.js, which is not there`,
      "_import/own.js: holds an NHS number",
      "_import/own.js: would fetch https://other.example/y, which is not part of the site",
      "index.html: holds an NHS number",
      "index.html: links to ./none, which is not in this edition",
      "index.html: would fetch https://other.example/x, which is not part of the site",
    ]);
  });

  test("of another edition, or that none lists, is found", async () => {
    const faults = await faultsOf({ "index.html": page("", "workspace"), "other.html": page("") });
    expect(faults).toEqual([
      expect.stringContaining("index.html: is a page of another site"),
      "other.html: is a page that does not list the public edition",
    ]);
  });
});

test("what is hidden, and what is no file, is found wherever it is", async () => {
  put({ "_npm/.env": "KEY=1" });
  symlinkSync(site.folder, join(folder, "more"));
  const faults = await builtFaults(site.edition("workspace"), folder, site.made, new Map());
  expect(faults).toEqual([
    { file: "_npm/.env", fault: "is hidden" },
    { file: "more", fault: "is a link, or no file at all. Put the file itself there if it may be" },
  ]);
});

describe("modules before they are bundled", () => {
  test("are looked at one by one, whatever else lies there", () => {
    put({
      "_import/own.01234567.js": `const a = "${nhsNumber}";`,
      "_import/evil.js": "",
      "_import/evil.js.map": nhsNumber,
      "_npm/_import/evil.js": nhsNumber,
      "index.html": nhsNumber,
    });
    mkdirSync(join(folder, "_import/folder.js"));
    const { root } = site.edition("public");
    expect(() => checkModules(site.edition("public"), folder)).toThrow(
      new TellableError(
        `The public edition is not fit to publish:\n  _import/evil.js: is made from ${root}/evil.js, which is not there\n  _import/own.01234567.js: holds an NHS number`,
      ),
    );
  });

  test("without a fault are let through", () => {
    put({ "_import/own.01234567.js": "export {};" });
    checkModules(site.edition("public"), folder);
  });
});

describe("data", () => {
  const records = JSON.stringify([{ person_id: "a", n: 3 }]);

  test("like records of children are found in any edition, with their place", async () => {
    const files = {
      "_file/data/a.json": records,
      "b.json": `{"rows":${records}}`,
      "_npm/c.json": records,
      "d.txt": records,
    };
    expect(await faultsOf(files, { edition: "briefings" })).toEqual([
      "_file/data/a.json: is like records of children at []: has a column person_id, as records of children have",
      "b.json: is like records of children at rows[]: has a column person_id, as records of children have",
    ]);
    rmSync(folder, { recursive: true });
    expect(await faultsOf({ "a.csv": "person_id,n\na,3\n" }, { edition: "briefings" })).toEqual([
      "a.csv: is like records of children: has a column person_id, as records of children have",
    ]);
  });

  test("that are not what their name says are refused", async () => {
    expect(await faultsOf({ "a.json": "{", "b.parquet": "PAR" }, { edition: "briefings" })).toEqual(
      ["a.json", "b.parquet"].map((file) => `${file}: cannot be read as what its name says it is`),
    );
  });

  test("are a list of work only under its name", async () => {
    const claims = Array.from({ length: 120 }, (_, i) => ({ text: `Claim ${i}` }));
    const files = {
      "_file/data/claims.json": JSON.stringify({ claims }),
      "other.json": JSON.stringify({ claims }),
    };
    expect(await faultsOf(files, { edition: "briefings" })).toEqual([
      expect.stringMatching(
        /^other\.json: is like records of children at claims\[\]: .* tells 120 rows apart/,
      ),
    ]);
  });
});

describe("an attachment", () => {
  /** By attachment its faults, without that no page uses it. */
  async function faults(files: Files, edition: EditionName = "public"): Promise<Record<string, string[]>> {
    const all = await faultsOf(files, { edition });
    rmSync(folder, { recursive: true });
    const ofFile = (file: string) =>
      all.filter((fault) => fault.startsWith(`${file}: `)).map((fault) => fault.slice(file.length + 2));
    return Object.fromEntries(
      Object.keys(files).map((file) => [
        file,
        ofFile(file).filter((fault) => fault !== "is used by no page"),
      ]),
    );
  }
  const stranger =
    "is neither a page data set nor a picture or style sheet in assets. Only what has been through protect is published";
  const unseen = "cannot be looked into. Attach JSON, CSV, Arrow or Parquet";

  test("is the page data set of its name, as the refresh made it", async () => {
    const files = {
      "_file/data/summary.01234567.json": summary,
      "_file/data/summary.76543210.json": '{"wards":70}',
      "_file/data/more.01234567.json": "{}",
      "_file/more.01234567.json": "{}",
    };
    expect(Object.values(await faults(files))).toEqual([
      [],
      ["is not what the refresh made of public/summary.json"],
      ["public/more.json has never been made."],
      [stranger],
    ]);
  });

  test("for partners may be what another loader has made, but not in the place of a page data set", async () => {
    const files = {
      "_file/explore/data/wards.01234567.json": wards,
      "_file/explore/data/wards.76543210.json": "[]",
      "_file/explore/data/more.01234567.json": "{}",
    };
    expect(Object.values(await faults(files, "workspace"))).toEqual([
      [],
      ["is not what the refresh made of explore/wards.json"],
      [],
    ]);
  });

  test("that has not been through protect, or is stale, is refused", async () => {
    const { pages } = site.made.manifest;
    const entry = pages["public/summary.json"]!;
    const file = "_file/data/summary.01234567.json";
    const made = { [file]: summary };
    try {
      pages["public/summary.json"] = { ...entry, protected: false };
      expect(await faults(made)).toEqual({
        [file]: ["public/summary.json has not been through protect, so it cannot be published."],
      });
      pages["public/summary.json"] = { ...entry, stale: { since: "2026-11-01", reason: "no disk" } };
      expect(await faults(made)).toEqual({
        [file]: [expect.stringContaining("What is stale is not published")],
      });
    } finally {
      pages["public/summary.json"] = entry;
    }
  });

  test("that nobody can look into is refused, except in the workspace", async () => {
    const file = "_file/assets/a.01234567.xlsx";
    expect(await faults({ [file]: "PK" })).toEqual({ [file]: [unseen, stranger] });
    expect(await faults({ [file]: "PK" }, "briefings")).toEqual({ [file]: [unseen] });
    expect(await faults({ [file]: "PK" }, "workspace")).toEqual({ [file]: [] });
  });

  test("is a picture, font or style by how it begins, not by its name", async () => {
    const beginnings: Record<string, string[]> = {
      svg: ["<svg", " \n<?xml", "<!--", "<!doctype"],
      png: ["\x89PNG"],
      jpg: ["\xff\xd8\xff"],
      jpeg: ["\xff\xd8\xff"],
      webp: ["RIFF\n\n\n\nWEBP"],
      avif: ["\n\n\n\nftyp"],
      gif: ["GIF8"],
      ico: ["\0\0\x01\0"],
      woff2: ["wOF2"],
      css: ["p {}", ""],
    };
    const files: Files = {};
    for (const [end, all] of Object.entries(beginnings))
      for (const [i, beginning] of all.entries()) {
        files[`_file/assets/good-${i}.01234567.${end}`] = Buffer.from(beginning, "latin1");
        if (end === "css") continue;
        files[`_file/assets/later-${i}.01234567.${end}`] = Buffer.from(`a,b\n${beginning}`, "latin1");
        files[`_file/assets/part-${i}.01234567.${end}`] = Buffer.from(beginning.slice(0, -1), "latin1");
      }
    for (const [file, found] of Object.entries(await faults(files)))
      expect([file, found]).toEqual([file, file.includes("/good-") ? [] : [unseen, stranger]]);
  });

  test("is a picture only in assets, or of the components", async () => {
    const picture = Buffer.from("GIF8", "latin1");
    const files = {
      "_file/components/a.01234567.gif": picture,
      "_file/a.01234567.gif": picture,
      "_file/more/assets/a.01234567.gif": picture,
      "_file/assets-more/a.01234567.gif": picture,
    };
    expect(Object.values(await faults(files))).toEqual([[], [stranger], [stranger], [stranger]]);
  });
});

describe("of the public edition", () => {
  test("a copy of an internal data set is found, whatever it is called", async () => {
    const openData = { "open-data/a.json": wards };
    expect(await faultsOf({ "open-data/a.json": wards }, { openData })).toEqual([
      "open-data/a.json: is the internal data set explore/wards.json",
    ]);
  });

  test("a file is a page, a part of one, or open data as the store gives them", async () => {
    const openData = { "open-data/a.csv": "a\r\n1\r\n", "sw.js": "1" };
    const strange = "is neither a page, nor a part of one, nor open data";
    const files = {
      "open-data/a.csv": "a\r\n2\r\n",
      "open-data/b.csv": "a\r\n1\r\n",
      "sw.js": "1",
      "secret.js": "1",
      "_other/a.js": "1",
      "deep/_file/a.js": "1",
      _import: "1",
    };
    expect(await faultsOf(files, { openData })).toEqual([
      `_import: ${strange}`,
      "_import: is used by no page",
      `_other/a.js: ${strange}`,
      "_other/a.js: is used by no page",
      `deep/_file/a.js: ${strange}`,
      "open-data/a.csv: is not what the refresh made",
      `open-data/b.csv: ${strange}`,
      `secret.js: ${strange}`,
    ]);
  });

  test("a part of a page is used by another file than itself, by its name as an address has it", async () => {
    const files = {
      "index.html": page("<p>a%20b.js</p>"),
      "_npm/a b.js": "1",
      "_npm/self.js": '"self.js"',
      "_npm/by-data.js": "1",
      "open-data/a.csv": "by-data.js\r\n1\r\n",
      "_node/by-module.js": '"by-style.css"',
      "_node/by-style.css": "/* by-module.js */",
    };
    expect(await faultsOf(files, { openData: { "open-data/a.csv": "by-data.js\r\n1\r\n" } })).toEqual([
      "_npm/by-data.js: is used by no page",
      "_npm/self.js: is used by no page",
    ]);
  });

  test("what is internal is found in texts, across tags, in attributes, comments and names", async () => {
    const told = `tells the title of the internal source ${internal.id}`;
    const [first, ...rest] = internal.title.split(" ");
    const bodies = [
      `<p>x</p><p><b>${first}</b> ${rest.join(" ")}</p><p>x</p>`,
      `<p>x <font>${first}</font> ${rest.join(" ")} x</p>`,
      `<p title="${internal.title.replaceAll("'", "&apos;")}">x</p>`,
      `<!-- ${internal.title} -->`,
    ];
    for (const body of bodies) {
      expect(await faultsOf({ "index.html": page(body) })).toEqual([`index.html: ${told}`]);
      rmSync(folder, { recursive: true });
    }
    const drawn = { "open-data/a.svg": `<svg><text><tspan>${first}</tspan> ${rest.join(" ")}</text></svg>` };
    expect(await faultsOf(drawn, { openData: drawn })).toEqual([`open-data/a.svg: ${told}`]);
    rmSync(folder, { recursive: true });
    put({ "index.html": page("") });
    mkdirSync(join(folder, internal.id));
    const faults = await builtFaults(site.edition("public"), folder, site.made, new Map());
    expect(faults).toEqual([
      { file: internal.id, fault: `its name tells the id of the internal source ${internal.id}` },
    ]);
  });

  test("what is internal is found in the cells of columnar files, in capitals too", async () => {
    const db = await Database.open(":memory:");
    const arrow = await arrowOf(
      db,
      `SELECT 3::BIGINT AS n, unnest([${literal(contact.email)}, 'next']) AS note`,
    );
    db.close();
    const file = "_file/data/told.01234567.ARROW";
    site.made.manifest.pages["public/told.ARROW"] = entryOf("public/told.ARROW", arrow);
    const faults = await faultsOf({ [file]: arrow, "index.html": page("told.01234567.ARROW") });
    delete site.made.manifest.pages["public/told.ARROW"];
    expect(faults).toEqual([expect.stringMatching(/ARROW: tells the e-mail address of the/)]);
  });
});

describe("an edition is not built", () => {
  const invented = { ...manifestOf({}), sample: true };
  const alone = { ...manifestOf({}), steps: {} };

  test("of sample data for the public, without leave", () => {
    put({});
    const refuse = (name: EditionName, sample: boolean, allowed: boolean) => () =>
      refuseSample(site.edition(name), sample, allowed, "say --sample");
    expect(refuse("public", true, false)).toThrow(SampleRefused);
    expect(refuse("public", true, false)).toThrow(/sample data.* or, to try it out, say --sample\.$/);
    for (const fit of [
      refuse("public", true, true),
      refuse("public", false, false),
      refuse("briefings", true, false),
    ])
      fit();
  });

  test("for the public of real figures that are not protected together, or that nobody attacks", () => {
    put({});
    const [open, closed] = [site.edition("public"), site.edition("briefings")];
    expect(() => refuseHalfProtected(open, alone)).toThrow("protected together");
    for (const fit of [manifestOf({}), { ...alone, sample: true }]) refuseHalfProtected(open, fit);
    refuseHalfProtected(closed, alone);
    expect(() => refuseUnattacked(open, manifestOf({}))).toThrow("one door: npm run publish");
    refuseUnattacked(open, invented);
    refuseUnattacked(closed, manifestOf({}));
  });

  test("by Framework alone, if it is public or holds a draft", () => {
    put({});
    const refuse = (name: EditionName) => () =>
      refuseUnfit(site.edition(name), listedPages(site.edition(name)));
    expect(refuse("public")).toThrow("one door");
    refuse("briefings")();
    site.write("docs/briefings/deep/.index.0123abcd.draft.md", "x");
    const { root } = site.edition("briefings");
    expect(refuse("briefings")).toThrow(
      `would publish drafts, such as ${root}/deep/.index.0123abcd.draft.md. Build with`,
    );
    rmSync(join(site.folder, "docs/briefings/deep"), { recursive: true });
  });

  test("of a page in which two changes meet", () => {
    put({});
    const edition = site.edition("briefings");
    const pages = listedPages(edition);
    refuseConflicts(edition, pages);
    site.write(
      "docs/briefings/index.md",
      "---\neditions: [briefings]\n---\n\n<<<<<<< a\n1\n=======\n2\n>>>>>>> b\n",
    );
    expect(() => refuseConflicts(edition, pages)).toThrow(`${edition.root}/index.md: it holds the marks`);
  });
});
