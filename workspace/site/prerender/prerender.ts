import { type ChildProcess, fork } from "node:child_process";
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { availableParallelism } from "node:os";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { cellsScript } from "../framework/cells-script.js";
import { functionOf, functionsOf } from "./functions-of.js";
import type { DrawnPage, PageToRun, SiteToRun } from "./run-page.js";

/** Milliseconds that a page's cells may take. Most take a second. */
const longest = 60_000;

/**
 * Runs the cells of each page of a built site and puts what they draw into the page, where it stands until they draw in
 * the browser: words, tables and charts are there before any script, and without one. What a cell cannot draw here is left
 * to the browser. Gives the pages that could not be run, and what the cells of the others read first, by path below the folder.
 * `now`: the time that it is in the pages, ISO 8601, so that the same data give the same pages.
 */
export async function prerender(
  folder: string,
  now: string,
): Promise<{ failed: string[]; first: Map<string, string[]> }> {
  const pages = readdirSync(folder, { recursive: true, encoding: "utf8" })
    .filter((file) => file.endsWith(".html"))
    .map((file) => file.replaceAll("\\", "/"))
    .sort()
    .map((page) => ({ page, html: readFileSync(join(folder, page), "utf8") }));
  const drawing = pages.flatMap(({ page, html }) => {
    const script = cellsScript(html);
    return script && displays.test(script) ? [{ page, html, script }] : [];
  });
  const first = new Map<string, string[]>();
  if (drawing.length === 0) return { failed: [], first };
  const site = { folder, now: Date.parse(now), texts: await functionsOf(folder) };
  const failed: string[] = [];
  const queue = drawing.values();
  const work = async (runner: Runner): Promise<void> => {
    for (const { page, html, script } of queue) {
      const drawn = await runner.run({ page, html, script: await functionOf(script) });
      if (drawn === undefined) {
        failed.push(page);
        continue;
      }
      writeFileSync(join(folder, page), drawn.html);
      first.set(page, drawn.first);
    }
  };
  // To start a process takes as long as to run a few pages.
  const runners = Array.from(
    { length: Math.min(availableParallelism(), Math.ceil(drawing.length / 8)) },
    () => new Runner(site),
  );
  try {
    await Promise.all(runners.map(work));
  } finally {
    for (const runner of runners) runner.end();
  }
  return { failed: failed.sort(), first };
}

// A page whose cells display nothing has nothing to draw.
const displays = /inputs: \[[^\]]*"(?:display|view)"/;

const tsx = pathToFileURL(createRequire(import.meta.url).resolve("tsx")).href;

/** Runs pages one after another in a process of their own, which ends with a page that does not come to its end. */
class Runner {
  readonly #site: SiteToRun;
  #process: ChildProcess | undefined;

  constructor(site: SiteToRun) {
    this.#site = site;
  }

  /** The page with what its cells draw, and what they read first; undefined if it could not be run. */
  async run(page: PageToRun): Promise<DrawnPage | undefined> {
    this.#process ??= this.#start();
    const running = this.#process;
    const answer = await new Promise<Partial<DrawnPage> | undefined>((resolve) => {
      const timer = setTimeout(() => settle(undefined), longest);
      const settle = (settled: Partial<DrawnPage> | undefined) => {
        clearTimeout(timer);
        running.removeAllListeners();
        resolve(settled);
      };
      running.once("message", settle);
      running.once("error", () => settle(undefined));
      running.once("exit", () => settle(undefined));
      running.send(page);
    });
    if (!answer) this.end();
    const { html, first = [] } = answer ?? {};
    return html === undefined ? undefined : { html, first };
  }

  end(): void {
    this.#process?.kill("SIGKILL");
    this.#process = undefined;
  }

  #start(): ChildProcess {
    const started = fork(fileURLToPath(new URL("run-pages.ts", import.meta.url)), {
      execArgv: ["--import", tsx],
      serialization: "advanced",
      // What a page writes may quote its data.
      stdio: ["ignore", "ignore", "ignore", "ipc"],
    });
    started.send(this.#site);
    return started;
  }
}
