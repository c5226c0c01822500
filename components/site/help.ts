import { element } from "../element.js";
import {
  type Help,
  helpOn,
  lookedUp,
  notKnownText,
  type PublicRule,
  startText,
  weeksText,
} from "./help-text.js";

/** Where the government tells parents what holds today. */
const governmentSite = "https://www.childcarechoices.gov.uk/";

/**
 * The help with childcare that there is on a day: since when the rules are known, a card for each kind, for how many weeks,
 * and when a child can start. Of rules that are not known for the day it says only that, and where to look.
 */
export function helpWithChildcare(rules: readonly PublicRule[], day: string): HTMLElement {
  const weeks = weeksText(rules, day);
  const note = lookedUp(rules);
  return element(
    "div",
    {},
    element(
      "p",
      {},
      note ? `${note} Rules change: ` : "Rules change: ",
      element(
        "a",
        { href: governmentSite },
        "check today’s rules on the government’s Childcare Choices site",
      ),
      ".",
    ),
    element("ul", { class: "ey-help" }, ...helpOn(rules, day).map(card)),
    weeks && element("p", {}, weeks),
    element(
      "p",
      {},
      element("strong", {}, "When can my child start?"),
      " ",
      ...(startText(rules, day)
        ? [startText(rules, day)]
        : seeGovernment(notKnownText(rules, ["term-starts"], day))),
    ),
  );
}

function card({ title, hours, until, who, notKnown }: Help): HTMLElement {
  return element(
    "li",
    {},
    element("h3", {}, title),
    hours && element("p", {}, element("strong", {}, until ? hours : `${hours}.`), until && ` ${until}.`),
    who && element("p", {}, who),
    notKnown && element("p", {}, ...seeGovernment(notKnown)),
  );
}

function seeGovernment(notKnown: string | null): (Node | string)[] {
  return [`${notKnown}; see `, element("a", { href: governmentSite }, "the government’s site"), "."];
}
