import { element } from "../element.js";
import { type Lost, shareInWords } from "../site/privacy.js";
import { capital, formatDate, formatList } from "../words/format.js";
import { formatBytes, formatCount } from "../words/numbers.js";

/** A table of open data, as the page data set public/open-data.json tells it. */
export interface OpenDataTable {
  id: string;
  title: string;
  definition: string;
  caveats: string[];
  measure?: { unit: string; numerator: string; denominator: string };
  rows: number;
  bytes: number;
  periods: [string, string] | null;
  asOf: string | null;
  sources: { title: string; licence: string; page: string | null }[];
  lost: Lost | null;
}

/** Who publishes the tables, on what terms, and whether they are invented. */
export interface OpenDataTerms {
  publisher: string;
  licence: { title: string; address: string };
  sample: boolean;
}

/** One table of open data: what it holds, its files, and on demand how it is counted and cited. `base`: the whole address of the folder of files. */
export function openDataCard(table: OpenDataTable, terms: OpenDataTerms, base: string): HTMLElement {
  const { id, title, definition, rows, bytes, periods, asOf, lost } = table;
  const csv = new URL(`${id}.csv`, base).href;
  return element(
    "article",
    { class: "ey-open-card", "aria-labelledby": `table-${id}` },
    element("h3", { id: `table-${id}` }, terms.sample ? `Sample: ${title}` : title),
    element("p", {}, definition),
    facts([
      ["Period", periods && [...new Set(periods)].join(" to ")],
      ["Data as of", asOf && formatDate(asOf)],
      ["Rows", formatCount(rows)],
      ["Figures left out for privacy", lost && capital(shareInWords(lost))],
    ]),
    element(
      "p",
      { class: "ey-open-files" },
      element("a", { href: csv, download: `${id}.csv` }, `${id}.csv`),
      ` (table, ${formatBytes(bytes)})`,
      element("br"),
      element("a", { href: `${csv}-metadata.json` }, "Metadata", hidden(` of ${id}.csv`)),
      " (CSV on the Web, JSON)",
    ),
    element(
      "details",
      {},
      element("summary", {}, "How it is counted, source, licence, how to cite", hidden(`: ${title}`)),
      details(table, terms, csv),
    ),
  );
}

function details(table: OpenDataTable, { publisher, licence, sample }: OpenDataTerms, csv: string) {
  const { title, measure, caveats, sources, asOf } = table;
  const dated = asOf ? ` Data as of ${formatDate(asOf)}.` : "";
  const citation = `${sample ? "SAMPLE, invented. " : ""}${publisher}: ${title}.${dated} ${csv}. ${licence.title}.`;
  return element(
    "dl",
    {},
    ...entry("Unit", measure && capital(measure.unit)),
    ...entry("What is counted", measure?.numerator),
    ...entry("Out of what", measure?.denominator),
    ...entry("Bear in mind", ...caveats),
    ...entry("Source", sources.length > 0 && formatList(sources.map((source) => source.title))),
    ...entry("Publisher", publisher),
    ...entry("Licence", element("a", { href: licence.address }, licence.title)),
    ...entry("Address, which stays the same", element("code", {}, csv)),
    ...entry("How to cite", citation),
  );
}

type Fact = Node | string | null | undefined | false;

function facts(pairs: [string, Fact][]): HTMLElement {
  return element(
    "dl",
    { class: "ey-open-facts" },
    ...pairs
      .filter(([, fact]) => fact)
      .map(([term, fact]) => element("div", {}, element("dt", {}, term), element("dd", {}, fact))),
  );
}

function entry(term: string, ...facts: Fact[]): HTMLElement[] {
  const there = facts.filter(Boolean);
  return there.length ? [element("dt", {}, term), ...there.map((text) => element("dd", {}, text))] : [];
}

const hidden = (text: string): HTMLElement => element("span", { class: "ey-hidden" }, text);
