import { element } from "../element.js";
import { figure } from "../figures/figure.js";
import { comparisonTable } from "../figures/joined-figures.js";
import { splitOf } from "../figures/joined-split.js";
import { type Chooser, radioChooser, selectChooser } from "../inputs/choosers.js";
import { inAddress, oneOf } from "../inputs/url-state.js";
import { thresholdChart } from "../linkage/threshold-chart.js";
import { dataTable } from "../tables/data-table.js";
import { breakdownName, capital, levelName, plural, unitLabel } from "../words/format.js";
import { childrenWords, countsInWords } from "../words/joined-text.js";
import type { AskedJoined } from "./asked.js";
import { notAvailable } from "./words.js";

/** What the children are divided by further: a list that the address keeps. At first by free school meals, if they are. */
export function divideBy(asked: AskedJoined): Chooser {
  const { groupings } = asked;
  const chooser = selectChooser({
    label: "Divide by",
    options: groupings.map((by) => [by, by === "all" ? "nothing" : capital(breakdownName(by))]),
    ...(groupings.includes("fsm") ? { value: "fsm" } : {}),
  });
  return inAddress("within", chooser, oneOf(groupings));
}

/** Whether localities or wards are listed, which the address keeps. */
export function chooseLevel(): Chooser {
  const levels = ["locality", "ward"];
  const chooser = radioChooser({
    label: "Show",
    options: levels.map((level) => [level, levelName(level, true)]),
  });
  return inAddress("by", chooser, oneOf(levels));
}

/** The outcome as links have to be surer and surer, as dots with intervals. */
export function ifSurer(asked: AskedJoined): HTMLElement {
  const { available, definition, indicator, steps, origin, where, period } = asked;
  if (!available || !definition) return notAvailable(asked);
  if (steps.length < 2)
    return element("p", { class: "ey-empty" }, "The last refresh did not say how probable its links are.");
  const series: [string, string] = ["had a funded place", "no place found"];
  const points = steps.flatMap(({ name, rows }) => {
    const { found, notFound } = splitOf(rows, definition);
    return [found, notFound].flatMap((row, i) =>
      row
        ? [
            {
              threshold: name,
              series: series[i]!,
              value: row.value,
              status: row.status as "value" | "zero" | "not_applicable",
              lower: row.lower,
              upper: row.upper,
            },
          ]
        : [],
    );
  });
  const foundAt = ({ rows }: (typeof steps)[number]) =>
    childrenWords(splitOf(rows, definition).found?.denominator ?? 0);
  const last = steps.at(-1)!;
  return figure({
    ...origin,
    title: `${indicator.shortName} by how sure a link must be, ${where}`,
    unit: `${indicator.shortName} (${unitLabel(indicator.unit)}), ${period}, by least match probability, with 95% intervals`,
    description: `${plural(steps.length, "step")}. Had a funded place: ${foundAt(steps[0]!)} as linked, ${foundAt(last)} at ${last.name}.`,
    chart: (width) => thresholdChart(points, { series, unit: indicator.unit, width }),
    table: comparisonTable(steps, definition, indicator.unit, "Links that count"),
  });
}

/** What the loosest and the surest links come to, in sentences; empty where that cannot be told. */
export function surerText(asked: AskedJoined): string {
  const { available, definition, indicator, steps } = asked;
  const [, ...sure] = steps;
  if (!available || !definition) return "";
  const ends = [...new Set([sure[0], sure.at(-1)])].filter((step) => step !== undefined);
  return ends
    .map(
      ({ name, rows }) =>
        `With links at least ${name.replace(" and over", "")} probable, ${countsInWords(rows, definition, indicator.unit)}.`,
    )
    .join(" ");
}

/** The localities or wards in a table, each with both groups' outcomes and their difference. */
export function areaTable(asked: AskedJoined, level: string): HTMLElement {
  const { definition, indicator, period, sureness, origin, where } = asked;
  const areas = asked.areasOf(level);
  if (areas.length === 0 || !definition) return notAvailable(asked);
  return dataTable({
    ...origin,
    caption: `${indicator.shortName} by funded childcare and ${levelName(level)}, ${period}${sureness}`,
    table: comparisonTable(areas, definition, indicator.unit, capital(levelName(level))),
    chosen: new Set([where]),
  });
}
