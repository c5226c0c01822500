import type { Briefing } from "../../loaders/briefings/briefing.json.js";
import { element } from "../element.js";
import { originOf } from "../figures/briefing-figures.js";
import { dataTable } from "../tables/data-table.js";
import { beyondChance } from "../words/beyond-chance.js";
import { byWard, type Figure } from "../words/findings.js";
import { formatDate, plural } from "../words/format.js";
import { formatCount, formatNumber } from "../words/numbers.js";
import { onTrack, pathTo, projected, shortfall, wholeChildren, type Yearly } from "../words/on-track.js";
import { nothingToTell } from "../words/only.js";
import { hasValue } from "../words/status.js";
import { isAre, wardWords } from "./by-ward.js";

/** A goal for a measure, with how far the city is from it. Not available where the city has no counts to set beside it. */
export interface Goal {
  available: boolean;
  data: Briefing;
  /** "England’s goal is 75.0% by 2027/28", with who set it and when, in sentences. */
  says: string;
  /** A link to where it is written; empty where there is no goal. */
  source: HTMLElement | "";
  /** How far the city is, in children, in all and a year. */
  gap: string;
  /** Where the city comes to if it goes on as it went, beside the goal, with how sure that is. */
  pace: string;
  /** The same of the country. */
  countryPace: string;
  /** How far groups of the city's children are. Empty where they are not counted. */
  groups: string;
  /** How far the wards are, together. */
  wards: string;
  /** What is not known: goals without a value, with why. */
  missing: string;
  /** What the city's figure would be each year on a straight path. */
  path: { period: string; value: number; more: number }[];
  /** What they come to then if they go on as they went, in %. */
  courses: { name: string; period: string; value: number; lower: number; upper: number }[];
  shortWards: { name: string; row: Figure; short: number; yearly: number }[];
  /** The city's figure that it is reckoned from. */
  city: Figure | undefined;
}

/** The goals for a measure, by its indicator's id. The city's own goes before its country's. */
export function goalOf(data: Briefing, id: string): Goal {
  const own = data.targets.filter(({ indicator }) => indicator === id);
  const known = own.filter(({ value }) => value !== undefined);
  const target = known.find(({ area }) => area === data.city.code) ?? known[0];
  const indicator = data.indicators.find((one) => one.id === id);
  const nameOf = (code: string) => data.areas.find((area) => area.code === code)?.name ?? code;
  const series = data.series.filter((row) => row.indicator === id && row.breakdown === "all");
  const cityYears = comparable(series.filter(({ area }) => area === data.city.code));
  const city = cityYears.at(-1);
  const none: Goal = {
    ...{ available: false, data, says: "", source: "", gap: "", pace: "", countryPace: "" },
    ...{ groups: "", wards: "", path: [], courses: [], shortWards: [], city },
    missing: own.flatMap(({ missing }) => missing ?? []).join(" "),
  };
  if (!target || !indicator || !city) return none;
  const goal = target.value!;
  const goalYear = yearOf(target.periodStart);
  const years = Math.max(0, goalYear - yearOf(city.period_start));
  const isOwn = target.area === data.city.code;
  const country = isOwn ? [] : comparable(series.filter(({ area }) => area === target.area));
  const shortWards = shortWardsOf(data, id, goal, years);
  const aim = { goal, goalYear, period: target.period };
  const courses = [
    { name: data.city.name, years: cityYears },
    ...(country.length > 0 ? [{ name: nameOf(target.area), years: country }] : []),
  ];
  return {
    ...none,
    available: true,
    says: saysText(data, target, nameOf(target.area), isOwn),
    source: target.source ? element("a", { href: target.source.page }, target.source.title) : "",
    gap: gapText(data, city, { goal, years, period: target.period }),
    ...pacesText(courses, aim),
    courses: courses.flatMap((course) => {
      const line = lineOf(course, aim);
      return line ? [{ name: course.name, period: target.period, ...line }] : [];
    }),
    groups: groupsText(data, id, city, goal),
    wards: wardsText(data, id, goal),
    path: pathTo(yearlyOf(city), goal, goalYear).map(({ year, value }) => ({
      period: schoolYear(year),
      value,
      more: wholeChildren(shortfall(yearlyOf(city), value)),
    })),
    shortWards,
  };
}

/**
 * What each year would need on a straight path to the goal, what is come to if it goes on as it has, and which wards are how
 * many children short of it.
 */
export function goalFigures(goal: Goal): HTMLElement {
  if (!goal.available) return nothingToTell();
  return element(
    "div",
    { class: "ey-pair ey-flow" },
    element("div", {}, pathTable(goal), courseTable(goal)),
    wardTable(goal),
  );
}

function courseTable({ data, courses, city }: Goal): HTMLElement {
  const [first] = courses;
  if (!first || !city) return nothingToTell();
  return dataTable({
    caption: `What it comes to in ${first.period}, if it goes on as it has`,
    table: {
      columns: [
        { key: "name", label: "Area" },
        { key: "value", label: "With the level", unit: "percent" },
        { key: "lower", label: "Lower 95% limit", unit: "percent" },
        { key: "upper", label: "Upper 95% limit", unit: "percent" },
      ],
      rows: courses.map(({ name, value, lower, upper }) => ({
        name,
        value: { value, status: "value" as const },
        lower: { value: lower, status: "value" as const },
        upper: { value: upper, status: "value" as const },
      })),
    },
    ...originOf(data, [city]),
  });
}

function pathTable({ data, path, city }: Goal): HTMLElement {
  if (path.length === 0 || !city) return nothingToTell();
  return dataTable({
    caption: `What ${data.city.name} would need each year`,
    table: {
      columns: [
        { key: "name", label: "School year" },
        { key: "value", label: "With the level", unit: "percent" },
        { key: "more", label: `More children than in ${city.period}`, unit: "children" },
      ],
      rows: path.map(({ period, value, more }) => ({
        name: period,
        value: { value, status: "value" as const },
        more,
      })),
    },
    ...originOf(data, [city]),
  });
}

function wardTable({ data, shortWards }: Goal): HTMLElement {
  if (shortWards.length === 0) return nothingToTell();
  return dataTable({
    caption: "Children short of the goal, by ward",
    table: {
      columns: [
        { key: "name", label: "Ward" },
        { key: "value", label: "With the level", unit: "percent" },
        { key: "short", label: "Children short", unit: "children" },
        { key: "yearly", label: "More each year", unit: "children" },
      ],
      rows: shortWards.map(({ name, row, short, yearly }) => ({ name, value: row, short, yearly })),
    },
    ...originOf(
      data,
      shortWards.map(({ row }) => row),
    ),
  });
}

type Target = Briefing["targets"][number];
type Counted = Figure & { numerator: number; denominator: number };

/** A figure with its counts; where it was published without, of as many children as the year that is named. */
type Reckoned = Counted & { childrenOf?: string };

interface Aim {
  goal: number;
  period: string;
}

function saysText(
  data: Briefing,
  { value, period, setBy, setOn, reading }: Target,
  area: string,
  isOwn: boolean,
): string {
  const set = setOn ? `${setBy}, ${formatDate(setOn)}` : setBy;
  const whose = isOwn
    ? ""
    : ` It is a goal for ${area} as a whole: ${data.city.name} is set beside it here, and need not reach it by itself.`;
  return `The goal for ${area} is ${formatNumber(value!, "percent")} in ${period} (${set}).${reading ? ` ${reading}` : ""}${whose}`;
}

function gapText(data: Briefing, city: Reckoned, { goal, period, years }: Aim & { years: number }): string {
  const exact = shortfall(city, goal);
  const asked = city.childrenOf
    ? `as many children as were assessed in ${data.city.name} in ${city.childrenOf}, ${formatCount(city.denominator)}`
    : `the ${formatCount(city.denominator)} children assessed in ${data.city.name} in ${city.period}`;
  if (city.childrenOf) return publishedGapText(city, exact, asked, { period, years });
  if (exact <= 0) return `Of ${asked}, as many reached it as the goal asks.`;
  const short = wholeChildren(exact);
  const yearly =
    years > 0
      ? ` That is about ${plural(Math.ceil(short / years), "more child", "more children")} each year than the year before, up to ${period}.`
      : "";
  return `Of ${asked}, ${plural(short, "more child", "more children")} would have had to reach it.${yearly}`;
}

// A percentage is published rounded, so it gives children no more than about.
function publishedGapText(
  { value, period: newest }: Reckoned,
  exact: number,
  asked: string,
  { period, years }: { period: string; years: number },
): string {
  const written = `In ${newest} it was ${formatNumber(value!, "percent")}, published without counts.`;
  if (exact <= 0) return `${written} The goal asks no more.`;
  const short = wholeChildren(exact);
  const yearly =
    years > 0 ? `, or ${formatCount(Math.ceil(short / years))} more each year up to ${period}` : "";
  return `${written} Of ${asked}, about ${formatCount(short)} more would have had to reach it${yearly}.`;
}

interface Course {
  name: string;
  years: readonly Reckoned[];
}

/** Where the city, and its country, come to if they go on as they went; in one sentence where neither can be told. */
function pacesText(
  courses: readonly Course[],
  aim: Aim & { goalYear: number },
): Pick<Goal, "pace" | "countryPace"> {
  const told = courses.map((course) => paceText(course, aim));
  const tooFew = (names: string) => `Too few years compare to say whether ${names} is on the way to it.`;
  if (told.every((text) => text === ""))
    return { pace: tooFew(courses.map(({ name }) => name).join(" or ")), countryPace: "" };
  const [pace = "", countryPace = ""] = told.map((text, i) => text || tooFew(courses[i]!.name));
  const childrenOf = courses.flatMap(({ years }) => years).find((one) => one.childrenOf)?.childrenOf;
  const reckoned = childrenOf
    ? ` Years published without counts are taken to be of as many children as ${childrenOf}.`
    : "";
  return countryPace ? { pace, countryPace: countryPace + reckoned } : { pace: pace + reckoned, countryPace };
}

/** Where a course leads to in the goal's year; undefined where too few years compare, or the year is there. */
function lineOf({ years }: Course, { goalYear }: { goalYear: number }): ReturnType<typeof projected> {
  const last = years.at(-1);
  return last && yearOf(last.period_start) < goalYear ? projected(years.map(yearlyOf), goalYear) : undefined;
}

function paceText(course: Course, aim: Aim & { goalYear: number }): string {
  const { goal, period } = aim;
  const { name, years } = course;
  const line = lineOf(course, aim);
  const first = years[0];
  if (!line || !first) return "";
  const percent = (value: number) => formatNumber(value, "percent");
  const words = {
    "on track": "is on the way to it",
    "off track": "is not on the way to it",
    "not clear": "may or may not be on the way to it",
  }[onTrack(line, goal)];
  return `If ${name} goes on as it has since ${first.period}, it comes to ${percent(line.value)} in ${period} (95% interval ${percent(line.lower)} to ${percent(line.upper)}): it ${words}.`;
}

function groupsText(data: Briefing, id: string, city: Counted, goal: number): string {
  const of = (category: string) =>
    data.series.find(
      (row): row is Counted =>
        row.indicator === id &&
        row.area === data.city.code &&
        row.period === city.period &&
        row.breakdown === "fsm" &&
        row.category === category &&
        isCounted(row),
    );
  const [yes, no] = [of("yes"), of("no")];
  if (!yes || !no) return "";
  const short = (row: Counted) => {
    const children = wholeChildren(shortfall(row, goal));
    return children === 0
      ? "none are short of it"
      : `${formatCount(children)} of ${formatCount(row.denominator)} are short of it`;
  };
  return `Among children with free school meals, ${short(yes)}; among those known not to have them, ${short(no)}.`;
}

function wardsText(data: Briefing, id: string, goal: number): string {
  const counted = byWard(data, id)?.wards.filter(isCounted) ?? [];
  if (counted.length === 0) return "";
  const exact = counted.map((ward) => shortfall(ward, goal));
  const together = (some: number[]) => Math.round(some.reduce((sum, one) => sum + one, 0));
  const [under, over] = [together(exact.filter((one) => one > 0)), -together(exact.filter((one) => one < 0))];
  const clearly = counted.filter((ward) => beyondChance(ward, goal, "percent") === "lower").length;
  const below =
    clearly === 0
      ? "No ward is below the goal by more than chance."
      : `${plural(clearly, ...wardWords)} of ${counted.length} ${isAre(clearly)} below the goal by more than chance.`;
  return `${below} All that lie below it are ${plural(under, "child", "children")} short together, and those above it ${formatCount(over)} over. Each ward’s own number is rounded up, as no child reaches it in part.`;
}

function shortWardsOf(data: Briefing, id: string, goal: number, years: number): Goal["shortWards"] {
  const counted = byWard(data, id)?.wards.filter(isCounted) ?? [];
  return counted
    .map((row) => {
      const short = wholeChildren(shortfall(row, goal));
      return { name: row.name, row, short, yearly: years > 0 ? Math.ceil(short / years) : short };
    })
    .filter(({ short }) => short > 0)
    .sort((a, b) => b.short - a.short || (a.name < b.name ? -1 : 1));
}

// Years of one kind of goals: figures whose note says that they do not compare with later ones are left out. Those that were
// published since the last counts are taken of as many children as these.
function comparable(rows: readonly Figure[]): Reckoned[] {
  const known = rows
    .filter((row) => hasValue(row) && !row.note?.includes("not comparable"))
    .sort((a, b) => (a.period_start < b.period_start ? -1 : 1));
  const counted = known.filter(isCounted);
  const last = counted.at(-1);
  if (!last) return [];
  const { denominator, period: childrenOf, period_start: day } = last;
  const published = known
    .filter((row) => row.denominator === null && row.period_start > day)
    .map((row) => ({ ...row, denominator, numerator: (row.value! * denominator) / 100, childrenOf }));
  return [...counted.filter(({ source }) => source === last.source), ...published];
}

function isCounted<T extends Figure>(row: T): row is T & Counted {
  return hasValue(row) && row.numerator !== null && row.denominator !== null && row.denominator > 0;
}

function yearlyOf({ numerator, denominator, period_start }: Counted): Yearly {
  return { numerator, denominator, year: yearOf(period_start) };
}

function yearOf(start: string): number {
  return Number(start.slice(0, 4));
}

function schoolYear(year: number): string {
  return `${year}/${String((year + 1) % 100).padStart(2, "0")}`;
}
