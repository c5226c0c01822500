import {
  closeSync,
  linkSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  utimesSync,
  writeSync,
} from "node:fs";
import { hostname } from "node:os";
import { dirname } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { TellableError } from "./safe-message.js";
import { storageError } from "./storage.js";

const heartbeat = 2_000;
const deadAfter = 60_000;

/**
 * Runs `work` while holding the lock file, so that of two processes one waits for the other.
 * The lock of a process that died is taken over. `onWait` is called once if there is someone to wait for. By hand, as
 * a library's lock goes by the time alone and does not say whose it is.
 *
 * Throws, with the owner and what to remove, if another machine's lock gives no sign of life for `silence` milliseconds
 * of our own clock although its time is newer: that machine's clock is ahead, so nobody can tell how old it is.
 */
export async function withLock<T>(
  file: string,
  work: () => Promise<T>,
  onWait?: (holder: string) => void,
  silence = deadAfter,
): Promise<T> {
  mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
  let hasWaited = false;
  let sign = "";
  let signAt = 0;
  while (!acquire(file)) {
    const holder = readHolder(file);
    if (holder !== undefined && isDead(file, holder)) {
      takeAway(file, holder);
      continue;
    }
    if (holder && !hasWaited) {
      hasWaited = true;
      onWait?.(ownerOf(holder));
    }
    const now = `${holder} ${statSync(file, { throwIfNoEntry: false })?.mtimeMs}`;
    if (now !== sign) [sign, signAt] = [now, performance.now()];
    else if (performance.now() - signAt > silence && isElsewhere(holder))
      throw new TellableError(
        `${file}: is held by ${ownerOf(holder!)}, which has given no sign of life for ${Math.round(silence / 1000)} s. If nothing runs there, remove this file and try again.`,
      );
    await sleep(100);
  }
  const timer = setInterval(() => touch(file), heartbeat);
  timer.unref();
  try {
    return await work();
  } finally {
    clearInterval(timer);
    rmSync(file, { force: true });
  }
}

function acquire(file: string): boolean {
  try {
    const handle = openSync(file, "wx", 0o600);
    try {
      writeSync(handle, `${process.pid} ${hostname()} ${Date.now()}`);
    } catch (error) {
      rmSync(file, { force: true });
      throw error;
    } finally {
      closeSync(handle);
    }
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "EEXIST") return false;
    throw storageError(error, dirname(file)) ?? error;
  }
}

function readHolder(file: string): string | undefined {
  try {
    return readFileSync(file, "utf8");
  } catch {
    return undefined;
  }
}

/** "process 12 on north-office", without the machine where it is this one. */
function ownerOf(holder: string): string {
  const [pid, host] = holder.split(" ");
  return isElsewhere(holder) ? `process ${pid} on ${host}` : `process ${pid}`;
}

/** Whether a live process holds the lock, as far as can be told. */
export function isHeld(file: string): boolean {
  const holder = readHolder(file);
  return holder !== undefined && !isDead(file, holder);
}

function isElsewhere(holder: string | undefined): boolean {
  const host = holder?.split(" ")[1];
  return host !== undefined && host !== hostname();
}

function isDead(file: string, holder: string): boolean {
  const silence = Date.now() - (statSync(file, { throwIfNoEntry: false })?.mtimeMs ?? Date.now());
  const [pid, host] = holder.split(" ");
  // A holder that was killed between making the file and writing to it left it empty.
  if (!pid) return silence > heartbeat;
  if (silence > deadAfter) return true;
  if (host !== hostname()) return false;
  try {
    process.kill(Number(pid), 0);
    return false;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "ESRCH";
  }
}

// Two waiters may find the same dead holder: the slower one must not remove the faster one's lock.
function takeAway(file: string, holder: string): void {
  const aside = `${file}.${process.pid}`;
  try {
    renameSync(file, aside);
  } catch {
    return;
  }
  if (readHolder(aside) !== holder) {
    try {
      linkSync(aside, file);
    } catch {
      // Someone else holds a lock by now: theirs stands.
    }
  }
  rmSync(aside, { force: true });
}

function touch(file: string): void {
  const now = new Date();
  try {
    utimesSync(file, now, now);
  } catch {
    // The lock was taken over: nothing to keep alive.
  }
}
