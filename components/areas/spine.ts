import type { AreaIndicator } from "../../loaders/briefings/area-schema.js";
import { element } from "../element.js";
import { bandOf, besideOf, lookOfIndicator } from "../words/area-standing.js";
import { capital, plural } from "../words/format.js";
import { formatNumber, withDecimals } from "../words/numbers.js";
import { nothingToTell } from "../words/only.js";
import { formatValue } from "../words/status.js";
import type { Area } from "./profile.js";

/** Whether there is anything for an area's figures to stand among. */
export function hasPeers(indicators: readonly AreaIndicator[]): boolean {
  return indicators.some(
    (one) =>
      one.similar.some(({ value }) => value !== null) ||
      one.range.least !== one.range.greatest ||
      besideOf(one) !== null,
  );
}

/** What the marks of a spine are, as a list; nothing where a figure stands alone. */
export function spineKey({ name, data, beside }: Area, indicators: readonly AreaIndicator[]): HTMLElement {
  const item = (kind: string, text: string) =>
    element(
      "li",
      {},
      element("span", { class: `ey-spine-mark ey-spine-${kind}`, "aria-hidden": "true" }),
      text,
    );
  const { areas } = data.similar;
  const isCity = data.level === "city";
  if (!hasPeers(indicators)) return nothingToTell();
  return element(
    "ul",
    { class: "ey-key ey-spine-key", role: "list" },
    item("own", name),
    areas.length > 0 &&
      item(
        "similar",
        isCity ? "its statistical neighbours" : `the ${plural(areas.length, "ward")} most like it`,
      ),
    indicators.some(besideOf) && item("all", beside),
    !isCity &&
      data.country !== null &&
      indicators.some(({ country }) => country) &&
      item("country", data.country),
    indicators.some(bandOf) &&
      item("band", "what may be chance with its number of children, by 99.8% limits"),
  );
}

/**
 * Where an area's figure stands between the least and the greatest of its peers. For the eye alone: the table that it stands in
 * says the figures.
 */
export function spine(area: Area, one: AreaIndicator): HTMLElement {
  const { own, country, similar, range, unit } = one;
  const isCity = area.data.level === "city";
  const band = bandOf(one);
  const beside = besideOf(one)?.value;
  const values = [
    ...[range.least, range.greatest, own.value, beside, ...(band ?? [])],
    ...[isCity ? null : country?.value, ...similar.map(({ value }) => value)],
  ].filter((value) => typeof value === "number");
  const [least, greatest] = [Math.min(...values), Math.max(...values)];
  const at = (value: number) =>
    `${withDecimals(greatest > least ? 2 + (96 * (value - least)) / (greatest - least) : 50, 1)}%`;
  const mark = (kind: string, name: string, value: number | null | undefined) =>
    typeof value === "number" &&
    element("span", {
      class: `ey-spine-mark ey-spine-${kind}`,
      style: `left: ${at(value)}`,
      title: `${name}: ${formatNumber(value, unit)}`,
    });
  const nameOf = new Map(area.data.similar.areas.map(({ code, name }) => [code, name]));
  return element(
    "div",
    { class: "ey-spine", "aria-hidden": "true" },
    band &&
      element("span", {
        class: "ey-spine-band",
        style: `left: ${at(band[0])}; right: calc(100% - ${at(band[1])})`,
      }),
    mark("all", area.beside, beside),
    !isCity && mark("country", area.data.country ?? "", country?.value),
    ...similar.map(({ code, value }) => mark("similar", nameOf.get(code) ?? "", value)),
    mark(`own ey-glance-${lookOfIndicator(one)}`, area.name, own.value),
  );
}

/** A column of a spine table between an area's figure and where it stands. */
export interface SpineColumn {
  label: string;
  of: (one: AreaIndicator) => string;
}

/** Indicators of an area in a line each, with their spines. A table, so that it is read and printed as one and narrow as a list. */
export function spineTable(
  area: Area,
  indicators: readonly AreaIndicator[],
  {
    caption,
    first,
    under,
    more = [],
  }: {
    caption: string;
    first: string;
    /** What stands small under a figure. */
    under?: (one: AreaIndicator) => string;
    more?: readonly SpineColumn[];
  },
): HTMLElement {
  const head = (text: string, kind?: string) => element("th", { scope: "col", class: kind }, text);
  const { name, beside } = area;
  const among = hasPeers(indicators);
  const hasBeside = indicators.some(besideOf);
  return element(
    "table",
    { class: "ey-glance" },
    element("caption", { class: "ey-hidden" }, caption),
    element(
      "thead",
      {},
      element(
        "tr",
        {},
        head(first),
        head(name, "ey-number"),
        ...more.map(({ label }) => head(label)),
        among && head("Among its peers", "ey-glance-spine"),
        hasBeside && head(capital(beside), "ey-number"),
      ),
    ),
    element(
      "tbody",
      {},
      ...indicators.map((one) => {
        const other = besideOf(one);
        return element(
          "tr",
          {},
          element("th", { scope: "row" }, one.shortName, element("small", {}, one.period)),
          element(
            "td",
            { class: `ey-number ey-glance-value ey-glance-${lookOfIndicator(one)}` },
            shortValue(one.own, one.unit),
            element("small", {}, under?.(one) ?? ""),
          ),
          ...more.map(({ of }) => element("td", { class: "ey-glance-change" }, of(one))),
          among && element("td", { class: "ey-glance-spine" }, spine(area, one)),
          hasBeside &&
            element(
              "td",
              { class: "ey-number ey-glance-all" },
              other ? shortValue(other, one.unit) : "no figure",
            ),
        );
      }),
    ),
  );
}

/** A figure where there is little room: points are points. */
export function shortValue(figure: AreaIndicator["own"], unit: string): string {
  return formatValue(figure, unit).replace("percentage points", "points");
}
