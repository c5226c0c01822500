import { FileAttachment } from "observablehq:stdlib";
import type { Pathway } from "../../loaders/explore/pathway.json.js";
import { miniBars } from "../charts/mini-bars.js";
import { element } from "../element.js";
import { figure } from "../figures/figure.js";
import { selectChooser } from "../inputs/choosers.js";
import type { ViewElement } from "../inputs/url-state.js";
import { dataTable } from "../tables/data-table.js";
import { areaOfRow } from "../tables/table.js";
import { breakdownName, capital, formatList, plural } from "../words/format.js";
import { formatCount, formatShare } from "../words/numbers.js";
import { nothingToTell } from "../words/only.js";
import { formatValue } from "../words/status.js";
import {
  birthYears,
  byArea,
  byGroup,
  fewest,
  having,
  leadOf,
  origin,
  type PathwayInWords,
  pathwayInWords,
  type StepInWords,
  stepName,
  total,
} from "./sentences.js";

export { leadOf };

/** Fetches where children were met, from birth to Reception. */
export function pathways(): Promise<Pathway> {
  return FileAttachment("../../data/pathway.json").json<Pathway>();
}

/** A choice of children: of which school year of birth, and where they live. Its value is what is told of them. */
export function chooseChildren(data: Pathway): ViewElement<PathwayInWords> {
  const years = birthYears(data);
  const newest = data.cohorts[0]?.year ?? 0;
  if (years.length === 0)
    return Object.assign(nothingToTell(), {
      value: pathwayInWords(data, newest),
    }) as unknown as ViewElement<PathwayInWords>;
  // The year of which most can be told stands first.
  const cohort = [...data.cohorts].sort((a, b) => coveredOf(b) - coveredOf(a) || b.year - a.year)[0]!;
  const year = selectChooser({ label: "Children", options: years, value: String(cohort.year) });
  const area = selectChooser({
    label: "Who live in",
    options: [...data.areas]
      .sort(byLevel)
      .map(({ code, name, level }) => [code, level === "locality" ? `${name} locality` : name]),
  });
  return Object.defineProperty(element("div", { class: "ey-controls" }, year, area), "value", {
    get: () => pathwayInWords(data, Number(year.value), area.value),
  }) as unknown as ViewElement<PathwayInWords>;
}

const levels = ["city", "locality", "ward"];
const byLevel = (a: Pathway["areas"][number], b: Pathway["areas"][number]) =>
  levels.indexOf(a.level) - levels.indexOf(b.level) || a.name.localeCompare(b.name, "en-GB");
const coveredOf = ({ steps }: Pathway["cohorts"][number]) => steps.filter(({ covered }) => covered).length;

/** How many of the children were met at each step, with their intervals. */
export function stepDots(pathway: PathwayInWords): HTMLElement {
  if (!pathway.available) return nothingToTell();
  const { steps, born, place } = pathway;
  const least = fewest(pathway);
  const subject = `Met at each step, ${born}, ${place}`;
  return figure({
    title: least
      ? `Fewest of them ${least.met}: ${formatShare(least.children, least.of)} of ${least.among}`
      : subject,
    subject,
    unit: "Per cent of all children, or of those eligible or assessed. Lines are 95% intervals",
    ...origin(pathway),
    description: formatList(
      steps.map((step) => `${step.name} ${formatShare(step.children, step.of)} of ${step.among}`),
    ),
    chart: miniBars(
      steps.map((step) => ({ label: step.name, figure: { ...step, status: "value" as const } })),
      { format: (step) => formatValue(step, "percent"), most: 100 },
    ),
    table: {
      columns: [
        { key: "name", label: "Step" },
        { key: "among", label: "Of whom" },
        { key: "children", label: "Children met", unit: "count" },
        { key: "of", label: "Of", unit: "count" },
        { key: "value", label: "Share (%)", unit: "percent" },
        { key: "lower", label: "Lower 95% limit", unit: "percent" },
        { key: "upper", label: "Upper 95% limit", unit: "percent" },
        { key: "most", label: "At most, if none was missed by linkage (%)", unit: "percent" },
      ],
      rows: steps.map(({ name, among, children, of, value, lower, upper, most }) => ({
        ...{ name, among, children, of, value, lower, upper, most },
      })),
    },
  });
}

/** How many children were met at each two of the steps: by row and column, with the share of the row's. */
export function overlaps(pathway: PathwayInWords): HTMLElement {
  const { data, steps, patterns, born, place } = pathway;
  if (steps.length < 2) return nothingToTell();
  const bit = (id: string) => data.steps.findIndex((step) => step.id === id);
  return dataTable({
    caption: `Children met at two steps, ${born}, ${place}: of those met at the step of the row, how many at that of the column`,
    table: {
      columns: [
        { key: "name", label: "Met at" },
        { key: "children", label: "Children", unit: "count" },
        ...steps.map(({ id, name }) => ({ key: id, label: name })),
      ],
      rows: steps.map(({ id, name }) => {
        const own = having(patterns, [bit(id)]);
        const children = total(own);
        return {
          name,
          children,
          ...Object.fromEntries(
            steps.map((other) => {
              const both = total(having(own, [bit(other.id)]));
              return [
                other.id,
                other.id === id
                  ? ""
                  : children === 0
                    ? "none"
                    : `${formatCount(both)} (${formatShare(both, children)})`,
              ];
            }),
          ),
        };
      }),
    },
    ...origin(pathway),
  });
}

/** The commonest ways through: at which steps children were met and at which they were not, the most children first. */
export function waysThrough(pathway: PathwayInWords): HTMLElement {
  const { data, steps, patterns, children, born, place } = pathway;
  if (!pathway.available) return nothingToTell();
  const bit = (id: string) => data.steps.findIndex((step) => step.id === id);
  const ways = [...patterns].sort((a, b) => b[1] - a[1] || a[0] - b[0]);
  return dataTable({
    caption: `Ways from step to step, ${born}, ${place}`,
    table: {
      columns: [
        { key: "name", label: "Met at" },
        { key: "children", label: "Children", unit: "count" },
        { key: "share", label: "Of all" },
      ],
      rows: ways.map(([pattern, n]) => {
        const met = steps.filter(({ id }) => (pattern & (1 << bit(id))) !== 0).map(({ id }) => stepName(id));
        return {
          name: met.length === 0 ? "None of these steps" : capital(formatList(met)),
          children: n,
          share: formatShare(n, children),
        };
      }),
    },
    ...origin(pathway),
  });
}

/** The steps by ward or locality. */
export function pathwayByArea(pathway: PathwayInWords, level: "ward" | "locality" = "ward"): HTMLElement {
  const rows = byArea(pathway, level);
  if (rows.length === 0) return nothingToTell();
  return stepsTable(pathway, rows, {
    first: level === "ward" ? "Ward" : "Locality",
    caption: `Met at each step by ${level}, ${pathway.born}`,
  });
}

/** The steps by group of children, in the whole city. */
export function pathwayByGroup(pathway: PathwayInWords, breakdown: string): HTMLElement {
  const rows = byGroup(pathway, breakdown);
  if (rows.length === 0) return nothingToTell();
  const name = breakdownName(breakdown);
  return stepsTable(pathway, rows, {
    first: capital(name),
    caption: `Met at each step by ${name}, ${pathway.born}, whole city`,
  });
}

function stepsTable(
  pathway: PathwayInWords,
  rows: readonly { code?: string; name: string; children: number; steps: readonly StepInWords[] }[],
  { first, caption }: { first: string; caption: string },
): HTMLElement {
  return dataTable({
    caption,
    table: {
      columns: [
        { key: "name", label: first },
        { key: "children", label: "Children", unit: "count" },
        ...pathway.steps.map(({ id, name, among }) => ({
          key: id,
          label: `${name} (% of ${among})`,
          unit: "percent",
        })),
      ],
      areaOf: areaOfRow,
      rows: rows.map(({ code, name, children, steps }) => ({
        name,
        ...(code !== undefined && { area: code }),
        children,
        ...Object.fromEntries(steps.map((step) => [step.id, step.value])),
      })),
    },
    ...origin(pathway),
  });
}

/** How many of each step are not on the register, in a sentence; empty where none are. */
export function unregistered({ data, year, steps }: PathwayInWords): string {
  const cohort = data.cohorts.find((one) => one.year === year);
  if (!cohort) return "";
  const counts = data.steps.flatMap(({ id }, i) => {
    const { covered, unregistered: n } = cohort.steps[i]!;
    return covered && n > 0 && steps.some((step) => step.id === id)
      ? [`${stepName(id)}: ${plural(n, "child", "children")}`]
      : [];
  });
  return counts.join("; ");
}
