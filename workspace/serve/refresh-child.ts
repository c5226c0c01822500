import { type ChildProcess, spawn } from "node:child_process";
import { join } from "node:path";
import { repositoryRoot } from "../../loaders/store/paths.js";
import type { Cause } from "../../loaders/store/runs.js";

/** What a refresh in a process of its own tells the one that started it. */
export interface RefreshNews {
  inbox: string;
  sample: boolean;
  refreshedAt: string;
  unchanged: boolean;
  /** Page data sets whose content is new. */
  changed: string[];
  /** Steps that failed: the last good state is in use. */
  failed: string[];
}

const environment = { ...process.env };
let running: ChildProcess | undefined;

/**
 * Runs the refresh command in a process of its own, its progress on this one's output. Undefined if it failed. `scheduled` are sources
 * whose time it is: they are looked at, whenever they last were.
 * A process that lives on would otherwise keep the code that it once loaded.
 */
export function refreshInChild(
  inbox: string | undefined,
  cause: Cause,
  scheduled: readonly string[] = [],
): Promise<RefreshNews | undefined> {
  const command = join(repositoryRoot, "workspace", "run.js");
  const child = spawn(process.execPath, [command, "refresh", ...(inbox ? ["--inbox", inbox] : [])], {
    cwd: repositoryRoot,
    env: {
      ...environment,
      REFRESH_CAUSE: cause,
      ...(scheduled.length && { REFRESH_SOURCES: scheduled.join(" ") }),
    },
    stdio: ["ignore", "inherit", "inherit", "ipc"],
  });
  running = child;
  let news: RefreshNews | undefined;
  child.on("message", (message) => {
    news = message as RefreshNews;
  });
  return new Promise((resolve, reject) => {
    child.on("error", reject);
    child.on("close", () => {
      running = undefined;
      resolve(news);
    });
  });
}

/** Ends a refresh that is under way, if there is one: it leaves the last good state. */
export function endRefresh(): void {
  running?.kill();
}
