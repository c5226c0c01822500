import { element, svgElement } from "../element.js";
import type { Status } from "../words/status.js";
import { classLabel, type ValueClass } from "./classes.js";

/** Ways that a map fills an area without a number: a pattern each, never a colour of the scale. */
export type Pattern = "suppressed" | "none";

/** The pattern of a status that carries no number. */
export function patternOf(status: Status | undefined): Pattern {
  return status === "suppressed" ? "suppressed" : "none";
}

const words: Record<Pattern, string> = { suppressed: "suppressed [c]", none: "no figure [x] [z]" };

/** Pattern definitions for an SVG; `id` keeps several maps of a page apart. */
export function patternDefinitions(id: string): SVGDefsElement {
  return svgElement(
    "defs",
    {},
    svgElement(
      "pattern",
      {
        id: `${id}-suppressed`,
        width: 6,
        height: 6,
        patternUnits: "userSpaceOnUse",
        patternTransform: "rotate(45)",
      },
      svgElement("rect", { width: 6, height: 6, fill: "#ffffff" }),
      svgElement("rect", { width: 2, height: 6, fill: "#6f6f6f" }),
    ),
    svgElement(
      "pattern",
      { id: `${id}-none`, width: 8, height: 8, patternUnits: "userSpaceOnUse" },
      svgElement("rect", { width: 8, height: 8, fill: "#ffffff" }),
      svgElement("circle", { cx: 4, cy: 4, r: 1.2, fill: "#6f6f6f" }),
    ),
  );
}

/** The key of a map: its classes from low to high, then the patterns that occur. */
export function mapKey(
  classes: readonly ValueClass[],
  unit: string,
  patterns: ReadonlySet<Pattern>,
  id: string,
): HTMLElement {
  return element(
    "ul",
    { class: "ey-key", "aria-label": "Key" },
    ...classes.map((c) => element("li", {}, swatch(c.colour), classLabel(c, unit))),
    ...(["suppressed", "none"] as const)
      .filter((p) => patterns.has(p))
      .map((p) => element("li", {}, swatch(`url(#${id}-${p})`), words[p])),
  );
}

function swatch(fill: string): SVGSVGElement {
  return svgElement(
    "svg",
    { width: 22, height: 14, "aria-hidden": "true" },
    svgElement("rect", { x: 0.5, y: 0.5, width: 21, height: 13, fill, stroke: "#6f6f6f" }),
  );
}
