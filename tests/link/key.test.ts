import {
  chmodSync,
  existsSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { keyFingerprint, readKey, rotateKey } from "../../loaders/link/key.js";
import { repositoryRoot } from "../../loaders/store/paths.js";
import { runCommandLine } from "../../workspace/cli.js";

const posix = process.platform !== "win32";
let folder: string;
let file: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "key-"));
  file = join(folder, "deep", "pseudonym.key");
});
afterEach(() => rmSync(folder, { recursive: true }));

test("the key is made on first use, is 32 bytes, and stays", () => {
  const key = readKey(file);
  expect(key).toHaveLength(32);
  expect(readKey(file)).toEqual(key);
  expect(new Set(key).size).toBeGreaterThan(8);
});

test.runIf(posix)("only its owner can read the key and its folder", () => {
  readKey(file);
  expect(statSync(file).mode & 0o777).toBe(0o600);
  expect(statSync(join(folder, "deep")).mode & 0o777).toBe(0o700);
});

test("a key inside the repository is refused, by whatever way it leads there, and not made", () => {
  const inside = join(repositoryRoot, "data", "store", "test-pseudonym.key");
  expect(() => readKey(inside)).toThrow(/must not lie in the repository.*Set EARLY_YEARS_KEY_FILE/);
  expect(() => rotateKey(inside)).toThrow("must not lie in the repository");
  expect(existsSync(inside)).toBe(false);
  if (!posix) return;
  symlinkSync(repositoryRoot, join(folder, "link"));
  expect(() => readKey(join(folder, "link", "data", "test-pseudonym.key"))).toThrow(
    "must not lie in the repository",
  );
});

test.runIf(posix)("a key that others can read is refused", () => {
  readKey(file);
  chmodSync(file, 0o640);
  expect(() => readKey(file)).toThrow(`Run: chmod 600 "${file}"`);
});

test("a file that holds no key is refused and left as it is", () => {
  readKey(file);
  writeFileSync(file, "not a key");
  expect(() => readKey(file)).toThrow("does not hold a pseudonym key");
  expect(readFileSync(file, "utf8")).toBe("not a key");
});

test("rotating gives another key; the fingerprint tells them apart without telling the key", () => {
  const before = readKey(file);
  const fingerprint = keyFingerprint(file);
  rotateKey(file);
  expect(readKey(file)).not.toEqual(before);
  expect(keyFingerprint(file)).not.toBe(fingerprint);
  expect(fingerprint).toMatch(/^[0-9a-f]{16}$/);
  expect(before.toString("hex")).not.toContain(fingerprint);
  if (posix) expect(statSync(file).mode & 0o777).toBe(0o600);
});

describe("the command rotate-key", () => {
  const out: string[] = [];
  beforeEach(() => {
    vi.stubEnv("EARLY_YEARS_KEY_FILE", file);
    vi.spyOn(console, "log").mockImplementation((line) => void out.push(String(line)));
  });
  afterEach(() => {
    vi.unstubAllEnvs();
    vi.restoreAllMocks();
    out.length = 0;
  });

  test("says what it would mean, and replaces the key only with --yes", async () => {
    const before = readKey(file);
    expect(await runCommandLine(["rotate-key"])).toBe(1);
    expect(out.join()).toMatch(/can no longer be joined.*Nothing was changed.*rotate-key --yes/s);
    expect(readKey(file)).toEqual(before);
    expect(await runCommandLine(["rotate-key", "--yes"])).toBe(0);
    expect(readKey(file)).not.toEqual(before);
    expect(out.join()).not.toContain(readKey(file).toString("hex"));
  });

  test("makes no key where there is none", async () => {
    expect(await runCommandLine(["rotate-key", "--yes"])).toBe(0);
    expect(out).toEqual([`There is no key yet: the next refresh makes one, in ${file}.`]);
    expect(existsSync(file)).toBe(false);
  });
});
