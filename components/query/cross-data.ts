import { FileAttachment } from "observablehq:stdlib";
import type { Indicators } from "../../loaders/explore/indicators.json.js";
import type { AreaShape } from "../charts/area-map.js";
import { codedTable } from "./coded-columns.js";
import { type CrossChoice, type CrossCounts, crossCounts } from "./cross-counts.js";
import { type CrossArea, type Divided, dividedRows } from "./divided.js";

/** What the three views are of, and what they ask of it. */
export interface CrossData {
  about: Indicators;
  shapes: readonly AreaShape[];
  areas: readonly CrossArea[];
  /** Indicators that there are of small areas by group, in the order of the catalogue. */
  offered: Indicators["indicators"];
  /** The breakdowns that an indicator has, in its own order. */
  breakdownsOf(indicator: string): string[];
  /** What there is of an indicator and breakdown. */
  dividedOf(asked: Pick<CrossChoice, "indicator" | "breakdown">): Divided;
  /** Counts of what is chosen. */
  countsOf(choice: CrossChoice): CrossCounts;
}

/** Fetches what the views stand on; undefined where there are no figures of small areas by group. */
export async function crossData(): Promise<CrossData | undefined> {
  const [about, shapes, bytes] = await Promise.all([
    FileAttachment("../../data/indicators.json").json<Indicators>(),
    FileAttachment("../../data/small-areas.json").json<AreaShape[]>(),
    FileAttachment("../../data/small-area-breakdowns.arrow").arrayBuffer(),
  ]);
  const table = codedTable(bytes);
  if (table.rows === 0) return undefined;
  const rows = dividedRows(table);
  const offered = about.indicators.filter(({ id }) => rows.breakdownsOf(id).length > 0);
  return {
    about,
    shapes,
    areas: rows.areas,
    offered,
    breakdownsOf(indicator) {
      const order = offered.find(({ id }) => id === indicator)?.breakdowns ?? [];
      return rows.breakdownsOf(indicator).sort((a, b) => order.indexOf(a) - order.indexOf(b));
    },
    dividedOf: (asked) => rows.dividedOf(asked, about.categories[asked.breakdown] ?? []),
    countsOf: (choice) => crossCounts(rows.columns, rows.of(choice), choice),
  };
}
