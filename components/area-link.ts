import { element, svgElement } from "./element.js";

/** Where an edition's pages of single areas lie, seen from the page, and of which areas there are some. */
export interface AreaPages {
  /** Relative to the page, with a slash at its end. */
  at: string;
  /** Codes, by which the pages are named, with blanks between them. */
  codes: string;
}

/** The id of the script in a page's head that holds them as JSON. */
export const areaPagesId = "ey-area-pages";

let read: { document: Document; at: string; codes: ReadonlySet<string> } | undefined;

function areaPages(): NonNullable<typeof read> {
  if (read?.document === document) return read;
  const text = document.getElementById(areaPagesId)?.textContent;
  const { at, codes }: AreaPages = text ? JSON.parse(text) : { at: "", codes: "" };
  read = { document, at, codes: new Set(codes.split(" ").filter(Boolean)) };
  return read;
}

/** The address of the page about an area, relative to this one; undefined where this edition has none. */
export function areaPage(code: string | null | undefined): string | undefined {
  if (!code) return undefined;
  const { at, codes } = areaPages();
  return codes.has(code) ? at + code : undefined;
}

/** A text as a link to the page about an area; the text alone where there is none. */
export function areaLink(code: string | null | undefined, text: string): HTMLAnchorElement | string {
  const href = areaPage(code);
  return href === undefined ? text : element("a", { href, class: "ey-area-link" }, text);
}

/**
 * A mark of a chart as a link to the page about an area; the mark alone where there is none. It is for the pointer: by the
 * keyboard the same links are in the figure's table, so that a chart of many areas is not as many stops.
 */
export function markLink<M extends SVGElement>(code: string | null | undefined, mark: M): SVGAElement | M {
  const href = areaPage(code);
  return href === undefined ? mark : svgElement("a", { href, class: "ey-area-link", tabindex: -1 }, mark);
}
