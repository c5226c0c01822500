import { afterEach, beforeEach, vi } from "vitest";
import { runCommandLine } from "../workspace/cli.js";

export interface CommandResult {
  status: number;
  stdout: string;
  stderr: string;
}

/** Runs a command line in this process, which takes a tenth of starting one, as if typed in a folder. */
export async function runCommand(
  args: string[],
  from: string,
  environment: Record<string, string> = {},
): Promise<CommandResult> {
  const said = { stdout: "", stderr: "" };
  const spies = (["log", "warn", "error"] as const).map((level) =>
    vi.spyOn(console, level).mockImplementation((line) => {
      said[level === "log" ? "stdout" : "stderr"] += `${line}\n`;
    }),
  );
  for (const [name, value] of Object.entries({ INIT_CWD: from, ...environment })) vi.stubEnv(name, value);
  try {
    return { status: await runCommandLine(args), ...said };
  } finally {
    vi.unstubAllEnvs();
    for (const spy of spies) spy.mockRestore();
  }
}

/** What is said on the console in each test of a file, line by line, in place of showing it. */
export function hearConsole(): string[] {
  const said: string[] = [];
  beforeEach(() => {
    said.length = 0;
    for (const stream of ["log", "error"] as const)
      vi.spyOn(console, stream).mockImplementation((line) => {
        said.push(String(line));
      });
  });
  afterEach(() => {
    vi.restoreAllMocks();
  });
  return said;
}
