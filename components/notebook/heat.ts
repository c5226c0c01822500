import { heatTable } from "../charts/heat-table.js";
import { periodsOf, pick, singlePeriods } from "../figures/observations.js";
import { observationTable } from "../tables/table.js";
import { capital, plural } from "../words/format.js";
import { rangeMessage } from "../words/message.js";
import { ranked } from "../words/rank.js";
import { notesOn } from "../words/series-notes.js";
import { hasValue } from "../words/status.js";
import type { Asked } from "./asked.js";
import { drawn, notAvailable } from "./drawn.js";
import { nameOf } from "./figures.js";
import type { OptionsOf } from "./options.js";

/** The areas by period, the higher the darker: where it was always so, and where it came and went. */
export function heat(asked: Asked, options: OptionsOf<"heat"> = {}): HTMLElement {
  return drawn("heat", asked, options, () => (now, { title, most = 80 }) => {
    if (!now.available) return notAvailable(now);
    const { indicator, areas, shown, series, group, measure, chosen } = now;
    const all = ranked(shown);
    const rows = all.slice(0, most);
    const own = singlePeriods(pick(series, { category: group }));
    const periods = periodsOf(own).toReversed();
    const byArea = new Map(rows.map(({ code }) => [code, pick(own, { area: code })]));
    const observations = [...byArea.values()].flat();
    const named = observations.filter(hasValue).map((o) => ({ ...o, name: `${nameOf(o)} in ${o.period}` }));
    const subject = `${measure} by ${areas[0]} and period`;
    return {
      ...now.provenanceOf(observations),
      notes: notesOn(now.about.notes, indicator.id, observations),
      title: title ?? rangeMessage(named, { unit: indicator.unit, areas: ["figure", "figures"] }) ?? subject,
      subject,
      unit: [
        now.provenance.unit,
        "The darker, the higher",
        "c suppressed, x not available or not collected, z not applicable, low rounds to zero",
        ...(rows.length < all.length ? [`The first ${rows.length} of ${all.length} are shown`] : []),
      ].join(". "),
      description: `A table of ${plural(rows.length, ...areas)} by ${plural(periods.length, "period")}, the highest of ${now.period} first.`,
      chart: heatTable({
        caption: subject,
        corner: capital(areas[0]),
        columns: periods,
        unit: indicator.unit,
        rows: rows.map(({ code, name }) => ({
          code,
          name,
          isChosen: chosen.has(code),
          figures: periods.map((period) => byArea.get(code)!.find((o) => o.period === period)),
        })),
      }),
      table: observationTable(observations, indicator.unit, {
        label: capital(areas[0]),
        of: nameOf,
        areas: true,
      }),
    };
  });
}
