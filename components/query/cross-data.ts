import { FileAttachment } from "observablehq:stdlib";
import type { Indicators } from "../../loaders/explore/indicators.json.js";
import type { AreaShape } from "../charts/area-map.js";
import { type CrossChoice, type CrossCounts, crossCounts, crossQuery } from "./cross-counts.js";
import { QueryDatabase } from "./query-database.js";

/** What there is of one indicator and breakdown. */
export interface Divided {
  periods: { code: string; start: string }[];
  categories: string[];
  /** What a numerator by its denominator is multiplied with. */
  scale: number;
  sources: string[];
  asOf: string;
}

/** A small area and the ward that it lies in. */
export interface CrossArea {
  code: string;
  name: string;
  ward: string;
}

/** What the three views are of, and the questions that they put to the database. */
export interface CrossData {
  about: Indicators;
  shapes: readonly AreaShape[];
  areas: readonly CrossArea[];
  /** Indicators that there are of small areas by group, in the order of the catalogue. */
  offered: Indicators["indicators"];
  /** The breakdowns that an indicator has, in its own order. */
  breakdownsOf(indicator: string): string[];
  /** What there is of an indicator and breakdown. It is asked once. */
  dividedOf(asked: Pick<CrossChoice, "indicator" | "breakdown">): Promise<Divided>;
  /** Counts of what is chosen; of nothing where the database fails. */
  countsOf(choice: CrossChoice): Promise<CrossCounts>;
}

const every = 1_000_000;

/** Fetches what the views stand on; undefined where there are no figures of small areas by group. */
export async function crossData(): Promise<CrossData | undefined> {
  const database = new QueryDatabase();
  const [about, shapes, pairs, areas] = await Promise.all([
    FileAttachment("../../data/indicators.json").json<Indicators>(),
    FileAttachment("../../data/small-areas.json").json<AreaShape[]>(),
    database
      .ask("SELECT DISTINCT indicator, breakdown FROM small_area_breakdowns ORDER BY ALL")
      .then(listed<{ indicator: string; breakdown: string }>),
    database
      .ask(
        "SELECT DISTINCT area AS code, area_name AS name, coalesce(ward_name, 'no ward') AS ward FROM small_area_breakdowns ORDER BY ALL",
      )
      .then(listed<CrossArea>),
  ]);
  if (pairs.length === 0) return undefined;
  const asked = new Map<string, Promise<Divided>>();
  const ask = (indicator: string, breakdown: string): Promise<Divided> =>
    database
      .ask(dividedQuery, [indicator, breakdown])
      .then(listed<DividedRow>)
      .then((rows) => dividedOf(rows, about.categories[breakdown] ?? []));
  const offered = about.indicators.filter(({ id }) => pairs.some(({ indicator }) => indicator === id));
  return {
    about,
    shapes,
    areas,
    offered,
    breakdownsOf(indicator) {
      const order = offered.find(({ id }) => id === indicator)?.breakdowns ?? [];
      return pairs
        .filter((pair) => pair.indicator === indicator)
        .map(({ breakdown }) => breakdown)
        .sort((a, b) => order.indexOf(a) - order.indexOf(b));
    },
    dividedOf({ indicator, breakdown }) {
      const key = `${indicator} ${breakdown}`;
      const known = asked.get(key) ?? ask(indicator, breakdown);
      asked.set(key, known);
      return known;
    },
    countsOf: (choice) =>
      database
        .run(crossQuery(choice), every)
        .then(({ rows }) => rows)
        .catch(() => [])
        .then(crossCounts),
  };
}

interface DividedRow {
  period: string;
  start: string;
  category: string;
  source: string;
  as_of: string;
  scale: number | null;
}

const dividedQuery = `
  SELECT period, min(period_start) AS start, category, min(source) AS source, max(as_of) AS as_of,
    max(CASE WHEN numerator > 0 THEN round(value * denominator / numerator, 3) END) AS scale
  FROM small_area_breakdowns WHERE indicator = ? AND breakdown = ?
  GROUP BY period, category ORDER BY start, category`;

function dividedOf(rows: readonly DividedRow[], order: readonly string[]): Divided {
  const place = (category: string) => (order.includes(category) ? order.indexOf(category) : order.length);
  const starts = new Map(rows.map(({ period, start }) => [period, start]));
  return {
    periods: [...starts].map(([code, start]) => ({ code, start })),
    categories: [...new Set(rows.map(({ category }) => category))].sort((a, b) => place(a) - place(b)),
    scale: Math.max(...rows.map(({ scale }) => scale ?? 0)) || 1,
    sources: [...new Set(rows.map(({ source }) => source))],
    asOf: rows.reduce((newest, { as_of }) => (as_of > newest ? as_of : newest), ""),
  };
}

function listed<T>(table: { toArray(): { toJSON(): unknown }[] }): T[] {
  return table.toArray().map((row) => row.toJSON() as T);
}
