import { element, svgElement } from "../element.js";
import type { Status } from "../words/status.js";
import type { Classing } from "./classes.js";

/** Ways that a map fills an area without a number: a pattern each, never a colour of the scale. */
export type Pattern = "suppressed" | "not_applicable" | "not_available" | "not_collected";

/** The pattern of a status that carries no number. */
export function patternOf(status: Status | undefined): Pattern {
  return status === "suppressed" || status === "not_applicable" || status === "not_collected"
    ? status
    : "not_available";
}

const words: Record<Pattern, string> = {
  suppressed: "suppressed [c]",
  not_applicable: "not applicable [z]",
  not_available: "not available [x]",
  not_collected: "not collected [x]",
};
const order = Object.keys(words) as Pattern[];

/** What is drawn on the square of each pattern, 8 by 8: crossed lines, dots, rings, dashes. */
const marks: Record<Pattern | "chance", string> = {
  suppressed: "M0 0L8 8M8 0L0 8",
  not_applicable: "M0 4H8",
  not_available: "M3 4a1 1 0 1 0 2 0a1 1 0 1 0-2 0",
  not_collected: "M1 2H4M5 6H8",
  chance: "M-1 7L1 9M-1-1L9 9M7-1L9 1",
};
// Beside each line of the hatching, so that it is seen on the darkest colours, too.
const besideHatch = "M-1 3L5 9M3-1L9 5";

/** Patterns of an SVG, and how large they are drawn; `id` keeps several maps of a page apart. */
export function mapPatterns(id: string): { definitions: SVGDefsElement; scale(factor: number): void } {
  const patterns = [...order, "chance" as const].map((name) =>
    svgElement(
      "pattern",
      { id: `${id}-${name}`, class: "ey-map-pattern", width: 8, height: 8, patternUnits: "userSpaceOnUse" },
      name === "chance" ? null : svgElement("rect", { class: "ey-map-blank", width: 8, height: 8 }),
      name === "chance" && svgElement("path", { class: "ey-map-hatch-light", d: besideHatch }),
      svgElement("path", { class: name === "chance" ? "ey-map-hatch" : "ey-map-mark", d: marks[name] }),
    ),
  );
  return {
    definitions: svgElement("defs", {}, ...patterns),
    scale(factor) {
      for (const pattern of patterns) pattern.setAttribute("patternTransform", `scale(${factor})`);
    },
  };
}

/** What of a map its key must tell. */
export interface KeyOptions {
  classing: Classing;
  patterns: readonly Pattern[];
  /** Whether some areas are hatched, as they may differ by chance. */
  hatched: boolean;
  /** The id of the map's patterns. */
  id: string;
}

/** The key of a map: its classes from low to high as one scale, then the patterns that occur. */
export function mapKey({ classing, patterns, hatched, id }: KeyOptions): HTMLElement {
  const { classes, limits, words: classWords } = classing;
  const end = limits.length - 1;
  const scale = element(
    "ol",
    { class: limits.some(isLong) ? "ey-map-scale ey-map-long" : "ey-map-scale", "aria-label": classWords },
    ...classes.map(({ colour, label }, i) =>
      element(
        "li",
        {},
        i === 0 && limits[0] !== "" && limit(limits[0]!, "ey-map-first"),
        svgElement(
          "svg",
          { viewBox: "0 0 58 12", preserveAspectRatio: "none", "aria-hidden": "true" },
          svgElement("rect", { class: "ey-map-swatch", width: 58, height: 12, fill: colour }),
        ),
        element("span", { class: "ey-hidden" }, label),
        limits[i + 1] !== "" && limit(limits[i + 1]!, i + 1 === end ? "ey-map-last" : ""),
      ),
    ),
  );
  const others = [
    ...(hatched ? [{ fill: "chance", told: "hatched: the difference may be chance" }] : []),
    ...order.filter((p) => patterns.includes(p)).map((p) => ({ fill: p as string, told: words[p] })),
  ];
  return element(
    "div",
    { class: "ey-map-key" },
    classes.length > 0 && element("p", { "aria-hidden": "true" }, classWords),
    classes.length > 0 && scale,
    others.length > 0 &&
      element(
        "ul",
        { class: "ey-key", "aria-label": "Key" },
        ...others.map((other) => element("li", {}, swatch(`url(#${id}-${other.fill})`), other.told)),
      ),
  );
}

// On a narrow map such limits would stand in one another.
const isLong = (text: string) => text.length > 4;

function limit(text: string, where: string): HTMLElement {
  return element("span", { class: `ey-map-limit ${where}`.trim(), "aria-hidden": "true" }, text);
}

function swatch(fill: string): SVGSVGElement {
  return svgElement(
    "svg",
    { width: 22, height: 14, "aria-hidden": "true" },
    // Hatching lies over a colour.
    svgElement("rect", { width: 22, height: 14, fill: "var(--ey-map-middle)" }),
    svgElement("rect", { class: "ey-map-swatch", x: 0.5, y: 0.5, width: 21, height: 13, fill }),
  );
}
