import { element } from "../element.js";

/**
 * Lets a part of a page stand only where there is something to tell: it hides what it stands in, which is an item of a list,
 * a paragraph, or in a heading all of the section that the heading is of. A thing that is told of says in `available` or by
 * its value whether it is there; a text or a number is there if it is not empty or nought.
 */
export function only(...things: readonly unknown[]): HTMLElement {
  return things.every(isThere) ? element("span", { hidden: true }) : nothingToTell();
}

/** The opposite of only: lets a part stand where some of these have nothing to tell, as in a list of what is missing. */
export function unless(...things: readonly unknown[]): HTMLElement {
  return only(!things.every(isThere));
}

/** What a word gives that has nothing to show: the cell that it stands in is hidden. */
export function nothingToTell(): HTMLElement {
  return element("span", { class: "ey-nothing", hidden: true });
}

function isThere(thing: unknown): boolean {
  if (typeof thing !== "object" || thing === null) return Boolean(thing);
  if ("available" in thing) return Boolean(thing.available);
  return !("value" in thing) || thing.value !== null;
}
