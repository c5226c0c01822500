import type { FileCell } from "../../components/tables/csv-cells.js";
import type { FileColumn } from "../../components/tables/file-figures.js";
import type { Source } from "../registry/source.js";

/** A published table: one file, with a name that stays the same from publication to publication. */
export interface OpenTable {
  id: string;
  title: string;
  /** What it holds, in a sentence or two. */
  definition: string;
  /** What its figures are: their unit, what was counted, and out of what. Absent of a table that holds no figures. */
  measure?: { unit: string; numerator: string; denominator: string };
  /** Sentences that a user of the figures should know. */
  caveats: string[];
  columns: readonly FileColumn[];
  /** The columns that no two rows share. */
  key: string[];
  rows: FileCell[][];
  /** The first and the last period, in words; null of a table that is of no period. */
  periods: [first: string, last: string] | null;
  /** From the first day of the first period to the last day of the last, as year-month-day; null of a table that is of no period. */
  covers: { from: string; to: string } | null;
  /** The newest date that a row rests on, as year-month-day. */
  asOf: string | null;
  sources: OpenSource[];
  /** How often it is renewed, in the registry's word; null of a table that is of no period. */
  cadence: Source["cadence"]["every"] | null;
}

/** A source that a published table rests on, as the registry tells it. */
export interface OpenSource {
  id: string;
  title: string;
  licence: string;
  page: string | null;
}
