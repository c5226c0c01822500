import { element } from "../element.js";
import type { Service } from "./service.js";

/** A telephone number that a telephone rings. */
export function telephoneLink({ phone = "" }: Pick<Service, "phone">): HTMLElement {
  return element("a", { href: `tel:${phone.replaceAll(" ", "")}`, dir: "ltr" }, phone);
}
