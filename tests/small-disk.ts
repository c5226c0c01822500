import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** A real disk of a few bytes, in memory, on a folder that `remove` takes away. */
export interface SmallDisk {
  folder: string;
  /** Makes it `bytes` large. */
  resize: (bytes: number) => void;
  makeReadOnly: () => void;
  remove: () => void;
}

/** Whether this process may mount disks; only root on Linux may, and not everywhere. */
export const canMount = tryToMount();

export function smallDisk(bytes: number): SmallDisk {
  const folder = mkdtempSync(join(tmpdir(), "disk-"));
  const mount = (options: string): void => {
    execFileSync("mount", ["-t", "tmpfs", "-o", options, "tmpfs", folder], { stdio: "pipe" });
  };
  mount(`size=${bytes}`);
  return {
    folder,
    resize: (size) => mount(`remount,size=${size}`),
    makeReadOnly: () => mount("remount,ro"),
    remove: () => {
      execFileSync("umount", ["--lazy", folder], { stdio: "pipe" });
      rmSync(folder, { recursive: true });
    },
  };
}

function tryToMount(): boolean {
  if (process.platform !== "linux" || process.getuid?.() !== 0) return false;
  try {
    smallDisk(65_536).remove();
    return true;
  } catch {
    return false;
  }
}
