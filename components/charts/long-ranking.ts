import { element } from "../element.js";

const mostAtOnce = 25;

/** A ranking under its axis. One of many rows scrolls by itself, by the keyboard too, under an axis that stays in sight. */
export function rankingOf(axis: SVGSVGElement, body: Element, rows: number): HTMLElement {
  const chart = element("div", { class: "ey-bars" }, element("div", { class: "ey-bars-axis" }, axis), body);
  if (rows <= mostAtOnce) return chart;
  chart.classList.add("ey-scroll");
  chart.setAttribute("tabindex", "0");
  chart.setAttribute("role", "region");
  chart.setAttribute("aria-label", "Ranking, scrolls");
  return chart;
}
