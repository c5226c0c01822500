import { spawnSync } from "node:child_process";
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { takeSnapshot } from "../../loaders/pull/copy.js";
import { filesOf } from "../../loaders/pull/inbox.js";
import { Database } from "../../loaders/store/database.js";
import { withLock } from "../../loaders/store/lock.js";
import { repositoryRoot, storeOf } from "../../loaders/store/paths.js";
import { storageError } from "../../loaders/store/storage.js";
import { writeFileAtomic } from "../../loaders/store/write-file.js";
import { canMount, type SmallDisk, smallDisk } from "../small-disk.js";
import { isSoaking } from "../soak.js";

test.each([
  ['IO Error: Could not write file "/s/x.duckdb": No space left on device', "no space is left on its disk"],
  ['IO Error: Cannot open file "/s/x.duckdb": Read-only file system', "its disk is read-only"],
  ['IO Error: Cannot open file "/s/x.duckdb": Permission denied', "is not this user's to read and write"],
])("what the database says of a disk is told in words, with the file: %s", (said, told) => {
  expect(storageError(new Error(said))?.message).toMatch(/^\/s\/x\.duckdb: /);
  expect(storageError(new Error(said))?.message).toContain(told);
});

test("what is no disk's refusal is left as it is", () => {
  expect(storageError(new Error("Conversion Error: 'Permission denied' is no date"))).toBeUndefined();
  expect(storageError(Object.assign(new Error("x"), { code: "ENOENT" }))).toBeUndefined();
});

describe.skipIf(!canMount)("on a disk that is full or read-only (needs root on Linux)", () => {
  let disk: SmallDisk;
  beforeEach(() => {
    disk = smallDisk(2e6);
  });
  afterEach(() => disk.remove());
  const fill = (): void => {
    try {
      writeFileSync(join(disk.folder, "filler"), Buffer.alloc(4e6));
    } catch {
      // That is what is wanted.
    }
  };
  const full = /no space is left on its disk\. Free some/;

  test("a file stays as it was, and nothing is left beside it", () => {
    const file = join(disk.folder, "manifest.json");
    writeFileAtomic(file, "old");
    fill();
    expect(() => writeFileAtomic(file, "n".repeat(9000))).toThrow(full);
    expect(readFileSync(file, "utf8")).toBe("old");
    expect(readdirSync(disk.folder).sort()).toEqual(["filler", "manifest.json"]);
  });

  test("a lock that could not be written locks nobody out", async () => {
    fill();
    const lock = join(disk.folder, "refresh.lock");
    await expect(withLock(lock, async () => "done")).rejects.toThrow(full);
    expect(existsSync(lock)).toBe(false);
  });

  test("an extract that does not fit is not passed over as if it were not ready", async () => {
    const inbox = join(disk.folder, "inbox");
    mkdirSync(inbox);
    writeFileSync(join(inbox, "a.csv"), "id\n1\n");
    const store = { ...storeOf(inbox), snapshots: join(disk.folder, "snapshots") };
    mkdirSync(join(store.snapshots, "source"), { recursive: true });
    fill();
    await expect(takeSnapshot(store, "source", filesOf(inbox)[0]!)).rejects.toThrow(full);
    expect(readdirSync(join(store.snapshots, "source"))).toEqual([]);
  });

  const many = "SELECT i, md5(i::VARCHAR) AS text FROM range(200000) AS t(i)";

  test("a database tells the first cause, keeps what it had, and goes on once there is space", async () => {
    const file = join(disk.folder, "analysis.duckdb");
    const db = await Database.open(file);
    await db.run("CREATE TABLE kept AS SELECT 7 AS n");
    const work = db.transaction(() => db.run(`CREATE TABLE large AS ${many}`));
    await expect(work).rejects.toThrow(`${file}: could not be written, as no space is left on its disk.`);
    db.close();
    disk.resize(64e6);
    const again = await Database.open(file);
    expect(await again.rows("SELECT n FROM kept")).toEqual([{ n: 7 }]);
    expect(await again.has("large")).toBe(false);
    await again.transaction(() => again.run(`CREATE TABLE large AS ${many}`));
    again.close();
  });

  test("a database that could not be begun leaves no file that would pass for a damaged one", async () => {
    fill();
    const file = join(disk.folder, "identity.duckdb");
    await expect(Database.open(file)).rejects.toThrow(full);
    expect(readdirSync(disk.folder)).toEqual(["filler"]);
  });

  test("what is read-only can be read, and is said to be so by whoever would write", async () => {
    const file = join(disk.folder, "public.duckdb");
    const made = await Database.open(file);
    await made.run("CREATE TABLE kept AS SELECT 7 AS n");
    made.close();
    disk.makeReadOnly();
    const db = await Database.open(file, { readOnly: true });
    expect(await db.rows("SELECT n FROM kept")).toEqual([{ n: 7 }]);
    db.close();
    const refusal = /could not be written, as its disk is read-only\. Make the disk writable/;
    await expect(Database.open(file)).rejects.toThrow(refusal);
    await expect(withLock(join(disk.folder, "lock"), async () => {})).rejects.toThrow(refusal);
    expect(() => writeFileAtomic(join(disk.folder, "current.json"), "{}")).toThrow(refusal);
  });
});

test.runIf(isSoaking && process.platform !== "win32")("who may not write is told so, without a stack", () => {
  const folder = mkdtempSync(join(tmpdir(), "forbidden-"));
  const store = join(folder, "store");
  mkdirSync(store);
  chmodSync(folder, 0o755);
  chmodSync(store, 0o555);
  // Root may write anywhere, so it becomes somebody else.
  const script = `
    const { runCommandLine } = await import(${JSON.stringify(join(repositoryRoot, "workspace/cli.ts"))});
    await import(${JSON.stringify(join(repositoryRoot, "loaders/refresh/refresh.ts"))});
    if (process.getuid() === 0) process.seteuid(65534);
    process.exitCode = await runCommandLine(["refresh", "--inbox", ${JSON.stringify(folder)}]);`;
  const { status, stderr } = spawnSync(
    process.execPath,
    ["--import", "tsx", "--input-type=module", "-e", script],
    { cwd: repositoryRoot, encoding: "utf8", env: { ...process.env, EARLY_YEARS_STORE: store } },
  );
  chmodSync(store, 0o755);
  rmSync(folder, { recursive: true });
  expect(stderr.trim()).toMatch(
    /^\S+current\.json: is not this user's to read and write\. Give this user the right to, and try again\.$/,
  );
  expect(status).toBe(4);
});
