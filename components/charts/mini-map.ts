import { element, svgElement, uniqueId } from "../element.js";
import { formatNumber } from "../words/numbers.js";
import { type Figured, hasValue, type Status, statusWords } from "../words/status.js";

export interface MiniArea {
  code: string;
  name: string;
  /** SVG path in the map's own units. */
  path: string;
}

export interface MiniMap {
  areas: readonly MiniArea[];
  /** Width and height in the paths' units. */
  size: readonly [number, number];
  /** By area code; an area without one is drawn as not available. */
  figures: ReadonlyMap<string, Figured>;
  unit: string;
  /** A figure in words, shown where an area is pointed at. */
  format: (figure: Figured) => string;
  /** Code of the area that is outlined. */
  chosen?: string;
  /** Called when an area is clicked. Offer the same choice in a list: the map cannot be used by keyboard. */
  choose?: (code: string) => void;
}

/** Light to dark in one hue, so that the order is seen without colour vision. */
const shades = [1, 2, 3, 4, 5].map((i) => `var(--ey-map-share-${i})`);

/** A map of a few dozen areas as plain SVG, with its key: for pages that must stay light. */
export function miniMap({ areas, size, figures, unit, format, chosen, choose }: MiniMap): HTMLElement {
  const values = [...figures.values()].filter(hasValue).map((figure) => figure.value);
  const limits = roundLimits(values, shades.length);
  const patterns = { suppressed: uniqueId("hatch"), other: uniqueId("dots") };
  const fillOf = (figure: Figured): string =>
    hasValue(figure)
      ? shades[classIndex(limits, figure.value)]!
      : `url(#${figure.status === "suppressed" ? patterns.suppressed : patterns.other})`;
  const drawn = areas.map((area) => ({ ...area, figure: figures.get(area.code) ?? missing }));
  const svg = svgElement(
    "svg",
    { class: "ey-minimap", viewBox: `-2 -2 ${size[0] + 4} ${size[1] + 4}`, "aria-hidden": "true" },
    svgElement("defs", {}, hatch(patterns.suppressed), dots(patterns.other)),
    // The chosen area comes last, so that no neighbour covers its outline.
    ...drawn
      .sort((a, b) => Number(a.code === chosen) - Number(b.code === chosen))
      .map(({ code, name, path, figure }) =>
        svgElement(
          "path",
          {
            d: path,
            fill: fillOf(figure),
            class: code === chosen && "ey-minimap-chosen",
            onclick: choose && (() => choose(code)),
          },
          svgElement("title", {}, `${name}: ${format(figure)}`),
        ),
      ),
  );
  const statuses = new Set(
    drawn
      .map(({ figure }) => figure)
      .filter((f) => !hasValue(f))
      .map((f) => f.status),
  );
  return element("div", {}, key(limits, unit, statuses, patterns), svg);
}

const missing: Figured = { value: null, status: "not_available" };

/** Round limits of at most `most` classes that cover the values: [50, 60, 70, 80]. No values give none. */
export function roundLimits(values: readonly number[], most: number): number[] {
  if (values.length === 0) return [];
  const least = Math.min(...values);
  const greatest = Math.max(...values);
  for (let power = -3; ; power++)
    for (const digit of [1, 2, 5]) {
      const step = digit * 10 ** power;
      const from = Math.floor(least / step + 1e-9);
      const to = Math.max(Math.ceil(greatest / step - 1e-9), from + 1);
      if (to - from <= most)
        return Array.from({ length: to - from + 1 }, (_, i) => Number(((from + i) * step).toPrecision(12)));
    }
}

/** The class that a value is in: the upper limit of all but the last class belongs to the next. */
function classIndex(limits: readonly number[], value: number): number {
  const index = limits.slice(1, -1).filter((limit) => value >= limit).length;
  const classes = limits.length - 1;
  return classes === 1 ? 2 : Math.round((index * (shades.length - 1)) / (classes - 1));
}

function key(
  limits: readonly number[],
  unit: string,
  statuses: Set<Status>,
  patterns: { suppressed: string; other: string },
): HTMLElement {
  const short = (value: number): string => (unit === "percent" ? String(value) : formatNumber(value, unit));
  const classes = limits.slice(1).map((to, i) => ({
    fill: shades[classIndex(limits, limits[i]!)]!,
    label: `${short(limits[i]!)} to ${short(to)}${unit === "percent" ? "%" : ""}`,
  }));
  const without = [...statuses].map((status) => ({
    fill: `url(#${status === "suppressed" ? patterns.suppressed : patterns.other})`,
    label: statusWords[status],
  }));
  return element(
    "ul",
    { class: "ey-key", role: "list" },
    ...[...classes, ...without].map(({ fill, label }) =>
      element(
        "li",
        {},
        svgElement(
          "svg",
          { width: 18, height: 14, "aria-hidden": "true" },
          svgElement("rect", { class: "ey-map-swatch", width: 18, height: 14, fill }),
        ),
        label,
      ),
    ),
  );
}

function hatch(id: string): SVGElement {
  return svgElement(
    "pattern",
    { id, width: 6, height: 6, patternUnits: "userSpaceOnUse", patternTransform: "rotate(45)" },
    svgElement("rect", { class: "ey-map-blank", width: 6, height: 6 }),
    svgElement("rect", { width: 1.4, height: 6, fill: "var(--ey-map-mark)" }),
    svgElement("rect", { width: 6, height: 1.4, fill: "var(--ey-map-mark)" }),
  );
}

function dots(id: string): SVGElement {
  return svgElement(
    "pattern",
    { id, width: 6, height: 6, patternUnits: "userSpaceOnUse" },
    svgElement("rect", { class: "ey-map-blank", width: 6, height: 6 }),
    svgElement("circle", { cx: 2, cy: 2, r: 1, fill: "var(--ey-map-mark)" }),
  );
}
