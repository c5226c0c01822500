import { strip as drawStrip, type StripRow, stripKey } from "../charts/strip.js";
import { element } from "../element.js";
import { pick } from "../figures/observations.js";
import { funnelLimits } from "../words/beyond-chance.js";
import { formatList, plural } from "../words/format.js";
import { sideOf, yearBefore } from "../words/lead.js";
import { suggestion } from "../words/nearest.js";
import { lookOf } from "../words/standing-look.js";
import { formatValue, hasValue } from "../words/status.js";
import type { Asked } from "./asked.js";
import { type Column, columnsOf, standingIn } from "./columns.js";
import { drawn, nothing } from "./drawn.js";
import type { OptionsOf } from "./options.js";

/** One area among its peers, an indicator a row: its own dot, those of the others, and all of them together. */
export function strip(asked: Asked, options: OptionsOf<"strip"> = {}): HTMLElement {
  return drawn("strip", asked, options, () => async (now, { title, indicators, area }) => {
    const { level, areas, shapes, chosen } = now;
    if (level === "city" || shapes.length === 0)
      return nothing("Choose wards, localities or small areas as the level.");
    const codes = shapes.map(({ code }) => code);
    if (area !== undefined && !codes.includes(area))
      return nothing(`strip(…): there is no area “${area}” among the ${areas[1]}.${suggestion(area, codes)}`);
    const code = area ?? [...chosen][0] ?? (now.lowest.code || codes[0]!);
    const columns = (await columnsOf(now, indicators)).filter(({ figures }) => figures.has(code));
    const name = shapes.find((shape) => shape.code === code)!.name;
    if (columns.length === 0) return nothing(`${name} has no figures yet.`);
    const rows = columns.map((column) => rowOf(column, code));
    const areaFigures = columns.map((column) => column.figures.get(code)!);
    const { unit: _, ...provenance } = now.provenanceOf(areaFigures);
    return {
      ...provenance,
      title: title ?? stripTitle(name, rows, areas[1]),
      subject: `${name} among ${plural(codes.length, ...areas)}, ${plural(rows.length, "indicator")}, each in its newest period`,
      unit: "Each row has a scale of its own, with all together in the middle. Arrows: beside a year before",
      description: formatList(rows.map((row) => `${row.name} ${formatValue(row.own, row.unit)}`)),
      chart: (width) =>
        element("div", {}, stripKey(name, areas[1], `all ${areas[1]} together`), drawStrip(rows, width)),
      table: {
        columns: [
          { key: "name", label: "Indicator" },
          { key: "period", label: "Period" },
          { key: "own", label: name },
          { key: "all", label: `All ${areas[1]} together` },
        ],
        rows: columns.map(({ indicator, period, figures, city }) => ({
          name: indicator.shortName,
          period,
          own: formatValue(figures.get(code)!, indicator.unit),
          all: city ? formatValue(city, indicator.unit) : "",
        })),
      },
    };
  });
}

function rowOf(column: Column, code: string): StripRow {
  const { indicator, figures, series, city } = column;
  const own = figures.get(code)!;
  const before = yearBefore(pick(series, { area: code }), own);
  const { denominator } = own;
  const isShare = indicator.unit === "percent" && indicator.chance !== "no";
  return {
    name: indicator.shortName,
    unit: indicator.unit,
    polarity: indicator.polarity,
    own: { ...own, standing: standingIn(column, own) },
    peers: [...figures.values()]
      .filter(hasValue)
      .filter((figure) => figure.area !== code)
      .map(({ value }) => value),
    beside: city?.value ?? null,
    limits: isShare && city && denominator ? funnelLimits(city.value, denominator) : undefined,
    since:
      before && hasValue(before) && hasValue(own)
        ? sides[sideOf(own.value, before.value, indicator.unit)]
        : undefined,
  };
}

const sides = { higher: "up", lower: "down", same: "same" } as const;

// Strengths first.
function stripTitle(name: string, rows: readonly StripRow[], areas: string): string {
  const judged = rows.filter(
    ({ polarity, own }) => (polarity === "high" || polarity === "low") && own.standing !== "unknown",
  );
  if (judged.length === 0) return `${name} among all ${areas}`;
  const of = (look: string) => judged.filter((row) => lookOf(row.own.standing, row.polarity) === look).length;
  const [better, worse] = [of("better"), of("worse")];
  const all = plural(judged.length, "indicator");
  if (better + worse === 0)
    return `${name} differs from all ${areas} together by more than chance in none of ${all}`;
  return better === 0
    ? `${name}: worse by more than chance in ${worse} of ${all}, better in none`
    : `${name}: better by more than chance in ${better} of ${all}, worse in ${worse || "none"}`;
}
