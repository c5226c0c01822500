import { areaLink } from "../area-link.js";
import { element } from "../element.js";
import { formatNumber } from "../words/numbers.js";
import { type Point, type Step, withGaps } from "../words/periods.js";
import { hasValue } from "../words/status.js";
import { dot, drawing, label, line, type Place, path, scaleOf } from "./marks.js";

/** One area over time. */
export interface Multiple {
  code: string;
  name: string;
  points: readonly Point[];
}

export interface MultiplesOptions {
  areas: readonly Multiple[];
  /** All areas together, drawn behind each. */
  behind?: { name: string; points: readonly Point[] } | undefined;
  unit: string;
  step: Step;
  /** Width in pixels. */
  width: number;
  /** Codes to be marked. */
  chosen?: ReadonlySet<string>;
}

const scaleRoom = 42;

/** The same small chart for each area, on one scale, over the line of all of them together. */
export function multiples({
  areas,
  behind,
  unit,
  step,
  width,
  chosen = new Set(),
}: MultiplesOptions): HTMLElement {
  const columns = Math.max(1, Math.min(6, Math.floor((width + 20) / 175)));
  const size = { width: Math.floor((width - 20 * (columns - 1)) / columns), height: 104 };
  const points = [...areas.flatMap((area) => area.points), ...(behind?.points ?? [])].filter(hasValue);
  const starts = points.map(({ start }) => Date.parse(start));
  const [first, last] = [Math.min(...starts), Math.max(...starts)];
  const up = scaleOf(
    points.map(({ value }) => value),
    [size.height - 10, 12],
    3,
  );
  const across: Place = (time) =>
    last === first
      ? size.width / 2
      : scaleRoom + ((time - first) / (last - first)) * (size.width - scaleRoom - 6);
  const placesOf = (of: readonly Point[]) =>
    withGaps(of, step).map((point): [number, number] | undefined =>
      hasValue(point) ? [across(Date.parse(point.start)), up.at(point.value)] : undefined,
    );
  const shared = behind ? placesOf(behind.points) : [];
  return element(
    "ul",
    { class: "ey-multiples", style: `grid-template-columns: repeat(${columns}, minmax(0, 1fr))` },
    ...areas.map((area) => {
      const places = placesOf(area.points);
      const end = area.points
        .filter(hasValue)
        .sort((a, b) => a.start.localeCompare(b.start))
        .at(-1);
      return element(
        "li",
        {},
        element(
          "p",
          { class: chosen.has(area.code) && "ey-bold" },
          element("span", {}, chosen.has(area.code) && "▸ ", areaLink(area.code, area.name)),
          element("b", {}, end ? formatNumber(end.value, unit) : "no figure"),
        ),
        drawing(
          size.width,
          size.height,
          ...up.ticks.map((tick) => line(scaleRoom, up.at(tick), size.width, up.at(tick), "ey-grid")),
          ...up.ticks.map((tick) =>
            label(formatNumber(tick, unit).replace(/\.0+(?=%|$)/, ""), {
              x: scaleRoom - 8,
              y: up.at(tick),
              anchor: "end",
              looks: "ey-soft-text ey-tiny",
            }),
          ),
          path(shared, "ey-path ey-behind"),
          path(places, "ey-path ey-is-line"),
          ...places.flatMap((place) => (place ? [dot(...place, 2, "ey-dot ey-is-line")] : [])),
          end ? dot(across(Date.parse(end.start)), up.at(end.value), 4, "ey-dot ey-is-line") : null,
        ),
      );
    }),
  );
}
