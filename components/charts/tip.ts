import { svgElement } from "../element.js";
import { label, roomFor } from "./marks.js";

/** A place of a chart that says something when it is pointed at. */
export interface Tip {
  x: number;
  y: number;
  lines: readonly string[];
}

const lineHeight = 20;
const pad = 8;
/** The system's own face, where ours is not there, may be this much wider. */
const spare = 1.15;
/** Pixels from the pointer within which a place is meant. */
const reach = 40;

/**
 * Lets a chart say what is nearest to the pointer, in a box that stays within it. `along`: how much less a pixel counts down
 * than across, as on a chart over time, where one looks for a time.
 */
export function tellNearest(chart: SVGSVGElement, places: readonly Tip[], along = 1): SVGSVGElement {
  let box: SVGGElement | undefined;
  let shown: Tip | undefined;
  const show = (tip: Tip | undefined) => {
    if (tip === shown) return;
    shown = tip;
    box?.remove();
    box = tip && boxOf(tip, Number(chart.getAttribute("width")), Number(chart.getAttribute("height")));
    if (box) chart.append(box);
  };
  chart.addEventListener("pointermove", (event) => {
    const { left, top, width } = chart.getBoundingClientRect();
    const scale = Number(chart.getAttribute("width")) / width;
    const [x, y] = [(event.clientX - left) * scale, (event.clientY - top) * scale];
    show(nearest(places, x, y, along));
  });
  chart.addEventListener("pointerleave", () => show(undefined));
  return chart;
}

function nearest(places: readonly Tip[], x: number, y: number, along: number): Tip | undefined {
  let found: Tip | undefined;
  let least = reach;
  for (const place of places) {
    const distance = Math.hypot(place.x - x, (place.y - y) / along);
    if (distance < least) [found, least] = [place, distance];
  }
  return found;
}

function boxOf({ x, y, lines }: Tip, width: number, height: number): SVGGElement {
  const wide = Math.min(width - 4, roomFor(lines, 40, width) * spare + 2 * pad);
  const high = lines.length * lineHeight + pad;
  const left = Math.max(2, Math.min(width - wide - 2, x - wide / 2));
  const above = y - high - 12;
  const top = above >= 0 ? above : Math.min(height - high, y + 12);
  return svgElement(
    "g",
    { class: "ey-tip", transform: `translate(${Math.round(left)},${Math.round(top)})` },
    svgElement("rect", { width: wide, height: high, rx: 4 }),
    ...lines.map((text, i) =>
      label(text, {
        x: pad,
        y: pad / 2 + (i + 0.5) * lineHeight,
        ...(i === 0 && { looks: "ey-bold" }),
      }),
    ),
  );
}
