import { multiples as drawMultiples } from "../charts/multiples.js";
import { pick, singlePeriods } from "../figures/observations.js";
import { observationTable } from "../tables/table.js";
import { describeTrend } from "../words/describe.js";
import { capital, plural } from "../words/format.js";
import { sideOf, yearBefore } from "../words/lead.js";
import { stepOf } from "../words/periods.js";
import { ranked } from "../words/rank.js";
import { notesOn } from "../words/series-notes.js";
import { hasValue, type Observation } from "../words/status.js";
import type { Asked } from "./asked.js";
import { drawn, notAvailable, nothing } from "./drawn.js";
import { nameOf } from "./figures.js";
import type { OptionsOf } from "./options.js";

/** The same small chart over time for each area, over the line of all of them together. */
export function multiples(asked: Asked, options: OptionsOf<"multiples"> = {}): HTMLElement {
  return drawn("multiples", asked, options, () => (now, { title, most = 12 }) => {
    if (!now.available) return notAvailable(now);
    const { indicator, areas, rows, chosen, level, comparator, measure } = now;
    const order = ranked(rows);
    const all = [
      ...order.filter(({ code }) => chosen.has(code)),
      ...order.filter(({ code }) => !chosen.has(code)),
    ];
    const lines = all.slice(0, most).map(({ code, name }) => lineOf(now.series, code, name, now.group));
    const seen = lines.flatMap(({ observations }) => observations).filter(hasValue);
    if (new Set(seen.map(({ period }) => period)).size < 2)
      return nothing("There are figures for one period so far: nothing to draw over time.");
    const isWithin = comparator !== undefined && level !== "city";
    const behind = isWithin ? lineOf(now.citySeries, now.city.area, comparator.name, now.group) : undefined;
    const { unit, ...provenance } = now.provenanceOf(seen);
    return {
      ...provenance,
      notes: notesOn(now.about.notes, indicator.id, seen),
      title: title ?? directionTitle(lines, areas, indicator.unit),
      subject: `${measure}, over time, ${plural(lines.length, ...areas)}`,
      unit: [
        `${unit}, all on one scale`,
        ...(behind ? [`Dashed: ${comparator!.name.replace(/^All/, "all")}`] : []),
        ...(lines.length < all.length
          ? [`${lines.length} of ${all.length} are drawn, those chosen first, then the highest`]
          : []),
      ].join(". "),
      description: describeTrend(lines, indicator.unit),
      chart: (width) =>
        drawMultiples({
          areas: lines,
          behind,
          unit: indicator.unit,
          step: stepOf(
            lines.flatMap(({ points }) => points),
            indicator.periodType,
          ),
          width,
          chosen,
        }),
      table: observationTable(seen, indicator.unit, { label: capital(areas[0]), of: nameOf, areas: true }),
    };
  });
}

function lineOf(series: readonly Observation[], code: string, name: string, group: string) {
  const observations = pick(singlePeriods(series), { area: code, category: group });
  const points = observations.filter(({ period }) => period).map((o) => ({ ...o, start: o.period_start }));
  return { code, name, observations, points };
}

function directionTitle(
  lines: readonly { observations: readonly Observation[] }[],
  areas: [string, string],
  unit: string,
): string {
  const sides = lines.flatMap(({ observations }) => {
    const last = observations
      .filter(hasValue)
      .toSorted((a, b) => b.period_start.localeCompare(a.period_start))[0];
    const before = last && yearBefore(observations, last);
    return last && before && hasValue(before) ? [sideOf(last.value, before.value, unit)] : [];
  });
  if (sides.length === 0) return `${plural(lines.length, ...areas)} over time`;
  const count = (side: string) => {
    const n = sides.filter((one) => one === side).length;
    return `${n || "none"} ${n > 1 ? "are" : "is"}`;
  };
  return `Of ${plural(sides.length, ...areas)}, ${count("higher")} up on a year before and ${count("lower")} down`;
}
