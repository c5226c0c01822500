import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** A folder for what is too large for memory, and for copies of the inputs. */
export interface WorkFolder {
  path: string;
  /** A name for a file that takes the place of `file` once it is complete. */
  beside(file: string): string;
}

/**
 * Works with a folder of its own. The folder and unfinished files are removed at the end, and when the process is told
 * to stop; what a process left that was killed is removed by the next.
 */
export async function withWorkFolder<T>(work: (folder: WorkFolder) => Promise<T>): Promise<T> {
  removeAbandoned();
  const path = mkdtempSync(join(tmpdir(), `link-${process.pid}-`));
  const unfinished: string[] = [];
  const clear = (): void => {
    for (const file of [path, ...unfinished]) rmSync(file, { recursive: true, force: true });
  };
  const stop = (signal: NodeJS.Signals): void => {
    clear();
    process.exit(signal === "SIGINT" ? 130 : 143);
  };
  const signals = ["SIGINT", "SIGTERM"] as const;
  for (const signal of signals) process.once(signal, stop);
  try {
    return await work({
      path,
      beside(file) {
        const temporary = `${file}.${process.pid}.tmp`;
        unfinished.push(temporary);
        return temporary;
      },
    });
  } finally {
    for (const signal of signals) process.off(signal, stop);
    clear();
  }
}

function removeAbandoned(): void {
  for (const name of readdirSync(tmpdir())) {
    const pid = /^link-(\d+)-/.exec(name)?.[1];
    if (pid && !isRunning(Number(pid))) rmSync(join(tmpdir(), name), { recursive: true, force: true });
  }
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}
