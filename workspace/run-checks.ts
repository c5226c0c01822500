import { spawn } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, rmSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { repositoryRoot } from "../loaders/store/paths.js";

type Part = "types" | "lint" | "unit" | "browser";

interface Count {
  passed: number;
  failed: number;
  skipped: number;
}

const require = createRequire(join(repositoryRoot, "package.json"));

/**
 * Runs the parts and prints, as the last line, how many checks passed and failed; each of types and lint counts as one.
 * `filters` narrows the tests to files whose path has one of them. Returns the exit code.
 */
export async function runChecks(parts: Part[], filters: string[]): Promise<number> {
  const counts: Count[] = [];
  if (parts.includes("types")) counts.push(await check("Types", "typescript", "tsc", ["-p", "."]));
  if (parts.includes("lint"))
    counts.push(await check("Lint", "@biomejs/biome", "biome", ["check", "--diagnostic-level=error", "."]));
  if (parts.includes("types") || parts.includes("lint")) counts.push(...(await checkCells(parts)));
  const projects = parts.filter((part) => part === "unit" || part === "browser");
  if (projects.length) counts.push(await runTests(projects, filters));
  const total = (key: keyof Count): number => counts.reduce((sum, count) => sum + count[key], 0);
  const skipped = total("skipped") ? `, ${total("skipped")} skipped` : "";
  console.log(`\n${total("passed")} passed, ${total("failed")} failed${skipped}`);
  return total("failed") ? 1 : 0;
}

async function check(title: string, ...command: [string, string, string[]]): Promise<Count> {
  console.log(`\n${title}`);
  const passed = (await runBin(...command)) === 0;
  if (passed) console.log("  nothing to complain of");
  return { passed: Number(passed), failed: Number(!passed), skipped: 0 };
}

/** The cells of pages, as types and lint see the rest of the code. */
async function checkCells(parts: Part[]): Promise<Count[]> {
  const { tellFault, writeCells } = await import("./cells/check-cells.js");
  const cells = writeCells();
  const counts: Count[] = [];
  try {
    for (const [part, title] of [
      ["types", "Types in the cells of pages"],
      ["lint", "Lint of the cells of pages"],
    ] as const) {
      if (!parts.includes(part)) continue;
      const faults = await cells[part]();
      console.log(`\n${title}`);
      console.log(
        faults.length > 0 ? faults.map((fault) => tellFault(fault)).join("\n") : "  nothing to complain of",
      );
      counts.push({ passed: Number(faults.length === 0), failed: Number(faults.length > 0), skipped: 0 });
    }
  } finally {
    cells.remove();
  }
  return counts;
}

async function runTests(projects: string[], filters: string[]): Promise<Count> {
  const report = join(repositoryRoot, "tests", ".output", "report.json");
  mkdirSync(dirname(report), { recursive: true });
  rmSync(report, { force: true });
  const code = await runBin("vitest", "vitest", [
    "run",
    "--config=tests/vitest.config.ts",
    ...projects.map((project) => `--project=${project}`),
    "--reporter=default",
    "--reporter=json",
    `--outputFile.json=${report}`,
    ...filters,
  ]);
  // Where a file of tests or the set-up breaks down there are no tests to count, but it did fail.
  if (!existsSync(report)) return { passed: 0, failed: 1, skipped: 0 };
  const { numPassedTests, numFailedTests, numPendingTests, numTodoTests } = JSON.parse(
    readFileSync(report, "utf8"),
  ) as Report;
  const failed = code !== 0 && numFailedTests === 0 ? 1 : numFailedTests;
  return { passed: numPassedTests, failed, skipped: numPendingTests + numTodoTests };
}

interface Report {
  numPassedTests: number;
  numFailedTests: number;
  numPendingTests: number;
  numTodoTests: number;
}

function runBin(name: string, bin: string, args: string[]): Promise<number> {
  const manifest = require.resolve(`${name}/package.json`);
  const { bin: bins } = JSON.parse(readFileSync(manifest, "utf8")) as {
    bin: string | Record<string, string>;
  };
  const script = join(dirname(manifest), typeof bins === "string" ? bins : bins[bin]!);
  const child = spawn(process.execPath, [script, ...args], { cwd: repositoryRoot, stdio: "inherit" });
  return new Promise((resolve, reject) => {
    child.on("error", reject);
    child.on("close", (code) => resolve(code ?? 1));
  });
}
