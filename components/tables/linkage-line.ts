import { element } from "../element.js";
import type { Provenance } from "./table-data.js";

const again = "Rests on linked records, as told further up.";
const lines = new WeakMap<Element, string>();
let isAsked = false;

/**
 * What linked figures rest on, as a paragraph under the source line; nothing for others. A page tells the same only once:
 * of several with one text the first says it, and the others that it was said.
 */
export function linkageLine({ linkage }: Provenance): HTMLElement | null {
  if (!linkage) return null;
  const line = element("p", { class: "ey-linkage" }, linkage);
  lines.set(line, linkage);
  // Where it will stand is known once it stands there, before anything is painted.
  if (!isAsked && typeof requestAnimationFrame === "function") {
    isAsked = true;
    requestAnimationFrame(() => {
      isAsked = false;
      tellOnce();
    });
  }
  return line;
}

/** Of all such lines on the page, in their order. */
function tellOnce(): void {
  const before = new Set<string>();
  for (const line of document.querySelectorAll(".ey-linkage")) {
    // One that was drawn at the build, and is not drawn again yet, stays as it is.
    const text = lines.get(line) ?? line.textContent;
    const words = before.has(text) ? again : text;
    before.add(text);
    if (line.textContent !== words) line.textContent = words;
  }
}
