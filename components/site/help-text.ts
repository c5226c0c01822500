import type { PublicRules } from "../../loaders/public/rules.json.js";
import { formatDate, formatList } from "../words/format.js";
import { formatDecimal } from "../words/numbers.js";
import { type RuleValue, standingOf, versionOn } from "./rules.js";

export type PublicRule = PublicRules["rules"][number];
type Rules = readonly PublicRule[];
type Values = Record<string, RuleValue>;

/** One kind of help with childcare on a day. What is not known for the day is null, and then `notKnown` says so. */
export interface Help {
  title: string;
  /** "30 hours a week" */
  hours: string | null;
  /** Until when, where that is to be said. */
  until: string | null;
  /** Who can have it. */
  who: string | null;
  /** That rules are not known for the day, and since when: "We do not have the rules for after 31 March 2027". */
  notKnown: string | null;
}

/** The kinds of help that there are, as the rules that hold on a day have them. A rule that has lapsed is not told. */
export function helpOn(rules: Rules, day: string): Help[] {
  return [workingParents(rules, day), extraSupport(rules, day), everyChild(rules, day)];
}

/** When the rules were last looked up; of several days the earliest. */
export function lookedUp(rules: Rules): string | null {
  const [oldest] = rules.map(({ checkedOn }) => checkedOn).sort();
  return oldest ? `These are the rules in England as we last looked them up on ${formatDate(oldest)}.` : null;
}

/** For how many weeks the hours are; null where that is not known, or not the same for all. */
export function weeksText(rules: Rules, day: string): string | null {
  const weeks = hourRules.map((id) => valuesOn(rules, id, day)?.weeks);
  return new Set(weeks).size === 1 && weeks[0] !== undefined
    ? `The hours are for ${String(weeks[0])} weeks a year. Many places let you spread them over more weeks, with fewer hours in each.`
    : null;
}

/** When a child can start, with an example; null where that is not known for the day. */
export function startText(rules: Rules, day: string): string | null {
  const starts = valuesOn(rules, "term-starts", day)?.starts;
  if (!Array.isArray(starts)) return null;
  const example = "02-10";
  return (
    `In the term after they reach the age. Terms start on ${formatList(starts.map((start) => dayAndMonth(String(start))))}. ` +
    `A child who turns three on ${dayAndMonth(example)} can start on ${dayAndMonth(startAfter(example, starts.map(String)))}.`
  );
}

/** The first of the days of the year (month-day) on which places start after another. */
export function startAfter(day: string, starts: readonly string[]): string {
  const inOrder = [...starts].sort();
  return inOrder.find((start) => start > day) ?? inOrder[0]!;
}

/** That rules are not known for a day, and since when; null if all of them are. */
export function notKnownText(rules: Rules, ids: readonly string[], day: string): string | null {
  const unknown = ids.filter((id) => !valuesOn(rules, id, day));
  if (unknown.length === 0) return null;
  const lapsed = rules
    .filter(({ id }) => unknown.includes(id))
    .flatMap((rule) => {
      const standing = standingOf(rule, day);
      return standing.state === "lapsed" ? standing.lastDay : [];
    })
    .sort();
  return lapsed.length > 0
    ? `We do not have the rules for after ${formatDate(lapsed[0])}`
    : "We do not have the rules for today";
}

const hourRules = ["working-parents-hours", "two-year-olds-with-support", "universal-hours"];

function workingParents(rules: Rules, day: string): Help {
  const ids = [
    "working-parents-hours",
    "working-parents-minimum-earnings",
    "working-parents-greatest-income",
  ];
  const [hours, least, most] = ids.map((id) => valuesOn(rules, id, day));
  return {
    title: hours ? `From ${String(hours.fromMonths)} months, if you work` : "If you work",
    hours: hours ? hoursText(hours) : null,
    until: hours ? "until your child starts school" : null,
    who: hours && least && most ? whoWorks(hours, least, most) : null,
    notKnown: notKnownText(rules, ids, day),
  };
}

function whoWorks(hours: Values, least: Values, most: Values): string {
  const young =
    least.under18 === least.apprentice
      ? `${pounds(least.under18)} if you are under 18 or an apprentice`
      : `${pounds(least.under18)} if you are under 18, and ${pounds(least.apprentice)} if you are an apprentice`;
  return (
    `Each parent must expect to earn ${pounds(least.from21)} a week or more, and no parent more than ${pounds(most.pounds)} a year. ` +
    `The least is ${pounds(least.from18To20)} a week if you are 18 to 20, and ${young}. ` +
    `You confirm this every ${inWords(hours.confirmEveryMonths)} months.`
  );
}

function extraSupport(rules: Rules, day: string): Help {
  const help = valuesOn(rules, "two-year-olds-with-support", day);
  const grounds = help && Array.isArray(help.child) ? help.child.map(String) : [];
  return {
    title: help ? `Age ${String(help.age)}, with extra support` : "With extra support",
    hours: help ? hoursText(help) : null,
    until: null,
    who: help
      ? `You can have this if you get Universal Credit and your household has ${pounds(help.universalCreditIncome)} a year or less after tax. ` +
        `You can also have it if your child ${either(grounds)}.`
      : null,
    notKnown: notKnownText(rules, ["two-year-olds-with-support"], day),
  };
}

function everyChild(rules: Rules, day: string): Help {
  const help = valuesOn(rules, "universal-hours", day);
  const ages = help && Array.isArray(help.ages) ? formatList(help.ages.map(String)) : "";
  return {
    title: help ? `Ages ${ages}, every child` : "Every child",
    hours: help ? hoursText(help) : null,
    until: null,
    who: help ? "You can have this whatever you earn." : null,
    notKnown: notKnownText(rules, ["universal-hours"], day),
  };
}

function valuesOn(rules: Rules, id: string, day: string): Values | undefined {
  const rule = rules.find((one) => one.id === id);
  return rule && versionOn(rule, day)?.values;
}

const hoursText = (help: Values): string => `${String(help.hours)} hours a week`;

/** "£100,000", "£195.36", "£128". */
function pounds(value: RuleValue | undefined): string {
  const amount = Number(value);
  return `£${formatDecimal(amount, Number.isInteger(amount) ? 0 : 2)}`;
}

function either(items: readonly string[]): string {
  return items.length < 2 ? items.join("") : `${items.slice(0, -1).join(", ")}, or ${items.at(-1)}`;
}

function inWords(value: RuleValue | undefined): string {
  return ["no", "one", "two", "three", "four", "five", "six"][Number(value)] ?? String(value);
}

function dayAndMonth(day: string): string {
  return formatDate(`2000-${day}`).replace(" 2000", "");
}
