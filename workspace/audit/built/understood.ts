import { type Indicator, topOf } from "../../../loaders/registry/indicator.js";
import type { Fault } from "../cell.js";
import { newcombe } from "../percentage.js";
import { type Merged, sideOf } from "./agree.js";
import { isPublished, type Knowledge } from "./knowledge.js";
import { repeatsFigures } from "./repeated.js";
import type { Stray } from "./stray.js";

/** The statistic of each kind of indicator in plain words; undefined where the audit cannot tell what it tells of children. */
const statistics: Record<Indicator["kind"], string | undefined> = {
  proportion: "shares of counts, with their interval",
  mean: "averages of points on a scale with an end, with their interval",
  gap: "gaps between two shares that are shown beside them, with their interval",
  ratio: "one count for each of another, as places per child",
  // Events, not children: how many children are behind them is not known.
  rate: undefined,
  count: undefined,
};

/** The statistics that an audit of a built edition understands, in plain words. Any other is refused. */
export const understood: readonly string[] = [
  "counts",
  ...Object.values(statistics).filter((words) => words !== undefined),
  "figures that an open source has published, as they are",
];

/**
 * Numbers in public data sets that are not about children, by data set and place in it; `*` is any place. Whoever adds a
 * number to a public page adds it here, and says by that that it tells of no child.
 */
const besideChildren: Record<string, readonly string[]> = {
  summary: ["roundedTo", "size[]"],
  "open-data": [
    "tables[].rows",
    "tables[].bytes",
    "tables[].periods[]",
    "tables[].lost.figures",
    "tables[].lost.suppressed",
  ],
  privacy: [
    "policy[].value",
    "lost.all.figures",
    "lost.all.suppressed",
    "lost.wards.figures",
    "lost.wards.suppressed",
  ],
  rules: ["*"],
  // The page of what help there is: hours, weeks and pounds of rules.
  help: ["what_you_get"],
  "find-places": ["wards[].latitude", "wards[].longitude", "anywhere[].phone"],
  datapackage: ["formatVersion", "resources[].bytes"],
  settings: ["urn", "places", "weeks_open", "latitude", "longitude"],
  services: [
    ...["urn", "youngest", "oldest", "places", "weeks_open", "latitude", "longitude", "telephone"],
    ...["name", "organisation", "description", "address", "opening", "special_needs", "cost"],
  ],
  // The index of the site's search, of the pages' texts.
  minisearch: ["*"],
};

/** What a directory says of a service in numbers, or in words that may be one: a house's ("77-79"), "4 Children". */
const ofService = [
  ...["phone", "urn", "places", "weeks", "youngest", "oldest", "latitude", "longitude"],
  ...["name", "organisation", "description", "address", "sessions[].what", "needs", "cost"],
];

/** The same for files of which there are many, by what their paths begin with. */
const besideChildrenBelow: Record<string, readonly string[]> = {
  "_file/data/ward-": [
    "roundedTo",
    "size[]",
    ...["services", "anywhere"].flatMap((list) => ofService.map((name) => `${list}[].${name}`)),
  ],
  // "Under 1", an age that one looks for. The gate lets a catalogue pass only with the words of the translations' files.
  "_file/data/messages-find-": ["messages.age.under"],
  "open-data/places/": ofService.map((name) => `[].${name}`),
  "open-data/open-referral/index": ["version"],
  "open-data/open-referral/services/": [
    ...["total_items", "total_pages", "page_number", "size"],
    ...[
      ...["minimum_age", "maximum_age", "phones[].number", "name", "description", "fees_description"],
      ...["organization.name", "organization.description", "schedules[].description"],
      ...["latitude", "longitude", "addresses[].address_1"].map(
        (name) => `service_at_locations[].location.${name}`,
      ),
    ].map((name) => `contents[].${name}`),
  ],
};

/** Whether a number in a file is known to tell of no child. */
function isBesideChildren({ dataset, place, name }: Stray): boolean {
  const below = Object.entries(besideChildrenBelow).filter(([path]) => place.startsWith(path));
  return [besideChildren[dataset] ?? [], ...below.map(([, names]) => names)].some((names) =>
    names.some((at) => at === "*" || at === name),
  );
}

const ifBeside =
  "if it says nothing of children, name it in workspace/audit/built/understood.ts, beside the name of its file";
const ifRepeated =
  "if it repeats figures that are shown, let the table's title name one indicator and one period of them, and the group if it is not of all children, and head its columns as workspace/audit/built/repeated.ts knows them";

/** Numbers in files that are no figure's and not known to be about something else than children. */
export function strayFaults(
  stray: readonly Stray[],
  areas: readonly { code: string; name: string }[],
  merged: ReadonlyMap<string, Merged>,
  knowledge: Knowledge,
): Fault[] {
  return stray
    .filter(
      ({ title = "", rows }) =>
        rows === undefined ||
        !repeatsFigures({ title, rows }, { areas, merged: [...merged.values()], knowledge }),
    )
    .filter((one) => !isBesideChildren(one))
    .map(({ place, name, rows }) => ({
      place,
      cell: name,
      problem: `holds numbers that the audit does not understand, and they may tell what is suppressed: take it out; ${rows ? `${ifRepeated}; ` : ""}${ifBeside}`,
    }));
}

/** Figures whose statistic the audit does not understand, a fault an indicator, and those that their counts do not explain. */
export function statisticFaults(merged: ReadonlyMap<string, Merged>, knowledge: Knowledge): Fault[] {
  const faults: Fault[] = [];
  const refused = new Set<string>();
  for (const figure of merged.values()) {
    if (isPublished(figure, knowledge) || !hasNumber(figure)) continue;
    const indicator = knowledge.indicators.get(figure.indicator);
    const unknown = whyNotUnderstood(indicator);
    if (!unknown) {
      const problem = whyUnexplained(figure, indicator!, merged);
      if (problem) faults.push({ place: figure.place, cell: figure.name, problem });
    } else if (!refused.has(figure.indicator)) {
      refused.add(figure.indicator);
      faults.push({ place: figure.place, cell: figure.indicator, problem: unknown });
    }
  }
  return faults;
}

const remedy = "take it out of the policy's publish.indicators";

function whyNotUnderstood(indicator: Indicator | undefined): string | undefined {
  if (!indicator)
    return "is no indicator that data/indicators defines, so that the audit does not understand its figures: define it there, or take its file out";
  if (statistics[indicator.kind] === undefined)
    return `is of the kind “${indicator.kind}”, a statistic that the audit does not understand: ${remedy}`;
  if (indicator.kind === "mean" && topOf(indicator) === undefined)
    return `is an average on a scale without an end, which the audit does not understand: ${remedy}`;
  return undefined;
}

// Of a gap beside a suppressed share, gapFaults tells.
/** Why a value tells more than the counts that are shown with it, or cannot be held against any. */
function whyUnexplained(
  figure: Merged,
  { kind, gap }: Indicator,
  merged: ReadonlyMap<string, Merged>,
): string | undefined {
  const { value, numerator, denominator, lower, upper, decimals } = figure;
  const hasLimit = lower !== undefined || upper !== undefined;
  if (typeof value !== "number")
    return hasLimit ? "has an interval without its value, which tells of the counts all the same" : undefined;
  if (kind === "mean" && typeof denominator !== "number")
    return "is an average without the number of children, so that the audit cannot tell how many it tells of";
  if (kind === "ratio") {
    if (hasLimit)
      return "has an interval, which the audit does not understand of one count for each of another";
    if (typeof numerator !== "number" || typeof denominator !== "number")
      return "has a value without its two counts, so that the audit cannot tell what it tells of them";
    if (Math.abs(value - numerator / denominator) > half(decimals))
      return "has a value that is not that of the counts shown, so it tells of counts that are not";
  }
  if (kind === "gap") {
    const sides = [gap!.of, gap!.minus].map((category) => sideOf(figure, gap!, category, merged));
    if (sides.some((side) => side?.value === "suppressed")) return undefined;
    const [of, minus] = sides.map(countsOf);
    if (!of || !minus)
      return "is a gap between shares that are not shown, so that the audit cannot tell what it tells of them";
    if (lower === undefined || upper === undefined) return undefined;
    const [low, high] = newcombe(of, minus);
    if (Math.abs(low - lower) > half(decimals) + 2e-3 || Math.abs(high - upper) > half(decimals) + 2e-3)
      return "has an interval that is not that of the counts shown, so it tells of counts that are not";
  }
  return undefined;
}

function hasNumber({ numerator, denominator, value, lower, upper }: Merged): boolean {
  return [numerator, denominator, value, lower, upper].some((shown) => typeof shown === "number");
}

function countsOf(figure: Merged | undefined): [x: number, n: number] | undefined {
  return typeof figure?.numerator === "number" && typeof figure.denominator === "number"
    ? [figure.numerator, figure.denominator]
    : undefined;
}

const half = (decimals: number): number => 0.5 / 10 ** decimals + 1e-9;
