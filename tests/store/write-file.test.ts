import fs, { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from "node:fs";
import { syncBuiltinESMExports } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { safeMessage, TellableError } from "../../loaders/store/safe-message.js";
import { writeFileAtomic } from "../../loaders/store/write-file.js";

test("a file is replaced whole, its folder is made, and nothing is left beside it", () => {
  const folder = mkdtempSync(join(tmpdir(), "write-"));
  const file = join(folder, "new", "manifest.json");
  writeFileAtomic(file, "old");
  writeFileAtomic(file, "new");
  expect(readFileSync(file, "utf8")).toBe("new");
  expect(readdirSync(join(folder, "new"))).toEqual(["manifest.json"]);
  if (process.platform !== "win32") expect(statSync(file).mode & 0o777).toBe(0o600);
  rmSync(folder, { recursive: true });
});

// Windows keeps a folder's entries by itself.
test.skipIf(process.platform === "win32")(
  "a file's content is on the disk before its name is, and its name before its writer goes on",
  () => {
    const folder = mkdtempSync(join(tmpdir(), "write-"));
    const file = join(folder, "manifest.json");
    writeFileAtomic(file, "old");
    const { fsyncSync } = fs;
    const synced: [string, string][] = [];
    fs.fsyncSync = (handle) => {
      const kind = fs.fstatSync(handle).isDirectory() ? "folder" : "file";
      synced.push([kind, readFileSync(file, "utf8")]);
      fsyncSync(handle);
    };
    syncBuiltinESMExports();
    try {
      writeFileAtomic(file, "new");
    } finally {
      fs.fsyncSync = fsyncSync;
      syncBuiltinESMExports();
    }
    expect(synced).toEqual([
      ["file", "old"],
      ["folder", "new"],
    ]);
    rmSync(folder, { recursive: true });
  },
);

test("what a database error quotes does not reach a log; our own errors do", () => {
  expect(safeMessage(new Error("Conversion Error: Could not convert string 'AMINA' to INT32\nLINE 1"))).toBe(
    "Conversion Error: Could not convert string …",
  );
  expect(safeMessage(new TellableError('data/city.yaml: "name" is missing'))).toBe(
    'data/city.yaml: "name" is missing',
  );
});
