import { type AreaMap, areaMap } from "../charts/area-map.js";
import { element } from "../element.js";
import { type FigureOptions, figureToUpdate } from "../figures/figure.js";
import { sentenceSelect } from "../notebook/select.js";
import { describeAreas } from "../words/describe.js";
import { capital } from "../words/format.js";
import { hasValue } from "../words/status.js";
import { choiceBars } from "./choice-bars.js";
import { type CrossChoice, type CrossView, crossViews } from "./cross-counts.js";
import type { CrossData } from "./cross-data.js";
import { type CrossFigures, crossNames, crossTable, titleOf } from "./cross-figures.js";
import type { CrossArea } from "./divided.js";

/** What a reader does to the views. */
export interface CrossHandlers {
  /** Asks another question, or chooses anew in several views. */
  begin(changes: Partial<CrossChoice>): void;
  /** Chooses these in one view. */
  choose(view: CrossView, codes: readonly string[]): void;
  /** Chooses one more, or one less. */
  toggle(view: CrossView, code: string): void;
}

/** The question, the sentence, the map and the bars; `show` draws figures over those that stand there. */
export interface CrossViews {
  element: HTMLElement;
  show(choice: CrossChoice, figures: CrossFigures): void;
}

/** Makes the views of some data. */
export function crossViewsOf(data: CrossData, { begin, choose, toggle }: CrossHandlers): CrossViews {
  const question = questionOf(data, { begin, choose });
  const map = mapOf(data, (codes) => choose("area", codes));
  const headline = element("p", { class: "ey-narrative ey-cross-headline", role: "status" });
  const places = { area: figureToUpdate(), period: figureToUpdate(), category: figureToUpdate() };
  const bars = {
    period: choiceBars((code) => toggle("period", code)),
    category: choiceBars((code) => toggle("category", code)),
  };
  return {
    element: element(
      "div",
      { class: "ey-cross ey-control" },
      question.element,
      headline,
      element(
        "div",
        { class: "ey-columns" },
        element("div", {}, places.area.element),
        element("div", {}, places.period.element, places.category.element),
      ),
    ),
    show(choice, figures) {
      const { indicator, by, rows, chosen, provenance } = figures;
      const { unit } = indicator;
      const update = (view: CrossView, title: string, chart: FigureOptions["chart"]) =>
        places[view].update({
          ...provenance,
          title,
          description: describeAreas(rows[view], { unit, areas: crossNames[view] }),
          chart,
          table: crossTable(rows[view], unit, capital(crossNames[view][0])),
        });
      question.show(choice, indicator);
      headline.textContent = figures.headline;
      update(
        "area",
        `${indicator.shortName}, by small area: ${chosen("period")}, ${chosen("category")}`,
        map(choice, figures),
      );
      const top = Math.max(
        ...[...rows.period, ...rows.category].filter(hasValue).map(({ value }) => value),
        0,
      );
      for (const view of ["period", "category"] as const) {
        bars[view].redraw(rows[view], { unit, top, chosen: new Set(choice[view]) });
        const other = view === "period" ? "category" : "period";
        update(
          view,
          `By ${view === "period" ? "period" : by}: ${chosen("area")}, ${chosen(other)}`,
          bars[view].element,
        );
      }
    },
  };
}

function questionOf(
  { about, areas, offered, breakdownsOf }: CrossData,
  { begin, choose }: Pick<CrossHandlers, "begin" | "choose">,
): { element: HTMLElement; show(choice: CrossChoice, indicator: CrossFigures["indicator"]): void } {
  const indicators = sentenceSelect("Indicator", (id) => begin({ indicator: id }));
  const breakdowns = sentenceSelect("Breakdown", (by) => begin({ breakdown: by }));
  const wards = sentenceSelect("Ward", (name) => {
    if (name !== "") choose("area", codesIn(areas, name));
  });
  const clear = element(
    "button",
    { type: "button", onclick: () => begin({ area: [], period: [], category: [] }) },
    "Choose all again",
  );
  const names = [...new Set(areas.map((area) => area.ward))].sort((a, b) => a.localeCompare(b, "en-GB"));
  return {
    element: element(
      "p",
      { class: "ey-question" },
      element("span", {}, "Show ", indicators.element),
      element("span", {}, " by ", breakdowns.element),
      element("span", {}, " in small areas of ", wards.element),
      clear,
    ),
    show(choice, indicator) {
      indicators.show(
        offered.map(({ id, shortName, theme }) => ({
          value: id,
          words: shortName,
          heading: about.themes[theme] ?? theme,
        })),
        choice.indicator,
      );
      breakdowns.show(
        breakdownsOf(choice.indicator).map((one) => ({ value: one, words: titleOf(indicator, one) })),
        choice.breakdown,
      );
      const usual = choice.area.length === 0 ? "all wards" : "your choice";
      wards.show(
        [{ value: "", words: usual }, ...names.map((name) => ({ value: name, words: name }))],
        names.find((name) => isAll(codesIn(areas, name), choice.area)) ?? "",
      );
      clear.disabled = crossViews.every((view) => choice[view].length === 0);
    },
  };
}

// One map, drawn over: it keeps what a reader looks at more closely.
function mapOf(
  { shapes }: CrossData,
  choose: (codes: readonly string[]) => void,
): (choice: CrossChoice, figures: CrossFigures) => HTMLElement {
  let map: AreaMap | undefined;
  return ({ area }, { indicator, rows }) => {
    if (shapes.length === 0)
      return element(
        "p",
        { class: "ey-empty" },
        "There are no outlines of small areas yet. The table has their figures.",
      );
    const drawn = { figures: new Map(rows.area.map((row) => [row.code, row])), unit: indicator.unit };
    if (map) map.redraw(drawn);
    else {
      const made = areaMap({ shapes, areas: crossNames.area, ...drawn });
      made.addEventListener("input", (event) => {
        event.stopPropagation();
        choose(made.value);
      });
      map = made;
    }
    map.value = [...area];
    return map;
  };
}

function codesIn(areas: readonly CrossArea[], ward: string): string[] {
  return areas.filter((area) => area.ward === ward).map(({ code }) => code);
}

function isAll(codes: readonly string[], chosen: readonly string[]): boolean {
  return codes.length === chosen.length && codes.every((code) => chosen.includes(code));
}
