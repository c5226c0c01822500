import { svgElement } from "../element.js";
import { formatTick } from "../words/numbers.js";
import { roundEnds, roundTicks } from "./ticks.js";

/** Pixels of a letter of a chart's labels, on average: room is kept by it. */
const letter = 7.3;

/** A place along an axis, in pixels. */
export type Place = (value: number) => number;

/** A drawing of a size in pixels, whose texts have the size of all charts' labels. */
export function drawing(width: number, height: number, ...children: (Node | null)[]): SVGSVGElement {
  return svgElement(
    "svg",
    { class: "ey-drawn", width, height, viewBox: `0 0 ${width} ${height}` },
    ...children,
  );
}

/** Where a label stands, and how it looks: by a class of style.css. */
export interface LabelOptions {
  x: number;
  y: number;
  anchor?: "start" | "middle" | "end";
  /** One or several of ey-soft-text, ey-bold, ey-halo, ey-numbers. */
  looks?: string;
}

/** A label of a chart. */
export function label(
  text: string,
  { x, y, anchor = "start", looks }: LabelOptions,
  ...more: Node[]
): SVGTextElement {
  return svgElement("text", { x, y, "text-anchor": anchor, class: looks, dy: "0.35em" }, text, ...more);
}

/** A straight line of a chart, with the look of a class. */
export function line(x1: number, y1: number, x2: number, y2: number, looks: string): SVGLineElement {
  return svgElement("line", { x1: round(x1), y1: round(y1), x2: round(x2), y2: round(y2), class: looks });
}

/** A dot of a chart. A hollow one is for what may be chance. */
export function dot(x: number, y: number, r: number, looks: string): SVGCircleElement {
  return svgElement("circle", { cx: round(x), cy: round(y), r, class: looks });
}

/** A path through places; it begins anew after a place that is missing. */
export function path(places: readonly ([number, number] | undefined)[], looks: string): SVGPathElement {
  let isDown = false;
  const d = places.map((place) => {
    const step = place && `${isDown ? "L" : "M"}${round(place[0])},${round(place[1])}`;
    isDown = place !== undefined;
    return step ?? "";
  });
  return svgElement("path", { d: d.join(""), class: looks });
}

/** A scale with round ends over some values, from one pixel to another, and where its ticks are. */
export function scaleOf(
  values: readonly number[],
  pixels: [number, number],
  most: number,
): { at: Place; ticks: number[]; ends: [number, number] } {
  const least = Math.min(...values);
  const greatest = Math.max(...values);
  const pad = least === greatest ? Math.abs(least) * 0.1 || 1 : 0;
  const ends = roundEnds(least - pad, greatest + pad, most);
  return { at: placesOn(ends, pixels), ticks: roundTicks(...ends, most), ends };
}

/** Places along an axis between two values, from one pixel to another. */
export function placesOn([low, high]: [number, number], [from, to]: [number, number]): Place {
  return (value) => from + ((value - low) / (high - low)) * (to - from);
}

/** Round numbers between two values, about so many. */
export function ticksBetween([low, high]: [number, number], most: number): number[] {
  return roundTicks(low, high, most);
}

/** The numbers under or over a chart, at their places. */
export function tickLabels(ticks: readonly number[], at: Place, y: number, unit: string): SVGTextElement[] {
  return ticks.map((tick) =>
    label(formatTick(tick, unit), { x: round(at(tick)), y, anchor: "middle", looks: "ey-soft-text" }),
  );
}

/** The pixels that the longest of some labels needs, within limits. */
export function roomFor(texts: readonly string[], least: number, most: number): number {
  return Math.ceil(Math.min(most, Math.max(least, ...texts.map((text) => text.length * letter))));
}

/** A text that has no more letters than fit into so many pixels; a shortened one ends in an ellipsis. */
export function fitted(text: string, pixels: number): string {
  const most = Math.floor(pixels / letter);
  return text.length <= most ? text : `${text.slice(0, Math.max(1, most - 1)).trimEnd()}…`;
}

/** Pixels with no more digits than are seen. */
export function round(pixels: number): number {
  return Math.round(pixels * 10) / 10;
}
