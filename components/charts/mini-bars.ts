import { areaLink } from "../area-link.js";
import { element } from "../element.js";
import { type Figured, hasValue } from "../words/status.js";

export interface MiniBar {
  label: string;
  /** The code of the area that it is about. */
  code?: string;
  figure: Figured & { lower?: number | null; upper?: number | null };
  /** Drawn lighter: what the others are compared with. */
  context?: boolean;
  /** A mark across the bar: the same of all together. */
  all?: Figured | null;
}

/**
 * A few horizontal bars from zero, in plain HTML: for pages that must stay light.
 * A figure without a number is written in words over a hatched stub, never drawn as zero.
 * The scale ends at `most`, or at the greatest value where that is more.
 */
export function miniBars(
  bars: readonly MiniBar[],
  { format, most }: { format: (figure: Figured) => string; most: number },
): HTMLElement {
  const greatest = Math.max(most, ...bars.map(({ figure }) => (hasValue(figure) ? figure.value : 0)));
  const share = (value: number): string => `${((100 * Math.max(value, 0)) / greatest).toFixed(2)}%`;
  return element(
    "div",
    { class: "ey-minibars" },
    ...bars.map(({ label, code, figure, context, all }) => {
      const known = all && hasValue(all) ? all : undefined;
      const text = known ? `${format(figure)} (all ${format(known)})` : format(figure);
      const name = areaLink(code, label);
      if (!hasValue(figure)) return row(name, element("span", { class: "ey-minibar-none" }), text);
      const bar = element("span", {
        class: context ? "ey-minibar ey-minibar-context" : "ey-minibar",
        style: `width: ${share(figure.value)}`,
      });
      const mark =
        known && element("span", { class: "ey-minibar-all", style: `left: ${share(known.value)}` });
      return row(
        name,
        element("span", { class: "ey-minibar-track" }, bar, interval(figure, share), mark),
        text,
      );
    }),
  );
}

function row(label: Node | string, bar: Node, text: string): HTMLElement {
  return element(
    "div",
    { class: "ey-minibar-row" },
    element("span", { class: "ey-minibar-label" }, label),
    bar,
    element("span", { class: "ey-minibar-value" }, text),
  );
}

function interval({ lower, upper }: MiniBar["figure"], share: (value: number) => string): Node | null {
  if (typeof lower !== "number" || typeof upper !== "number") return null;
  return element("span", {
    class: "ey-minibar-interval",
    style: `left: ${share(lower)}; width: ${share(upper - lower)}`,
  });
}
