import { FileAttachment } from "observablehq:stdlib";
import type { DeliveredSource, Deliveries, Delivery } from "../../loaders/explore/deliveries.json.js";
import { deliveryRows } from "../charts/delivery-rows.js";
import { element } from "../element.js";
import { figure } from "../figures/figure.js";
import { selectChooser } from "../inputs/choosers.js";
import { copyButton } from "../inputs/copy-button.js";
import { inAddress, oneOf, type ViewElement } from "../inputs/url-state.js";
import { dataTable } from "../tables/data-table.js";
import type { TableData } from "../tables/table.js";
import { formatDate, formatList, plural } from "../words/format.js";
import { formatCount, formatDecimal, formatShare } from "../words/numbers.js";
import { nothingToTell } from "../words/only.js";
import { deliveryMessage } from "./delivery-message.js";

/** What the newest delivery of a source was like. Not available where none is in use. */
export interface DeliveryInWords {
  available: boolean;
  data: Deliveries;
  source: DeliveredSource;
  report: Delivery | null;
  /** What came, in a sentence. */
  text: string;
  /** What was found of it, and deliveries that were not taken: whether there is any. */
  findings: { available: boolean };
  refused: { available: boolean };
  faults: { available: boolean };
  totals: { available: boolean };
  expectations: { available: boolean };
  values: { available: boolean };
  /** Whether there is anything to write to its supplier. */
  message: { available: boolean };
}

/** Fetches what the newest delivery of each source was like. */
export async function deliveries(): Promise<Deliveries> {
  return FileAttachment("../../data/deliveries.json").json<Deliveries>();
}

/** A choice among the sources, kept in the address as `source`. Its value is the newest delivery of the one that is chosen. */
export function chooseDelivery(data: Deliveries): ViewElement<DeliveryInWords> {
  const ids = data.sources.map(({ id }) => id);
  const first = data.sources.find(({ report, refused }) => refused.length || report?.remarks.length);
  const select = inAddress(
    "source",
    selectChooser({
      label: "Source",
      options: data.sources.map(({ id, title }) => [id, title] as const),
      value: first?.id ?? ids[0] ?? "",
    }),
    oneOf(ids),
  );
  return Object.defineProperty(element("div", { class: "ey-controls" }, select), "value", {
    get: () => deliveryInWords(data, select.value),
  }) as unknown as ViewElement<DeliveryInWords>;
}

/** What a data set of deliveries tells of a source. Throws if it is not among them. */
export function deliveryInWords(data: Deliveries, id: string): DeliveryInWords {
  const source = data.sources.find((one) => one.id === id);
  if (!source) throw new Error("No such source is among the deliveries.");
  const { report, refused } = source;
  const some = (many: readonly unknown[] | undefined) => ({ available: Boolean(many?.length) });
  return {
    available: report !== null,
    ...{ data, source, report, text: textOf(source) },
    findings: some(report?.remarks),
    refused: some(refused),
    faults: some(report?.faults),
    totals: some(report?.totals),
    expectations: some(report?.expectations),
    values: some(report?.columns.filter(({ gone, added }) => gone.length + added.length > 0)),
    message: some([...refused, ...(report?.remarks ?? []), ...(report?.faults ?? [])]),
  };
}

function textOf({ title, report }: DeliveredSource): string {
  if (!report) return `No delivery of ${title} is in use.`;
  const { name, rows, rejected } = report.deliveries.at(-1)!;
  const before = report.deliveries.length - 1;
  return `${name}: ${plural(rows, "row")} in use and ${formatCount(rejected)} set aside (${formatShare(rejected, rows + rejected)}). ${
    before === 0
      ? "It is the first, so there is none to compare it with."
      : `It stands beside ${before === 1 ? "the delivery" : `${formatCount(before)} deliveries`} before it.`
  }`;
}

/** The deliveries by their rows, oldest first. */
export function rowsFigure({ source, report, data }: DeliveryInWords): HTMLElement {
  if (!report) return nothingToTell();
  const names = shortNames(report);
  const { expectedRows } = report;
  const columns = report.deliveries.map((one, i) => ({ ...one, name: names[i]! }));
  return figure({
    title: `Rows of ${source.title}, delivery by delivery`,
    unit: `Rows; lighter: set aside${expectedRows ? "; dashed: the fewest and the most that are expected" : ""}`,
    description: `${formatList(columns.map(({ name, rows, rejected }) => `${name}: ${plural(rows, "row")} in use, ${formatCount(rejected)} set aside`))}.`,
    chart: (width) => deliveryRows({ deliveries: columns, expected: expectedRows, width }),
    table: {
      columns: [
        { key: "name", label: "Delivery" },
        { key: "period", label: "Period" },
        { key: "rows", label: "Rows in use", unit: "count" },
        { key: "rejected", label: "Set aside", unit: "count" },
        { key: "share", label: "Share set aside" },
      ],
      rows: report.deliveries.map(({ name, period, rows, rejected }) => ({
        ...{ name, rows, rejected },
        period: period ?? "none",
        share: formatShare(rejected, rows + rejected),
      })),
    },
    ...origin(data),
  });
}

/** The periods of deliveries where each has its own; else how many came before the newest. */
function shortNames({ deliveries: all }: Delivery): string[] {
  const periods = all.map(({ period }) => period ?? "");
  if (new Set(periods).size === periods.length && periods.every(Boolean)) return periods;
  return all.map((_, i) => (i === all.length - 1 ? "newest" : `${all.length - 1 - i} before`));
}

/** What was found of the newest delivery, in sentences. */
export function findingList({ report }: DeliveryInWords): HTMLElement {
  return listOf(report?.remarks ?? []);
}

/** Deliveries that were not taken, and why. */
export function refusedList({ source }: DeliveryInWords): HTMLElement {
  return listOf(
    source.refused.map(
      ({ name, reason, since }) => `${name}, on ${formatDate(since.slice(0, 10))}: ${reason}`,
    ),
  );
}

function listOf(items: readonly string[]): HTMLElement {
  if (items.length === 0) return nothingToTell();
  return element("ul", {}, ...items.map((item) => element("li", {}, item)));
}

/** The newest delivery beside what its source expects. */
export function expectationTable(delivery: DeliveryInWords): HTMLElement {
  return tableOf(delivery, "What is expected", {
    columns: [
      { key: "name", label: "What" },
      { key: "expected", label: "Expected" },
      { key: "found", label: "Found" },
      { key: "met", label: "As expected" },
    ],
    rows: (delivery.report?.expectations ?? []).map(({ column, expected, found, isMet }) => ({
      ...{ name: column === null ? "Rows" : `${column}: filled`, expected, found },
      met: isMet ? "yes" : "no",
    })),
  });
}

/** Each column of the newest delivery beside the one before: how much is empty, how many values, from where to where. */
export function deliveryColumns(delivery: DeliveryInWords): HTMLElement {
  const shown = (given: readonly (number | null)[], format: (value: number) => string): string =>
    given.map((value) => (value === null ? "–" : format(value))).join(" → ");
  return tableOf(delivery, "Columns: newest delivery last", {
    columns: [
      { key: "name", label: "Column" },
      { key: "empty", label: "Empty" },
      { key: "distinct", label: "Different values, about" },
      { key: "least", label: "Least" },
      { key: "most", label: "Greatest" },
    ],
    rows: (delivery.report?.columns ?? []).map(({ name, identifier, empty, distinct, range }) => ({
      name: identifier ? `${name} (may identify a child)` : name,
      empty: shown(empty.slice(-shownDeliveries), (share) => formatShare(share, 1)),
      distinct: shown(distinct.slice(-shownDeliveries), formatCount),
      least: rangeText(range, 0),
      most: rangeText(range, 1),
    })),
  });
}

/** Deliveries that a row of a table has room for. */
const shownDeliveries = 3;

function rangeText(range: Delivery["columns"][number]["range"], end: 0 | 1): string {
  if (range.every((one) => one === null)) return "–";
  return range
    .slice(-shownDeliveries)
    .map((one) => (one === null ? "–" : numberText(one[end])))
    .join(" → ");
}

function numberText(value: number): string {
  return Number.isInteger(value) ? formatCount(value) : formatDecimal(value, 2);
}

/** Listed values that hardly occur any more, and those that no delivery before had. */
export function valueTable(delivery: DeliveryInWords): HTMLElement {
  return tableOf(delivery, "Categories: gone and new", {
    columns: [
      { key: "name", label: "Column" },
      { key: "gone", label: "Gone, or of few rows" },
      { key: "added", label: "New" },
    ],
    rows: (delivery.report?.columns ?? [])
      .filter(({ gone, added }) => gone.length + added.length > 0)
      .map(({ name, gone, added }) => ({
        name,
        gone: gone.length ? formatList(gone) : "none",
        added: added.length ? formatList(added) : "none",
      })),
  });
}

/** Rows of the newest delivery that were set aside, by column and reason. */
export function faultTable(delivery: DeliveryInWords): HTMLElement {
  return tableOf(delivery, "Set aside, by reason", {
    columns: [
      { key: "name", label: "Column" },
      { key: "reason", label: "Reason" },
      { key: "rows", label: "Rows", unit: "count" },
    ],
    rows: (delivery.report?.faults ?? []).map(({ column, reason, rows }) => ({
      ...{ name: column ?? "whole row", reason, rows },
    })),
  });
}

/** The totals that the newest delivery gives itself, beside what its rows add up to. */
export function controlTotalTable(delivery: DeliveryInWords): HTMLElement {
  return tableOf(delivery, "Its own totals", {
    columns: [
      { key: "name", label: "Column" },
      { key: "said", label: "Its total" },
      { key: "sum", label: "Its rows add up to" },
      { key: "same", label: "The same" },
    ],
    rows: (delivery.report?.totals ?? []).map(({ column, said, sum, addsUp }) => ({
      name: column,
      said: numberText(said),
      sum: numberText(sum),
      same: addsUp ? "yes" : "no",
    })),
  });
}

/** The message to who supplies the source, to be copied, or sent with a mail program. */
export function supplierMessage({ source, message }: DeliveryInWords): HTMLElement {
  if (!message.available) return nothingToTell();
  const { to, subject, body, mailto } = deliveryMessage(source);
  const text = element("code", {}, `${subject}\n\n${body}`);
  const { copy, status } = copyButton(text);
  return element(
    "div",
    { class: "ey-message ey-control" },
    element("pre", { tabindex: 0, role: "region", "aria-label": "Text of the message" }, text),
    element(
      "div",
      { class: "ey-buttons" },
      copy,
      element("a", { class: "ey-download", href: mailto }, `Begin an e-mail to ${to}`),
    ),
    status,
  );
}

function tableOf({ data, source }: DeliveryInWords, caption: string, table: TableData): HTMLElement {
  if (table.rows.length === 0) return nothingToTell();
  return dataTable({ caption: `${caption}, ${source.title}`, table, ...origin(data) });
}

function origin({ refreshedAt, sample }: Deliveries) {
  return {
    source: "The checks of the last refresh",
    asOf: formatDate(refreshedAt.slice(0, 10)),
    sample,
  };
}
