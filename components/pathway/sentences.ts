import type { Pathway } from "../../loaders/explore/pathway.json.js";
import { categoryName, formatDate, formatList, plural } from "../words/format.js";
import { wilson } from "../words/intervals.js";
import { formatCount, formatShare } from "../words/numbers.js";

/** What is met at each step, and of whom one asks how many are met. */
const wording: Record<string, { name: string; met: string; among?: string }> = {
  "new-birth-visit": { name: "New birth visit", met: "had a new birth visit" },
  "two-year-review": { name: "Two-year review", met: "had a two-year review" },
  "eligible-at-two": {
    name: "Eligible at two",
    met: "were on a list of families who can have a place at two",
  },
  "place-at-two": { name: "Place at two", met: "had a funded place at two", among: "eligible-at-two" },
  "place-before-reception": {
    name: "Place before Reception",
    met: "had a funded place in the year before Reception",
  },
  assessed: { name: "Assessed in Reception", met: "were assessed at the end of Reception" },
  "good-level": { name: "Good level", met: "reached a good level of development", among: "assessed" },
};

/** A step of a pathway as it was for some children. */
export interface StepInWords {
  id: string;
  name: string;
  met: string;
  /** Who was met, of how many that one asks it of: all, or those who were met at another step. */
  children: number;
  of: number;
  /** "children", or who they are: "of those eligible at two". */
  among: string;
  /** Percent, with Wilson's 95% interval. Null where there are no children. */
  value: number | null;
  lower: number | null;
  upper: number | null;
  /** What it would be at most, in percent, if all who were met and are not on the register were children who are. */
  most: number | null;
}

/** The children of a school year of birth, and where they were met. Not available where no source tells of any. */
export interface PathwayInWords {
  available: boolean;
  data: Pathway;
  year: number;
  /** "born September 2021 to August 2022". */
  born: string;
  place: string;
  children: number;
  steps: StepInWords[];
  /** Steps that cannot be told, each with why: a list in words. */
  untold: string;
  patterns: readonly (readonly [number, number])[];
}

/** The school years of birth of which something can be told, newest first, in words. */
export function birthYears({ cohorts }: Pathway): [string, string][] {
  return cohorts.map(({ year }) => [String(year), bornIn(year)]);
}

/** What is told of the children of a year and an area. */
export function pathwayInWords(data: Pathway, year: number, area?: string): PathwayInWords {
  const cohort = data.cohorts.find((one) => one.year === year) ?? data.cohorts[0];
  const city = data.areas.find(({ level }) => level === "city");
  const place = data.areas.find(({ code }) => code === area) ?? city;
  const rows = data.counts.filter((row) => row.year === cohort?.year && row.breakdown === "all");
  const own = rows.find((row) => row.area === place?.code);
  const patterns = own?.patterns ?? [];
  const children = total(patterns);
  return {
    available: cohort !== undefined && children > 0,
    data,
    year: cohort?.year ?? year,
    born: bornIn(cohort?.year ?? year),
    place: place?.name ?? "",
    children,
    steps: cohort ? stepsOf(data, cohort, patterns, own?.level === "city") : [],
    untold: cohort
      ? formatList(
          data.steps.flatMap(({ id, source }, i) =>
            cohort.steps[i]!.covered ? [] : [`${wording[id]!.name} (${source}: ${cohort.steps[i]!.lacks})`],
          ),
        )
      : "",
    patterns,
  };
}

/** The steps of some patterns; `isAll`: of all children of the year, so that those who are not on the register can be set beside them. */
export function stepsOf(
  data: Pathway,
  cohort: Pathway["cohorts"][number],
  patterns: PathwayInWords["patterns"],
  isAll = false,
): StepInWords[] {
  const bitOf = (id: string) => data.steps.findIndex((step) => step.id === id);
  return data.steps.flatMap(({ id }, i): StepInWords[] => {
    if (!cohort.steps[i]!.covered) return [];
    const { name, met, among } = wording[id]!;
    const before = among !== undefined && cohort.steps[bitOf(among)]!.covered ? among : undefined;
    const base = before === undefined ? patterns : having(patterns, [bitOf(before)]);
    const [children, of] = [total(having(base, [i])), total(base)];
    const { lower, upper } = of > 0 ? wilson(children, of) : { lower: 0, upper: 0 };
    const percent = (part: number) => (of > 0 ? (100 * part) / of : null);
    return [
      {
        ...{ id, name, met, children, of },
        among: before === undefined ? "all children" : `those ${afterThose[before]}`,
        value: percent(children),
        lower: of > 0 ? 100 * lower : null,
        upper: of > 0 ? 100 * upper : null,
        most:
          isAll && before === undefined
            ? percent(Math.min(of, children + cohort.steps[i]!.unregistered))
            : null,
      },
    ];
  });
}

const afterThose: Record<string, string> = { "eligible-at-two": "eligible", assessed: "assessed" };

/** The patterns that have all of some steps. */
export function having(
  patterns: PathwayInWords["patterns"],
  steps: readonly number[],
): readonly (readonly [number, number])[] {
  return patterns.filter(([pattern]) => steps.every((step) => (pattern & (1 << step)) !== 0));
}

/** How many children some patterns have together. */
export function total(patterns: PathwayInWords["patterns"]): number {
  return patterns.reduce((sum, [, n]) => sum + n, 0);
}

/** The step at which the smallest share was met; not the two that are no service: who is eligible, and what came of it. */
export function fewest({ steps }: Pick<PathwayInWords, "steps">): StepInWords | undefined {
  return steps
    .filter(({ value, id }) => value !== null && id !== "eligible-at-two" && id !== "good-level")
    .sort((one, other) => one.value! - other.value!)[0];
}

/** What most stands out, in sentences: who was met nowhere, and where most are lost. */
export function leadOf({ children, steps, patterns, born, place }: PathwayInWords): string {
  const nowhere = total(patterns.filter(([pattern]) => pattern === 0));
  const lost = fewest({ steps });
  const where = steps.length === 1 ? "the one step" : `any of the ${steps.length} steps`;
  const first = `Of ${plural(children, "child", "children")} ${born} on the register in ${place}, ${formatCount(nowhere)} (${formatShare(nowhere, children)}) ${nowhere === 1 ? "was" : "were"} not met at ${where} that can be told.`;
  return lost
    ? `${first} Fewest are met at this one: ${formatShare(lost.children, lost.of)} of ${lost.among} ${lost.met}.`
    : first;
}

/** The groups of a breakdown with their steps, in the whole city. */
export function byGroup(
  { data, year }: PathwayInWords,
  breakdown: string,
): { name: string; children: number; steps: StepInWords[] }[] {
  const cohort = data.cohorts.find((one) => one.year === year);
  if (!cohort) return [];
  return data.counts
    .filter((row) => row.year === year && row.breakdown === breakdown)
    .map(({ category, patterns }) => ({
      name: categoryName(breakdown, category),
      children: total(patterns),
      steps: stepsOf(data, cohort, patterns),
    }));
}

/** The areas of a level with their steps. */
export function byArea(
  { data, year }: PathwayInWords,
  level: "ward" | "locality",
): { code: string; name: string; children: number; steps: StepInWords[] }[] {
  const cohort = data.cohorts.find((one) => one.year === year);
  if (!cohort) return [];
  const names = new Map(data.areas.map(({ code, name }) => [code, name]));
  return data.counts
    .filter((row) => row.year === year && row.level === level && row.breakdown === "all")
    .map(({ area, patterns }) => ({
      code: area,
      name: names.get(area) ?? area,
      children: total(patterns),
      steps: stepsOf(data, cohort, patterns),
    }))
    .sort((a, b) => a.name.localeCompare(b.name, "en-GB"));
}

/** Where all of it comes from, as a table says it. */
export function origin({ data, year }: PathwayInWords): { source: string; asOf: string; sample: boolean } {
  const cohort = data.cohorts.find((one) => one.year === year);
  const sources = data.steps.filter((_, i) => cohort?.steps[i]?.covered).map(({ source }) => source);
  return { source: formatList([...new Set(sources)]), asOf: formatDate(data.asOf), sample: data.sample };
}

/** The name of a step, by its id. */
export function stepName(id: string): string {
  return wording[id]?.name ?? id;
}

function bornIn(year: number): string {
  return `born September ${year} to August ${year + 1}`;
}
