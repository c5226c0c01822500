import { areaLink, areaPage, markLink } from "../area-link.js";
import { element, svgElement, uniqueId } from "../element.js";
import type { ViewElement } from "../inputs/url-state.js";
import { beyondChance, type Comparison, type Judged } from "../words/beyond-chance.js";
import { plural } from "../words/format.js";
import { formatNumber } from "../words/numbers.js";
import { type Figured, formatValue, hasValue } from "../words/status.js";
import type { AreaShape } from "./area-shape.js";
import { areasWithin, neighbourTowards } from "./areas-within.js";
import { type Classing, type ClassingOptions, classing, classOf } from "./classes.js";
import { type DrawingMode, drawingTools, drawOn, position } from "./map-drawing.js";
import { mapKey, mapPatterns, type Pattern, patternOf } from "./map-key.js";
import { type MapMark, mapMarks } from "./map-marks.js";
import { mapPlaces } from "./map-places.js";
import { mapView } from "./map-view.js";
import { cityProjection } from "./projection.js";

export type { AreaShape };

export type MapFigure = Figured & Partial<Judged>;

/** What a map of the same areas can be drawn over with. */
export interface MapFigures extends Partial<Omit<ClassingOptions, "values" | "areas">> {
  /** Figures by area code. An area without one is drawn as not available. */
  figures: ReadonlyMap<string, MapFigure>;
  unit: string;
  /** Values that the colours must cover, so that maps of several periods compare; the figures' own if left out. */
  range?: Iterable<number>;
  /** no: chance has no part in the figures, so none is hatched. */
  chance?: "yes" | "no";
  /** Points that are drawn over the areas. */
  marks?: readonly MapMark[];
}

export interface AreaMapOptions extends MapFigures {
  shapes: readonly AreaShape[];
  /** Larger areas whose borders and names are drawn over, the largest first. */
  around?: readonly (readonly AreaShape[])[];
  /** What the areas are, in the singular and plural: ["ward", "wards"]. */
  areas: [string, string];
  /** Codes chosen at first. */
  value?: string[];
  /** False for a map that is only looked at. */
  choose?: boolean;
  /**
   * Takes the place that a reader points out, as longitude and latitude: areas are then not chosen. It is where is clicked, or
   * at Enter the centre of the area. `what` is done there, in words: "puts a new setting there".
   */
  place?: { what: string; take: (at: [number, number]) => void };
}

/** A map as an input of the codes chosen. `redraw` draws other figures over it, in place. */
export type AreaMap = ViewElement<string[]> & { redraw(figures: MapFigures): void };

/** Of more areas than this the names would say nothing: they are those of small areas. */
const mostNamed = 200;
const mostProfiles = 6;

/**
 * A map of areas that can be looked at more closely, with the names of places. Colours tell how far an area is from a
 * comparator, hatching where that may be chance, patterns where there is no figure. It is an input: its value is the
 * list of chosen codes, changed by a click, by drawing a box or a shape (areas whose centre lies inside are added), or from
 * the keyboard: arrow keys move between areas, Enter or the space bar chooses.
 */
export function areaMap({
  shapes,
  around = [],
  areas,
  value = [],
  choose = true,
  place,
  ...given
}: AreaMapOptions): AreaMap {
  let drawn = given as MapFigures;
  let classes = classesOf(drawn);
  let mode: DrawingMode = "click";
  const id = uniqueId("map");
  const chosen = new Set<string>();
  const projection = cityProjection(
    shapes.map((s) => s.geometry),
    640,
  );
  const size: [number, number] = [projection.width, projection.height];
  const areaOf = new Map(
    shapes.map((shape) => [
      shape.code,
      {
        ...{ name: shape.name, d: projection.path(shape.geometry), text: "", fill: "" },
        at: projection.project(shape.centre),
        path: svgElement("path", { class: "ey-area", "data-code": shape.code }),
      },
    ]),
  );
  const points = new Map([...areaOf].map(([code, { at }]) => [code, at]));
  let [stop] = areaOf.keys();
  for (const [code, { path, d }] of areaOf) {
    path.setAttribute("d", d);
    if (!choose) path.append(svgElement("title"));
    else {
      path.setAttribute("role", place ? "button" : "option");
      if (!place) path.setAttribute("aria-selected", "false");
      // One stop of the tab key; arrow keys move on from there.
      path.setAttribute("tabindex", code === stop ? "0" : "-1");
    }
  }

  const patterns = mapPatterns(id);
  const marks = mapMarks(projection.project);
  const places = mapPlaces({ projection, around, named: shapes.length > mostNamed ? [] : shapes });
  const [hatched, faint] = ["ey-map-hatched", "ey-map-hatched ey-map-faint"].map((name) =>
    svgElement("path", { class: name, fill: `url(#${id}-chance)` }),
  ) as [SVGPathElement, SVGPathElement];
  const outlines = ["ey-chosen-casing", "ey-chosen-outline", "ey-focus-outline"].map((name) =>
    svgElement("path", { class: name }),
  );
  const [casing, chosenOutline, focusOutline] = outlines as [SVGPathElement, SVGPathElement, SVGPathElement];
  const svg = svgElement(
    "svg",
    {
      class: "ey-map-drawing",
      viewBox: `0 0 ${size.join(" ")}`,
      ...(choose && {
        role: place ? "group" : "listbox",
        "aria-multiselectable": !place && "true",
        "aria-label": `Map of ${areas[1]}. Arrow keys move between ${areas[1]}, Enter ${place?.what ?? "chooses"}, plus and minus zoom.`,
      }),
    },
    patterns.definitions,
    // Under the areas, so that only the outer half of its line is seen: where the city ends.
    svgElement("path", { class: "ey-map-edge", d: [...areaOf.values()].map(({ d }) => d).join("") }),
    ...[...areaOf].map(([code, { path }]) => (choose ? path : markLink(code, path))),
    hatched,
    faint,
    ...outlines,
    ...(drawn.marks ? [marks.element] : []),
    places.element,
  );
  const view = mapView(svg, size, { changed: arrange, mayDrag: () => mode === "click" });
  const pointHint = `Point at a ${areas[0]}, or move to it, to read its figure.`;
  const readout = element("p", { class: "ey-readout", "aria-hidden": "true" }, pointHint);
  const announcement = element("p", { class: "ey-hidden", role: "status" });
  const profiles = element("p", { class: "ey-map-profiles", hidden: true });
  const key = element("div");
  let keyed = "";
  const map = element(
    "div",
    { class: "ey-map ey-control" },
    key,
    element("div", { class: "ey-map-frame" }, svg, view.buttons),
    readout,
    profiles,
    choose && !place && drawingTools(areas[1], setMode, () => changed([])),
    announcement,
  );

  svg.addEventListener("pointerover", ({ target }) => {
    const code = codeOf(target);
    if (code !== undefined) readout.textContent = described(code);
  });
  if (choose) {
    svg.addEventListener("focusin", ({ target }) => {
      const code = codeOf(target);
      if (code === undefined) return;
      readout.textContent = described(code);
      focusOutline.setAttribute("d", areaOf.get(code)!.d);
      areaOf.get(stop!)?.path.setAttribute("tabindex", "-1");
      areaOf.get(code)!.path.setAttribute("tabindex", "0");
      stop = code;
      view.show(areaOf.get(code)!.at);
    });
    svg.addEventListener("focusout", () => focusOutline.removeAttribute("d"));
    svg.addEventListener("click", (event) => {
      const code = codeOf(event.target);
      if (code === undefined || mode !== "click") return;
      if (place) place.take(projection.unproject(position(svg, event)));
      else toggle(code);
    });
    svg.addEventListener("keydown", (event) => {
      const code = codeOf(event.target);
      if (code === undefined) return;
      if (event.key === "Enter" || event.key === " ") choosing(code);
      else if (event.key.startsWith("Arrow"))
        areaOf.get(neighbourTowards(event.key, points.get(code)!, points) ?? code)!.path.focus();
      else return;
      event.preventDefault();
    });
    drawOn(
      svg,
      () => mode,
      async (outline) => {
        const within = await areasWithin(shapes, outline.map(projection.unproject));
        changed([...chosen, ...within]);
      },
    );
  }
  fill();
  show(value);

  return Object.defineProperties(map, {
    value: { get: () => [...chosen], set: show },
    redraw: { value: redraw },
  }) as unknown as AreaMap;

  function classesOf({ figures, range, ...how }: MapFigures): Classing {
    const values = range ?? [...figures.values()].filter(hasValue).map((figure) => figure.value);
    return classing({ ...how, values, areas: areas[1] });
  }

  function redraw(next: MapFigures): void {
    drawn = next;
    classes = classesOf(next);
    fill();
    // Names stay where they are: to write them again would lay all of them out.
    marks.draw(drawn.marks ?? [], view.scale());
    readout.textContent = pointHint;
  }

  // Only what differs is written: most of a map is as it was.
  function fill(): void {
    const used = new Set<Pattern>();
    const mayBeChance = { near: "", away: "" };
    for (const [code, area] of areaOf) {
      const figure = figureOf(code);
      const colour = hasValue(figure) ? classOf(classes.classes, figure.value)?.colour : undefined;
      const isNear = colour === classes.middle;
      const pattern = patternOf(figure.status);
      if (!colour) used.add(pattern);
      if (standingOf(figure) === "similar") mayBeChance[isNear ? "near" : "away"] += area.d;
      const next = colour ?? `url(#${id}-${pattern})`;
      if (next !== area.fill) area.path.setAttribute("fill", next);
      area.fill = next;
      const text = `${area.name}: ${formatValue(figure, drawn.unit)}${beyondText(figure)}`;
      if (text === area.text) continue;
      area.text = text;
      if (choose) area.path.setAttribute("aria-label", text);
      else area.path.firstElementChild!.textContent = text;
    }
    hatched.setAttribute("d", mayBeChance.away);
    faint.setAttribute("d", mayBeChance.near);
    const description = {
      classing: classes,
      patterns: [...used].sort(),
      hatched: mayBeChance.away + mayBeChance.near !== "",
    };
    if (JSON.stringify(description) === keyed) return;
    keyed = JSON.stringify(description);
    key.replaceChildren(mapKey({ ...description, id }));
  }

  function figureOf(code: string): MapFigure {
    const figure = drawn.figures.get(code) ?? { value: null, status: "not_available" };
    return figure.status === "rounds_to_zero" ? { ...figure, value: 0 } : figure;
  }

  function standingOf(figure: MapFigure): Comparison {
    const { comparator, unit, chance } = drawn;
    if (!comparator || chance === "no" || !hasValue(figure)) return "unknown";
    return beyondChance({ lower: null, upper: null, ...figure }, comparator.value, unit);
  }

  function beyondText(figure: MapFigure): string {
    const standing = standingOf(figure);
    return standing === "lower" || standing === "higher" ? `, ${standing} by more than chance` : "";
  }

  function described(code: string): string {
    const { text } = areaOf.get(code)!;
    const figure = figureOf(code);
    const { lower = null, upper = null } = figure;
    const { unit, comparator } = drawn;
    const interval =
      lower === null || upper === null
        ? ""
        : ` (95% interval ${formatNumber(lower, unit)} to ${formatNumber(upper, unit)})`;
    const beside =
      comparator && standingOf(figure) === "similar"
        ? `; the difference from ${comparator.name.replace(/^All /, "all ")} may be chance`
        : "";
    return `${text}${interval}${beside}`;
  }

  function arrange(): void {
    const scale = view.scale();
    patterns.scale(1 / scale);
    marks.draw(drawn.marks ?? [], scale);
    places.write(view.shown(), scale, chosen);
  }

  function setMode(way: DrawingMode): void {
    mode = way;
    svg.classList.toggle("ey-drawing-mode", way !== "click");
  }

  function choosing(code: string): void {
    if (place) place.take(projection.unproject(points.get(code)!));
    else toggle(code);
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
    const before = new Set(chosen);
    chosen.clear();
    for (const code of codes) if (areaOf.has(code)) chosen.add(code);
    if (choose && !place)
      for (const code of new Set([...before, ...chosen]))
        if (before.has(code) !== chosen.has(code))
          areaOf.get(code)!.path.setAttribute("aria-selected", String(chosen.has(code)));
    const d = [...chosen].map((code) => areaOf.get(code)!.d).join("");
    casing.setAttribute("d", d);
    chosenOutline.setAttribute("d", d);
    showProfiles();
    arrange();
  }

  // A click chooses here, so the way to an area's own page is under the map.
  function showProfiles(): void {
    const listed = choose ? [...chosen].filter(areaPage).slice(0, mostProfiles) : [];
    profiles.hidden = listed.length === 0;
    const links = listed.flatMap((code, i) => [i > 0 ? ", " : "", areaLink(code, areaOf.get(code)!.name)]);
    profiles.replaceChildren("Read about ", ...links);
  }
}

function codeOf(target: EventTarget | null): string | undefined {
  return (target as Element).getAttribute("data-code") ?? undefined;
}
