import { mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { escapeUTF8 } from "entities";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { createTable, type PublicTable, publicTables } from "../../loaders/protect/tables.js";
import { readSources } from "../../loaders/registry/source.js";
import { arrowOf } from "../../loaders/store/arrow.js";
import { Database, literal } from "../../loaders/store/database.js";
import { buildEdition } from "../../workspace/site/build.js";
import { checkBuilt } from "../../workspace/site/gate/check-built.js";
import { firstOf, isSoaking, oneIn } from "../soak.js";
import { entryOf, type SmallSite, smallSite } from "./small-site.js";

const sources = readSources();
const internal = sources.find(({ sensitivity, title }) => sensitivity !== "open" && /'/.test(title))!;
const contact = sources.find(({ sensitivity, owner }) => sensitivity !== "open" && owner.phone)!;
const { email, phone, role } = contact.owner as Required<typeof contact.owner>;
const wards = '[{"ward":"A","children":3}]';

const page = (title: string, editions: string, body: string): string =>
  `---\ntitle: ${title}\neditions: [${editions}]\n---\n\n# ${title}\n\n${body}\n`;

let site: SmallSite;
beforeAll(async () => {
  vi.spyOn(console, "warn").mockImplementation(() => {});
  site = smallSite({
    pages: {
      "public/index.md": page(
        "Families",
        "public",
        'Text.\n\n```js\nconst summary = FileAttachment("./data/summary.json").json();\n```\n',
      ),
      "index.md": page("Home", "workspace", "Text."),
      "explore/take-up.md": page("Take-up", "workspace", "Text."),
    },
    data: { "public/summary.json": '{"wards":69}', "explore/wards.json": wards },
  });
  site.made.store = { ...site.made.store, publishable: join(site.folder, "public.duckdb") };
  const db = await Database.open(site.made.store.publishable);
  for (const table of Object.keys(publicTables) as PublicTable[]) await db.run(createTable(table));
  db.close();
  await buildEdition(site.edition("public"), site.made, { openData: new Map(), attack: async () => {} });
  await buildEdition(site.edition("workspace"), site.made, { openData: new Map() });
});
afterAll(() => site.remove());

const built = (file = ""): string => join(site.folder, "dist", "public", file);
const noOpenData = new Map<string, string>();

function check(openData = noOpenData): Promise<void> {
  const worker = readFileSync(built("sw.js"), "utf8");
  return checkBuilt(site.edition("public"), built(), site.made, new Map([...openData, ["sw.js", worker]]));
}

/** Writes a file into the built folder for as long as `work` takes; what was there comes back. */
async function planted(file: string, content: string | Uint8Array, work: () => Promise<void>): Promise<void> {
  let before: Buffer | undefined;
  try {
    before = readFileSync(built(file));
  } catch {}
  mkdirSync(dirname(built(file)), { recursive: true });
  writeFileSync(built(file), content);
  try {
    await work();
  } finally {
    if (before) writeFileSync(built(file), before);
    else rmSync(built(file));
  }
}

/** Plants a file and expects the check to name it and what was found. */
function refused(file: string, content: string | Uint8Array, what: string): Promise<void> {
  return planted(file, content, async () => {
    await expect(check()).rejects.toThrow(`  ${file}: ${what}`);
  });
}

type Planted = readonly [file: string, content: string, what: string];

/** Plants files beside each other and expects one check to name each and what was found. */
async function allRefused(...all: readonly Planted[]): Promise<void> {
  const plant = ([first, ...others]: readonly Planted[], work: () => Promise<void>): Promise<void> =>
    first ? planted(first[0], first[1], () => plant(others, work)) : work();
  await plant(all, async () => {
    const message = await check().catch((error: Error) => error.message);
    for (const [file, , what] of all) expect(message).toContain(`  ${file}: ${what}`);
  });
}

/** As refused, in a file of open data that is exactly as it should be. */
function refusedAsOpenData(name: string, content: string, what: string): Promise<void> {
  const file = `open-data/${name}`;
  return planted(file, content, async () => {
    await expect(check(new Map([[file, content]]))).rejects.toThrow(
      `The public edition is not fit to publish:\n  ${file}: ${what}`,
    );
  });
}

test("what would be fetched from another site is found", async () => {
  const html = readFileSync(built("index.html"), "utf8");
  const script = '<script src="https://example.org/script.js"></script>';
  await refused("index.html", html.replace("Text.", script), "would fetch https://example.org/script.js");
});

test("a public folder with nothing planted in it passes", async () => {
  await check();
});

test("records of children are found, whatever the file is called", () =>
  refused(
    "_file/data/wards.1234abcd.csv",
    "person_id,sex,lsoa\n0123456789abcdef0123,F,E01000001\n",
    "is like records of children: has a column person_id",
  ));

describe("an internal data set is found", () => {
  const found = "is the internal data set explore/wards.json";

  test("as an attachment, under its own name or a public one", async () => {
    await allRefused(
      ["_file/explore/data/wards.1234abcd.json", wards, found],
      ["_file/data/wards.1234abcd.json", wards, found],
      ["_file/data/wards.1234abcd.json", wards, "public/wards.json has never been made."],
    );
  });

  test("as a copied file, whatever it is called", async () => {
    await allRefused(
      ["wards.json", wards, found],
      ["open-data/areas.csv", wards, found],
      ["_import/components/site.js", wards, found],
    );
  });

  test("under a picture's name", async () => {
    const picture = ["_file/assets/map.1234abcd.png", "a,b\n1,2\n"] as const;
    await allRefused(
      [...picture, "is neither a page data set nor a picture"],
      [...picture, "cannot be looked into"],
    );
  });

  test("where only its name is told", async () => {
    await planted("_import/components/more.js", 'FileAttachment("../explore/wards.json")', async () => {
      await expect(check()).rejects.toThrow("more.js: tells the internal data set explore/wards.json");
    });
  });
});

describe("a module that is not public is found", () => {
  const code = "export const secret = 1;";

  test("of the workspace's pages or loaders, by where it comes from", async () => {
    site.write("loaders/public/shared.ts", code);
    await allRefused(
      ["_import/explore/wards.1234abcd.js", code, "is made from"],
      [
        "_import/data/shared.1234abcd.js",
        code,
        "is a module from outside the public edition: a link leads to it",
      ],
    );
  });

  test("among packages and Framework's own, because no page uses it", async () => {
    await allRefused(
      ["_npm/d3@7.9.2/secret.1234abcd.js", code, "is used by no page"],
      ["_observablehq/secret.1234abcd.js", code, "is used by no page"],
      ["_node/secret.js", code, "is used by no page"],
    );
  });

  test("beside the pages", async () => {
    await refused("secret.js", code, "is neither a page, nor a part of one, nor open data");
  });
});

describe("an internal source's name is found", () => {
  const title = `tells the title of the internal source ${internal.id}`;
  const id = `tells the id of the internal source ${internal.id}`;

  test("in a page, escaped or not, and across its tags", async () => {
    const html = readFileSync(built("index.html"), "utf8");
    const [first, ...rest] = internal.title.split(" ");
    for (const text of oneIn(4, [
      internal.title,
      internal.title.replace("'", "&#39;"),
      internal.title.replace("'", "&rsquo;"),
      internal.title.replaceAll(" ", "&nbsp;"),
      `<b>${first}</b> ${rest.join(" ")}`,
      internal.title.toLowerCase(),
    ]))
      await refused("index.html", html.replace("Text.", text), title);
    await refused("index.html", html.replace("Text.", `<p data-source="${internal.id}">`), id);
  });

  test("in JSON, CSV and code", async () => {
    const escaped = JSON.stringify(internal.title).replace("'", "\\u0027");
    await refusedAsOpenData("a.json", `{"source":${JSON.stringify(internal.title)}}`, title);
    await refusedAsOpenData("a.json", `{"source":${escaped}}`, title);
    if (isSoaking)
      await refusedAsOpenData("a.json", JSON.stringify({ text: `{"source":${escaped}}` }), title);
    await refusedAsOpenData("a.csv", `area,source\r\nN,"${internal.title}"\r\n`, title);
    await refused("_observablehq/client.js", `const s = '${internal.title.replace("'", "\\'")}';`, title);
    await refusedAsOpenData("a.csv", `source\r\nsrc_${internal.id.replaceAll("-", "_")}\r\n`, id);
  });

  test("in a file's or a folder's name", async () => {
    await refused(`open-data/${internal.id}.csv`, "a\r\n1\r\n", `its name ${id}`);
    const folder = built(internal.id);
    mkdirSync(folder);
    await expect(check()).rejects.toThrow(`  ${internal.id}: its name ${id}`);
    rmSync(folder, { recursive: true });
  });

  test("unless published figures rest on the source, or it is open", async () => {
    const db = await Database.open(site.made.store.publishable);
    await db.run(`INSERT INTO source VALUES (${literal(internal.id)}, 'Title', 'Licence', NULL, NULL)`);
    db.close();
    const open = sources.find(({ sensitivity }) => sensitivity === "open")!;
    const content = `source\r\n"${internal.title}"\r\n"${open.title}"\r\n`;
    await planted("open-data/a.csv", content, () => check(new Map([["open-data/a.csv", content]])));
    const emptied = await Database.open(site.made.store.publishable);
    await emptied.run("DELETE FROM source");
    emptied.close();
    await refusedAsOpenData("a.csv", content, title);
  });
});

describe("a contact's details are found", () => {
  const of = `of the owner in data/sources/${contact.id}.yaml`;

  test("an e-mail address, however it is escaped", async () => {
    const html = readFileSync(built("index.html"), "utf8");
    for (const text of oneIn(6, [
      email,
      email.toUpperCase(),
      email.replace("@", "&#64;"),
      email.replace("@", "&#x40;"),
      escapeUTF8(email.replace("@", "&#64;")),
      email.replace("@", "&commat;"),
      `<a href="mailto:${email.replace("@", "%40")}">us</a>`,
    ]))
      await refused("index.html", html.replace("Text.", text), `tells the e-mail address ${of}`);
    for (const at of firstOf(1, ["@", "\\u0040", "\\\\u0040", "\\\\x40"]))
      await refusedAsOpenData(
        "a.json",
        `{"contact":"${email.replace("@", at)}"}`,
        `tells the e-mail address ${of}`,
      );
  });

  test("a telephone number, however it is grouped", async () => {
    const digits = phone.replace(/\D/g, "");
    for (const text of oneIn(4, [
      phone,
      digits,
      `+44 ${digits.slice(1)}`,
      `+44 (0)${digits.slice(1)}`,
      digits.replace(/(\d{4})/g, "$1-"),
    ]))
      await refusedAsOpenData("a.json", JSON.stringify({ text }), `tells the telephone number ${of}`);
  });

  test("a role", async () => {
    await refusedAsOpenData("a.json", JSON.stringify({ role }), `tells the name or role ${of}`);
  });

  test("in a column of a Parquet or Arrow file", async () => {
    const db = await Database.open(":memory:");
    await db.run(
      `CREATE TABLE told AS SELECT 'Ask again ' || i || ', or write to ' || ${literal(email)} AS note FROM range(90) AS r(i)`,
    );
    await db.run(`COPY told TO ${literal(join(site.folder, "told.parquet"))} (COMPRESSION zstd)`);
    const arrow = await arrowOf(db, "FROM told");
    db.close();
    for (const [end, bytes] of [
      ["parquet", readFileSync(join(site.folder, "told.parquet"))],
      ["arrow", arrow],
    ] as const) {
      site.made.manifest.pages[`public/told.${end}`] = entryOf(`public/told.${end}`, bytes);
      const file = `_file/data/told.1234abcd.${end}`;
      await planted(file, bytes, async () => {
        await expect(check()).rejects.toThrow(`  ${file}: tells the e-mail address ${of}`);
        await expect(check()).rejects.not.toThrow("is not what the refresh made");
      });
      delete site.made.manifest.pages[`public/told.${end}`];
    }
  });

  test("in a file's name", async () => {
    await refused(`open-data/${email}.csv`, "a\r\n1\r\n", `its name tells the e-mail address ${of}`);
    await refused(`open-data/${encodeURIComponent(email)}.csv`, "a\r\n", `its name tells the e-mail`);
  });

  test("while the message repeats none of them", async () => {
    await planted("open-data/a.json", JSON.stringify([email, phone, role]), async () => {
      const message = await check().catch((error: Error) => error.message);
      for (const detail of [email, phone, role]) expect(message).not.toContain(detail);
    });
  });
});

describe("a page of the workspace is found", () => {
  const other = (): string =>
    readFileSync(join(site.folder, "dist", "workspace", "explore", "take-up.html"), "utf8");

  test("at its own place and beside public pages", async () => {
    await allRefused(
      ["explore/take-up.html", other(), "is a page that does not list the public edition"],
      ["take-up.html", other(), "is a page that does not list the public edition"],
      ["_file/data/take-up.html", other(), "cannot be looked into"],
    );
  });

  test("in the place of a public one", async () => {
    await refused("index.html", other(), "is a page of another site: “Take-up | ");
  });
});

describe("what web servers would serve though nobody sees it is found", () => {
  test("links to files and folders", async () => {
    for (const target of ["../../store", "index.html"]) {
      symlinkSync(target, built("more"));
      await expect(check()).rejects.toThrow("  more: is a link");
      rmSync(built("more"));
    }
  });

  test("hidden files, wherever they are", async () => {
    const hidden = [".env", "_file/.env", "_import/.env", "_npm/x@1.0.0/.env"];
    await allRefused(...hidden.map((file) => [file, "KEY=1", "is hidden"] as const));
    await planted(".git/config", "[core]", async () => {
      await expect(check()).rejects.toThrow("  .git: is hidden");
    });
    rmSync(built(".git"), { recursive: true });
  });
});
