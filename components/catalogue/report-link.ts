import { element } from "../element.js";

/** The name of the meta element in a page's head that says where the delivery report is, where its edition has one. */
export const reportPageName = "ey-delivery-report";

/** A link to the report of a source's newest delivery; nothing where the edition has no such page. */
export function reportLink(source: string, text: string): HTMLAnchorElement | null {
  const at = document.querySelector<HTMLMetaElement>(`meta[name="${reportPageName}"]`)?.content;
  return at ? element("a", { href: `${at}?source=${encodeURIComponent(source)}` }, text) : null;
}
