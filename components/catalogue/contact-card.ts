import { element } from "../element.js";

/** A team that answers for a source. */
export interface Team {
  organisation: string;
  team: string;
  role: string;
  email: string;
  phone: string | null;
}

/** Who to write to or ring: a heading, the team, and links that open the mail program or dial. */
export function contactCard(heading: string, { organisation, team, role, email, phone }: Team): HTMLElement {
  return element(
    "div",
    { class: "ey-contact" },
    element("p", { class: "ey-contact-heading" }, heading),
    element("p", {}, element("strong", {}, role), element("br"), team, element("br"), organisation),
    element(
      "p",
      {},
      element("a", { href: `mailto:${email}` }, email),
      ...(phone ? [element("br"), telephoneLink(phone)] : []),
    ),
  );
}

/** A link that dials. */
export function telephoneLink(phone: string): HTMLElement {
  return element("a", { href: `tel:${phone.replace(/[^+\d]/g, "")}` }, phone);
}
