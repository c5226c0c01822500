import { make } from "./elements.js";
import { around, type Change, type Chosen, emptyTable, heading, link, list, paragraph } from "./marks.js";

/** A mark that can be put into a page's text by button and by key. */
export interface Mark {
  name: string;
  /** As CodeMirror names keys. */
  key: string;
  change: (text: string, chosen: Chosen) => Change;
}

/** The marks of Markdown that writers use. */
export const textMarks: readonly Mark[] = [
  { name: "Heading", key: "Mod-Alt-2", change: (text, at) => heading(text, at, 2) },
  { name: "Subheading", key: "Mod-Alt-3", change: (text, at) => heading(text, at, 3) },
  { name: "Bold", key: "Mod-b", change: (text, at) => around(text, at, "**") },
  { name: "Italic", key: "Mod-i", change: (text, at) => around(text, at, "*") },
  { name: "List", key: "Mod-Shift-8", change: (text, at) => list(text, at, "points") },
  {
    name: "Numbered list",
    key: "Mod-Shift-7",
    change: (text, at) => list(text, at, "numbers"),
  },
  { name: "Link", key: "Mod-k", change: link },
  {
    name: "Table",
    key: "Mod-Alt-t",
    change: (text, at) => paragraph(text, at, emptyTable(2, 3)),
  },
];

/**
 * A row of buttons, of which the Tab key reaches one and the arrow keys the others (WAI-ARIA, toolbar pattern). The last ones
 * are given: they do more than mark text.
 */
export function toolbar(put: (mark: Mark) => void, more: readonly HTMLButtonElement[]): HTMLElement {
  const buttons = [
    ...textMarks.map((mark) =>
      make(
        "button",
        {
          type: "button",
          title: keyInWords(mark.key),
          class: mark.name.toLowerCase(),
          onclick: () => put(mark),
        },
        mark.name,
      ),
    ),
    ...more,
  ];
  const bar = make("div", { class: "toolbar", role: "toolbar", ariaLabel: "Marks of the text" }, ...buttons);
  const reach = (at: number) => {
    for (const [i, button] of buttons.entries()) button.tabIndex = i === at ? 0 : -1;
  };
  reach(0);
  bar.addEventListener("focusin", ({ target }) => reach(buttons.indexOf(target as HTMLButtonElement)));
  bar.addEventListener("keydown", (event) => {
    const at = buttons.indexOf(document.activeElement as HTMLButtonElement);
    const to = { ArrowRight: at + 1, ArrowLeft: at - 1, Home: 0, End: -1 }[event.key];
    if (at < 0 || to === undefined) return;
    event.preventDefault();
    buttons.at(to % buttons.length)!.focus();
  });
  return bar;
}

function keyInWords(key: string): string {
  return key
    .replace("Mod", "Ctrl")
    .replaceAll("-", "+")
    .replace(/\w$/, (letter) => letter.toUpperCase());
}
