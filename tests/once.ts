import { existsSync, mkdirSync, readdirSync, rmSync, statSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import { withLock } from "../loaders/store/lock.js";
import { repositoryRoot } from "../loaders/store/paths.js";

/** Where tests keep what they make in the repository's folder. */
export const outputFolder = join(repositoryRoot, "tests", ".output");
const hour = 3_600_000;

/**
 * Makes what tests share in a folder below `outputFolder`, once for all processes and runs: a stamp in the folder says that
 * it is made. The folder's name, up to its first hyphen, is its kind; what was made an hour ago from other files goes.
 */
export async function once(folder: string, stamp: string, work: () => Promise<void>): Promise<void> {
  const file = join(folder, stamp);
  if (existsSync(file)) return;
  await withLock(`${folder}.lock`, async () => {
    if (existsSync(file)) return;
    removeOld(folder);
    mkdirSync(folder, { recursive: true });
    await work();
    writeFileSync(file, "");
  });
}

function removeOld(folder: string): void {
  const [kind] = basename(folder).split("-");
  for (const name of readdirSync(outputFolder)) {
    const path = join(outputFolder, name);
    if (!name.startsWith(`${kind}-`) || name.endsWith(".lock") || path === folder) continue;
    if (statSync(path).mtimeMs < Date.now() - hour) rmSync(path, { recursive: true });
  }
}
