import { element } from "../element.js";
import { suggestion } from "./nearest.js";
import { optionsOf, schemas, type Word } from "./options.js";

/** The options of a word of the language of pages, as a table made from its schema. */
export function optionsTable(word: Word): HTMLElement {
  if (!(word in schemas))
    throw new Error(`There is no word “${word}” with options.${suggestion(word, Object.keys(schemas))}`);
  return element(
    "div",
    { class: "ey-scroll", tabindex: 0, role: "region", "aria-label": `Options of ${word}` },
    element(
      "table",
      { class: "ey-table ey-sentences" },
      element("caption", {}, `Options of ${word}`),
      element(
        "thead",
        {},
        element(
          "tr",
          {},
          ...["Option", "Can be", "What it does"].map((text) => element("th", { scope: "col" }, text)),
        ),
      ),
      element(
        "tbody",
        {},
        ...optionsOf(word).map(({ name, values, about }) =>
          element(
            "tr",
            {},
            element("th", { scope: "row" }, element("code", {}, name)),
            element("td", {}, values),
            element("td", {}, about),
          ),
        ),
      ),
    ),
  );
}
