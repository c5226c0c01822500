import { element } from "../../../components/element.js";
import { presets } from "./actions.js";

/** The reason that goes with the next decision: usual ones, chosen by button or by key 1 to 6, and words of one's own. */
export class Reason {
  private readonly text = document.querySelector<HTMLInputElement>("#reason")!;
  private readonly buttons: HTMLButtonElement[];

  constructor(back: () => void) {
    this.buttons = presets.map((preset, i) =>
      element(
        "button",
        {
          type: "button",
          "aria-pressed": "false",
          "aria-keyshortcuts": i + 1,
          onclick: () => this.toggle(i),
        },
        element("kbd", {}, i + 1),
        ` ${preset}`,
      ),
    );
    document.querySelector("#presets")!.replaceChildren(...this.buttons);
    this.text.addEventListener("keydown", ({ key }) => {
      if (key === "Enter" || key === "Escape") back();
    });
  }

  toggle(i: number): void {
    const button = this.buttons[i];
    button?.setAttribute("aria-pressed", String(button.getAttribute("aria-pressed") !== "true"));
  }

  focus(): void {
    this.text.focus();
  }

  /** What was chosen and written; the next pair starts without. */
  take(): string {
    const chosen = presets.filter((_, i) => this.buttons[i]!.getAttribute("aria-pressed") === "true");
    const words = [...chosen, this.text.value.trim()].filter(Boolean).join("; ");
    this.clear();
    return words;
  }

  clear(): void {
    for (const button of this.buttons) button.setAttribute("aria-pressed", "false");
    this.text.value = "";
  }
}
