import { mkdirSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { describePlace } from "../../workspace/describe-place.js";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "place-"));
  mkdirSync(join(folder, "share"));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const log: string[] = [];

function describe(): Promise<string> {
  const file = join(folder, "place.yaml");
  writeFileSync(
    file,
    `id: groups\nformat: { type: csv, delimiter: ";" }\nlocation: { type: folder, path: "${join(folder, "share")}", files: ["groups*"], settleSeconds: 0 }\n`,
  );
  return describePlace(file, "2026-11-01", (line) => log.push(line));
}

test("a place that no source describes yet is looked at, and its file described with that place", async () => {
  const extract = join(folder, "share", "groups_2026-10.csv");
  writeFileSync(extract, "First name;Day\nXanthippe;Mon\n");
  utimesSync(extract, 1_790_000_000, 1_790_000_000);
  const described = await describe();
  expect(described).toContain("headers: { any: First name }");
  expect(described).toContain("type: folder");
  expect(`${described}${log.join()}`).not.toContain("Xanthippe");
  expect(log.join(" ")).toContain("groups_2026-10.csv");
});

test("a place without a file says so", async () => {
  await expect(describe()).rejects.toThrow(/share: the folder is/);
});
