import { make } from "./elements.js";
import { otherName } from "./other-name.js";
import type { CellState, FromPage, ToPage } from "./page-talk.js";

const silentFor = 8_000;

/**
 * Shows a page beside its text. It comes from this server's other name, where there is one, so that the browser gives it a
 * process of its own: a cell that runs for ever stops the page and not the writing.
 */
export class PageFrame {
  readonly element = make("section", { class: "shown", ariaLabel: "The page" });
  private frame: HTMLIFrameElement | undefined;
  private heard = 0;
  private shown = "";

  /** `cells`: is told what the cells of the page have come to, after each change. */
  constructor(cells: (states: CellState[]) => void = () => {}) {
    addEventListener("message", ({ source, data }: MessageEvent<FromPage>) => {
      if (!this.frame || source !== this.frame.contentWindow) return;
      if (data?.earlyYears === "alive") this.heard = Date.now();
      if (data?.earlyYears === "cells") cells(data.cells);
    });
    setInterval(() => this.watch(), 1_000);
  }

  /** Shows the page at an address, unless it is shown already: what changes in it draws itself, but for a file that is new. */
  show(address: string, isNew = false): void {
    if (address === this.shown && !isNew) return;
    this.shown = address;
    this.load();
  }

  /** Shows a page only when the writer asks for it. */
  offer(address: string): void {
    this.shown = address;
    this.element.replaceChildren(
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

  private load(): void {
    this.heard = 0;
    this.frame = make("iframe", {
      src: `${otherName()}/${this.shown}${location.hash}`,
      title: "The page as readers see it",
    });
    this.element.replaceChildren(this.frame);
  }

  private watch(): void {
    if (this.heard === 0 || Date.now() - this.heard < silentFor) return;
    this.frame = undefined;
    this.heard = 0;
    this.element.replaceChildren(
      make(
        "p",
        { class: "stuck", role: "alert" },
        "The page does not answer: a cell may run for ever. Your text is kept. Mend the cell, then ",
        make("button", { type: "button", onclick: () => this.load() }, "show the page again"),
        ".",
      ),
    );
  }
}
