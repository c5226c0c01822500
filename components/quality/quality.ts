import { FileAttachment } from "observablehq:stdlib";
import type { DataQuality } from "../../loaders/explore/data-quality.json.js";
import { dataTable } from "../tables/data-table.js";
import type { TableColumn, TableData } from "../tables/table.js";
import { formatDate, formatList, plural } from "../words/format.js";
import { formatCount, formatShare } from "../words/numbers.js";
import { nothingToTell } from "../words/only.js";

/** How good the data of each source are. Not available where no source has an extract. */
export interface QualityInWords {
  available: boolean;
  data: DataQuality;
  /** "33 of 39 sources have an extract in use". */
  sources: string;
  /** How many rows were turned away, in a sentence. */
  rejected: string;
  /** Totals beside totals from outside; linked sources; rules that turned rows away: whether there are any. */
  totals: { available: boolean };
  linked: { available: boolean };
  rules: { available: boolean };
  /** The directory of services, and what checks of it found. */
  directory: { available: boolean };
  faults: { available: boolean };
}

/** Fetches how good the data of each source are. */
export async function quality(): Promise<QualityInWords> {
  return qualityInWords(await FileAttachment("../../data/data-quality.json").json<DataQuality>());
}

/** What a data set of quality tells. */
export function qualityInWords(data: DataQuality): QualityInWords {
  const used = data.sources.filter(({ rows }) => rows > 0);
  const [rows, rejected] = [sum(used, "rows"), sum(used, "rejected")];
  return {
    available: used.length > 0,
    data,
    sources: `${formatCount(used.length)} of ${plural(data.sources.length, "source")} have an extract in use`,
    rejected:
      rejected === 0
        ? "No row was turned away."
        : `Of ${plural(rows, "row")}, ${formatCount(rejected)} ${rejected === 1 ? "was" : "were"} turned away.`,
    totals: { available: data.totals.length > 0 },
    linked: { available: used.some(({ linked }) => linked) },
    rules: { available: data.rules.length > 0 },
    directory: { available: data.directory.fields.length > 0 },
    faults: { available: data.directory.checks.length > 0 },
  };
}

/** Totals that a source gives, beside the same from outside. */
export function totalTable({ data }: QualityInWords): HTMLElement {
  return tableOf(data, "How complete: a total here beside the same from outside", {
    columns: [
      { key: "name", label: "What" },
      { key: "source", label: "Counted by" },
      { key: "outside", label: "Told by" },
      { key: "period", label: "Period" },
      { key: "counted", label: "Counted", unit: "children" },
      { key: "told", label: "Told", unit: "children" },
      { key: "share", label: "Share" },
    ],
    rows: data.totals.map(({ source, outside, what, period, counted, told }) => ({
      ...{ name: what, source, outside, period, counted, told },
      share: formatShare(counted, told),
    })),
  });
}

/** How many rows of each source were turned away. */
export function ruleTable({ data }: QualityInWords): HTMLElement {
  return tableOf(data, "How valid: rows turned away, by the rule that they broke", {
    columns: [
      { key: "name", label: "Source" },
      { key: "column", label: "Column" },
      { key: "rule", label: "Rule" },
      { key: "rows", label: "Rows", unit: "count" },
    ],
    rows: data.rules.map(({ source, column, rule, rows }) => ({
      name: source,
      column: column ?? "the row",
      rule,
      rows,
    })),
  });
}

/** What checks of the directory's sources found: the faults that directories elsewhere were found to have. */
export function directoryFaults({ data }: QualityInWords): HTMLElement {
  return tableOf(data, "The directory: rows with a fault", {
    columns: [
      { key: "name", label: "Source" },
      { key: "fault", label: "Rows that …" },
      { key: "rows", label: "Rows", unit: "count" },
      { key: "share", label: "Share" },
    ],
    rows: data.directory.checks.map(({ source, fault, rows, of }) => ({
      ...{ name: source, fault, rows },
      share: formatShare(rows, of),
    })),
  });
}

/** How well each field of the directory's sources is filled, with its score out of a hundred. */
export function directoryFields({ data }: QualityInWords): HTMLElement {
  return tableOf(data, "The directory: how well each field is filled", {
    columns: [
      { key: "name", label: "Source" },
      { key: "field", label: "Field" },
      { key: "filled", label: "Rows that have it", unit: "count" },
      { key: "score", label: "Score", unit: "count" },
    ],
    rows: data.directory.fields.map(({ source, field, filled, score }) => ({
      ...{ name: source, filled, score },
      field: fieldNames[field] ?? field,
    })),
  });
}

const fieldNames: Record<string, string> = {
  sessions: "opening hours",
  youngest: "ages",
  funded: "funded hours",
  needs: "special needs",
  phone: "telephone",
};

/** How far the data of each source reach, and when the next are due. */
export function timeTable({ data }: QualityInWords): HTMLElement {
  return tableOf(data, "How timely: what each source covers, and when it came", {
    columns: [
      { key: "name", label: "Source" },
      { key: "state", label: "State" },
      { key: "covers", label: "Covers up to" },
      { key: "received", label: "Came on" },
      { key: "due", label: "Next due" },
      { key: "rows", label: "Rows", unit: "count" },
    ],
    rows: data.sources.map(({ title, state, coversTo, received, nextDue, rows }) => ({
      ...{ name: title, state, rows },
      covers: coversTo ? formatDate(coversTo) : "not known",
      received: received ? formatDate(received) : "none in use",
      due: nextDue ? formatDate(nextDue) : "not agreed",
    })),
  });
}

/** Of the children of each source, how many were found on the health register. */
export function linkageTable({ data }: QualityInWords): HTMLElement {
  return tableOf(data, "How well linked: children found on the health register, newest period", {
    columns: [
      { key: "name", label: "Source" },
      { key: "period", label: "Period" },
      { key: "persons", label: "Children", unit: "children" },
      { key: "found", label: "Found", unit: "children" },
      { key: "share", label: "Share" },
    ],
    rows: data.sources.flatMap(({ title, linked }) =>
      linked
        ? [
            {
              ...{
                name: title,
                period: linked.period ?? "all",
                persons: linked.persons,
                found: linked.found,
              },
              share: formatShare(linked.found, linked.persons),
            },
          ]
        : [],
    ),
  });
}

/** What rests on each source that indicators are made from. */
export function restsTable({ data }: QualityInWords): HTMLElement {
  return tableOf(data, "Which conclusions rest on which source", {
    columns: [
      { key: "name", label: "Source" },
      { key: "rejected", label: "Rows turned away" },
      { key: "linked", label: "Found on the register" },
      { key: "indicators", label: "Indicators made from it" },
    ],
    rows: data.sources
      .filter(({ indicators }) => indicators.length > 0)
      .map(({ title, rows, rejected, linked, indicators }) => ({
        name: title,
        rejected: rows > 0 ? formatShare(rejected, rows) : "no extract",
        linked: linked ? formatShare(linked.found, linked.persons) : "not linked",
        indicators: formatList(indicators),
      })),
  });
}

function tableOf(
  { refreshedAt, sample }: DataQuality,
  caption: string,
  table: TableData & { columns: TableColumn[] },
): HTMLElement {
  if (table.rows.length === 0) return nothingToTell();
  return dataTable({
    caption,
    table,
    source: "The checks of the last refresh",
    asOf: formatDate(refreshedAt.slice(0, 10)),
    sample,
  });
}

function sum(sources: DataQuality["sources"], key: "rows" | "rejected"): number {
  return sources.reduce((total, source) => total + source[key], 0);
}
