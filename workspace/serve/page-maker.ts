import { type ChildProcess, fork } from "node:child_process";
import { createHash } from "node:crypto";
import { readdirSync, rmSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { repositoryRoot } from "../../loaders/store/paths.js";
import { safeMessage, TellableError } from "../../loaders/store/safe-message.js";
import type { PagesFolder } from "../authoring/page-address.js";
import { hashOfPage } from "../authoring/review/page-hash.js";
import type { PageMaker, PageView } from "../authoring/review/review-api.js";
import type { PageOutcome } from "../publish/make-page.js";
import { seenRoot } from "./seen.js";

/** Where pages are made to be looked at, below the folder of package.json. */
const output = "dist/review";
const script = fileURLToPath(new URL("../publish/make-page.ts", import.meta.url));
const tsx = pathToFileURL(createRequire(import.meta.url).resolve("tsx")).href;

/** Makes pages as their audience reads them, in processes of their own, one after another. */
export class ReviewedPages implements PageMaker {
  private readonly pages = new Map<string, PageView>();
  private queue: Promise<void> = Promise.resolve();
  private running: ChildProcess | undefined;

  constructor(private readonly folder: PagesFolder) {
    rmSync(this.outputFolder, { recursive: true, force: true });
  }

  /** The folder in which they lie. */
  get outputFolder(): string {
    return join(repositoryRoot, output);
  }

  pageAt(address: string): PageView {
    return this.pages.get(address) ?? { is: "none" };
  }

  make(address: string): void {
    if (this.pageAt(address).is === "making") return;
    const [edition, ...rest] = address.split("/");
    if (edition !== "briefings" && edition !== "public")
      throw new TellableError(
        "This page is for the workspace alone. Move it to the briefings or the public pages, to see it as they are read.",
      );
    this.pages.set(address, { is: "making" });
    this.queue = this.queue.then(async () => {
      const outcome = await this.run(address, edition, `/${rest.join("/")}`).catch((error) => ({
        is: "failed" as const,
        why: safeMessage(error),
      }));
      this.pages.set(address, outcome);
    });
  }

  /** Ends what is under way. */
  end(): void {
    this.running?.kill();
  }

  private async run(address: string, edition: string, path: string): Promise<PageView> {
    const hash = hashOfPage(this.folder, address) ?? "";
    const name = createHash("sha256").update(address).digest("hex").slice(0, 12);
    const child = fork(script, [edition, path, `${output}/${name}`], {
      cwd: repositoryRoot,
      execArgv: ["--import", tsx],
      env: { ...process.env, EDITION: edition },
      stdio: ["ignore", "ignore", "ignore", "ipc"],
    });
    this.running = child;
    const reply = await new Promise<PageOutcome | undefined>((resolve) => {
      let last: PageOutcome | undefined;
      child.on("message", (message) => {
        last = message as PageOutcome;
      });
      child.on("error", () => resolve(undefined));
      child.on("close", () => resolve(last));
    });
    this.running = undefined;
    if (!reply || "failed" in reply)
      return { is: "failed", why: reply?.failed ?? "The page could not be made. Try again." };
    // Of a page that stands for many areas, the first of them.
    const [file] = readdirSync(join(this.outputFolder, name), { recursive: true, encoding: "utf8" })
      .filter((one) => one.endsWith(".html"))
      .sort();
    return {
      is: "made",
      hash,
      faults: reply.faults,
      isProtectedTogether: reply.isProtectedTogether,
      shown: `${seenRoot}${name}/${file!.replaceAll("\\", "/")}`,
    };
  }
}
