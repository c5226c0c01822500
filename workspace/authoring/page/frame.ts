import { make } from "./elements.js";

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

  constructor() {
    addEventListener("message", ({ source, data }) => {
      if (source === this.frame?.contentWindow && data === "early-years: alive") this.heard = Date.now();
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

function otherName(): string {
  const other = { "127.0.0.1": "localhost", localhost: "127.0.0.1" }[location.hostname];
  return other ? `${location.protocol}//${other}:${location.port}` : "";
}
