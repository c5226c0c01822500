import { element, uniqueId } from "../element.js";

/** An input whose value is the key of one of its options. */
export type Chooser = HTMLElement & { value: string };

interface ChooserOptions {
  label: string;
  /** Keys and their words. */
  options: readonly (readonly [string, string])[];
  /** The key that is chosen at first; the first option's where left out. */
  value?: string;
}

/** A drop-down list. `choose` chooses as a reader would, so that the page follows. */
export function selectChooser({
  label,
  options,
  value,
}: ChooserOptions): Chooser & { choose: (key: string) => void } {
  const id = uniqueId("choose");
  const select = element(
    "select",
    { id },
    ...options.map(([key, words]) => element("option", { value: key, selected: key === value }, words)),
  );
  const chooser = element(
    "div",
    { class: "ey-choose ey-control" },
    element("label", { for: id }, label),
    select,
  );
  return Object.defineProperties(chooser, {
    value: {
      get: () => select.value,
      set: (key: string) => {
        select.value = key;
      },
    },
    choose: {
      value: (key: string) => {
        select.value = key;
        select.dispatchEvent(new Event("input", { bubbles: true }));
      },
    },
  }) as unknown as Chooser & { choose: (key: string) => void };
}

/** A few options in sight at once. */
export function radioChooser({ label, options, value = options[0]?.[0] }: ChooserOptions): Chooser {
  const name = uniqueId("radio");
  const chooser = element(
    "fieldset",
    { class: "ey-choose ey-control" },
    element("legend", {}, label),
    ...options.map(([key, words]) =>
      element(
        "label",
        {},
        element("input", { type: "radio", name, value: key, checked: key === value }),
        words,
      ),
    ),
  );
  return Object.defineProperty(chooser, "value", {
    get: () => chooser.querySelector<HTMLInputElement>("input:checked")?.value ?? "",
    set: (key: string) => {
      for (const radio of chooser.querySelectorAll("input")) radio.checked = radio.value === key;
    },
  }) as unknown as Chooser;
}

/** A box for words to search by. */
export function searchBox({ label, hint }: { label: string; hint: string }): Chooser {
  const id = uniqueId("search");
  const input = element("input", { id, type: "search", autocomplete: "off", placeholder: hint });
  const box = element("div", { class: "ey-choose ey-control" }, element("label", { for: id }, label), input);
  return Object.defineProperty(box, "value", { get: () => input.value }) as unknown as Chooser;
}
