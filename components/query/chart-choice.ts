import { element } from "../element.js";
import { type ChartChoice, type Drawing, drawings, usualChart } from "./query-chart.js";
import type { QueryResult } from "./query-result.js";

/** The choice of what of the rows is drawn, and how. */
export interface ChartChooser {
  element: HTMLElement;
  /** Offers what some rows have; what was chosen before stays, where it can. */
  offer(result: QueryResult): void;
  /** Undefined where there is nothing to draw. */
  value: ChartChoice | undefined;
}

/** Drop-down lists for the kind of chart and its columns. `changed` is called when a reader chooses. */
export function chartChooser(changed: () => void): ChartChooser {
  let value: ChartChoice | undefined;
  const lists = {
    draw: list("Draw", drawings),
    across: list("by", []),
    up: list("of", []),
    colour: list("a colour for each", []),
  };
  const control = element(
    "p",
    { class: "ey-question ey-query-choice", oninput: choose },
    ...[lists.draw, lists.up, lists.across, lists.colour].map(({ label }) => label),
  );
  return {
    element: control,
    get value() {
      return value;
    },
    set value(chosen) {
      value = chosen;
      show();
    },
    offer(result) {
      const names = result.columns.map(({ name }) => name);
      const numbers = result.columns.filter(({ kind }) => kind === "number").map(({ name }) => name);
      const fits =
        value !== undefined &&
        numbers.includes(value.up) &&
        names.includes(value.across) &&
        (value.colour === undefined || names.includes(value.colour));
      if (!fits) value = usualChart(result);
      fill(lists.across.select, names);
      fill(lists.up.select, numbers);
      fill(lists.colour.select, ["", ...names.filter((name) => !numbers.includes(name))]);
      control.hidden = value === undefined;
      show();
    },
  };

  function show(): void {
    if (!value) return;
    lists.draw.select.value = value.draw;
    lists.across.select.value = value.across;
    lists.up.select.value = value.up;
    lists.colour.select.value = value.colour ?? "";
  }

  function choose(event: Event): void {
    event.stopPropagation();
    value = {
      draw: lists.draw.select.value as Drawing,
      across: lists.across.select.value,
      up: lists.up.select.value,
      colour: lists.colour.select.value || undefined,
    };
    changed();
  }
}

function list(words: string, values: readonly string[]) {
  const select = element("select", { class: "ey-word" });
  fill(select, values);
  return { select, label: element("label", {}, `${words} `, select) };
}

function fill(select: HTMLSelectElement, values: readonly string[]): void {
  select.replaceChildren(...values.map((value) => element("option", { value }, value || "nothing")));
}
