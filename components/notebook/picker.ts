import { element, uniqueId } from "../element.js";
import { areaList } from "../inputs/area-list.js";
import type { ViewElement } from "../inputs/url-state.js";
import { plural } from "../words/format.js";
import { formatCount } from "../words/numbers.js";
import type { Asked } from "./asked.js";
import { areaRules } from "./rules.js";

/** Where areas are chosen from a list, by a rule or by postcode, and whether the others are shown. */
export interface Picker {
  element: HTMLDetailsElement;
  show(asked: Asked): void;
}

export function areaPicker(): Picker {
  // A list for each level, made when first shown.
  const lists = new Map<string, ViewElement<string[]>>();
  let now: Asked | undefined;
  const summary = element("summary", {});
  const place = element("div", {});
  const rules = areaRules((codes) => now?.chooseAreas(codes));
  const name = uniqueId("show");
  const radios = (["chosen", "all"] as const).map((value) => {
    const radio = element("input", { type: "radio", name, value });
    radio.addEventListener("input", (event) => {
      event.stopPropagation();
      now?.choose({ show: value === "chosen" ? "" : value });
    });
    return radio;
  });
  const picker = element(
    "details",
    { class: "ey-areas" },
    summary,
    element(
      "div",
      { class: "ey-areas-card" },
      place,
      rules.element,
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
        const current = list;
        current.addEventListener("input", (event) => {
          event.stopPropagation();
          now?.chooseAreas(current.value);
        });
        lists.set(level, list);
      }
      if (place.firstChild !== list) place.replaceChildren(list);
      const codes = [...chosen];
      if (codes.join() !== list.value.join()) list.value = codes;
      for (const radio of radios) radio.checked = radio.value === asked.show;
      rules.show(asked);
    },
  };
}
