import type { Drawn } from "./page-world.js";

// Smaller ones are signs in a text or a key.
const smallestChart = 60;

/**
 * Lets charts that were drawn at the build take as much room, at any width of the page, as they will when the browser draws
 * them for it, so that nothing moves when it does.
 */
export class Room {
  readonly #heights = new Map<Element, Map<number, number[]>>();
  #drawn: readonly Drawn[] = [];

  /** Notes how high everything is that is drawn to a width. What was measured last is what is kept. */
  measure(width: number, drawn: readonly Drawn[]): void {
    this.#drawn = drawn;
    for (const { target, charts } of drawn) {
      const heights = this.#heights.get(target) ?? new Map<number, number[]>();
      this.#heights.set(
        target,
        heights.set(
          width,
          charts.map((chart) => Number(chart.getAttribute("height"))),
        ),
      );
    }
  }

  /** Writes into the charts how high they are at every width. */
  keep(): void {
    for (const { target, charts } of this.#drawn) {
      const measured = [...this.#heights.get(target)!].sort(([a], [b]) => a - b);
      charts.forEach((chart, i) => {
        const points = measured.map(([width, heights]) => ({ width, height: heights[i] ?? 0 }));
        const isAlike = measured.every(([, heights]) => heights.length === charts.length);
        if (!isAlike || points.some(({ height }) => !(height >= smallestChart))) return;
        fit(chart, heightInCss(points));
        addStyle(target, "container-type:inline-size");
      });
    }
  }
}

/**
 * A height that goes in straight lines from one measured point to the next, in units of its container's width, as CSS.
 * Below the first and above the last it goes on as it does between them.
 */
export function heightInCss(points: readonly { width: number; height: number }[]): string {
  const [first] = points;
  const steps = points.slice(1).flatMap(({ width, height }, i) => {
    const from = points[i]!;
    const slope = round((height - from.height) / (width - from.width));
    const isLast = i === points.length - 2;
    const beyond = `100cqw - ${from.width}px`;
    const within = isLast ? beyond : `min(${beyond}, ${width - from.width}px)`;
    return slope === 0 ? [] : [`${slope} * ${i === 0 ? `(${within})` : `max(0px, ${within})`}`];
  });
  return steps.length === 0 ? `${first!.height}px` : `calc(${[`${first!.height}px`, ...steps].join(" + ")})`;
}

// The drawing keeps its shape in whatever room it has.
function fit(chart: SVGSVGElement, height: string): void {
  if (!chart.hasAttribute("viewBox"))
    chart.setAttribute("viewBox", `0 0 ${chart.getAttribute("width")} ${chart.getAttribute("height")}`);
  chart.setAttribute("preserveAspectRatio", "xMinYMin meet");
  addStyle(chart, `width:100%;height:${height}`);
}

function addStyle(element: Element, style: string): void {
  const before = element.getAttribute("style");
  if (!before?.includes(style)) element.setAttribute("style", before ? `${before};${style}` : style);
}

function round(value: number): number {
  return Math.round(value * 1e4) / 1e4;
}
