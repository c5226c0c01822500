import { element, uniqueId } from "../element.js";
import { areaList } from "../inputs/area-list.js";
import type { ViewElement } from "../inputs/url-state.js";
import { beyondChance } from "../words/beyond-chance.js";
import { plural } from "../words/format.js";
import { formatCount } from "../words/numbers.js";
import { hasValue } from "../words/status.js";
import type { Asked } from "./asked.js";

/** Where areas are chosen from a list or by a rule, and whether the others are shown. */
export interface Picker {
  element: HTMLDetailsElement;
  show(asked: Asked): void;
}

const rules: [words: string, codesOf: (asked: Asked) => string[]][] = [
  ["The five lowest", (asked) => byValue(asked).slice(0, 5)],
  ["The five highest", (asked) => byValue(asked).slice(-5)],
  ["Lower by more than chance", (asked) => beyond(asked, "lower")],
  ["Higher by more than chance", (asked) => beyond(asked, "higher")],
];

export function areaPicker(): Picker {
  // A list for each level, made when first shown.
  const lists = new Map<string, ViewElement<string[]>>();
  let now: Asked | undefined;
  const summary = element("summary", {});
  const place = element("div", {});
  const name = uniqueId("show");
  const radios = (["chosen", "all"] as const).map((value) => {
    const radio = element("input", { type: "radio", name, value });
    radio.addEventListener("input", (event) => {
      event.stopPropagation();
      now?.choose({ show: value === "chosen" ? "" : value });
    });
    return radio;
  });
  const ruled = element(
    "div",
    { class: "ey-buttons", role: "group" },
    ...rules.map(([words, codesOf]) =>
      element("button", { type: "button", onclick: () => now?.chooseAreas(codesOf(now)) }, words),
    ),
  );
  const picker = element(
    "details",
    { class: "ey-areas" },
    summary,
    element(
      "div",
      { class: "ey-areas-card" },
      place,
      ruled,
      element(
        "fieldset",
        { class: "ey-tools" },
        element("legend", {}, "Ranking and table show"),
        element("label", {}, radios[0], " chosen areas (all if none)"),
        element("label", {}, radios[1], " all areas"),
      ),
    ),
  );
  picker.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || !picker.open) return;
    picker.open = false;
    summary.focus();
  });

  return {
    element: picker,
    show(asked) {
      now = asked;
      const { level, shapes, areas, chosen } = asked;
      picker.hidden = level === "city";
      if (picker.hidden) return;
      summary.textContent =
        chosen.size === 0
          ? `All ${plural(shapes.length, ...areas)}`
          : `${formatCount(chosen.size)} of ${plural(shapes.length, ...areas)}`;
      let list = lists.get(level);
      if (!list) {
        list = areaList({ options: shapes, label: `Choose ${areas[1]}`, areas });
        const made = list;
        made.addEventListener("input", (event) => {
          event.stopPropagation();
          now?.chooseAreas(made.value);
        });
        lists.set(level, list);
      }
      if (place.firstChild !== list) place.replaceChildren(list);
      const codes = [...chosen];
      if (codes.join() !== list.value.join()) list.value = codes;
      for (const radio of radios) radio.checked = radio.value === asked.show;
      ruled.setAttribute("aria-label", `Choose ${areas[1]} by a rule`);
      for (const [i, button] of [...ruled.children].entries())
        (button as HTMLButtonElement).disabled = rules[i]![1](asked).length === 0;
    },
  };
}

function byValue({ rows }: Asked): string[] {
  return rows
    .filter(hasValue)
    .sort((a, b) => a.value - b.value)
    .map(({ code }) => code);
}

function beyond({ rows, comparator, indicator }: Asked, side: "lower" | "higher"): string[] {
  if (indicator.chance === "no") return [];
  return rows
    .filter((row) => hasValue(row) && beyondChance(row, comparator?.value, indicator.unit) === side)
    .map(({ code }) => code);
}
