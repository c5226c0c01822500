import { type ChildProcess, spawn } from "node:child_process";
import { existsSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { repositoryRoot } from "../../loaders/store/paths.js";
import { environmentOf, tsx, withoutNetwork } from "./workspace-copy.js";

const typing = fileURLToPath(new URL("type-command-lines.mts", import.meta.url));
const guard = pathToFileURL(join(repositoryRoot, "tests", "browser", "network-guard.mjs")).href;

/**
 * Runs command lines in a copy of the workspace with the network cut off, one after another in one process, which begins with
 * the first: to begin one and load all that it needs takes as long as many a command. What they tried to reach is in the
 * copy's network.log.
 */
export class CommandLines {
  readonly #copy: string;
  #process: ChildProcess | undefined;
  #said = "";

  constructor(copy: string) {
    this.#copy = copy;
  }

  /** Runs a command line. Throws, with all that it wrote, if it does not end well. */
  async run(...words: string[]): Promise<void> {
    this.#said = "";
    this.#process ??= this.#start();
    const running = this.#process;
    const code = await new Promise<unknown>((resolve) => {
      // What lets it run TypeScript tells of the files that it loads in the same way.
      running.on("message", (message) => typeof message === "number" && resolve(message));
      running.once("error", resolve).once("exit", resolve);
      running.send(words);
    });
    running.removeAllListeners();
    if (code !== 0) throw new Error(`${words.join(" ")} ended with ${code}:\n${this.#said}`);
  }

  end(): void {
    this.#process?.kill();
    this.#process = undefined;
  }

  #start(): ChildProcess {
    const networkLog = join(this.#copy, "network.log");
    if (!existsSync(networkLog)) writeFileSync(networkLog, "");
    const [command, args] = withoutNetwork([process.execPath, ["--import", tsx, typing]]);
    const started = spawn(command, args, {
      cwd: this.#copy,
      env: {
        ...environmentOf(this.#copy),
        NODE_OPTIONS: `--import ${guard}`,
        NETWORK_LOG: networkLog,
      },
      stdio: ["ignore", "pipe", "pipe", "ipc"],
    });
    for (const stream of [started.stdout, started.stderr])
      stream!.setEncoding("utf8").on("data", (text: string) => {
        this.#said += text;
      });
    return started;
  }
}
