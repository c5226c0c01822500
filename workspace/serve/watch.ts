import { readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { fingerprint } from "../../loaders/store/fingerprint.js";

/** A text that changes whenever a file in the folders comes, goes, or changes its size or time. */
export function filesState(folders: string[]): string {
  return describe(folders, (_, { size, mtimeMs }) => `${size} ${mtimeMs}`);
}

/** As filesState, but by content: it stays the same when a file is only touched. For small files. */
export function contentState(folders: string[]): string {
  return describe(folders, (file, { mtimeMs }) => contentOf(file, mtimeMs));
}

function describe(
  folders: string[],
  say: (file: string, status: { size: number; mtimeMs: number }) => string,
): string {
  return folders
    .flatMap((folder) => filesIn(folder).map(({ file, status }) => `${file} ${say(file, status)}`))
    .join("\n");
}

function filesIn(folder: string): { file: string; status: { size: number; mtimeMs: number } }[] {
  const top = statSync(folder, { throwIfNoEntry: false });
  if (!top) return [];
  const names = top.isFile() ? [""] : readdirSync(folder, { recursive: true, encoding: "utf8" }).sort();
  return names.flatMap((name) => {
    const file = join(folder, name);
    const status = statSync(file, { throwIfNoEntry: false });
    return status?.isFile() ? [{ file, status }] : [];
  });
}

const contents = new Map<string, { mtimeMs: number; hash: string }>();

function contentOf(file: string, mtimeMs: number): string {
  const known = contents.get(file);
  if (known?.mtimeMs === mtimeMs) return known.hash;
  const hash = fingerprint(readFileSync(file, "utf8"));
  contents.set(file, { mtimeMs, hash });
  return hash;
}

/**
 * Calls `onChange` when the state differs from the last one acted on and has stood still for one interval,
 * so that an extract which is still being copied is waited for. It polls: shared disks do not tell of changes.
 * Calls never overlap. `since` is the state acted on last, that of now if left out. Returns a function that stops it.
 */
export function watchState(
  state: () => string,
  onChange: () => Promise<void>,
  { since = state(), interval = 1000 } = {},
): () => void {
  let done = since;
  let seen = done;
  let timer: NodeJS.Timeout | undefined;
  let stopped = false;
  const look = async (): Promise<void> => {
    const now = state();
    if (now !== done && now === seen) {
      done = now;
      await onChange();
    }
    seen = now;
    if (!stopped) timer = setTimeout(look, interval);
  };
  timer = setTimeout(look, interval);
  return () => {
    stopped = true;
    clearTimeout(timer);
  };
}
