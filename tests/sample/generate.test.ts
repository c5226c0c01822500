import { createHash } from "node:crypto";
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { claims } from "../../loaders/pull/choose.js";
import { readSources } from "../../loaders/registry/source.js";
import { repositoryRoot } from "../../loaders/store/paths.js";
import { generateSample, type SampleSummary } from "../../workspace/sample/generate.js";
import { soak } from "../soak.js";

const scratch = mkdtempSync(join(tmpdir(), "sample-"));
const children = 1_000;
let summary: SampleSummary;

beforeAll(async () => {
  summary = await make("first", 11);
}, 60_000);
afterAll(() => rmSync(scratch, { recursive: true, force: true }));

function make(name: string, seed: number, log?: (line: string) => void): Promise<SampleSummary> {
  const options = {
    folder: join(scratch, name),
    truthFolder: join(scratch, `${name}-truth`),
    children,
    seed,
  };
  return generateSample({ ...options, log });
}

function filesIn(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) =>
      join(entry.parentPath, entry.name)
        .slice(folder.length + 1)
        .replaceAll("\\", "/"),
    )
    .sort();
}

function hashes(folder: string): Record<string, string> {
  const hash = (file: string) =>
    createHash("sha256")
      .update(readFileSync(join(folder, file)))
      .digest("hex");
  return Object.fromEntries(filesIn(folder).map((file) => [file, hash(file)]));
}

soak(
  "the same seed gives the same files with the same times, another seed gives others",
  async () => {
    await make("second", 11);
    await make("other", 12);
    const first = hashes(join(scratch, "first"));
    expect(hashes(join(scratch, "second"))).toEqual(first);
    expect(hashes(join(scratch, "second-truth"))).toEqual(hashes(join(scratch, "first-truth")));
    const other = hashes(join(scratch, "other"));
    expect(Object.keys(other)).toEqual(Object.keys(first));
    const register = "child-health-register/Child_Health_Register_sample_20261031.csv";
    expect(other[register]).not.toBe(first[register]);
    expect(statSync(join(scratch, "first", register)).mtime.toISOString()).toBe("2026-10-31T00:00:00.000Z");
  },
  60_000,
);

test("so many children under six live in the city at the end", () => {
  expect(summary.underSixes).toBeGreaterThanOrEqual(children);
  expect(summary.underSixes).toBeLessThan(children + 4);
  expect(summary.children).toBeGreaterThan(1.4 * children);
});

test("every file says that it is a sample and lies with the one source that recognises it", () => {
  const sources = readSources();
  const files = filesIn(join(scratch, "first")).filter((file) => file !== "SAMPLE.txt");
  expect(files).toHaveLength(summary.files);
  for (const file of files) {
    expect(file).toMatch(/sample/i);
    expect(sources.filter((s) => claims(s, file)).map((s) => s.id)).toEqual([
      file.slice(0, file.indexOf("/")),
    ]);
  }
});

test("a note says what the sample is", () => {
  expect(readFileSync(join(scratch, "first", "SAMPLE.txt"), "utf8")).toMatch(
    /^SAMPLE DATA\n\nEverything .* is invented/,
  );
});

test("the truth lies elsewhere, and nothing that loads data knows where", async () => {
  expect(filesIn(join(scratch, "first-truth"))).toEqual(["children.parquet", "records.parquet"]);
  await expect(
    generateSample({ folder: join(scratch, "x"), truthFolder: join(scratch, "x", "truth"), children }),
  ).rejects.toThrow(/the truth must not lie among the extracts\. Name a folder outside/);
  const loaders = join(repositoryRoot, "loaders");
  const readers = filesIn(loaders).filter((f) =>
    /\.truth|workspace\/sample/.test(readFileSync(join(loaders, f), "utf8")),
  );
  expect(readers).toEqual([]);
});

test("a wrong number of children is refused with the numbers that are allowed", async () => {
  await expect(generateSample({ folder: join(scratch, "x"), children: 999 })).rejects.toThrow(
    "999 children: write a whole number from 1000 to 3500000.",
  );
  expect(existsSync(join(scratch, "x"))).toBe(false);
});

soak("a run that stops half-way leaves the last sample as it was, and nothing else", async () => {
  const before = hashes(join(scratch, "first"));
  const stop = (line: string) => {
    if (line.includes("50 %")) throw new Error("stopped");
  };
  await expect(make("first", 13, stop)).rejects.toThrow("stopped");
  expect(hashes(join(scratch, "first"))).toEqual(before);
  expect(readdirSync(scratch).filter((name) => /unfinished|old/.test(name))).toEqual([]);
});
