import { make } from "./elements.js";
import { isLooked, type Looked } from "./looked.js";
import { otherName } from "./other-name.js";
import { ask, type PageView } from "./requests.js";

const pause = 1_000;

/** The page under review as its audience reads it, made anew when asked for, and what it tells of itself. */
export class SeenFrame {
  readonly element = make("section", { class: "shown", ariaLabel: "The page as its audience reads it" });
  private frame: HTMLIFrameElement | undefined;

  constructor(
    private readonly address: string,
    private readonly heard: {
      looked: (looked: Looked) => void;
      ready: (page: Extract<PageView, { is: "made" }>) => void;
    },
  ) {
    addEventListener("message", ({ source, data }) => {
      if (source === this.frame?.contentWindow && isLooked(data)) heard.looked(data);
    });
  }

  /** Shows the page as its text is now: what was made of this text before, or anew. */
  async show(hash: string): Promise<void> {
    let page = await ask("review/made", { address: this.address });
    if (page.is !== "making" && !(page.is === "made" && page.hash === hash)) {
      this.say("The page is made as its audience reads it, with their data alone. This takes some seconds …");
      await ask("review/make", { address: this.address });
    }
    do {
      page = await ask("review/made", { address: this.address });
      if (page.is === "making") await new Promise((resolve) => setTimeout(resolve, pause));
    } while (page.is === "making");
    if (page.is !== "made")
      return this.say(page.is === "failed" ? page.why : "The page could not be made.", "alert");
    this.heard.ready(page);
    this.frame = make("iframe", {
      src: `${otherName()}${page.shown}`,
      title: "The page as its audience reads it",
    });
    this.element.replaceChildren(this.frame);
  }

  /** Shows the words that a comment is about. */
  point(words: string): void {
    this.frame?.contentWindow?.postMessage({ show: words }, "*");
  }

  say(text: string, role = "status"): void {
    this.element.replaceChildren(make("p", { class: "stuck", role }, text));
  }
}
