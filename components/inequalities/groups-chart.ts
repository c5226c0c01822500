import { dot, drawing, fitted, label, line, roomFor, scaleOf, tickLabels } from "../charts/marks.js";
import { type Tip, tellNearest } from "../charts/tip.js";
import { element, svgElement } from "../element.js";
import { breakdownName, capital } from "../words/format.js";
import { formatNumber } from "../words/numbers.js";
import { hasValue } from "../words/status.js";
import type { GroupBeside } from "./groups.js";

const headHigh = 34;
const axisHeight = 26;

/** All groups on one scale, under the name of what divides them: a dot with its limits for the city, a ring for its country. */
export function groupsChart(
  groups: readonly GroupBeside[],
  {
    width,
    unit,
    all,
    hasCountry,
  }: { width: number; unit: string; all: GroupBeside | undefined; hasCountry: boolean },
): HTMLElement {
  const narrow = width < 560;
  const high = narrow ? 46 : 28;
  const rows = all ? [all, ...groups] : [...groups];
  const left = narrow
    ? 6
    : roomFor(
        rows.map(({ name }) => name),
        80,
        width * 0.36,
      ) *
        1.06 +
      14;
  const values = rows.flatMap(({ city, country }) => [
    city.value,
    city.lower ?? city.value,
    city.upper ?? city.value,
    ...(country && hasValue(country) ? [country.value] : []),
  ]);
  const { at, ticks } = scaleOf(values, [left + 6, width - 78], narrow ? 4 : 7);
  const places: Tip[] = [];
  const heads = new Set<number>();
  for (const [i, { breakdown }] of rows.entries())
    if (breakdown !== "all" && breakdown !== rows[i - 1]?.breakdown) heads.add(i);
  let y = 0;
  const marks = rows.flatMap(({ breakdown, name, city, country, difference }, i) => {
    const head = heads.has(i)
      ? [label(capital(breakdownName(breakdown)), { x: 0, y: y + 20, looks: "ey-bold" })]
      : [];
    if (heads.has(i)) y += headHigh;
    const top = y;
    y += high;
    const middle = top + (narrow ? 32 : high / 2);
    const isApart = difference !== undefined && (difference.lower > 0 || difference.upper < 0);
    const look = isApart ? "apart" : "even";
    places.push({
      x: at(city.value),
      y: middle,
      lines: [
        name,
        `City: ${formatNumber(city.value, unit)}`,
        ...(country && hasValue(country)
          ? [`${country.area_name ?? "Country"}: ${formatNumber(country.value, unit)}`]
          : []),
      ],
    });
    return [
      ...head,
      label(fitted(name, narrow ? width : left - 12), {
        x: narrow ? 0 : left - 10,
        y: narrow ? middle - 20 : middle,
        anchor: narrow ? "start" : "end",
      }),
      ...(city.lower !== null && city.upper !== null
        ? [line(at(city.lower), middle, at(city.upper), middle, `ey-limits ey-is-${look}`)]
        : []),
      ...(country && hasValue(country)
        ? [line(at(country.value), middle - 9, at(country.value), middle + 9, "ey-middle")]
        : []),
      dot(at(city.value), middle, 5.5, `ey-dot ey-is-${look}`),
      label(formatNumber(city.value, unit), { x: width - 4, y: middle, anchor: "end", looks: "ey-numbers" }),
    ];
  });
  const drawn = drawing(
    width,
    y + axisHeight,
    ...ticks.map((tick) => line(at(tick), 0, at(tick), y, "ey-grid")),
    ...marks,
    ...tickLabels(ticks, at, y + axisHeight - 12, unit),
  );
  return element("div", {}, hasCountry && key(), tellNearest(drawn, places));
}

function key(): HTMLElement {
  const mark = (...nodes: Node[]) =>
    svgElement("svg", { class: "ey-drawn", width: 16, height: 16, "aria-hidden": "true" }, ...nodes);
  return element(
    "ul",
    { class: "ey-key", "aria-label": "Key" },
    element(
      "li",
      {},
      mark(dot(8, 8, 5.5, "ey-dot ey-is-apart")),
      "the city, apart from the country by more than the intervals",
    ),
    element("li", {}, mark(dot(8, 8, 5.5, "ey-dot ey-is-even")), "the city, may be chance"),
    element("li", {}, mark(line(8, 0, 8, 16, "ey-middle")), "the same group in the country"),
  );
}
