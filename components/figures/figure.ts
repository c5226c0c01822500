import { element, uniqueId } from "../element.js";
import { csvLink, csvOf, linkageLine, sourceLine, type TableData, tableElement } from "../tables/table.js";
import { noteText, type SeriesNote } from "../words/series-notes.js";
import { pictureButtons } from "./picture.js";

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
  /** What a reader should know of the series, in the order of their numbers in the chart. */
  notes?: readonly SeriesNote[];
  /** What is shown, where the title is the message: it stands under it, and names the table and its file. */
  subject?: string;
}

/**
 * The way a chart reaches a page: with its title, unit, source, as-of date, a description and the
 * figures as a table with a download. Throws an error that names whatever is missing.
 */
export function figure(options: FigureOptions): HTMLElement {
  demand(options);
  const holder = figureToUpdate();
  holder.update(options);
  return holder.element;
}

/** A figure that is drawn over with other options, in its place on the page. */
export function figureToUpdate(): { element: HTMLElement; update(options: FigureOptions): void } {
  const titleId = uniqueId("title");
  const descriptionId = uniqueId("description");
  const title = element("span", { class: "ey-title", id: titleId });
  const unit = element("span", { class: "ey-unit" });
  const holder = element("div", {
    class: "ey-chart",
    "aria-labelledby": titleId,
    "aria-describedby": descriptionId,
  });
  const description = element("p", { class: "ey-hidden", id: descriptionId });
  const footer = element("div", { class: "ey-footer" });
  const draw = drawnIn(holder);
  const twin = tableTwin();
  const whole = element(
    "figure",
    { class: "ey-figure", "aria-labelledby": titleId },
    element("figcaption", {}, title, unit),
    holder,
    description,
    footer,
  );
  let subject = "";
  const picture = pictureButtons(
    () => whole,
    () => subject,
  );
  return {
    element: whole,
    update(options) {
      demand(options);
      title.textContent = options.title;
      subject = options.subject ?? options.title;
      unit.textContent = options.subject ? `${options.subject}. ${options.unit}` : options.unit;
      description.textContent = options.description;
      draw(options.chart);
      twin.update(options);
      const linkage = linkageLine(options);
      footer.replaceChildren(
        ...noteList(options.notes ?? []),
        element("p", { class: "ey-source" }, sourceLine(options)),
        ...(linkage ? [linkage] : []),
        picture,
        twin.element,
      );
    },
  };
}

function noteList(notes: readonly SeriesNote[]): HTMLElement[] {
  if (notes.length === 0) return [];
  return [
    element(
      "ol",
      { class: "ey-series-notes", "aria-label": "Notes" },
      ...notes.map((note) => element("li", {}, noteText(note))),
    ),
  ];
}

// The table is only made when opened: a page may carry several with hundreds of rows.
function tableTwin(): { element: HTMLElement; update(options: FigureOptions): void } {
  let now: FigureOptions;
  let isFilled = false;
  const name = element("span", { class: "ey-hidden" });
  const place = element("div");
  const details = element(
    "details",
    { class: "ey-twin" },
    element("summary", {}, "Show as a table", name),
    place,
  );
  const fill = () => {
    if (isFilled) return;
    isFilled = true;
    const { table } = now;
    const subject = now.subject ?? now.title;
    place.replaceChildren(
      csvLink(subject, () => csvOf(table, now)),
      element(
        "div",
        { class: "ey-scroll", tabindex: 0, role: "region", "aria-label": `Table: ${subject}` },
        tableElement(table, subject),
      ),
    );
  };
  details.addEventListener("toggle", fill);
  return {
    element: details,
    update(options) {
      now = options;
      name.textContent = `: ${options.subject ?? options.title}`;
      isFilled = false;
      if (details.open) fill();
      else place.replaceChildren();
    },
  };
}

function drawnIn(holder: HTMLElement): (chart: Chart) => void {
  let width = 0;
  let draw: ((width: number) => Element) | undefined;
  let resized: ResizeObserver | undefined;
  return (chart) => {
    if (typeof chart !== "function") {
      draw = undefined;
      if (holder.firstChild !== chart || holder.childNodes.length !== 1) place(holder, chart);
      return;
    }
    draw = chart;
    if (width > 0) place(holder, chart(width));
    if (resized) return;
    resized = new ResizeObserver(([entry]) => {
      const measured = Math.floor(entry?.contentRect.width ?? 0);
      if (measured === 0 || measured === width) return;
      width = measured;
      if (draw) place(holder, draw(width));
    });
    resized.observe(holder);
  };
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
