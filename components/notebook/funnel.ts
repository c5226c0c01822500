import { funnel as drawFunnel } from "../charts/funnel.js";
import { describeAreas } from "../words/describe.js";
import { hasValue } from "../words/status.js";
import type { Asked } from "./asked.js";
import { drawn, notAvailable, nothing } from "./drawn.js";
import { tableOf } from "./figures.js";
import type { OptionsOf } from "./options.js";
import { standingOf, standingTitle } from "./standing.js";

/** The areas' percentages by how many children they are of, between the limits of chance around all of them together. */
export function funnel(asked: Asked, options: OptionsOf<"funnel"> = {}): HTMLElement {
  return drawn("funnel", asked, options, () => (now, { title }) => {
    const { indicator, rows, areas, comparator, measure, period, chosen } = now;
    if (!now.available) return notAvailable(now);
    if (indicator.unit !== "percent" || indicator.chance === "no")
      return nothing("A funnel needs percentages of children: for other figures there are no such limits.");
    if (!comparator) return nothing("A funnel needs a figure for all areas together.");
    const counted = rows
      .filter(hasValue)
      .filter((row): row is typeof row & { denominator: number } => (row.denominator ?? 0) > 0)
      .map((row) => ({ ...row, standing: standingOf(row, now) }));
    if (counted.length === 0) return nothing(`No ${areas[0]} has the counts that its percentage is of.`);
    return {
      ...now.provenance,
      title: title ?? standingTitle(counted, now),
      subject: `${measure} by number of children, ${period}`,
      unit: `${now.provenance.unit}. Filled and named: outside the 99.8% limits, which chance alone seldom passes`,
      description: describeAreas(counted, { unit: indicator.unit, areas, comparator }),
      chart: (width) =>
        drawFunnel({
          rows: counted.map((row) => ({ ...row, of: row.denominator })),
          beside: comparator,
          polarity: indicator.polarity,
          width,
          chosen,
        }),
      table: tableOf(rows, now),
    };
  });
}
