import { make } from "./elements.js";
import { otherName } from "./other-name.js";
import type { CellState, FromPage, ToPage } from "./page-talk.js";

/** How long a page may say nothing before it is taken to stand still: until its first word, and after it. In milliseconds. */
const silence = { before: 60_000, after: 15_000 };
/** The same of a page that is long. */
const longSilence = { before: 600_000, after: 60_000 };

/**
 * Shows a page beside its text. It comes from this server's other name, where there is one, so that the browser gives it a
 * process of its own: a cell that runs for ever stops the page and not the writing.
 */
export class PageFrame {
  readonly element = make("section", { class: "shown", ariaLabel: "The page" });
  private readonly coming = make("p", { class: "coming", role: "status" }, "The page is being drawn …");
  private frame: HTMLIFrameElement | undefined;
  private silentAt = Number.POSITIVE_INFINITY;
  private shown = "";
  /** What the page beside the text is drawn from is left as it was: it is too long to follow what is typed. */
  private isHeld = false;

  /** `cells`: is told what the cells of the page have come to, after each change. */
  constructor(cells: (states: CellState[]) => void = () => {}) {
    addEventListener("message", ({ source, data }: MessageEvent<FromPage>) => {
      if (!this.frame || source !== this.frame.contentWindow) return;
      if (data?.earlyYears === "alive") {
        this.silentAt = Date.now() + this.silence.after;
        this.coming.remove();
      }
      if (data?.earlyYears === "leaving") this.silentAt = Date.now() + this.silence.before;
      if (data?.earlyYears === "cells") cells(data.cells);
    });
    setInterval(() => this.watch(), 1_000);
  }

  /** Shows the page at an address, unless it is shown already: what changes in it draws itself, but for a file that is new. */
  show(address: string, isNew = false): void {
    if (address === this.shown && !isNew && !this.isHeld) return;
    this.isHeld = false;
    this.shown = address;
    this.load();
  }

  /** Says why a page does not follow what is typed, and shows it as it is whenever the writer asks for it. */
  hold(why: string, drawn: () => Promise<string>): void {
    if (this.isHeld) return;
    this.isHeld = true;
    const problem = make("span", { role: "alert" });
    const draw = async (): Promise<void> => {
      // Else what is shown would be drawn anew first, as its file changes.
      this.close(said);
      problem.textContent = "";
      said.after(this.coming);
      try {
        this.shown = await drawn();
        this.load(said);
      } catch (error) {
        this.coming.remove();
        problem.textContent = (error as Error).message;
      }
    };
    const said = make(
      "p",
      { class: "held" },
      `${why} `,
      make("button", { type: "button", onclick: () => void draw() }, "Show it as it is now"),
      problem,
    );
    this.close(said);
  }

  /** Shows a page only when the writer asks for it. */
  offer(address: string): void {
    this.shown = address;
    this.close(
      make(
        "p",
        { class: "stuck" },
        make("button", { type: "button", onclick: () => this.load() }, "Show the page"),
      ),
    );
  }

  /** Shows the cell of the page whose code begins in a line of its text. */
  point(line: number): void {
    const message: ToPage = { earlyYears: "point", line };
    this.frame?.contentWindow?.postMessage(message, "*");
  }

  private get silence(): typeof silence {
    return this.isHeld ? longSilence : silence;
  }

  private load(...said: HTMLElement[]): void {
    this.silentAt = Date.now() + this.silence.before;
    this.frame = make("iframe", {
      src: `${otherName()}/${this.shown}${location.hash}`,
      title: "The page as readers see it",
    });
    this.element.replaceChildren(...said, this.coming, this.frame);
  }

  private watch(): void {
    if (Date.now() < this.silentAt) return;
    this.close(
      make(
        "p",
        { class: "stuck", role: "alert" },
        "The page does not answer: a cell may run for ever. Your text is kept. Mend the cell, then ",
        make("button", { type: "button", onclick: () => this.load() }, "show the page again"),
        ".",
      ),
    );
  }

  private close(said: HTMLElement): void {
    this.frame = undefined;
    this.silentAt = Number.POSITIVE_INFINITY;
    this.element.replaceChildren(said);
  }
}
