import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { type Person, personAlone, type Role } from "../../workspace/authoring/people.js";
import { Repository } from "../../workspace/authoring/repository.js";
import { hashOfPage } from "../../workspace/authoring/review/page-hash.js";
import { withoutStatus, withStatus } from "../../workspace/authoring/review/page-status.js";
import { ReviewDesk } from "../../workspace/authoring/review/review-desk.js";

const one = (name: string, ...roles: Role[]): Person => ({
  name,
  email: `${name.toLowerCase()}@example.org`,
  roles,
  isOneOfMany: true,
});
const ana = one("Ana", "analyst", "reviewer");
const bo = one("Bo", "reviewer");
const page = "---\ntitle: Take-up\neditions: [workspace, briefings]\n---\n\n# Take-up\n\nIt is lower.\n";
const address = "briefings/take-up";

let root: string;
let docs: string;
let repository: Repository;
let desk: ReviewDesk;
beforeEach(async () => {
  root = mkdtempSync(join(tmpdir(), "review-"));
  docs = join(root, "docs");
  mkdirSync(join(docs, "briefings"), { recursive: true });
  repository = await Repository.open(root);
  desk = new ReviewDesk(docs, async () => repository);
  await write(page, ana);
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

test("a note on a series is read by the public once a publisher lets it, and the rest of its file stays", async () => {
  const folder = join(root, "data", "notes");
  mkdirSync(folder, { recursive: true });
  const text =
    "# By hand.\ndate: 2025-01-31\nindicators: [take-up]\ntext: The form changed.\nwriter: Ana\nwrittenOn: 2025-02-01\n";
  writeFileSync(join(folder, "form.yaml"), text);
  await desk.letPublicRead("form.yaml", true, bo);
  expect(readFileSync(join(folder, "form.yaml"), "utf8")).toBe(`${text}public: true\n`);
  await desk.letPublicRead("form.yaml", false, bo);
  expect(desk.notes()).toEqual([
    { file: "form.yaml", note: expect.objectContaining({ public: false, writer: "Ana" }) },
  ]);
  await expect(desk.letPublicRead("../form.yaml", true, bo)).rejects.toThrow("There is no such note.");
  expect((await repository.versions(join(folder, "form.yaml"))).map(({ note }) => note)).toEqual([
    "Keep from the public the note of 2025-01-31 on take-up",
    "Let the public read the note of 2025-01-31 on take-up",
  ]);
});

const file = () => join(docs, "briefings", "take-up.md");
async function write(text: string, { name, email }: Person): Promise<void> {
  writeFileSync(file(), text);
  await repository.commit(new Map([[file(), text]]), { name, email }, "Write");
}
const hash = () => hashOfPage(docs, address)!;
const approve = (person: Person) => desk.approve(address, { hash: hash() }, person);

test("a page is asked for, commented on, settled and approved, in files and commits that git users read", async () => {
  await desk.ask(address, "Ready, I think.", ana);
  expect((await desk.open(address)).status).toBe("in review");
  await desk.comment(address, { says: "Than what?", about: "It is lower." }, bo);
  await expect(approve(bo)).rejects.toThrow("A comment is not settled yet. Settle it first.");
  const [comment] = (await desk.open(address)).record.comments;
  await write(readFileSync(file(), "utf8").replace("lower.", "lower than England."), ana);
  await desk.settle(address, comment!.id, ana);
  await approve(bo);
  const opened = await desk.open(address);
  expect(opened).toMatchObject({ status: "curated", approval: { by: "Bo <bo@example.org>" } });
  const record = join(docs, "reviews", `${address}.yaml`);
  expect(readFileSync(record, "utf8")).toMatch(
    /^# What was asked, said and approved of docs\/briefings\/take-up\.md\.[\s\S]*about: It is lower\.\n {4}says: Than what\?/,
  );
  expect((await repository.versions(record)).map(({ note, writer }) => `${writer}: ${note}`)).toEqual([
    `Bo: Approve ${address}`,
    `Ana: Settle a comment on ${address}`,
    `Bo: Comment on ${address}`,
    `Ana: Ask for a review of ${address}`,
  ]);
});

test("an edit after the approval needs another, and its writer is told from the one before", async () => {
  await approve(bo);
  const approved = readFileSync(file(), "utf8");
  await write(approved.replace("lower", "higher"), bo);
  const changed = await desk.open(address);
  expect(changed).toMatchObject({ approvedText: approved, writers: ["Bo"] });
  expect(changed.approval).toBeUndefined();
  await expect(approve(bo)).rejects.toThrow("You wrote this text");
  await approve(ana);
  expect((await desk.open(address)).approval?.by).toBe("Ana <ana@example.org>");
});

test("a text that was published is had again by its hash, as long as a version of the page is that", async () => {
  const published = hash();
  const then = readFileSync(file(), "utf8");
  await write(page.replace("lower", "much lower"), ana);
  expect(await desk.textByHash(address, published)).toBe(then);
  expect(await desk.textByHash(address, hash())).toBe(readFileSync(file(), "utf8"));
  expect(await desk.textByHash(address, "0".repeat(64))).toBeUndefined();
});

test("nobody approves what they wrote or asked for, unless there is one person only", async () => {
  await expect(approve(ana)).rejects.toThrow("so somebody else approves it");
  await desk.ask(address, "", bo);
  await expect(approve(bo)).rejects.toThrow("so somebody else approves it");
  await expect(approve(one("Cy", "analyst", "publisher"))).rejects.toThrow("Only reviewers approve pages.");
  await approve(personAlone({ name: "Ana", email: "ana@example.org" }));
  expect((await desk.open(address)).approval).toBeDefined();
});

test("what is approved is what was looked at, and a page that is withdrawn is approved no longer", async () => {
  const seen = hash();
  await write(page.replace("lower", "much lower"), ana);
  await expect(desk.approve(address, { hash: seen }, bo)).rejects.toThrow("The page has changed");
  await approve(bo);
  await desk.withdraw(address, "Wrong year", bo);
  const withdrawn = await desk.open(address);
  expect(withdrawn.status).toBe("withdrawn");
  expect(withdrawn.approval).toBeUndefined();
});

test("a hash is of what readers are told: not of status or line ends, but of a picture beside the page", () => {
  const before = hash();
  writeFileSync(file(), withStatus(page, "curated").replaceAll("\n", "\r\n"));
  expect(hash()).toBe(before);
  writeFileSync(file(), `${page}\n![Map](./map.svg)\n`);
  writeFileSync(join(docs, "briefings", "map.svg"), "<svg></svg>");
  const drawn = hash();
  writeFileSync(join(docs, "briefings", "map.svg"), "<svg><path/></svg>");
  expect(hash()).not.toBe(drawn);
});

test.each([
  ["a page without front matter", "# Title\n", "---\nstatus: draft\n---\n\n# Title\n"],
  [
    "one with a status",
    "---\nstatus: curated # so\ntitle: A\n---\nx",
    "---\ntitle: A\nstatus: draft\n---\nx",
  ],
  ["a status in its text", "---\ntitle: A\n---\nstatus: x", "---\ntitle: A\nstatus: draft\n---\nstatus: x"],
])("the status of %s is set, and nothing else", (_, text, expected) => {
  expect(withStatus(text, "draft")).toBe(expected);
  expect(withoutStatus(withStatus(expected, "curated"))).toBe(withoutStatus(expected));
});

test("an address that leads out of the pages is no page", async () => {
  await expect(desk.comment("../../etc/x", { says: "x" }, bo)).rejects.toThrow("A page's address has");
});
