import { element } from "../element.js";
import type { Offer } from "./asked.js";

/** A drop-down list in a sentence, whose options change with the rest of the question. */
export interface SentenceSelect {
  element: HTMLSelectElement;
  /** Puts other options in, and chooses one of them. A list of one cannot be changed. */
  show(offers: readonly Offer[], value: string): void;
}

/** Makes a list with a name for those who do not see the sentence. `none` is what it says without options. */
export function sentenceSelect(
  label: string,
  choose: (value: string) => void,
  none = "none yet",
): SentenceSelect {
  const select = element("select", { class: "ey-word", "aria-label": label });
  select.addEventListener("input", (event) => {
    event.stopPropagation();
    choose(select.value);
  });
  let shown = "";
  return {
    element: select,
    show(offers, value) {
      const key = JSON.stringify(offers);
      if (key !== shown)
        select.replaceChildren(...(offers.length > 0 ? optionsOf(offers) : [element("option", {}, none)]));
      shown = key;
      select.disabled = offers.length < 2;
      select.value = offers.length > 0 ? value : none;
    },
  };
}

// Offers of one heading stand together.
function optionsOf(offers: readonly Offer[]): Element[] {
  const elements: Element[] = [];
  let group: HTMLOptGroupElement | undefined;
  for (const { value, words, heading } of offers) {
    const option = element("option", { value }, words);
    if (heading === undefined) {
      elements.push(option);
      continue;
    }
    if (group?.label !== heading) {
      group = element("optgroup", { label: heading });
      elements.push(group);
    }
    group.append(option);
  }
  return elements;
}
