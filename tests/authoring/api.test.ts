import fs, {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import git from "isomorphic-git";
import { afterEach, beforeEach, expect, test } from "vitest";
import { readNotes } from "../../loaders/registry/notes.js";
import { WritingApi } from "../../workspace/authoring/api.js";
import { openDesk } from "../../workspace/authoring/open-desk.js";
import type { Person } from "../../workspace/authoring/people.js";
import { Attendance } from "../../workspace/authoring/presence.js";

const text = "---\ntitle: Take-up\n---\n\n# Take-up\n\n```js\nconst asked = view(ask());\n```\n";
let root: string;
let server: Server;
let origin: string;
let signedOn: Person | undefined;
beforeEach(async () => {
  root = mkdtempSync(join(tmpdir(), "writing-"));
  mkdirSync(join(root, "docs", "explore"), { recursive: true });
  mkdirSync(join(root, "data"));
  writeFileSync(join(root, "docs", "explore", "take-up.md"), text);
  const api = new WritingApi(openDesk(join(root, "docs")), { name: "Ana", email: "ana@example.org" });
  signedOn = undefined;
  server = createServer(async (request, response) => {
    const path = new URL(request.url!, "http://localhost").pathname;
    if (!(await api.answer(request, response, path, signedOn))) response.writeHead(404).end();
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}/_write/`;
});
afterEach(() => {
  server.close();
  rmSync(root, { recursive: true, force: true });
});

const read = async (name: string, what: Record<string, string> = {}) =>
  (await fetch(`${origin}${name}?${new URLSearchParams(what)}`)).json();
const post = async (name: string, body: string, token?: string) =>
  fetch(origin + name, {
    method: "POST",
    headers: { "content-type": "application/json", ...(token && { "x-write-token": token }) },
    body,
  });
const write = async (name: string, body: object) =>
  (await post(name, JSON.stringify(body), (await read("session")).token)).json();
const page = (name: string) => readFileSync(join(root, "docs", `${name}.md`), "utf8");

test("a page is opened, kept as a draft, saved, and told with its versions", async () => {
  const opened = await read("page", { address: "explore/take-up" });
  expect(opened).toMatchObject({ text, drafts: [] });
  const changed = text.replace("# Take-up", "# Take-up of places");
  const draft = { address: "explore/take-up", id: "0a1b2c3d", text: changed, base: opened.hash };
  expect(await write("draft", draft)).toEqual({
    id: "0a1b2c3d",
    shown: "explore/.take-up.0a1b2c3d.draft",
    isNew: true,
  });
  expect((await read("page", { address: "explore/take-up" })).drafts).toMatchObject([
    { writer: "Ana", text: changed },
  ]);
  await write("save", {
    address: "explore/take-up",
    text: changed,
    base: opened.hash,
    note: "Say of what",
    draft: draft.id,
  });
  expect(page("explore/take-up")).toBe(changed);
  const versions = await read("versions", { address: "explore/take-up" });
  expect(versions.map(({ note }: { note: string }) => note)).toEqual([
    "Say of what",
    "Keep what was changed on disk",
  ]);
  expect(await read("version", { address: "explore/take-up", id: versions[1].id })).toEqual({ text });
});

test("behind a sign-on nobody writes under another's name", async () => {
  signedOn = { name: "cy", email: "cy@example.org", roles: ["analyst"], isOneOfMany: true };
  expect(await read("session")).toMatchObject({ writer: "cy", roles: ["analyst"] });
  await write("create", { title: "Mine", writer: "Bo Ward" });
  expect(await read("versions", { address: "explore/cy/mine" })).toMatchObject([{ writer: "cy" }]);
});

test("a copy is made in the writer's folder, knows its origin, and takes over what that has changed", async () => {
  const asked = { indicator: "x", ward: "E05001" };
  const { address } = await write("copy", {
    address: "explore/take-up",
    title: "Mine",
    asked,
    writer: "Bo Ward",
  });
  expect(address).toBe("explore/bo-ward/mine");
  expect(page(address)).toContain('ask({ indicator: "x", areas: ["E05001"] })');
  expect(await read("forks", { address: "explore/take-up" })).toEqual({
    copies: [{ address, title: "Mine" }],
  });
  writeFileSync(
    join(root, "docs", "explore", "take-up.md"),
    text.replace("# Take-up\n", "# Take-up\n\nA new lead.\n"),
  );
  expect(await read("forks", { address })).toEqual({
    copies: [],
    origin: { address: "explore/take-up", title: "Take-up", changed: true },
  });
  const { text: merged } = await write("take-over", { address, text: page(address) });
  expect(merged).toContain("A new lead.");
  expect(merged).toContain("# Mine\n");
  await write("save", {
    address,
    text: merged,
    base: (await read("page", { address })).hash,
    note: "Take over",
  });
  expect((await read("forks", { address })).origin.changed).toBe(false);
});

test("pages of one title have an address each", async () => {
  expect((await write("create", { title: "Our page" })).address).toBe("explore/ana/our-page");
  expect((await write("create", { title: "Our page!" })).address).toBe("explore/ana/our-page-2");
  expect(page("explore/ana/our-page")).toContain("# Our page\n");
});

test("a picture is kept beside its page, named by what it shows, and is a version of its own", async () => {
  const about = "Two girls at the sand pit";
  const content = Buffer.from("GIF89a, dots").toString("base64");
  const put = () => write("picture", { address: "explore/take-up", about, content });
  expect(await put()).toEqual({ name: "take-up-two-girls-at-the-sand-pit.gif" });
  expect(await put()).toEqual({ name: "take-up-two-girls-at-the-sand-pit-2.gif" });
  const file = join(root, "docs", "explore", "take-up-two-girls-at-the-sand-pit.gif");
  expect(readFileSync(file, "utf8")).toBe("GIF89a, dots");
  expect((await git.log({ fs, dir: root }))[0]!.commit.message).toBe("Add a picture to explore/take-up\n");
  expect(
    await git.status({ fs, dir: root, filepath: "docs/explore/take-up-two-girls-at-the-sand-pit.gif" }),
  ).toBe("unmodified");
});

test("nothing is written without the token of this run", async () => {
  const body = JSON.stringify({ address: "explore/new", text: "x", note: "x" });
  for (const token of [undefined, "", "x".repeat(32)]) {
    const response = await post("save", body, token);
    expect(response.status).toBe(403);
    expect((await response.json()).problem).toMatch(/Load it again/);
  }
  expect((await fetch(`${origin}save?address=explore/new&text=x`)).status).toBe(405);
  expect(() => page("explore/new")).toThrow();
});

test("who else has a page open is told, until they leave", async () => {
  const address = "explore/take-up";
  await write("present", { address, draft: "0a1b2c3d", writer: "Bo" });
  expect(await write("present", { address, draft: "11111111" })).toEqual({
    others: [{ draft: "0a1b2c3d", writer: "Bo" }],
  });
  await write("leave", { address, draft: "0a1b2c3d" });
  expect(await write("present", { address, draft: "11111111" })).toEqual({ others: [] });
});

test("a page is taken over with what another window has written, which is told who has it, and can take it back", async () => {
  const address = "explore/take-up";
  const { hash: base } = await read("page", { address });
  const [ana, bo] = ["11111111", "0a1b2c3d"];
  const present = (draft: string, writer: string) => write("present", { address, draft, writer });
  await write("draft", { address, id: bo, text: `${text}\nBo adds.\n`, base, writer: "Bo" });
  await present(bo, "Bo");
  await present(ana, "Ana");
  const own = text.replace("# Take-up", "# Take-up in Aston");
  const merged = { text: `${own}\nBo adds.\n` };
  expect(await write("take-page", { address, draft: ana, from: bo, text: own })).toEqual(merged);
  expect((await present(bo, "Bo")).takenBy).toEqual({ draft: ana, writer: "Ana" });
  await write("draft", { address, id: ana, ...merged, base, writer: "Ana" });
  expect(await write("take-page", { address, draft: bo, from: ana, text: `${text}\nBo adds.\n` })).toEqual(
    merged,
  );
  expect((await present(bo, "Bo")).takenBy).toBeUndefined();
  expect((await present(ana, "Ana")).takenBy).toEqual({ draft: bo, writer: "Bo" });
  await write("leave", { address, draft: bo });
  expect(await present(ana, "Ana")).toEqual({ others: [] });
});

test("two windows that go on with one draft keep a draft each", async () => {
  const address = "explore/take-up";
  const { hash: base } = await read("page", { address });
  const [id, one, two] = ["0a1b2c3d", "11111111", "22222222"];
  const keep = async (window: string, says: string) =>
    (await write("draft", { address, id, window, text: `${text}${says}\n`, base })).id;
  expect(await keep(one, "One.")).toBe(id);
  const other = await keep(two, "Two.");
  expect(other).not.toBe(id);
  expect(await keep(two, "Two more.")).toBe(other);
  expect(await keep(one, "One more.")).toBe(id);
  const { drafts } = await read("page", { address });
  expect(drafts.map((draft: { id: string; text: string }) => [draft.id, draft.text]).sort()).toEqual(
    [
      [id, `${text}One more.\n`],
      [other, `${text}Two more.\n`],
    ].sort(),
  );
  expect(drafts.every(({ isOpen }: { isOpen?: boolean }) => isOpen)).toBe(true);
  // One that has left leaves its draft to whoever goes on with it.
  await write("leave", { address, draft: id });
  expect(await keep("33333333", "Taken on.")).toBe(id);
});

test("a window that slept while another went on with its draft takes nothing from that when it wakes", () => {
  let now = 0;
  const attendance = new Attendance(() => now);
  const keep = (window: string) => {
    const draft = attendance.draftFor(window, "0a1b2c3d");
    attendance.note("explore/take-up", { draft, writer: "Ana" });
    return draft;
  };
  const [asleep, other] = ["11111111", "22222222"];
  expect(keep(asleep)).toBe("0a1b2c3d");
  now += 60_000;
  expect(keep(other)).toBe("0a1b2c3d");
  now += 60_000;
  const own = keep(asleep);
  expect(own).not.toBe("0a1b2c3d");
  expect([keep(other), keep(asleep)]).toEqual(["0a1b2c3d", own]);
});

test("what was written of a page that moved, or is gone, is offered where the page is, and where it was", async () => {
  const address = "explore/take-up";
  const long = `${text}${Array.from({ length: 9 }, (_, i) => `Line ${i}.\n`).join("\n")}`;
  const { hash } = await read("page", { address });
  await write("save", { address, text: long, base: hash, note: "More" });
  const { hash: base } = await read("page", { address });
  await write("draft", { address, id: "0a1b2c3d", text: long.replace("Line 3.", "Line 3, by Ana."), base });
  const docs = join(root, "docs", "explore");
  renameSync(join(docs, "take-up.md"), join(docs, "places.md"));
  writeFileSync(join(docs, "places.md"), long.replace("Line 7.", "Line 7, since."));
  expect((await read("page", { address: "explore/places" })).drafts).toMatchObject([
    { id: "0a1b2c3d", text: long.replace("Line 3.", "Line 3, by Ana.").replace("Line 7.", "Line 7, since.") },
  ]);
  expect(readdirSync(docs)).not.toContain(".take-up.0a1b2c3d.draft.md");
  rmSync(join(docs, "places.md"));
  const gone = await read("page", { address: "explore/places" });
  expect(gone).toMatchObject({ text: "", isGone: true, drafts: [{ id: "0a1b2c3d" }] });
  expect((await read("page", { address: "explore/none" })).problem).toMatch(/There is no page/);
});

test("a writer who moves a page goes on there with what was not saved", async () => {
  const address = "explore/take-up";
  const { hash: base } = await read("page", { address });
  const draft = "0a1b2c3d";
  const written = `${text}\nNot saved yet.\n`;
  await write("draft", { address, id: draft, text: written, base });
  const { address: now } = await write("move", { address, folder: "briefings", draft });
  expect(now).toBe("briefings/take-up");
  const { drafts } = await read("page", { address: now });
  expect(drafts).toMatchObject([{ id: draft }]);
  expect(drafts[0].text).toBe(`${page(now)}\nNot saved yet.\n`);
  // As do the windows of others, once they follow.
  await write("draft", { address, id: "11111111", text: text.replace("# Take-up", "# Bo's"), base });
  expect(await write("follow", { address, now, draft: "11111111" })).toEqual({ draft: "11111111" });
  expect((await read("page", { address: now })).drafts.map(({ id }: { id: string }) => id).sort()).toEqual([
    draft,
    "11111111",
  ]);
});

test("where both wrote in the same lines, what is taken over is chosen side by side", async () => {
  const address = "explore/take-up";
  const { hash: base } = await read("page", { address });
  const by = (name: string) => text.replace("# Take-up", `# Take-up, by ${name}`);
  await write("draft", { address, id: "0a1b2c3d", text: by("Bo"), base, writer: "Bo" });
  const { pieces } = await write("take-page", {
    address,
    draft: "11111111",
    from: "0a1b2c3d",
    text: by("Ana"),
  });
  expect(pieces).toContainEqual({
    yours: "# Take-up, by Ana\n",
    theirs: "# Take-up, by Bo\n",
    base: "# Take-up\n",
  });
});

test.each([
  ["page", { address: "../data/city" }],
  ["page", { address: "explore/none" }],
  ["page", {}],
  ["version", { address: "explore/take-up", id: "HEAD" }],
])("a read that makes no sense is refused in words: %s %j", async (name, what) => {
  expect((await read(name, what as Record<string, string>)).problem).toMatch(/\w{3}/);
});

test.each([
  ["save", "not JSON"],
  ["save", "{}"],
  ["save", JSON.stringify({ address: "explore/../../package", text: "x", note: "x" })],
  ["draft", JSON.stringify({ address: "explore/x", id: "../../../x", text: "x" })],
  ["create", JSON.stringify({ title: "  " })],
  ["create", JSON.stringify({ title: "x", folder: "../.." })],
  ["picture", JSON.stringify({ address: "explore/take-up", about: " ", content: "R0lGODlh" })],
  ["picture", JSON.stringify({ address: "explore/take-up", about: "x", content: "PHN2ZyBvbmxvYWQ9Jyc+" })],
  ["picture", JSON.stringify({ address: "../x", about: "x", content: "R0lGODlh" })],
  ["remove", JSON.stringify({ address: "explore/none" })],
  ["save", JSON.stringify({ address: "explore/x", text: "x".repeat(9_000_000), note: "x" })],
])("a write that makes no sense is refused in words, and writes nothing: %s", async (name, body) => {
  const response = await post(name, body, (await read("session")).token);
  expect([400, 409]).toContain(response.status);
  expect((await response.json()).problem).toMatch(/\w{3}/);
  expect(page("explore/take-up")).toBe(text);
});

test("a dated note on a series is kept in data/notes with its writer, each in a file of its own", async () => {
  const note = { date: "2025-01-31", indicator: "two-year-old-take-up", text: "The form changed." };
  expect(await write("series-note", note)).toEqual({ file: "2025-01-31-two-year-old-take-up.yaml" });
  expect(await write("series-note", note)).toEqual({ file: "2025-01-31-two-year-old-take-up-2.yaml" });
  expect(readNotes(join(root, "data", "notes"))).toEqual([
    expect.objectContaining({ ...omit(note), indicators: [note.indicator], writer: "Ana", break: false }),
    expect.anything(),
  ]);
  expect(await write("series-note", { ...note, indicator: "../../x" })).toEqual({
    problem:
      "indicators: there is no indicator “../../x” in data/indicators. Correct it, or take it off the list.",
  });
  expect((await write("series-note", { ...note, source: "none" })).problem).toMatch(
    /^source: there is no source/,
  );
  expect(await write("series-note", { ...note, date: "January" })).toEqual({
    problem: "Write the day as year-month-day, as in 2026-01-31.",
  });
  expect(await write("series-note", { ...note, text: " " })).toEqual({
    problem: "Write what a reader should know.",
  });
});

test("a note is for the public as it is written only where its writer publishes", async () => {
  const note = { date: "2025-01-31", indicator: "two-year-old-take-up", text: "The form changed." };
  const notes = () => readNotes(join(root, "data", "notes")).map((one) => one.public);
  await write("series-note", { ...note, public: true });
  expect(notes()).toEqual([true]);
  signedOn = { name: "Bo", email: "bo@example.org", roles: ["analyst"], isOneOfMany: true };
  expect((await write("series-note", { ...note, public: true })).problem).toMatch(
    /^Only publishers let the public read a note/,
  );
  await write("series-note", note);
  expect(notes().sort()).toEqual([false, true]);
});

function omit<T extends { indicator: string }>({ indicator, ...rest }: T): Omit<T, "indicator"> {
  return rest;
}
