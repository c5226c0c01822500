import { element } from "../element.js";
import { type Figured, formatValue, hasValue } from "../words/status.js";

/** A bar that can be chosen. */
export interface ChoiceBar extends Figured {
  code: string;
  name: string;
  /** How many it is out of. */
  denominator: number;
}

/** Bars that are chosen by pressing them. `redraw` draws others over them, and keeps the focus. */
export interface ChoiceBars {
  element: HTMLElement;
  redraw(bars: readonly ChoiceBar[], given: { unit: string; top: number; chosen: ReadonlySet<string> }): void;
}

/** Bars of periods or groups, each a button; `toggle` hears of one that is pressed. */
export function choiceBars(toggle: (code: string) => void): ChoiceBars {
  const list = element("ul", { class: "ey-choice-bars" });
  const rows = new Map<string, { button: HTMLButtonElement; bar: HTMLElement; value: HTMLElement }>();
  let shown = "";
  return {
    element: list,
    redraw(bars, { unit, top, chosen }) {
      const codes = bars.map(({ code }) => code).join("\n");
      if (codes !== shown) {
        rows.clear();
        list.replaceChildren(...bars.map(barOf));
        shown = codes;
      }
      for (const bar of bars) {
        const row = rows.get(bar.code)!;
        const text = formatValue(bar, unit);
        row.button.setAttribute("aria-pressed", String(chosen.has(bar.code)));
        row.bar.style.width = `${hasValue(bar) && top > 0 ? Math.max(0, Math.min(100, (100 * bar.value) / top)) : 0}%`;
        row.value.textContent = text;
      }
      list.classList.toggle("ey-some", chosen.size > 0);
    },
  };

  function barOf({ code, name }: ChoiceBar): HTMLElement {
    const bar = element("span", { class: "ey-choice-bar", "aria-hidden": "true" });
    const value = element("span", { class: "ey-choice-value" });
    const button = element(
      "button",
      { type: "button", onclick: () => toggle(code) },
      element("span", { class: "ey-choice-name" }, name),
      element("span", { class: "ey-choice-track", "aria-hidden": "true" }, bar),
      value,
    );
    rows.set(code, { button, bar, value });
    return element("li", {}, button);
  }
}
