import { element } from "../element.js";
import type { ViewElement } from "../inputs/url-state.js";

/** What every question in a sentence is made of, whatever it asks about. */
export interface QuestionControl {
  element: HTMLElement;
  /** Shows what there is to say of the question, in place of what was said before. */
  tell(notes: readonly HTMLElement[]): void;
  /** Whether an answer is on its way. */
  busy(isBusy: boolean): void;
  /** Says that there is another answer. */
  answered(): void;
  /** Calls this when a reader goes back or forward, for as long as the question is on the page. */
  onMove(answer: () => void): void;
  /** The question as a control whose value is the answer. */
  with<T>(answer: () => T): ViewElement<T>;
}

/** A question as a sentence of these parts. */
export function questionControl(...parts: (Node | false | null)[]): QuestionControl {
  const notes = element("div", { role: "status" });
  const control = element(
    "div",
    { class: "ey-ask ey-control", role: "group", "aria-label": "What this page shows" },
    element("div", { class: "ey-question" }, ...parts),
    notes,
  );
  return {
    element: control,
    tell: (some) => notes.replaceChildren(...some),
    // What was drawn at the build stands until the data sets have come.
    busy: (isBusy) => {
      if (isBusy) control.setAttribute("aria-busy", "true");
      else control.removeAttribute("aria-busy");
    },
    answered: () => control.dispatchEvent(new Event("input", { bubbles: true })),
    onMove: (answer) =>
      addEventListener("popstate", function moved() {
        if (!control.isConnected) return removeEventListener("popstate", moved);
        answer();
      }),
    with: (answer) =>
      Object.defineProperty(control, "value", { get: answer }) as unknown as ViewElement<
        ReturnType<typeof answer>
      >,
  };
}

/** A part of the sentence: what it begins with, and the words that can be changed. */
export function questionPart(before: string | Node, ...words: (Node | null)[]): HTMLElement {
  return element("span", {}, before, " ", ...words);
}

export function note(text: string): HTMLElement {
  return element("p", { class: "ey-note" }, text);
}

/** That an address asked for what is not among the choices. */
export function notOffered(text: string): HTMLElement {
  return note(
    `The address asked for “${short(text)}”, which is not among the choices. The usual choice is shown.`,
  );
}

/** That the data sets did not come. */
export function notFetched({ message }: Error): HTMLElement {
  return note(`The figures could not be fetched: ${message} Load the page again.`);
}

/** What somebody wrote, as far as a sentence has room for it. */
export function short(text: string): string {
  return text.length > 40 ? `${text.slice(0, 40)}…` : text;
}
