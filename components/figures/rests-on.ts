import type { TableData } from "../tables/table.js";
import { breakdownName } from "../words/format.js";
import { formatCount, formatShare } from "../words/numbers.js";

/** What an indicator's figures of a period rest on where that is linkage, for the whole city. */
export interface Linkage {
  indicator: string;
  period: string;
  /** all, or the breakdown that rests on it. */
  breakdown: string;
  /** Titles: what was looked for, and where. */
  source: string;
  others: string[];
  /** Records where the source's records follow another's by its identifier. */
  unit: "children" | "records";
  total: number;
  linked: number;
}

interface Local {
  indicator: string;
  period: string;
  period_start: string;
  level: string;
  breakdown: string;
}

const local = ["lsoa", "ward", "locality", "city"];

/**
 * The linkage that some figures rest on, in sentences; undefined if they rest on none. Of several periods the newest
 * one is told. Figures of the city's comparators are not counted here, so they rest on nothing.
 */
export function restsOn(linkage: readonly Linkage[], figures: readonly Local[]): string | undefined {
  const newest = new Map<string, Local>();
  for (const figure of figures) {
    if (!local.includes(figure.level)) continue;
    if (!reliancesOf(linkage, figure).length) continue;
    const key = `${figure.indicator} ${figure.breakdown}`;
    const known = newest.get(key);
    if (!known || figure.period_start > known.period_start) newest.set(key, figure);
  }
  const rows = [...newest.values()].flatMap((figure) => reliancesOf(linkage, figure));
  const periods = [...new Set(rows.map((row) => row.period))];
  const sentences = periods.map((period) => {
    const sentences = new Set(rows.filter((row) => row.period === period).map(sentence));
    return `${period}: ${[...sentences].join(" ")}`;
  });
  return sentences.length ? `Rests on linked records. ${sentences.join(" ")}` : undefined;
}

function reliancesOf(linkage: readonly Linkage[], { indicator, period, breakdown }: Local): Linkage[] {
  return linkage.filter(
    (row) =>
      row.indicator === indicator &&
      row.period === period &&
      (row.breakdown === "all" || row.breakdown === breakdown),
  );
}

function sentence({ source, others, unit, total, linked }: Linkage): string {
  const [only, ...more] = others;
  const what = `${formatShare(linked, total)} of ${formatCount(total)} ${unit} in “${source}”`;
  const rest = formatCount(total - linked);
  if (unit === "records") return `${what} could be traced to a child in “${only}”; ${rest} could not.`;
  if (more.length) return `${what} could be joined to a record in another source; ${rest} could not.`;
  return `${what} were found in “${only}”; the other ${rest} are not there or could not be joined.`;
}

/** What every indicator rests on in its newest period, as a table: a row a source and breakdown. */
export function linkageTable(
  linkage: readonly Linkage[],
  indicators: readonly {
    id: string;
    shortName: string;
    joined: readonly { breakdown: string; title: string }[];
  }[],
): TableData {
  const newest = new Map<string, Linkage>();
  // Rows come in order of time.
  for (const row of linkage) newest.set(`${row.indicator} ${row.breakdown} ${row.source}`, row);
  return {
    columns: [
      { key: "figures", label: "Figures", name: "indicator_name" },
      { key: "period", label: "Period" },
      { key: "share", label: "Found (%)", unit: "percent", name: "value" },
      { key: "total", label: "Looked for", unit: "count", name: "denominator" },
      { key: "missing", label: "Not found or joined", unit: "count", name: "not_found" },
      { key: "source", label: "Children of", name: "source_title" },
      { key: "others", label: "Found in", name: "found_in" },
    ],
    more: ["indicator", "breakdown"].map((key) => ({ key, label: key })),
    rows: [...newest.values()].map(
      ({ indicator, breakdown, period, source, others, unit, total, linked }) => {
        const about = indicators.find((i) => i.id === indicator);
        const joined = about?.joined.find((one) => one.breakdown === breakdown);
        return {
          figures: `${about?.shortName ?? indicator}${breakdown === "all" ? "" : `, by ${joined?.title ?? breakdownName(breakdown)}`}`,
          indicator,
          breakdown,
          period,
          source: unit === "records" ? `${source}: records` : source,
          others: others.length === 1 ? others[0]! : "any other source",
          share: total > 0 ? (100 * linked) / total : null,
          total,
          missing: total - linked,
        };
      },
    ),
  };
}
