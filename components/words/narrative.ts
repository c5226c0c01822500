import { element, uniqueId } from "../element.js";
import { type Figured, formatValue } from "./status.js";

/** Where a number in a sentence comes from. */
export interface Origin {
  /** What is measured, as the definition names it. */
  measure: string;
  source: string;
  period: string;
  /** In words. */
  asOf: string;
  /** Anything a reader must know: "more children than the estimate of those eligible". */
  note?: string | null;
  sample?: boolean;
}

/** What a number's note says: "Take-up, Summer 2026. Source: Headcount, as of 31 August 2026." */
export function originText({ measure, source, period, asOf, note, sample }: Origin): string {
  return [
    `${measure}, ${period}.`,
    note ? `${note.replace(/\.?$/, ".")}` : "",
    `Source: ${source}, as of ${asOf}.`,
    sample ? "Sample figure, invented." : "",
  ]
    .filter(Boolean)
    .join(" ");
}

/**
 * A number that carries its source, period and as-of date: shown when it is pointed at, focused or
 * tapped, and read out as its description. Escape closes the note.
 */
export function live(figure: Figured | string, origin: Origin & { unit?: string }): HTMLElement {
  const id = uniqueId("origin");
  const text = typeof figure === "string" ? figure : formatValue(figure, origin.unit ?? "count");
  const button = element("button", { type: "button", class: "ey-live", "aria-describedby": id }, text);
  const note = element("span", { class: "ey-origin", role: "tooltip", id }, originText(origin));
  const holder = element("span", { class: "ey-live-holder" }, button, note);
  const open = (shown: boolean) => () => {
    holder.classList.toggle("ey-open", shown);
    if (shown) keepInSight(note);
  };
  holder.addEventListener("pointerenter", open(true));
  holder.addEventListener("pointerleave", open(false));
  button.addEventListener("focus", open(true));
  button.addEventListener("blur", open(false));
  button.addEventListener("click", open(true));
  button.addEventListener("keydown", (event) => event.key === "Escape" && open(false)());
  return holder;
}

/** A figure, or what was counted of figures, with where it comes from. */
export type Numbered = (Figured | { text: string }) & { origin: Origin & { unit?: string } };

/**
 * A number in a sentence that carries its source, period and as-of date. Takes a figure that is told of, as a question's
 * answer and a measure of a briefing have them (asked.city, asked.rows[0], outcomes.city); throws an error of anything else.
 */
export function number(figure: Numbered): HTMLElement {
  if (!figure || typeof figure !== "object" || !("origin" in figure))
    throw new Error(
      "number(…) takes a figure of an answer, such as asked.city, asked.lowest or asked.rows[0]: a bare number has no source.",
    );
  return live("text" in figure ? figure.text : figure, figure.origin);
}

type Part = Node | string | number | false | null | undefined;

/** A piece of a sentence with numbers and texts in it, to be put into another. Nothing is read as markup. */
export function phrase(strings: TemplateStringsArray, ...parts: Part[]): DocumentFragment {
  const fragment = document.createDocumentFragment();
  strings.forEach((text, i) => {
    const part = parts[i];
    // No line ends between a bracket and the number in it.
    const isOpen = part instanceof Element && text.endsWith("(");
    fragment.append(isOpen ? text.slice(0, -1) : text);
    if (isOpen) fragment.append(element("span", { class: "ey-together" }, "(", part));
    else if (part instanceof Node) fragment.append(part);
    else if (typeof part === "string" || typeof part === "number") fragment.append(String(part));
  });
  return fragment;
}

/** As phrase, as a paragraph. */
export function narrative(strings: TemplateStringsArray, ...parts: Part[]): HTMLParagraphElement {
  return element("p", { class: "ey-narrative" }, phrase(strings, ...parts));
}

// A note near the edge of a narrow page would hang over it.
function keepInSight(note: HTMLElement): void {
  note.style.translate = "0";
  const { left, right } = note.getBoundingClientRect();
  const over = right - document.documentElement.clientWidth + 8;
  if (over > 0) note.style.translate = `${-over}px`;
  else if (left < 8) note.style.translate = `${8 - left}px`;
}
