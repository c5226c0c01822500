import { type ChildProcess, spawn } from "node:child_process";
import fs, { cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import git from "isomorphic-git";
import type { Browser, Page } from "playwright-core";
import { removeLater } from "../remove-later.js";
import { freePort } from "../review/visit.js";
import { copyWorkspace, environmentOf, tsx } from "./workspace-copy.js";

const server = fileURLToPath(new URL("serve-pages.mts", import.meta.url));

/**
 * Serves the pages of a copy of the workspace as its command does, and waits until it does. `started` is given the process at
 * once, so that it can be ended whatever comes of it. Throws, with what it said, if it ends before.
 */
export function servePages(
  copy: string,
  port: number,
  environment: NodeJS.ProcessEnv,
  started: (child: ChildProcess) => void,
): Promise<void> {
  const child = spawn(process.execPath, ["--import", tsx, server, String(port)], {
    cwd: copy,
    env: environment,
  });
  started(child);
  return new Promise((resolve, reject) => {
    child.stdout!.on("data", (text) => String(text).includes("serving") && resolve());
    let told = "";
    child.stderr!.on("data", (text) => {
      told += text;
    });
    child.on("exit", () => reject(new Error(told)));
  });
}

/** A copy of the workspace with a repository of its own, served as its command does, to be written from a browser. */
export class ServedCopy {
  private child: ChildProcess | undefined;

  private constructor(
    readonly folder: string,
    readonly port: number,
    private readonly more: NodeJS.ProcessEnv,
  ) {}

  /**
   * Makes a copy with these pages more, by address, and serves it. `more` is put into its environment. `city` is the workspace
   * whose data it gets.
   */
  static async of(
    name: string,
    pages: Readonly<Record<string, string>> = {},
    { city, ...more }: NodeJS.ProcessEnv & { city?: string } = {},
  ): Promise<ServedCopy> {
    const folder = copyWorkspace(`${name}-${process.pid}`);
    const copy = new ServedCopy(folder, await freePort(), more);
    for (const [address, text] of Object.entries(pages)) {
      mkdirSync(dirname(copy.file(address)), { recursive: true });
      writeFileSync(copy.file(address), text);
    }
    if (city !== undefined) takeData(city, folder);
    await git.init({ fs, dir: folder, defaultBranch: "main" });
    await git.setConfig({ fs, dir: folder, path: "user.name", value: "Ana Sharma" });
    await copy.serve();
    return copy;
  }

  file(address: string): string {
    return join(this.folder, "docs", `${address}.md`);
  }

  read(address: string): string {
    return readFileSync(this.file(address), "utf8");
  }

  async serve(): Promise<void> {
    const environment = { ...environmentOf(this.folder), ...this.more };
    await servePages(this.folder, this.port, environment, (child) => {
      this.child = child;
    });
  }

  /** Ends the server at once, in the middle of whatever it does. */
  kill(): void {
    this.child?.removeAllListeners("exit");
    this.child?.kill("SIGKILL");
  }

  remove(): void {
    this.kill();
    rmSync(keysOf(this.folder), { recursive: true, force: true });
    removeLater(this.folder);
  }

  /** Opens one of its addresses in a window of its own. */
  async open(browser: Browser, address: string, width = 1280): Promise<Page> {
    const context = await browser.newContext({ viewport: { width, height: 900 }, locale: "en-GB" });
    const opened = await context.newPage();
    opened.setDefaultTimeout(120_000);
    await opened.goto(`http://127.0.0.1:${this.port}${address}`);
    return opened;
  }
}

// A store is found by where its inbox lies, and pseudonyms need its key: all are copied.
function takeData(from: string, to: string): void {
  for (const data of ["store", "sample"])
    cpSync(join(from, "data", data), join(to, "data", data), { recursive: true });
  cpSync(keysOf(from), keysOf(to), { recursive: true });
}

function keysOf(copy: string): string {
  return dirname(environmentOf(copy).EARLY_YEARS_KEY_FILE!);
}

/** Puts a text in place of a line of the editor, as typing does. */
export async function change(opened: Page, from: string, to: string): Promise<void> {
  await opened.locator(".cm-line", { hasText: from }).first().click();
  await opened.keyboard.press("Home");
  await opened.keyboard.press("Shift+End");
  await opened.keyboard.insertText(to);
}

/** Waits until the editor says this of what is kept. */
export const state = (opened: Page, text: RegExp) => opened.locator(".state", { hasText: text }).waitFor();

/** Waits until the page beside the text shows something. */
export const shown = (opened: Page, text: string | RegExp) =>
  opened.frameLocator(".shown iframe").getByText(text).first().waitFor();

/** Goes on from the page as it is, where drafts of others are offered. */
export async function chooseThePage(opened: Page): Promise<void> {
  const begin = opened.getByRole("button", { name: "Begin from the page as it is" });
  await begin.or(opened.locator(".cm-content")).first().waitFor();
  if (await begin.isVisible()) await begin.click();
  await opened.locator(".cm-content").waitFor();
}
