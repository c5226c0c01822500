import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Browser, BrowserContext, Page } from "playwright-core";
import { refresh } from "../../loaders/refresh/refresh.js";
import type { Manifest } from "../../loaders/store/manifest.js";
import { followRequests, settled } from "./harness.js";

/** What came in: the page data sets of a store that was made from some extracts and not from others. */
export interface State {
  manifest: Manifest;
  /** The bytes of a page data set, as in explore/areas.json. */
  read: (dataset: string) => Buffer | undefined;
}

/** Makes states, one after another, in a store and an inbox of its own. */
export class States {
  private readonly folder = mkdtempSync(join(tmpdir(), "states-"));
  private readonly before = { ...process.env };

  constructor(private readonly sample: string) {
    process.env.EARLY_YEARS_STORE = join(this.folder, "stores");
    process.env.EARLY_YEARS_KEY_FILE = join(this.folder, "pseudonym.key");
    delete process.env.EARLY_YEARS_INBOX;
  }

  /** The sources of the sample, as their folders are named. */
  get sources(): string[] {
    return readdirSync(this.sample, { withFileTypes: true })
      .filter((entry) => entry.isDirectory())
      .map(({ name }) => name);
  }

  /** The state that comes of the sample's extracts of these sources. */
  async of(sources: readonly string[]): Promise<State> {
    const inbox = join(this.folder, "inbox");
    rmSync(inbox, { recursive: true, force: true });
    mkdirSync(inbox, { recursive: true });
    for (const source of sources)
      cpSync(join(this.sample, source), join(inbox, source), { recursive: true, preserveTimestamps: true });
    return this.from(inbox);
  }

  /** The state that comes of an inbox. */
  async from(inbox: string): Promise<State> {
    const { manifest, store } = await refresh({ inbox });
    return {
      manifest,
      read: (dataset) => {
        const entry = manifest.pages[dataset];
        return entry && readFileSync(join(store.pages, entry.file));
      },
    };
  }

  remove(): void {
    for (const name of ["EARLY_YEARS_STORE", "EARLY_YEARS_KEY_FILE", "EARLY_YEARS_INBOX"])
      if (this.before[name] === undefined) delete process.env[name];
      else process.env[name] = this.before[name];
    rmSync(this.folder, { recursive: true, force: true });
  }
}

/** A reader of a built site whose page data sets are those of a state, or its own where there is none. */
export class Visit {
  private constructor(
    private readonly context: BrowserContext,
    readonly page: Page,
    private readonly origin: string,
    private readonly faults: string[],
  ) {}

  static async start(browser: Browser, origin: string, state?: State): Promise<Visit> {
    const context = await browser.newContext({
      viewport: { width: 1280, height: 900 },
      locale: "en-GB",
      timezoneId: "Europe/London",
    });
    const faults: string[] = [];
    if (state)
      await context.route(/\/_file\/\w+\/data\/[\w-]+\.[0-9a-f]{8}\.\w+$/, (route) => {
        const [, audience, name, extension] =
          /_file\/(\w+)\/data\/([\w-]+)\.[0-9a-f]{8}\.(\w+)$/.exec(route.request().url()) ?? [];
        const bytes = state.read(`${audience}/${name}.${extension}`);
        if (!bytes) faults.push(`${audience}/${name}.${extension} was not made`);
        return bytes
          ? route.fulfill({ body: bytes, contentType: "application/octet-stream" })
          : route.abort();
      });
    const page = await context.newPage();
    followRequests(page);
    page.on("console", (message) => {
      if (message.type() === "error") faults.push(`console: ${message.text()}`);
    });
    page.on("pageerror", (error) => faults.push(`uncaught: ${error.message}`));
    return new Visit(context, page, origin, faults);
  }

  /** Opens a page, and tells what a reader would meet as a fault. */
  async open(path: string): Promise<string[]> {
    await this.page.goto(this.origin + path, { waitUntil: "load" });
    return this.look(path);
  }

  /**
   * Chooses each option of a drop-down list in turn, and tells what faults a reader would meet. A list that leaves no
   * choice cannot be used.
   */
  async chooseEach(label: string): Promise<string[]> {
    const list = this.page.getByLabel(label, { exact: true });
    if (await list.isDisabled()) return [];
    const found: string[] = [];
    for (const option of await list.locator("option").allTextContents()) {
      await list.selectOption({ label: option });
      found.push(...(await this.look(`${label}: ${option}`)));
    }
    return found;
  }

  private async look(where: string): Promise<string[]> {
    await settled(this.page);
    const told = await this.page.evaluate(readPage);
    const faults = [...this.faults.splice(0), ...told];
    return [...new Set(faults)].map((fault) => `${where}: ${fault}`);
  }

  close(): Promise<void> {
    return this.context.close();
  }
}

/** What a reader would meet as a fault in a page. Runs in the page. Code that it shows is not what it says. */
export function readPage(): string[] {
  const faults = [...document.querySelectorAll(".observablehq--error")].map((e) => `cell: ${e.textContent}`);
  const copy = document.querySelector("main")!.cloneNode(true) as HTMLElement;
  for (const code of copy.querySelectorAll("pre, code, script, style")) code.remove();
  const texts = [
    copy.textContent ?? "",
    ...[...copy.querySelectorAll("[aria-label], [title]")].flatMap((e) => [
      e.getAttribute("aria-label") ?? "",
      e.getAttribute("title") ?? "",
    ]),
  ];
  for (const text of texts)
    for (const [found] of text.matchAll(
      /.{0,60}(?:\b(?:NaN|undefined|null|Infinity)\b|\[object \w+\]).{0,30}/g,
    ))
      faults.push(`text: ${found.trim()}`);
  // A chart of nothing has a path or a place that is no number.
  for (const mark of copy.querySelectorAll("svg [d], svg [x], svg [width], svg [transform]"))
    for (const name of ["d", "x", "y", "width", "height", "transform"])
      if (/NaN|Infinity|undefined/.test(mark.getAttribute(name) ?? ""))
        faults.push(`drawing: ${name} of ${mark.tagName}`);
  for (const empty of copy.querySelectorAll(".ey-empty"))
    if ((empty.textContent ?? "").trim().length < 20)
      faults.push(`says nothing of why: “${empty.textContent}”`);
  return faults;
}
