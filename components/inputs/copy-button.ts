import { element } from "../element.js";

/** A button that copies the text of an element, and the line that says whether it was copied. */
export function copyButton(text: HTMLElement): { copy: HTMLButtonElement; status: HTMLElement } {
  const status = element("p", { class: "ey-source", role: "status" });
  const copy = element("button", { type: "button" }, "Copy the text");
  copy.addEventListener("click", async () => {
    try {
      await navigator.clipboard.writeText(text.textContent ?? "");
      status.textContent = "It is copied.";
    } catch {
      // A browser may forbid it: then the text is there to be copied by hand.
      getSelection()?.selectAllChildren(text);
      status.textContent =
        "The browser does not let a page copy. The text is chosen: copy it with Ctrl and C.";
    }
  });
  return { copy, status };
}
