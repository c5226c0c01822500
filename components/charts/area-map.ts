import type { MultiPolygon, Polygon } from "geojson";
import { element, svgElement, uniqueId } from "../element.js";
import type { ViewElement } from "../inputs/url-state.js";
import { plural } from "../words/format.js";
import { formatNumber } from "../words/numbers.js";
import { type Figured, formatValue, hasValue } from "../words/status.js";
import { areasWithin, neighbourTowards } from "./areas-within.js";
import { classOf, type ValueClass, valueClasses } from "./classes.js";
import { type DrawingMode, drawingTools, drawOn } from "./map-drawing.js";
import { mapKey, type Pattern, patternDefinitions, patternOf } from "./map-key.js";
import { cityProjection } from "./projection.js";

/** An area with its outline in longitude and latitude, and the centre that stands for it. */
export interface AreaShape {
  code: string;
  name: string;
  centre: [number, number];
  geometry: Polygon | MultiPolygon;
}

export type MapFigure = Figured & { lower?: number | null; upper?: number | null };

export interface AreaMapOptions {
  shapes: readonly AreaShape[];
  /** Figures by area code. An area without one is drawn as having no figure. */
  figures: ReadonlyMap<string, MapFigure>;
  unit: string;
  /** What the areas are, in the singular and plural: ["ward", "wards"]. */
  areas: [string, string];
  /** Values that the colours must cover, so that maps of several periods compare; the figures' own if left out. */
  range?: Iterable<number>;
  /** Codes chosen at first. */
  value?: string[];
  /** False for a map that is only looked at. */
  choose?: boolean;
}

/** What a map of the same areas can be drawn over with. */
export type MapFigures = Pick<AreaMapOptions, "figures" | "unit" | "range">;

/** A map as an input of the codes chosen. `redraw` draws other figures over it, in place. */
export type AreaMap = ViewElement<string[]> & { redraw(figures: MapFigures): void };

/**
 * A map of areas in one hue, with patterns for areas without a figure. It is an input: its value is the
 * list of chosen codes, changed by a click, by drawing a box or a shape (areas whose centre lies inside
 * are added), or from the keyboard: arrow keys move between areas, Enter or the space bar chooses.
 */
export function areaMap({ shapes, areas, value = [], choose = true, ...given }: AreaMapOptions): AreaMap {
  let { figures, unit }: MapFigures = given;
  const id = uniqueId("map");
  const projection = cityProjection(
    shapes.map((s) => s.geometry),
    640,
  );
  const points = new Map(shapes.map((s) => [s.code, projection.project(s.centre)]));
  let classes = classesOf(given);
  const patterns = new Set<Pattern>();
  const chosen = new Set<string>();
  let mode: DrawingMode = "click";

  const outlines = new Map(shapes.map((s) => [s.code, projection.path(s.geometry)]));
  const texts = new Map(shapes.map(({ code, name }) => [code, textOf(code, name)]));
  const options = new Map(
    shapes.map(({ code }, i) => {
      const asOption = {
        role: "option",
        "aria-selected": "false",
        "aria-label": texts.get(code),
        // One stop of the tab key; arrow keys move on from there.
        tabindex: i === 0 ? 0 : -1,
      };
      const option = svgElement(
        "path",
        { class: "ey-area", d: outlines.get(code), fill: fillOf(figureOf(code)), ...(choose && asOption) },
        choose ? null : svgElement("title", {}, texts.get(code)),
      );
      return [code, option] as const;
    }),
  );

  const chosenOutline = svgElement("path", { class: "ey-chosen-outline" });
  const focusOutline = svgElement("path", { class: "ey-focus-outline" });
  const svg = svgElement(
    "svg",
    {
      class: "ey-map-drawing",
      viewBox: `0 0 ${projection.width} ${projection.height}`,
      ...(choose && {
        role: "listbox",
        "aria-multiselectable": "true",
        "aria-label": `Map of ${areas[1]}. Arrow keys move between ${areas[1]}, Enter chooses.`,
      }),
    },
    patternDefinitions(id),
    ...options.values(),
    chosenOutline,
    focusOutline,
  );
  const pointHint = `Point at a ${areas[0]}, or move to it, to read its figure.`;
  const readout = element("p", { class: "ey-readout", "aria-hidden": "true" }, pointHint);
  const announcement = element("p", { class: "ey-hidden", role: "status" });
  let key = mapKey(classes, unit, patterns, id);
  const map = element(
    "div",
    { class: "ey-map ey-control" },
    key,
    choose && drawingTools(areas[1], setMode, () => changed([])),
    svg,
    readout,
    announcement,
  );

  for (const [code, option] of options) {
    const show = () => (readout.textContent = described(code));
    option.addEventListener("pointerenter", show);
    if (!choose) continue;
    option.addEventListener("focus", () => {
      show();
      focusOutline.setAttribute("d", outlines.get(code)!);
      for (const other of options.values()) other.setAttribute("tabindex", other === option ? "0" : "-1");
    });
    option.addEventListener("blur", () => focusOutline.removeAttribute("d"));
    option.addEventListener("click", () => mode === "click" && toggle(code));
    option.addEventListener("keydown", (event) => {
      if (event.key === "Enter" || event.key === " ") toggle(code);
      else if (event.key.startsWith("Arrow"))
        options.get(neighbourTowards(event.key, points.get(code)!, points) ?? code)!.focus();
      else return;
      event.preventDefault();
    });
  }
  if (choose)
    drawOn(
      svg,
      () => mode,
      async (outline) => {
        const within = await areasWithin(shapes, outline.map(projection.unproject));
        changed([...chosen, ...within]);
      },
    );
  show(value);

  return Object.defineProperties(map, {
    value: { get: () => [...chosen], set: show },
    redraw: { value: redraw },
  }) as unknown as AreaMap;

  function classesOf({ figures: shown, range }: MapFigures): ValueClass[] {
    return valueClasses(range ?? [...shown.values()].filter(hasValue).map((f) => f.value));
  }

  function textOf(code: string, name: string): string {
    return `${name}: ${formatValue(figureOf(code), unit)}`;
  }

  function redraw(next: MapFigures): void {
    ({ figures, unit } = next);
    classes = classesOf(next);
    patterns.clear();
    for (const { code, name } of shapes) {
      const option = options.get(code)!;
      const text = textOf(code, name);
      texts.set(code, text);
      option.setAttribute("fill", fillOf(figureOf(code)));
      if (choose) option.setAttribute("aria-label", text);
      else option.querySelector("title")!.textContent = text;
    }
    const made = mapKey(classes, unit, patterns, id);
    key.replaceWith(made);
    key = made;
    readout.textContent = pointHint;
  }

  function figureOf(code: string): MapFigure {
    return figures.get(code) ?? { value: null, status: "not_available" };
  }

  function fillOf(figure: MapFigure): string {
    const colour = hasValue(figure) ? classOf(classes, figure.value)?.colour : undefined;
    if (colour) return colour;
    const pattern = patternOf(figure.status);
    patterns.add(pattern);
    return `url(#${id}-${pattern})`;
  }

  function described(code: string): string {
    const { lower = null, upper = null } = figureOf(code);
    if (lower === null || upper === null) return texts.get(code)!;
    return `${texts.get(code)} (95% interval ${formatNumber(lower, unit)} to ${formatNumber(upper, unit)})`;
  }

  function setMode(way: DrawingMode): void {
    mode = way;
    svg.classList.toggle("ey-drawing-mode", way !== "click");
  }

  function toggle(code: string): void {
    changed(chosen.has(code) ? [...chosen].filter((c) => c !== code) : [...chosen, code]);
  }

  function changed(codes: string[]): void {
    show(codes);
    announcement.textContent = `${plural(chosen.size, ...areas)} chosen`;
    map.dispatchEvent(new Event("input", { bubbles: true }));
  }

  function show(codes: Iterable<string>): void {
    chosen.clear();
    for (const code of codes) if (options.has(code)) chosen.add(code);
    for (const [code, option] of options)
      if (choose) option.setAttribute("aria-selected", String(chosen.has(code)));
    chosenOutline.setAttribute("d", [...chosen].map((code) => outlines.get(code)).join(""));
  }
}
