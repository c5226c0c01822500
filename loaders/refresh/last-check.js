// What a refresh that found nothing to do leaves behind, so that the next one knows it without loading anything. Plain
// JavaScript on nothing but Node: to load the rest takes longer than to look at every file.
import { createHash } from "node:crypto";
import {
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { homedir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";

const root = resolve(dirname(fileURLToPath(import.meta.url)), "../..");

/** A file that was written to so shortly ago could be written to again within one tick of the disk's clock. */
const settledAfter = 2_000;

const ofInbox = "refresh ";

const keptIn = ".last-check";

/** How lastCheck and beginCheck name page data sets that are asked for. */
export const pagesAsked = "page data sets";

/** How lastCheck and beginCheck name a refresh from an inbox, else from the one that is chosen. */
export function askedOf(inbox) {
  return inbox === undefined ? "refresh" : `${ofInbox}${inbox}`;
}

/**
 * What was said when all files that a refresh may read were as they are now, on this day, and it found nothing to do;
 * undefined if that never was. `asked`: what was asked for, in a word.
 */
export function lastCheck(asked) {
  try {
    const { state, day, timeZone, outcome } = JSON.parse(readFileSync(fileOf(asked), "utf8"));
    return day === dayIn(timeZone) && state === stateOf(asked).hash ? outcome : undefined;
  } catch {
    // None was kept, it is damaged, or a file went while it was looked at: then the refresh itself tells.
    return undefined;
  }
}

/**
 * Looks at all files before a refresh. `keep` remembers that it found nothing to do, if none of them was touched meanwhile or
 * just before.
 */
export function beginCheck(asked) {
  const before = tried(() => stateOf(asked));
  const at = Date.now();
  return {
    keep(timeZone, outcome) {
      if (!before || before.newest > at - settledAfter) return;
      const after = tried(() => stateOf(asked));
      if (after?.hash !== before.hash) return;
      tried(() => write(fileOf(asked), { state: before.hash, day: dayIn(timeZone), timeZone, outcome }));
    },
  };
}

/** Notes in a store's folder, as noteLook of the store does, that there was nothing to do. */
export function noteLookIn(folder) {
  const file = join(folder, "runs", "looked");
  const now = new Date();
  tried(() => utimesSync(file, now, now));
}

function tried(work) {
  try {
    return work();
  } catch {
    return undefined;
  }
}

function write(file, content) {
  mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
  const next = `${file}.${process.pid}.tmp`;
  try {
    writeFileSync(next, JSON.stringify(content), { mode: 0o600 });
    renameSync(next, file);
  } finally {
    rmSync(next, { force: true });
  }
}

function dayIn(timeZone) {
  return new Intl.DateTimeFormat("en-CA", { timeZone, dateStyle: "short" }).format(new Date());
}

function storesFolder() {
  return resolve(process.env.EARLY_YEARS_STORE ?? join(root, "data", "store"));
}

function fileOf(asked) {
  const { platform, version, env } = process;
  const settings = Object.entries(env).filter(([name]) =>
    /^(?:EARLY_YEARS_|TZ$|HOME$|APPDATA$|XDG_CONFIG_HOME$)/.test(name),
  );
  const key = hashOf(JSON.stringify([root, platform, version, settings.sort(), asked]));
  return join(storesFolder(), keptIn, `${key.slice(0, 20)}.json`);
}

/** All that a refresh may read: its code, the registry, extracts, stores and keys, and pages, which claim things. */
function places(asked) {
  const { EARLY_YEARS_INBOX: inbox, EARLY_YEARS_KEY_FILE: key, APPDATA, XDG_CONFIG_HOME } = process.env;
  const configuration =
    (process.platform === "win32" ? APPDATA : XDG_CONFIG_HOME) ?? join(homedir(), ".config");
  return [
    ...["components", "data", "docs", "loaders", "workspace", "package-lock.json"].map((name) =>
      join(root, name),
    ),
    storesFolder(),
    key ? dirname(resolve(key)) : join(configuration, "early-years-workspace"),
    ...(inbox ? [resolve(inbox)] : []),
    ...(asked.startsWith(ofInbox) ? [asked.slice(ofInbox.length)] : []),
  ];
}

/** A hash that changes whenever one of the files comes, goes or is touched, and the time of the newest touch. */
function stateOf(asked) {
  const lines = [];
  const seen = new Set();
  let newest = 0;
  const look = (path) => {
    const status = statSync(path, { bigint: true, throwIfNoEntry: false });
    if (!status) return;
    if (status.isDirectory()) {
      // A link may lead back to a folder that holds it.
      const folder = `${status.dev} ${status.ino}`;
      if (seen.has(folder)) return;
      seen.add(folder);
      for (const name of readdirSync(path).sort()) if (!isPassedOver(path, name)) look(join(path, name));
      return;
    }
    const { dev, ino, size, mtimeNs, ctimeNs } = status;
    newest = Math.max(newest, Number(mtimeNs / 1_000_000n), Number(ctimeNs / 1_000_000n));
    lines.push(`${path}\n${dev} ${ino} ${size} ${mtimeNs} ${ctimeNs}`);
  };
  for (const place of places(asked)) look(place);
  return { hash: hashOf(lines.join("\n")), newest };
}

// Beside pages lie drafts and what Framework keeps, which change all the time and are read by no refresh.
function isPassedOver(folder, name) {
  const isOfPages = folder === join(root, "docs") || folder.startsWith(join(root, "docs", "/"));
  // What is kept of runs is written by each of them, and read by none.
  const isOfRuns = name === "runs" && dirname(folder) === storesFolder();
  return name === keptIn || isOfRuns || (isOfPages && name.startsWith("."));
}

function hashOf(text) {
  return createHash("sha256").update(text).digest("hex");
}
