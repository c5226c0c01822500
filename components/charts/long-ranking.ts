const mostAtOnce = 25;

/** A ranking of many rows scrolls by itself, by the keyboard too. */
export function scrollIfLong(chart: HTMLElement, rows: number): HTMLElement {
  if (rows <= mostAtOnce) return chart;
  chart.classList.add("ey-scroll");
  chart.setAttribute("tabindex", "0");
  chart.setAttribute("role", "region");
  chart.setAttribute("aria-label", "Ranking, scrolls");
  return chart;
}
