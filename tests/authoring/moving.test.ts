import fs, { mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import git from "isomorphic-git";
import { afterEach, beforeEach, expect, test } from "vitest";
import { openDesk, openReviews } from "../../workspace/authoring/open-desk.js";
import type { WritingDesk } from "../../workspace/authoring/writing-desk.js";
import { soak } from "../soak.js";

const ana = { name: "Ana", email: "ana@example.org" };
const body =
  '\n# Take-up\n\n```js\nimport { ask, ranking } from "./components/notebook.js";\nconst asked = view(ask());\n```\n\nOne.\n\nTwo.\n\nThree.\n';
const text = `---\ntitle: Take-up\nowner: Children’s services\n---\n${body}`;
let root: string;
let desk: WritingDesk;
beforeEach(async () => {
  root = mkdtempSync(join(tmpdir(), "moving-"));
  for (const folder of ["explore", "briefings/data", "briefings/components"])
    mkdirSync(join(root, "docs", folder), { recursive: true });
  writeFileSync(join(root, "docs", "briefings", "data", "briefing.json.ts"), "");
  writeFileSync(
    join(root, "docs", "briefings", "components", "query.ts"),
    'import { rows } from "./rows.js";\nimport type { Other } from "./types.js";\n',
  );
  writeFileSync(
    join(root, "docs", "briefings", "components", "rows.ts"),
    'export const rows = FileAttachment("../../data/observations.arrow");\n',
  );
  desk = openDesk(join(root, "docs"));
  await desk.notebook.save("explore/take-up", ana, { text, note: "Begin" });
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

const page = (address: string) => readFileSync(join(root, "docs", `${address}.md`), "utf8");
const save = async (address: string, changed: string) =>
  desk.notebook.save(address, ana, {
    text: changed,
    base: (await desk.notebook.open(address))!.hash,
    note: "Change",
  });

test("a copy offers what it changed to its origin, as a draft that says nothing of the copy", async () => {
  const copy = await desk.copy("explore/take-up", { title: "Mine", asked: {} }, ana);
  await save(copy, page(copy).replace("Two.", "Two, by Ana."));
  await save("explore/take-up", text.replace("One.", "One, since."));
  expect(await desk.offerToOrigin(copy, page(copy), ana)).toBe("explore/take-up");
  const { drafts } = (await desk.notebook.open("explore/take-up"))!;
  expect(drafts).toMatchObject([
    {
      writer: "Ana, from the copy explore/ana/mine",
      text: text.replace("One.", "One, since.").replace("Two.", "Two, by Ana."),
    },
  ]);
});

test("a copy lies beside what it is a copy of where analysts have not all that it asks", async () => {
  const asking = text.replace("One.", "```js\nFileAttachment(`./data/briefing.json`).json()\n```");
  await desk.notebook.save("briefings/now", ana, { text: asking, note: "Begin" });
  const copy = await desk.copy("briefings/now", { title: "Mine", asked: {} }, ana);
  expect(copy).toBe("briefings/ana/mine");
  expect(page(copy)).toContain("FileAttachment(`../data/briefing.json`)");
  expect(page(copy)).toContain("editions: [workspace]");
});

test("of a page that is many, the copy is of the one that was read", async () => {
  const many = openDesk(join(root, "docs"), (address, shown) =>
    shown === "explore/E05" ? `---\ntitle: Aston\n---\n\n# Aston\n\nOf ${address.length}.\n` : undefined,
  );
  await desk.notebook.save("explore/[area]", ana, {
    text: "---\ntitle: x\n---\n\n# {{name}}\n",
    note: "Begin",
  });
  const copy = await many.copy("explore/[area]", { title: "Mine", asked: {}, shown: "explore/E05" }, ana);
  expect(page(copy)).toMatch(/# Mine\n\nOf 14\.\n\n\*A copy of \[Aston\]\(\.\.\/E05\), made on/);
  const other = await many.copy("explore/[area]", { title: "Other", asked: {}, shown: "explore/x)(y" }, ana);
  expect(page(other)).toContain("../[area]");
});

test("a copy that says the same, or what meets the origin's own change, offers nothing and says why", async () => {
  const copy = await desk.copy("explore/take-up", { title: "Mine", asked: {} }, ana);
  await expect(desk.offerToOrigin(copy, page(copy), ana)).rejects.toThrow(/says nothing/);
  await save("explore/take-up", text.replace("Two.", "Two, since."));
  const changed = page(copy).replace("Two.", "Two, by Ana.");
  await expect(desk.offerToOrigin(copy, changed, ana)).rejects.toThrow(/Take over what it has changed first/);
  await expect(desk.offerToOrigin("explore/take-up", text, ana)).rejects.toThrow(/no copy/);
});

test("a page moves to the briefings in their language, in one version, as a draft of their site, and back", async () => {
  const address = await desk.move("explore/take-up", "briefings", ana);
  expect(address).toBe("briefings/take-up");
  const front = "owner: Children’s services\n";
  expect(page(address)).toBe(
    text
      .replace("notebook.js", "questions.js")
      .replace(front, `${front}editions: [workspace, briefings]\nstatus: draft\n`),
  );
  expect(() => page("explore/take-up")).toThrow();
  const [{ oid, commit }] = (await git.log({ fs, dir: root, depth: 1 })) as [
    Awaited<ReturnType<typeof git.log>>[0],
  ];
  expect(commit.message).toBe("Move explore/take-up to briefings/take-up\n");
  const files = await git.listFiles({ fs, dir: root, ref: oid });
  expect(files.filter((file) => file.endsWith(".md"))).toEqual(["docs/briefings/take-up.md"]);
  expect(await desk.move(address, "explore", ana)).toBe("explore/ana/take-up");
  expect(page("explore/ana/take-up")).toBe(
    text.replace("./components", "../components").replace(front, `${front}editions: [workspace]\n`),
  );
});

test("a copy that moves to another audience says of what it is a copy, and leads to no page that this does not have", async () => {
  const copy = await desk.copy("explore/take-up", { title: "Mine", asked: {} }, ana);
  expect(page(copy)).toMatch(/\n\*A copy of \[[^\]]+\]\(\.\.\/take-up\), made on /);
  const moved = await desk.move(copy, "briefings", ana);
  const [foot] = page(moved).match(/^\*A copy of .*$/m)!;
  expect(foot).not.toContain("](");
  expect(foot).toContain("made on");
  await save(moved, page(moved).replace("Two.", "Two, by Ana."));
  await desk.offerToOrigin(moved, page(moved), ana);
  const [offered] = (await desk.notebook.open("explore/take-up"))!.drafts;
  expect(offered!.text).not.toContain("A copy of");
  const beside = await desk.copy(moved, { title: "Of mine", asked: {} }, ana);
  expect(page(await desk.move(beside, "briefings", ana))).toContain("](./mine), made on");
});

test("the history of a page goes on before it was moved, and so do its writers", async () => {
  await save("explore/take-up", text.replace("One.", "One, by Ana."));
  const bo = { name: "Bo", email: "bo@example.org" };
  const address = await desk.move("explore/take-up", "briefings", bo);
  const versions = await desk.notebook.versions(address);
  expect(versions.map(({ note, writer }) => [note, writer])).toEqual([
    ["Move explore/take-up to briefings/take-up", "Bo"],
    ["Change", "Ana"],
    ["Begin", "Ana"],
  ]);
  expect(await desk.textAtVersion(address, versions[2]!.id)).toBe(
    text.replace("notebook.js", "questions.js"),
  );
  const asked = await openReviews(join(root, "docs")).open(address);
  expect(asked.writers.sort()).toEqual(["Ana", "Bo"]);
  // Who has a page of the old name since then begins anew.
  await desk.notebook.save("explore/take-up", bo, { text: "# Another\n", note: "Anew" });
  expect((await desk.notebook.versions("explore/take-up"))[0]).toMatchObject({ note: "Anew" });
});

test("a copy of a page whose text then can no longer be had says so", async () => {
  const copy = await desk.copy("explore/take-up", { title: "Mine", asked: {} }, ana);
  const unknown = page(copy).replace(/@[0-9a-f]{40}/, `@${"0".repeat(40)}`);
  await expect(desk.withOriginsChanges(copy, unknown)).rejects.toThrow(/can no longer be had/);
  await expect(desk.offerToOrigin(copy, unknown, ana)).rejects.toThrow(/can no longer be had/);
});

soak(
  "a picture goes with its page, unless another page shows it, and beside another of its name has its own",
  async () => {
    const picture = await desk.addPicture("explore/take-up", "A dot", Buffer.from("GIF89a"), ana);
    await save("explore/take-up", text.replace("One.", `![A dot](./${picture}) ![Gone](./gone.png)`));
    const address = await desk.move("explore/take-up", "briefings", ana);
    expect(page(address)).toContain(`![A dot](./${picture}) ![Gone](./gone.png)`);
    const lies = (path: string) => readFileSync(join(root, "docs", path), "latin1");
    expect(lies(`briefings/${picture}`)).toBe("GIF89a");
    expect(() => lies(`explore/${picture}`)).toThrow("ENOENT");
    expect(await git.listFiles({ fs, dir: root, ref: "HEAD" })).not.toContain(`docs/explore/${picture}`);

    await desk.notebook.save("explore/ana/other", ana, {
      text: text.replace("Take-up", "Other").replace("One.", `![A dot](../../briefings/${picture})`),
      note: "Begin",
    });
    mkdirSync(join(root, "docs", "explore", "ana"), { recursive: true });
    writeFileSync(join(root, "docs", "explore", "ana", picture), "another");
    const back = await desk.move(address, "explore", ana);
    const [name, ending] = picture.split(".");
    expect(page(back)).toContain(`![A dot](./${name}-2.${ending})`);
    expect([lies(`explore/ana/${picture}`), lies(`explore/ana/${name}-2.${ending}`)]).toEqual([
      "another",
      "GIF89a",
    ]);
    expect(lies(`briefings/${picture}`)).toBe("GIF89a");
  },
);

test("a page that asks more than its new audience has stays, and all of that is told", async () => {
  const asking = text
    .replace("{ ask, ranking }", "{ ask, number, scatter, tartan as quilt }")
    .replace(
      "One.",
      '${FileAttachment("./data/briefing.json").json()} ${FileAttachment("./data/joined.arrow").arrow()}',
    )
    .replace("Three.", "```js\nscatter(asked);\nquilt(asked);\n```")
    .replace("Two.", '```js\nimport { query } from "./components/query.js";\n```');
  await save("explore/take-up", asking);
  await expect(desk.move("explore/take-up", "briefings", ana)).rejects.toThrow(
    "It stays where it is, as service managers do not have all that it asks: “scatter” is a word for analysts alone; “tartan” is a word for analysts alone; components/query.js asks the data set observations.arrow; a cell asks the data set joined.arrow.",
  );
  expect(page("explore/take-up")).toBe(asking);
});

test("a word that a page imports and no longer uses stays behind when it moves", async () => {
  const left = text.replace("{ ask, ranking }", "{ ask, mix, ranking, tartan as quilt }");
  await save("explore/take-up", left.replace("One.", "The mix of groups."));
  const address = await desk.move("explore/take-up", "briefings", ana);
  expect(page(address)).toContain('import { ask, ranking } from "./components/questions.js";');
});

test("a page that was renamed, or changed as it was, is found again; one that was taken away is not", async () => {
  await desk.copy("explore/take-up", { title: "Mine", asked: {} }, ana);
  expect(await desk.whereIs("explore/take-up")).toEqual({ there: true });
  const file = (name: string) => join(root, "docs", "explore", `${name}.md`);
  renameSync(file("take-up"), file("take-up-of-places"));
  expect(await desk.whereIs("explore/take-up")).toEqual({
    there: false,
    now: "explore/take-up-of-places",
    isSame: true,
  });
  await save("explore/take-up-of-places", text.replace("One.", "One more."));
  const fresh = openDesk(join(root, "docs"));
  expect(await fresh.whereIs("explore/take-up")).toEqual({
    there: false,
    now: "explore/take-up-of-places",
    isSame: true,
  });
  rmSync(file("take-up-of-places"));
  expect(await openDesk(join(root, "docs")).whereIs("explore/take-up")).toEqual({ there: false });
});

test("a page that was never saved from here is found again, too, if somebody had it open", async () => {
  const file = (name: string) => join(root, "docs", "explore", `${name}.md`);
  writeFileSync(file("by-hand"), "# By hand\n\nOne.\n");
  expect(await desk.whereIs("explore/by-hand")).toEqual({ there: true });
  renameSync(file("by-hand"), file("by-a-hand"));
  expect(await desk.whereIs("explore/by-hand")).toEqual({
    there: false,
    now: "explore/by-a-hand",
    isSame: true,
  });
});

test("a page that stood beside one that is gone is not taken for it, and gets none of its drafts", async () => {
  await desk.notebook.save("explore/like-it", ana, { text: text.replace("Three.", "Four."), note: "Begin" });
  await save("explore/take-up", text.replace("One.", "One, since."));
  const base = (await desk.notebook.open("explore/take-up"))!.hash;
  desk.keepDraft("explore/take-up", {
    id: "0a1b2c3d",
    text: `${text.replace("One.", "One, since.")}More.\n`,
    base,
    writer: "Ana",
  });
  rmSync(join(root, "docs", "explore", "take-up.md"));
  expect(await openDesk(join(root, "docs")).whereIs("explore/take-up")).toEqual({ there: false });
  expect((await desk.open("explore/like-it"))?.drafts).toEqual([]);
  expect((await desk.open("explore/take-up"))?.drafts).toMatchObject([{ id: "0a1b2c3d" }]);
  // One that came since, and says only some of it, is told as where it went; the draft stays for whoever looks for it.
  await desk.notebook.save("explore/new", ana, { text: `${text.replace("Two.", "2.")}A.\n`, note: "Begin" });
  expect(await openDesk(join(root, "docs")).whereIs("explore/take-up")).toEqual({
    there: false,
    now: "explore/new",
    isSame: false,
  });
  expect((await openDesk(join(root, "docs")).open("explore/new"))?.drafts).toEqual([]);
});

test("a slip in one page's front matter leaves the others' copies to be told", async () => {
  const copy = await desk.copy("explore/take-up", { title: "Mine", asked: {} }, ana);
  writeFileSync(join(root, "docs", "explore", "slip.md"), "---\nforked_from: [\n---\n");
  expect((await desk.kin("explore/take-up")).copies).toEqual([{ address: copy, title: "Mine" }]);
});
