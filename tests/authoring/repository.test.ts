import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { Repository } from "../../workspace/authoring/repository.js";

const ana = { name: "Ana Sharma", email: "ana@example.org" };
let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "versions-"));
  mkdirSync(join(folder, "docs", "explore"), { recursive: true });
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const page = () => join(folder, "docs", "explore", "page.md");
const commit = (repository: Repository, text: string | undefined, note: string, merges: string[] = []) => {
  if (text !== undefined) writeFileSync(page(), text);
  return repository.commit(new Map([[page(), text]]), ana, note, merges);
};

test("a folder without a repository gets one, and versions come newest first", async () => {
  const repository = await Repository.open(folder);
  expect(await repository.versions(page())).toEqual([]);
  await commit(repository, "one\n", "Begin");
  await commit(repository, "two\n", "Go on");
  const versions = await repository.versions(page());
  expect(versions.map(({ note, writer }) => [note, writer])).toEqual([
    ["Go on", "Ana Sharma"],
    ["Begin", "Ana Sharma"],
  ]);
  expect(await repository.committed(page())).toBe("two\n");
  expect(await repository.committed(page(), versions[1]!.id)).toBe("one\n");
});

test("a text that was kept is had again by its hash, and no other is", async () => {
  const repository = await Repository.open(folder);
  const hash = await repository.keep("Zoë’s page\n");
  expect(await repository.kept(hash)).toBe("Zoë’s page\n");
  expect(await repository.kept("0".repeat(40))).toBeUndefined();
  expect(await repository.kept("../../etc/passwd")).toBeUndefined();
});

test("what was set aside and merged stands in the history beside what was chosen", async () => {
  const repository = await Repository.open(folder);
  await commit(repository, "base\n", "Begin");
  const aside = await repository.commitAside(page(), "mine\n", ana, "Mine");
  await commit(repository, "theirs\n", "Theirs");
  await commit(repository, "chosen\n", "Choose", [aside]);
  const versions = await repository.versions(page());
  const texts = await Promise.all(versions.map(({ id }) => repository.committed(page(), id)));
  expect(texts.sort()).toEqual(["base\n", "chosen\n", "mine\n", "theirs\n"]);
});

test("a version ends with its file, and the folder with its last file", async () => {
  const repository = await Repository.open(folder);
  await commit(repository, "one\n", "Begin");
  await commit(repository, undefined, "Take away");
  expect(await repository.committed(page())).toBeUndefined();
  expect((await repository.versions(page())).map(({ note }) => note)).toEqual(["Take away", "Begin"]);
});

const hasGit = (() => {
  try {
    execFileSync("git", ["--version"]);
    return true;
  } catch {
    return false;
  }
})();

test.skipIf(!hasGit)("git itself finds nothing amiss, and what others staged stays staged", async () => {
  const git = (...args: string[]) => execFileSync("git", args, { cwd: folder, encoding: "utf8" });
  git("init", "-q", "-b", "main");
  writeFileSync(join(folder, "README.md"), "read me\n");
  git("add", ".");
  git("-c", "user.name=Bo", "-c", "user.email=bo@example.org", "commit", "-qm", "Start");
  writeFileSync(join(folder, "README.md"), "staged\n");
  git("add", "README.md");
  writeFileSync(join(folder, "README.md"), "not staged\n");
  const repository = await Repository.open(join(folder, "docs"));
  await commit(repository, "one\n", "Begin");
  expect(git("show", "--name-only", "--format=%an %s", "HEAD").trim()).toBe(
    "Ana Sharma Begin\n\ndocs/explore/page.md",
  );
  expect(git("status", "--porcelain")).toBe("MM README.md\n");
  expect(git("show", ":README.md")).toBe("staged\n");
  expect(readFileSync(join(folder, "README.md"), "utf8")).toBe("not staged\n");
  expect(git("fsck", "--strict")).toBe("");
});

test.skipIf(!hasGit)("a linked worktree is refused with what to do", async () => {
  const repository = await Repository.open(folder);
  await commit(repository, "one\n", "Begin");
  const linked = join(folder, "linked");
  execFileSync("git", ["worktree", "add", "-q", "-b", "other", linked], { cwd: folder });
  await expect(Repository.open(join(linked, "docs"))).rejects.toThrow(/linked worktree.*main checkout/);
});
