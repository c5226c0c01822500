import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { type SourceEntry, withDates } from "../../loaders/store/manifest.js";
import { currentStore, storeOf } from "../../loaders/store/paths.js";
import { TellableError } from "../../loaders/store/safe-message.js";
import { runCommandLine } from "../../workspace/cli.js";

test("an entry written before extracts had three dates is read as one whose dates nobody knows", () => {
  const old = {
    name: "a.csv",
    sha256: "a",
    period: null,
    modified: "2021-08-31T00:00:00.000Z",
    bytes: 1,
    rows: 1,
    rejected: 0,
  };
  const entry = { title: "A", extracts: [old], refused: [], asOf: "2021-08-31" } as unknown as SourceEntry;
  expect(withDates(entry, "2026-11-20").extracts[0]).toMatchObject({
    covers: null,
    published: null,
    received: "2026-11-20",
  });
  const known = { ...withDates(entry, "2026-11-20").extracts[0]!, published: "2021-11-01" };
  expect(withDates({ ...entry, extracts: [known] }, "2026-12-24").extracts[0]).toEqual(known);
});

describe("what is damaged is said to be so, and not taken for what is not there yet", () => {
  let folder: string;
  let said: string[];
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "damaged-"));
    said = [];
    vi.stubEnv("EARLY_YEARS_STORE", join(folder, "stores"));
    vi.stubEnv("EARLY_YEARS_INBOX", undefined);
    for (const stream of ["log", "error"] as const)
      vi.spyOn(console, stream).mockImplementation((line) => {
        said.push(String(line));
      });
  });
  afterEach(() => {
    vi.restoreAllMocks();
    vi.unstubAllEnvs();
    rmSync(folder, { recursive: true });
  });

  test("a manifest that was cut", async () => {
    const inbox = join(folder, "inbox");
    const { folder: store, manifest } = storeOf(inbox);
    mkdirSync(store, { recursive: true });
    for (const command of ["check", "status"]) {
      rmSync(manifest, { force: true });
      await runCommandLine([command, "--inbox", inbox]);
      expect(said.at(-1)).toMatch(/npm run refresh$/);
      expect(said.at(-1)).not.toMatch(/damaged/);
      writeFileSync(manifest, '{"refreshedAt": "2026-11-');
      expect(await runCommandLine([command, "--inbox", inbox])).not.toBe(0);
      expect(said.at(-1)).toBe(
        `${manifest}: is damaged, so it is not known what was read. A refresh makes it again: npm run refresh`,
      );
    }
  });

  test.each(["", '{"inb', "{}", "null", "[]"])("the note of which store is in use: %j", (text) => {
    mkdirSync(join(folder, "stores"));
    writeFileSync(join(folder, "stores", "current.json"), text);
    expect(() => currentStore()).toThrow(TellableError);
    expect(() => currentStore()).toThrow(/current\.json: is damaged.*Remove it/);
  });
});
