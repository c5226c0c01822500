import { element, uniqueId } from "../element.js";
import { keptLists } from "../need/kept-lists.js";
import { beyondChance } from "../words/beyond-chance.js";
import { hasValue } from "../words/status.js";
import type { Asked } from "./asked.js";

/** Where areas are chosen by what holds of them rather than by name. */
export interface AreaRules {
  element: HTMLElement;
  show(asked: Asked): void;
}

/** So many areas from one end, those that chance does not explain, those of a larger area, and the one around a postcode. */
export function areaRules(choose: (codes: string[]) => void): AreaRules {
  let now: Asked | undefined;
  // Framework gives a cell every input event that reaches it.
  const quiet = <T extends HTMLElement>(node: T): T => {
    node.addEventListener("input", (event) => event.stopPropagation());
    return node;
  };
  const button = (words: string, codesOf: (asked: Asked) => string[]) =>
    element("button", { type: "button", onclick: () => now && choose(codesOf(now)) }, words);

  const count = quiet(
    element("input", { type: "number", min: 1, value: 5, "aria-label": "How many areas from one end" }),
  );
  const many = () => Math.max(1, Math.round(count.valueAsNumber) || 1);
  const ends = [
    button("lowest", (asked) => byValue(asked).slice(0, many())),
    button("highest", (asked) => byValue(asked).slice(-many())),
  ];
  const clearly = [
    button("Clearly lower", (asked) => beyond(asked, "lower")),
    button("Clearly higher", (asked) => beyond(asked, "higher")),
  ];
  const larger = quiet(element("select", {}));
  larger.addEventListener("change", () => {
    const codes = now?.within[Number(larger.value)]?.codes;
    if (codes) choose([...codes]);
  });
  const largerLabel = element("span", {});
  const inLarger = element("label", { class: "ey-rule" }, largerLabel, " ", larger);

  const lists = quiet(element("select", {}));
  lists.addEventListener("change", () => {
    const codes = keptLists().named[lists.value];
    const there = new Set(now?.shapes.map(({ code }) => code));
    if (codes) choose(codes.filter((code) => there.has(code)));
  });
  const onList = element("label", { class: "ey-rule" }, "Those of our list ", lists);

  const postcodeId = uniqueId("postcode");
  const postcode = quiet(
    element("input", { id: postcodeId, autocomplete: "off", size: 9, spellcheck: "false" }),
  );
  const found = element("p", { class: "ey-count", role: "status" });
  const byPostcode = element(
    "form",
    { class: "ey-rule" },
    element(
      "div",
      { class: "ey-buttons" },
      element("label", { for: postcodeId }, "Around the postcode"),
      postcode,
      element("button", { type: "submit" }, "Add"),
    ),
    found,
  );
  byPostcode.addEventListener("submit", (event) => {
    event.preventDefault();
    void find();
  });

  const group = element(
    "div",
    { class: "ey-rules", role: "group" },
    element("div", { class: "ey-buttons" }, element("span", {}, "The"), count, ...ends),
    element("div", { class: "ey-buttons" }, ...clearly, element("span", {}, "than all")),
    inLarger,
    onList,
    byPostcode,
  );
  let offered: Asked["within"] = [];

  return {
    element: group,
    show(asked) {
      now = asked;
      group.setAttribute("aria-label", `Choose ${asked.areas[1]} by a rule`);
      count.max = String(asked.shapes.length);
      for (const end of ends) end.disabled = !asked.available;
      clearly[0]!.disabled = beyond(asked, "lower").length === 0;
      clearly[1]!.disabled = beyond(asked, "higher").length === 0;
      showLarger(asked);
      showLists(asked);
      byPostcode.hidden = asked.areaOf === undefined;
    },
  };

  function showLarger({ within, level, chosen }: Asked): void {
    inLarger.hidden = within.length === 0;
    largerLabel.textContent = level === "ward" ? "Those of the locality" : "Those of the ward";
    if (within.map(({ name }) => name).join() !== offered.map(({ name }) => name).join())
      larger.replaceChildren(
        element("option", { value: "" }, "…"),
        ...within.map(({ name }, i) => element("option", { value: i }, name)),
      );
    offered = within;
    const at = within.findIndex(
      ({ codes }) => codes.length === chosen.size && codes.every((code) => chosen.has(code)),
    );
    larger.value = at < 0 ? "" : String(at);
  }

  // Lists that a reader keeps by name on the page of our list, with wards of this level.
  function showLists({ shapes }: Asked): void {
    const there = new Set(shapes.map(({ code }) => code));
    const names = Object.entries(keptLists().named)
      .filter(([, codes]) => codes.some((code) => there.has(code)))
      .map(([name]) => name);
    onList.hidden = names.length === 0;
    lists.replaceChildren(
      element("option", { value: "" }, "…"),
      ...names.map((name) => element("option", { value: name }, name)),
    );
  }

  // The directory comes to the postcode: the postcode goes nowhere, not even into the address of the page.
  async function find(): Promise<void> {
    const asked = now;
    if (!asked?.areaOf || !postcode.value.trim()) return;
    found.textContent = "Looking …";
    try {
      const code = await asked.areaOf(postcode.value);
      const area = asked.shapes.find((shape) => shape.code === code);
      found.textContent = area
        ? `It lies in ${area.name}.`
        : "The postcode directory has no such postcode in the city. It wants a whole one, such as B1 1BB.";
      if (area) choose([...new Set([...asked.chosen, area.code])]);
    } catch {
      found.textContent = "The postcode directory could not be fetched. Try once more.";
    }
  }
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
