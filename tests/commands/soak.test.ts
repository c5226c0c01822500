import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, beforeEach, expect, test, vi } from "vitest";
import { readArguments } from "../../workspace/commands/command.js";
import { readTestArguments, test as testCommand } from "../../workspace/commands/test.js";
import { runSoak, soakFiles, soakOrder } from "../../workspace/run-soak.js";
import type { VitestRun } from "../../workspace/run-vitest.js";

let out: string[];
beforeEach(() => {
  out = [];
  vi.spyOn(console, "log").mockImplementation((line) => void out.push(String(line)));
});
afterEach(() => vi.restoreAllMocks());

const folder = mkdtempSync(join(tmpdir(), "soak-"));
const memory = join(folder, "deep", "reached.json");
afterEach(() => rmSync(join(folder, "deep"), { recursive: true, force: true }));
afterAll(() => rmSync(folder, { recursive: true }));

const files = ["tests/a.soak.test.ts", "tests/b.soak.test.ts", "tests/browser/c.soak.test.ts"];
const passing = { passed: 2, failed: 0, skipped: 0 };

test.each([
  ["", ["types", "lint", "unit", "browser"], []],
  ["unit", ["unit"], []],
  ["tests/link", ["unit", "browser"], ["tests/link"]],
  ["-t twins", ["unit"], ["-t", "twins"]],
  ["browser -t twins", ["browser"], ["-t", "twins"]],
  ["--watch", ["unit"], []],
  ["--update tests/components", ["unit", "browser"], ["tests/components", "--update"]],
])("npm test -- %s runs %j with %j", (line, asked, args) => {
  const given = readArguments(testCommand, line.split(" ").filter(Boolean));
  expect(readTestArguments(given)).toEqual({ asked, args });
});

test("every file of long tests is found, and by a part of its path", () => {
  const all = soakFiles([]);
  expect(all.length).toBeGreaterThan(1);
  for (const file of all) expect(file).toMatch(/^tests\/.*\.soak\.test\.ts$/);
  expect(soakFiles([all[0]!])).toEqual([all[0]]);
  expect(soakFiles(["no such"])).toEqual([]);
});

test("each file is begun once, in an order of the seed's, and then those that a seed makes different", () => {
  const order = (seed: number) => [
    ...take(
      7,
      soakOrder(files, seed, (file) => file === files[0]),
    ),
  ];
  const first = order(5);
  expect(
    first
      .slice(0, 3)
      .map(({ file }) => file)
      .sort(),
  ).toEqual(files);
  expect(first.slice(3)).toEqual([6, 7, 8, 9].map((seed) => ({ file: files[0], seed })));
  expect(order(5)).toEqual(first);
  const orders = new Set(
    [1, 2, 3, 4, 5, 6].map((seed) => JSON.stringify(order(seed).map(({ file }) => file))),
  );
  expect(orders.size).toBeGreaterThan(1);
  expect([...soakOrder(files, 5, () => false)]).toHaveLength(3);
});

test("what was not reached for longest comes first", () => {
  const order = (reached: Record<string, number>) =>
    [...soakOrder(files, 5, () => false, reached)].map(({ file }) => file);
  expect(order({ [files[0]!]: 2000, [files[1]!]: 1000 })).toEqual([files[2], files[1], files[0]]);
  expect(order({ [files[2]!]: 1, [files[0]!]: 2 })).toEqual([files[1], files[2], files[0]]);
});

function* take<T>(n: number, from: Iterable<T>): Generator<T> {
  for (const item of from) {
    if (n-- <= 0) return;
    yield item;
  }
}

test("a soak hands on seed and time, adds up, and fails with a way to do the same again", async () => {
  const runs: VitestRun[] = [];
  const real = soakFiles([]).slice(0, 1);
  const run = async (run: VitestRun) => {
    runs.push(run);
    run.heard!("expected 1 to be 2");
    return { passed: 1, failed: 1, skipped: 0 };
  };
  const code = await runSoak(real, { minutes: 15, seed: 5 }, { run, memory });
  expect(code).toBe(1);
  expect(runs[0]).toMatchObject({ args: real, environment: { EARLY_YEARS_SEED: "5" } });
  expect(Number(runs[0]!.environment!.EARLY_YEARS_SOAK_UNTIL)).toBeGreaterThan(Date.now());
  const said = out.join("\n");
  expect(said).toContain("expected 1 to be 2");
  expect(said).toContain(`npm run soak -- --seed 5 ${real[0]}`);
  expect(said).toMatch(/\d+ passed, \d+ failed$/);
  expect(JSON.parse(readFileSync(memory, "utf8"))).toEqual({ [real[0]!]: expect.any(Number) });
});

test("what a random search tells of itself is told", async () => {
  let runs = 0;
  const run = async ({ heard }: VitestRun) => {
    heard!("\u001b[90mstdout\u001b[39m\n\u001b[22mSeed 5: 1,000 tables\nand more\n");
    return { passed: 1, failed: runs++, skipped: 0 };
  };
  await runSoak(soakFiles(["random-tables"]), { minutes: 15, seed: 5 }, { run, memory });
  expect(out.join("\n")).toContain("Seed 5: 1,000 tables");
  expect(out.filter((line) => line.startsWith("        ")).join("\n")).not.toContain("and more");
});

test("what a soak has no time for is told, and counts neither as passed nor as failed", async () => {
  expect(await runSoak(files, { minutes: 0, seed: 5 }, { run: async () => passing, memory })).toBe(0);
  expect(existsSync(memory)).toBe(false);
  expect(out.join("\n")).toContain(`Not reached, or only in part:\n  ${files.join("\n  ")}`);
  expect(out.at(-1)).toBe("\n0 passed, 0 failed");
});
