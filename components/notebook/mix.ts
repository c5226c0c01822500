import { element } from "../element.js";
import { newest, pick } from "../figures/observations.js";
import { dataTable } from "../tables/data-table.js";
import { notKnown, reversed, standardised } from "../words/composition.js";
import { reversalText } from "../words/composition-text.js";
import { pooled } from "../words/findings.js";
import { breakdownName, capital } from "../words/format.js";
import { narrative } from "../words/narrative.js";
import { shownDifference } from "../words/numbers.js";
import type { Observation } from "../words/status.js";
import type { Asked } from "./asked.js";
import { drawn, nothing } from "./drawn.js";
import type { OptionsOf } from "./options.js";
import { joinedOf } from "./words.js";

/**
 * Each area as it would be with the city's mix of groups, by the breakdown that is chosen: the area's percentage in every
 * group, weighted by the city's numbers in the groups. Children whose group is not known are on neither side.
 */
export function mix(asked: Asked, options: OptionsOf<"mix"> = {}): HTMLElement {
  return drawn("mix", asked, options, () => (now, { title }) => {
    const why = whyNot(now);
    if (why) return nothing(why);
    const by = breakdownName(now.breakdown);
    const rows = mixed(now);
    return element(
      "div",
      {},
      narrative`${reversalText(rows, { by, areas: now.areas })}`,
      dataTable({
        ...now.provenance,
        caption:
          title ??
          `${now.indicator.shortName} with the city's mix by ${by}, ${now.period}, of children of whom it is known`,
        table: {
          columns: [
            { key: "name", label: capital(now.areas[0]) },
            { key: "whole", label: "As it is (%)", unit: "percent" },
            { key: "alike", label: "With the city's mix (%)", unit: "percent" },
            { key: "difference", label: "Difference (points)", unit: "percentage points" },
          ],
          rows: rows.map(({ name, whole, alike, difference, code }) => ({
            name,
            whole,
            alike,
            difference,
            code,
          })),
          figuresOf: (row) => filed(row as unknown as Mixed, now),
        },
        chosen: new Set(rows.filter(({ code }) => now.chosen.has(code)).map(({ name }) => name)),
      }),
    );
  });
}

type Mixed = ReturnType<typeof mixed>[number];

function whyNot(asked: Asked): string | undefined {
  const { indicator, level, breakdown } = asked;
  if (indicator.kind !== "proportion") return "Only percentages can be compared in this way.";
  if (indicator.breakdowns.length === 0) return "This indicator is not divided by any group.";
  if (breakdown !== "all" && joinedOf(asked))
    return "What another source tells of a child is not a group of families. Choose another breakdown.";
  if (level !== "ward" && level !== "locality")
    return "Choose wards or localities as the level, and a breakdown.";
  return breakdown === "all" ? "No breakdown is chosen." : undefined;
}

function mixed({ shapes, series, citySeries, period }: Asked) {
  const groupsOf = (observations: readonly Observation[]) =>
    observations.filter((o) => o.period === period && o.category !== notKnown);
  const cityGroups = groupsOf(citySeries);
  const cityWhole = pooled(cityGroups);
  return shapes.map(({ code, name }) => {
    const groups = groupsOf(pick(series, { area: code }));
    const alike = standardised(groups, cityGroups);
    const value = pooled(groups);
    return {
      code,
      name,
      whole: figured(value),
      alike: { value: alike, status: alike === null ? "not_available" : "value" } as const,
      difference: value === null || alike === null ? null : shownDifference(alike, value, "percent"),
      reversed:
        value === null || cityWhole === null
          ? undefined
          : reversed({ all: value, groups }, { all: cityWhole, groups: cityGroups }),
    };
  });
}

// What a download has of an area: a row for each of the three figures.
function filed({ code, name, whole, alike, difference }: Mixed, asked: Asked) {
  const { indicator, level, period, rows, breakdown } = asked;
  const of = {
    indicator: indicator.id,
    indicator_name: indicator.name,
    level,
    area: code,
    area_name: name,
    period,
    period_start: rows[0]!.period_start,
    breakdown,
    numerator: null,
    denominator: null,
    lower: null,
    upper: null,
    note: null,
    as_of: newest(rows),
    unit: indicator.unit,
  };
  return [
    { ...of, category: "as it is", ...whole },
    { ...of, category: "with the city’s mix", ...alike },
    {
      ...of,
      category: "with the city’s mix less as it is",
      ...figured(difference),
      unit: "percentage points",
    },
  ];
}

function figured(value: number | null) {
  return { value, status: value === null ? "not_available" : value === 0 ? "zero" : "value" } as const;
}
