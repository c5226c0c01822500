import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { Notebook, type Saved } from "../../workspace/authoring/notebook.js";
import { Repository } from "../../workspace/authoring/repository.js";
import { soak } from "../soak.js";

const ana = { name: "Ana Sharma", email: "ana@example.org" };
const bo = { name: "Bo Ward", email: "bo@example.org" };
const address = "explore/ana/take-up";
const text = "# Take-up\n\nFirst.\n\nSecond.\n\nThird.\n";
let root: string;
let notebook: Notebook;
beforeEach(async () => {
  root = mkdtempSync(join(tmpdir(), "notebook-"));
  mkdirSync(join(root, "docs", "explore", "ana"), { recursive: true });
  notebook = new Notebook(join(root, "docs"), () => Repository.open(root));
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

const file = () => join(root, "docs", `${address}.md`);
const onDisk = () => readFileSync(file(), "utf8");
const open = async () => (await notebook.open(address))!;
const begin = async () => {
  await notebook.save(address, ana, { text, note: "Begin" });
  return open();
};
const allTexts = async () => {
  const versions = await notebook.versions(address);
  return Promise.all(versions.map(({ id }) => notebook.textAt(address, id)));
};

test("a new page is written, kept as a version and opened again", async () => {
  expect(await notebook.open(address)).toBeUndefined();
  const saved = await notebook.save(address, ana, { text, note: "Begin\nwith more" });
  expect(saved).toMatchObject({ saved: { text, merged: false } });
  expect(onDisk()).toBe(text);
  expect(await open()).toMatchObject({ text, drafts: [], hasConflictMarks: false });
  expect(await notebook.versions(address)).toMatchObject([{ writer: "Ana Sharma", note: "Begin with more" }]);
});

test("a version of which its writer says nothing says what it did", async () => {
  await notebook.save(address, ana, { text: "one\n", note: " " });
  expect(await notebook.versions(address)).toMatchObject([{ note: "Change the page" }]);
});

test("changes of different lines by two writers are merged, and both stand in the history", async () => {
  const { hash } = await begin();
  const mine = text.replace("First.", "First, by Ana.");
  const theirs = text.replace("Third.", "Third, by Bo.");
  await notebook.save(address, bo, { text: theirs, base: hash, note: "Bo" });
  const saved = await notebook.save(address, ana, { text: mine, base: hash, note: "Ana" });
  const merged = mine.replace("Third.", "Third, by Bo.");
  expect(saved).toMatchObject({ saved: { text: merged, merged: true } });
  expect(onDisk()).toBe(merged);
  expect(await allTexts()).toEqual(expect.arrayContaining([mine, theirs, merged, text]));
});

soak(
  "changes of the same line are told, nothing is written, and both texts stay whatever is chosen",
  async () => {
    const { hash } = await begin();
    const mine = text.replace("Second.", "Second, by Ana.");
    writeFileSync(file(), text.replace("Second.", "Second, by an editor."));
    const told = (await notebook.save(address, ana, { text: mine, base: hash, note: "Ana" })) as Extract<
      Saved,
      { conflict: unknown }
    >;
    expect(told.conflict.pieces).toContainEqual({
      yours: "Second, by Ana.\n",
      theirs: "Second, by an editor.\n",
      base: "Second.\n",
    });
    expect(onDisk()).toContain("by an editor");
    const { base, settles } = told.conflict;
    const chosen = text.replace("Second.", "Second, by both.");
    await notebook.save(address, ana, { text: chosen, base, settles, note: "Settle" });
    expect(onDisk()).toBe(chosen);
    expect(await allTexts()).toEqual(
      expect.arrayContaining([mine, chosen, text.replace("Second.", "Second, by an editor.")]),
    );
  },
);

soak("a page that somebody renamed meanwhile is written where it was", async () => {
  const { hash } = await begin();
  rmSync(file());
  const mine = text.replace("First.", "Still first.");
  expect(await notebook.save(address, ana, { text: mine, base: hash, note: "Ana" })).toMatchObject({
    saved: { text: mine },
  });
  expect(onDisk()).toBe(mine);
});

soak("line ends and a byte order mark stay as they are on disk", async () => {
  writeFileSync(file(), "\uFEFFone\r\ntwo\r\nthree\r\n");
  const { hash } = await open();
  writeFileSync(file(), "\uFEFFone\r\ntwo\r\nthree, on disk\r\n");
  await notebook.save(address, ana, { text: "one, by Ana\ntwo\nthree\n", base: hash, note: "Ana" });
  expect(onDisk()).toBe("\uFEFFone, by Ana\r\ntwo\r\nthree, on disk\r\n");
});

soak("a draft lies beside its page, is told when the page is opened, and ends with its version", async () => {
  const { hash } = await begin();
  const draft = {
    id: "0a1b2c3d",
    text: "# Take-up\n\n<!-- draft {} -->\n",
    base: hash,
    writer: "Ana --> Sharma",
  };
  notebook.keepDraft(address, draft);
  expect((await open()).drafts).toMatchObject([draft]);
  expect(readdirSync(join(file(), "..")).sort()).toEqual([".take-up.0a1b2c3d.draft.md", "take-up.md"]);
  await notebook.save(address, ana, { text: draft.text, base: hash, note: "Save", draft: draft.id });
  expect((await open()).drafts).toEqual([]);
  expect(onDisk()).toBe(draft.text);
});

soak(
  "a window that is closed as soon as it has saved leaves no draft, whatever the page becomes",
  async () => {
    const { hash } = await begin();
    const saved = `${text}more\n`;
    notebook.keepDraft(address, { id: "0a1b2c3d", text: saved, base: hash, writer: "Ana" });
    notebook.keepDraft(address, { id: "11111111", text: `${saved}typed since\n`, base: hash, writer: "Ana" });
    for (const follows of ["0a1b2c3d", "11111111"])
      await notebook.save(address, ana, { text: saved, base: hash, note: "Save", follows });
    await notebook.save(address, bo, { text: "Bo’s\n", base: (await open()).hash, note: "Bo" });
    expect((await open()).drafts.map(({ id }) => id)).toEqual(["11111111"]);
    await notebook.dropIdle(address, "0a1b2c3d");
    expect(readdirSync(join(file(), "..")).sort()).toEqual([".take-up.11111111.draft.md", "take-up.md"]);
  },
);

soak(
  "a draft that says no more than what it was made from is not told, whatever the page has become",
  async () => {
    const { hash } = await begin();
    notebook.keepDraft(address, { id: "0a1b2c3d", text, base: hash, writer: "Ana" });
    await notebook.save(address, bo, { text: "Bo’s\n", base: hash, note: "Bo" });
    expect((await open()).drafts).toEqual([]);
  },
);

soak(
  "a window that leaves takes its draft away where it says no more than the page, and nothing else",
  async () => {
    const { hash } = await begin();
    const drafts = { "0a1b2c3d": text, "11111111": `${text}more\n`, "22222222": text };
    for (const [id, said] of Object.entries(drafts))
      notebook.keepDraft(address, { id, text: said, base: hash, writer: "Ana" });
    notebook.keepDraft(address, { id: "33333333", text, writer: "Ana" });
    for (const id of ["0a1b2c3d", "11111111", "33333333", "44444444"]) await notebook.dropIdle(address, id);
    expect(readdirSync(join(file(), "..")).sort()).toEqual([
      ".take-up.11111111.draft.md",
      ".take-up.22222222.draft.md",
      ".take-up.33333333.draft.md",
      "take-up.md",
    ]);
  },
);

test("what windows that ended at once have left is cleared, but for what nobody has saved", async () => {
  const { hash } = await begin();
  const left = { "0a1b2c3d": text, "11111111": `${text}more\n`, "22222222": text, "33333333": text };
  for (const [id, said] of Object.entries(left)) {
    notebook.keepDraft(address, { id, text: said, base: hash, writer: "Ana" });
    const longAgo = new Date(Date.now() - (id === "33333333" ? 0 : 120_000));
    utimesSync(join(file(), "..", `.take-up.${id}.draft.md`), longAgo, longAgo);
  }
  await notebook.tidy((id) => id === "22222222");
  expect(readdirSync(join(file(), "..")).sort()).toEqual([
    ".take-up.11111111.draft.md",
    ".take-up.22222222.draft.md",
    ".take-up.33333333.draft.md",
    "take-up.md",
  ]);
});

test("a draft that is given up stays in the history", async () => {
  await begin();
  notebook.keepDraft(address, { id: "0a1b2c3d", text: "given up\n", writer: "Ana" });
  await notebook.giveUp(address, "0a1b2c3d", ana);
  expect((await open()).drafts).toEqual([]);
  expect(await allTexts()).toContain("given up\n");
});

soak("a page that is removed stays in the history", async () => {
  await begin();
  await notebook.remove(address, ana);
  expect(await notebook.open(address)).toBeUndefined();
  const [, first] = await notebook.versions(address);
  expect(await notebook.textAt(address, first!.id)).toBe(text);
  await expect(notebook.remove(address, ana)).rejects.toThrow(/There is no page/);
});

soak("a commit that is none cannot be settled", async () => {
  const { hash } = await begin();
  await notebook.save(address, ana, { text: "other\n", base: hash, note: "x", settles: "f".repeat(40) });
  expect(await allTexts()).toEqual(["other\n", text]);
});

test.each([
  "",
  "..",
  "../data/city",
  "explore/../../package",
  "explore//x",
  "/etc/passwd",
  "explore/data/x",
  "explore/components/notebook",
  "explore/.hidden",
  "explore/con",
  "explore/a\u0000b",
  "explore/x.md",
  "explore/x y",
  "explore/x\\y",
  "a/b/c/d/e/f/g",
  `explore/${"x".repeat(81)}`,
])("an address that no page can have is refused: %j", async (hostile) => {
  await expect(notebook.open(hostile)).rejects.toThrow(/address has up to/);
  await expect(notebook.save(hostile, ana, { text, note: "x" })).rejects.toThrow(/address has up to/);
  expect(() => notebook.keepDraft(hostile, { id: "0a1b2c3d", text, writer: "x" })).toThrow(
    /address has up to/,
  );
});

test("a link that leads out of the pages is not followed", async () => {
  const outside = join(root, "outside");
  mkdirSync(outside);
  writeFileSync(join(outside, "secret.md"), "secret");
  symlinkSync(outside, join(root, "docs", "explore", "out"));
  symlinkSync(join(outside, "secret.md"), join(root, "docs", "explore", "secret.md"));
  for (const hostile of ["explore/out/secret", "explore/out/new", "explore/secret"])
    await expect(notebook.save(hostile, ana, { text, note: "x" })).rejects.toThrow(/link/);
  expect(readFileSync(join(outside, "secret.md"), "utf8")).toBe("secret");
});

test("what is no text, or too long, is refused with what to do", async () => {
  writeFileSync(file(), Buffer.from([0x5a, 0x6f, 0xeb]));
  await expect(notebook.open(address)).rejects.toThrow(/Save it as UTF-8/);
  await expect(notebook.save("explore/long", ana, { text: "x".repeat(5e6), note: "x" })).rejects.toThrow(
    /4 MB/,
  );
  expect(() => notebook.keepDraft(address, { id: "../../x", text, writer: "x" })).toThrow(/not the name/);
});

test("the marks that git leaves are told", async () => {
  writeFileSync(file(), "<<<<<<< HEAD\nmine\n=======\ntheirs\n>>>>>>> other\n");
  expect((await open()).hasConflictMarks).toBe(true);
});
