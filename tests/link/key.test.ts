import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { addDecision, createDecisions } from "../../loaders/link/decisions.js";
import { fingerprintOf, readKey } from "../../loaders/link/key.js";
import { readStoreKey, storeKey, storeKeyFingerprint } from "../../loaders/link/store-key.js";
import { refresh } from "../../loaders/refresh/refresh.js";
import { Database } from "../../loaders/store/database.js";
import { repositoryRoot, storeOf } from "../../loaders/store/paths.js";
import { runCommandLine } from "../../workspace/cli.js";
import { isSoaking, soak } from "../soak.js";

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

test("the fingerprint tells one key from another without telling the key", () => {
  const key = readKey(file);
  const fingerprint = fingerprintOf(key);
  expect(fingerprint).toMatch(/^[0-9a-f]{16}$/);
  expect(key.toString("hex")).not.toContain(fingerprint);
  expect(fingerprintOf(readKey(join(folder, "other.key")))).not.toBe(fingerprint);
});

describe("a key a store", () => {
  const out: string[] = [];
  let inbox: string;
  beforeEach(() => {
    inbox = join(folder, "inbox");
    vi.stubEnv("EARLY_YEARS_KEY_FILE", file);
    vi.stubEnv("EARLY_YEARS_STORE", join(folder, "store"));
    vi.stubEnv("EARLY_YEARS_INBOX", inbox);
    vi.spyOn(console, "log").mockImplementation((line) => void out.push(String(line)));
  });
  afterEach(() => {
    vi.unstubAllEnvs();
    vi.restoreAllMocks();
    out.length = 0;
  });

  test("is made at first use, stays, and is that of no other store", () => {
    const [one, two] = [storeOf(inbox), storeOf(join(folder, "other"))];
    const key = readStoreKey(one);
    expect(readStoreKey(one)).toEqual(key);
    expect(readStoreKey(two)).not.toEqual(key);
    expect(storeKeyFingerprint(one)).not.toBe(storeKeyFingerprint(two));
    expect(storeKey(one)).toMatchObject({ version: 1 });
    const kept = readdirSync(join(one.folder, "kept")).map((name) =>
      readFileSync(join(one.folder, "kept", name), "utf8"),
    );
    expect(kept).toHaveLength(1);
    expect(kept.join()).not.toContain(key.toString("hex"));
  });

  // That each store has its own the test above says; key.soak.test.ts sees what comes of it.
  soak(
    "gives the same children other pseudonyms in another store, and after a rotation, and keeps decisions",
    async () => {
      const children = [
        ["Ann", "Lee", "2022-02-01", "B1 1AA"],
        ["Oscar", "Khan", "2021-07-19", "B2 2BB"],
        ["Mia", "Brown", "2023-11-28", "B3 3CC"],
      ].map(([firstName, lastName, dateOfBirth, postCode], i) => ({
        registrationId: `CC-${i}`,
        ...{ firstName, lastName, dateOfBirth, postCode },
        ...{
          gender: "Girl",
          ethnicity: "Any other White background",
          centre: "C1",
          registeredOn: "2024-01-01",
        },
      }));
      const extract = (name: string) => {
        mkdirSync(join(folder, name), { recursive: true });
        writeFileSync(
          join(folder, name, "centre_registrations_1.json"),
          JSON.stringify({ registrations: children }),
        );
        return join(folder, name);
      };
      const persons = async (from: string) => {
        const { store } = await refresh({ inbox: from });
        const db = await Database.open(store.analysis, { readOnly: true });
        const ids = (await db.rows<{ id: string }>("SELECT person_id AS id FROM person")).map(({ id }) => id);
        db.close();
        expect(ids).toHaveLength(3);
        return ids;
      };
      const mine = await persons(extract("inbox"));
      if (isSoaking) {
        const theirs = await persons(extract("other"));
        expect(mine.filter((id) => theirs.includes(id))).toEqual([]);
      }
      const identity = await Database.open(storeOf(inbox).identity);
      await createDecisions(identity);
      const [left, right] = await identity.rows<{ evidence: string }>(
        "SELECT evidence::VARCHAR AS evidence FROM distinct_record ORDER BY evidence LIMIT 2",
      );
      const decision = { verdict: "different", who: "AB", why: "twins" } as const;
      await addDecision(identity, { left: left!.evidence, right: right!.evidence, ...decision }, new Date());
      identity.close();
      expect(await runCommandLine(["rotate-key", "--yes"])).toBe(0);
      const rotated = await persons(inbox);
      expect(rotated.filter((id) => mine.includes(id))).toEqual([]);
      const after = await Database.open(storeOf(inbox).identity, { readOnly: true });
      expect(await after.rows("SELECT verdict, who, why FROM review_decision")).toEqual([decision]);
      after.close();
    },
    60_000,
  );

  test("that is gone, or another, is told with the way back, and none is made in its place", () => {
    const store = storeOf(inbox);
    readStoreKey(store);
    const { file: own } = storeKey(store)!;
    const copy = readFileSync(own);
    rmSync(own);
    expect(() => readStoreKey(store)).toThrow(/is not there\. Put the key back from your copy/);
    expect(existsSync(own)).toBe(false);
    readKey(own);
    expect(() => readStoreKey(store)).toThrow(/is not the pseudonym key of/);
    writeFileSync(own, copy, { mode: 0o600 });
    expect(storeKeyFingerprint(store)).toBe(fingerprintOf(readKey(own)));
    writeFileSync(join(store.folder, "kept", "pseudonym-key.json"), "{");
    expect(() => readStoreKey(store)).toThrow("Put it back from a backup");
  });

  test("the command says what it would mean, and replaces the key only with --yes", async () => {
    const store = storeOf(inbox);
    expect(await runCommandLine(["rotate-key", "--yes"])).toBe(0);
    expect(out.join()).toContain("has no key yet: the next refresh makes one.");
    expect(storeKey(store)).toBeUndefined();
    const before = readStoreKey(store);
    const { file: old } = storeKey(store)!;
    expect(await runCommandLine(["rotate-key"])).toBe(1);
    expect(out.join()).toMatch(/can no longer be joined.*Nothing was changed.*rotate-key --yes/s);
    expect(readStoreKey(store)).toEqual(before);
    expect(await runCommandLine(["rotate-key", "--yes"])).toBe(0);
    expect(readStoreKey(store)).not.toEqual(before);
    expect(storeKey(store)).toMatchObject({ version: 2 });
    expect(existsSync(old)).toBe(false);
    if (posix) expect(statSync(storeKey(store)!.file).mode & 0o777).toBe(0o600);
    expect(out.join()).not.toContain(readStoreKey(store).toString("hex"));
  });
});
