import { formatDate } from "./format.js";

/** A note on a series as page data sets have it. */
export interface SeriesNote {
  /** Year-month-day: the day that it is about. */
  date: string;
  indicators: readonly string[];
  /** Code of the area that it is about; all areas where left out. */
  area?: string | undefined;
  /** Id of the source that it is about; all where left out. */
  source?: string | undefined;
  /** Whether figures before and after do not compare. */
  break: boolean;
  text: string;
  writer: string;
}

/** The notes that belong to some figures of an indicator, the earliest first. */
export function notesOn(
  notes: readonly SeriesNote[],
  indicator: string,
  figures: readonly { area: string; source?: string; source_id?: string }[],
): SeriesNote[] {
  const areas = new Set(figures.map(({ area }) => area));
  const sources = new Set(figures.map(({ source, source_id }) => source_id ?? source));
  return notes.filter(
    ({ indicators, area, source }) =>
      indicators.includes(indicator) &&
      (area === undefined || areas.has(area)) &&
      (source === undefined || sources.has(source)),
  );
}

/** "1 January 2025: The form changed. (Data steward)", with whether figures compare. */
export function noteText({ date, text, writer, break: isBreak }: SeriesNote): string {
  const compares = isBreak ? " Figures before do not compare with those after." : "";
  return `${formatDate(date)}: ${text.replace(/([^.!?])$/, "$1.")}${compares} (${writer})`;
}
