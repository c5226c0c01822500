import { element, uniqueId } from "../element.js";
import { csvLink, csvOf, linkageLine, sourceLine, type TableData, tableElement } from "../tables/table.js";

/** A chart, or a function that draws one for a width in pixels and is called again when the width changes. */
export type Chart = Element | ((width: number) => Element);

export interface FigureOptions {
  /** The message or the measure, in words. */
  title: string;
  /** What the numbers are: "% of eligible two-year-olds". */
  unit: string;
  /** The source's name, as the catalogue writes it. */
  source: string;
  /** The newest date that the figures rest on, in words or as a period. */
  asOf: string;
  /** What the chart shows, made from the data shown: for those who cannot see it. */
  description: string;
  chart: Chart;
  /** The same figures as a table. */
  table: TableData;
  /** True if the figures are invented: the figure and its download say so. */
  sample?: boolean;
  /** What the figures rest on where records of several sources were linked, as restsOn tells it. */
  linkage?: string | undefined;
}

/**
 * The way a chart reaches a page: with its title, unit, source, as-of date, a description and the
 * figures as a table with a download. Throws an error that names whatever is missing.
 */
export function figure(options: FigureOptions): HTMLElement {
  demand(options);
  const { title, unit, description, chart, table } = options;
  const titleId = uniqueId("title");
  const descriptionId = uniqueId("description");
  const line = sourceLine(options);
  const holder = element("div", {
    class: "ey-chart",
    "aria-labelledby": titleId,
    "aria-describedby": descriptionId,
  });
  draw(holder, chart);
  return element(
    "figure",
    { class: "ey-figure", "aria-labelledby": titleId },
    element(
      "figcaption",
      {},
      element("span", { class: "ey-title", id: titleId }, title),
      element("span", { class: "ey-unit" }, unit),
    ),
    holder,
    element("p", { class: "ey-hidden", id: descriptionId }, description),
    element(
      "div",
      { class: "ey-footer" },
      element("p", { class: "ey-source" }, line),
      linkageLine(options),
      twin(title, table, () => csvOf(table, options)),
    ),
  );
}

// The table is only made when opened: a page may carry several with hundreds of rows.
function twin(title: string, table: TableData, csv: () => string): HTMLElement {
  const details = element(
    "details",
    { class: "ey-twin" },
    element("summary", {}, "Show as a table", element("span", { class: "ey-hidden" }, `: ${title}`)),
  );
  details.addEventListener(
    "toggle",
    () => {
      details.append(
        csvLink(title, csv),
        element(
          "div",
          { class: "ey-scroll", tabindex: 0, role: "region", "aria-label": `Table: ${title}` },
          tableElement(table, title),
        ),
      );
    },
    { once: true },
  );
  return details;
}

function draw(holder: HTMLElement, chart: Chart): void {
  if (typeof chart !== "function") {
    place(holder, chart);
    return;
  }
  let drawn = 0;
  const resized = new ResizeObserver(([entry]) => {
    const width = Math.floor(entry?.contentRect.width ?? 0);
    if (width === 0 || width === drawn) return;
    drawn = width;
    place(holder, chart(width));
  });
  resized.observe(holder);
}

// An image hides its parts from assistive technology, which is wrong for a chart that one can operate.
// A drawing without a role of its own is told by the description and the table.
function place(holder: HTMLElement, chart: Element): void {
  const operable = chart.matches(focusable) || chart.querySelector(focusable) !== null;
  holder.setAttribute("role", operable ? "group" : "img");
  holder.replaceChildren(chart);
  for (const svg of holder.querySelectorAll("svg:not([role])")) svg.setAttribute("aria-hidden", "true");
}

const focusable = "a[href], button, input, select, summary, [tabindex]";

function demand(options: Partial<FigureOptions>): void {
  const texts = ["title", "unit", "source", "asOf", "description"] as const;
  const missing: string[] = texts.filter(
    (key) => typeof options[key] !== "string" || options[key].trim() === "",
  );
  const { chart, table } = options;
  if (!chart) missing.push("chart");
  if (!table?.columns?.length) missing.push("table");
  if (missing.length > 0)
    throw new Error(
      `A figure${options.title ? ` (“${options.title}”)` : ""} needs ${missing.join(", ")}. Give every chart a title, unit, source, as-of date, description, chart and table.`,
    );
}
