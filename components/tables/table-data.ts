import type { Figured, Observation } from "../words/status.js";
import type { FileCell } from "./csv-cells.js";
import type { Basis } from "./file-figures.js";

/** A cell: a text, a plain number, or a figure with its status, and its own unit where its column has several. */
export type Cell = string | number | null | (Figured & { unit?: string });

export interface TableColumn {
  key: string;
  /** The header, with the unit where the cells have one. */
  label: string;
  /** Unit of numbers and figures in the column; decides decimal places. Texts have none. */
  unit?: string;
  /** The column's name in a download; made from the key where left out; null of a column that downloads do without. */
  name?: string | null;
}

/** A table to be shown and downloaded. The first column names the row. */
export interface TableData {
  columns: TableColumn[];
  rows: Record<string, Cell>[];
  /** The code of the area that a row is about, so that its name leads to the area's page. */
  areaOf?: (row: Record<string, Cell>) => string | undefined;
  /** Columns of the download alone. */
  more?: TableColumn[];
  /** The figures of a row, for the download; left out where cells are observations, which say it themselves. */
  figuresOf?: (row: Record<string, Cell>) => readonly FiledFigure[];
}

/** Where the figures come from: written under a table and in every row of a download. */
export interface Provenance {
  source: string;
  asOf: string;
  /** True if the figures are invented. */
  sample?: boolean;
  /** What they rest on where records of several sources were linked, as restsOn tells it. */
  linkage?: string | undefined;
}

/** A figure that a download has a row for: an observation, with what else is known of it. */
export interface FiledFigure extends Observation {
  /** Of the column that shows it where left out. */
  unit?: string;
  /** Neither rounded nor suppressed where left out, as on pages for partners; null where it is not known. */
  basis?: Basis | null;
  /** Cells of columns besides those that every file of figures has. */
  more?: Record<string, FileCell>;
}
