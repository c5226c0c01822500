import { type ChildProcess, fork } from "node:child_process";
import { join } from "node:path";
import { repositoryRoot } from "../../loaders/store/paths.js";
import type { Cause } from "../../loaders/store/runs.js";
import { contentState } from "./watch.js";

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

/** What the kept process is asked for: what follows the command's name, and why. */
export interface RefreshOrder {
  options: string[];
  cause: Cause;
  /** Sources whose time it is: they are looked at, whenever they last were. */
  scheduled: readonly string[];
}

/** What the kept process says when it has done what it was asked for. */
export interface RefreshEnd {
  ended: true;
  /** Bytes that it has in memory. */
  memory: number;
}

interface Kept {
  process: ChildProcess;
  /** The code and configuration that it was started with. */
  state: string;
}

/**
 * Refreshes in a process of its own, which is kept: starting it and loading its code take longer than many a refresh. Another is
 * started where the code or the configuration is no longer what it was, where this one has more in memory than `mostMemory`
 * bytes after a refresh, or where it died.
 */
export class RefreshWorker {
  private kept: Kept | undefined;

  /** `script`: what the process runs; `state`: a text that changes whenever the code or the configuration does. */
  constructor(
    private readonly script: string,
    private readonly state: () => string,
    private readonly mostMemory: number,
    private readonly environment: NodeJS.ProcessEnv = { ...process.env },
  ) {}

  /** Its progress is on this process's output. Undefined if it failed. Call it again only once it has ended. */
  refresh(
    inbox: string | undefined,
    cause: Cause,
    scheduled: readonly string[] = [],
  ): Promise<RefreshNews | undefined> {
    const { process: child } = this.current();
    child.ref();
    child.channel?.ref();
    const order: RefreshOrder = { options: inbox ? ["--inbox", inbox] : [], cause, scheduled };
    return new Promise((resolve, reject) => {
      let news: RefreshNews | undefined;
      const done = (): void => {
        child.off("message", hear).off("close", done).off("error", reject);
        letGo(child);
        resolve(news);
      };
      const hear = (message: unknown): void => {
        if (!isEnd(message)) {
          news = message as RefreshNews;
          return;
        }
        if (message.memory > this.mostMemory) this.replace();
        done();
      };
      child.on("message", hear).on("close", done).on("error", reject);
      // A process that dies before it hears of it closes, too.
      child.send(order, () => {});
    });
  }

  /** Ends the process, and a refresh that is under way with it: it leaves the last good state. */
  end(): void {
    this.kept?.process.kill();
    this.kept = undefined;
  }

  private current(): Kept {
    const state = this.state();
    if (this.kept && this.kept.state !== state) this.end();
    this.kept ??= this.start(state);
    return this.kept;
  }

  // Started now, that it be ready when the next extract comes.
  private replace(): void {
    this.end();
    this.current();
  }

  private start(state: string): Kept {
    const child = fork(this.script, {
      cwd: repositoryRoot,
      env: this.environment,
      execArgv: [],
      stdio: ["ignore", "inherit", "inherit", "ipc"],
    });
    const kept = { process: child, state };
    letGo(child);
    child.on("error", () => {});
    child.once("exit", () => {
      if (this.kept === kept) this.kept = undefined;
    });
    return kept;
  }
}

// While it waits for an order, nobody need wait for it.
function letGo(child: ChildProcess): void {
  child.unref();
  child.channel?.unref();
}

function isEnd(message: unknown): message is RefreshEnd {
  return (message as Partial<RefreshEnd>).ended === true;
}

const codePaths = [
  ...["components", "loaders", "workspace", "package-lock.json", "observablehq.config.ts"],
  ...["alerts.yaml", "city.yaml", "digests.yaml", "similar-areas.yaml"].map((name) => join("data", name)),
  ...["indicators", "linkage", "notes", "policy", "rules", "sources", "targets", "translations"].map((name) =>
    join("data", name),
  ),
].map((path) => join(repositoryRoot, path));

const worker = new RefreshWorker(
  join(repositoryRoot, "workspace", "refresh-worker.js"),
  // By content: loaders are touched, that open pages draw again.
  () => contentState(codePaths),
  2 ** 30,
);

/** Runs the refresh command in a process that is kept for it, its progress on this one's output. Undefined if it failed. */
export function refreshInChild(
  inbox: string | undefined,
  cause: Cause,
  scheduled?: readonly string[],
): Promise<RefreshNews | undefined> {
  return worker.refresh(inbox, cause, scheduled);
}

/** Ends that process, and a refresh that is under way: it leaves the last good state. */
export function endRefresh(): void {
  worker.end();
}
