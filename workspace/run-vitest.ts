import { spawn } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, rmSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { repositoryRoot } from "../loaders/store/paths.js";

export interface Count {
  passed: number;
  failed: number;
  skipped: number;
}

export interface VitestRun {
  /** The beginnings of projects' names in tests/vitest.config.ts. */
  projects: string[];
  /** What else vitest is told: files, options. */
  args?: string[];
  environment?: NodeJS.ProcessEnv;
  /** Where its report lies below tests/.output: two runs at once have two. */
  report?: string;
  /** Hears what it writes, which is otherwise written on; and ends it when aborted. */
  heard?: (text: string) => void;
  signal?: AbortSignal;
}

/** Runs vitest once and counts its tests. */
export async function runVitest(run: VitestRun): Promise<Count> {
  const report = join(repositoryRoot, "tests", ".output", run.report ?? "report.json");
  mkdirSync(dirname(report), { recursive: true });
  rmSync(report, { force: true });
  const args = ["run", ...argumentsOf(run), ...reporters(report)];
  // A drawing that nobody has seen is not what is expected.
  if (!args.includes("--update")) args.push("--update=none");
  const code = await runBin("vitest", "vitest", args, run);
  // Where a file of tests or the set-up breaks down there are no tests to count, but it did fail.
  if (!existsSync(report)) return { passed: 0, failed: 1, skipped: 0 };
  const { numPassedTests, numFailedTests, numPendingTests, numTodoTests } = JSON.parse(
    readFileSync(report, "utf8"),
  ) as Report;
  const failed = code !== 0 && numFailedTests === 0 ? 1 : numFailedTests;
  return { passed: numPassedTests, failed, skipped: numPendingTests + numTodoTests };
}

/** Runs vitest again after every change of a file, until it is told to stop. Gives its exit code. */
export function watchTests(run: VitestRun): Promise<number> {
  return runBin("vitest", "vitest", ["watch", ...argumentsOf(run)]);
}

function argumentsOf({ projects, args = [] }: VitestRun): string[] {
  return ["--config=tests/vitest.config.ts", ...projects.map((project) => `--project=${project}*`), ...args];
}

function reporters(report: string): string[] {
  return [
    "--reporter=default",
    "--reporter=./tests/slowest-files.ts",
    "--reporter=json",
    `--outputFile.json=${report}`,
  ];
}

interface Report {
  numPassedTests: number;
  numFailedTests: number;
  numPendingTests: number;
  numTodoTests: number;
}

const require = createRequire(join(repositoryRoot, "package.json"));

/** Runs a package's command in the repository. Gives its exit code. */
export function runBin(
  name: string,
  bin: string,
  args: string[],
  { environment = {}, heard, signal }: Pick<VitestRun, "environment" | "heard" | "signal"> = {},
): Promise<number> {
  const manifest = require.resolve(`${name}/package.json`);
  const { bin: bins } = JSON.parse(readFileSync(manifest, "utf8")) as {
    bin: string | Record<string, string>;
  };
  const script = join(dirname(manifest), typeof bins === "string" ? bins : bins[bin]!);
  const child = spawn(process.execPath, [script, ...args], {
    cwd: repositoryRoot,
    env: { ...process.env, ...environment },
    stdio: heard ? ["ignore", "pipe", "pipe"] : "inherit",
  });
  for (const stream of [child.stdout, child.stderr]) stream?.setEncoding("utf8").on("data", heard!);
  const end = () => void child.kill("SIGTERM");
  signal?.addEventListener("abort", end);
  return new Promise((resolve, reject) => {
    child.on("error", reject);
    child.on("close", (code) => {
      signal?.removeEventListener("abort", end);
      resolve(code ?? 1);
    });
  });
}
