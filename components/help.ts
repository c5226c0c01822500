import type { PublicRules } from "../loaders/public/rules.json.js";
import { element } from "./element.js";
import { formatCount, formatDate, formatList } from "./format.js";
import { type RuleValue, standingOf, versionOn } from "./rules.js";

type Rule = PublicRules["rules"][number];
type Rules = readonly Rule[];
type Child = Node | string;

/** Where the government tells parents what holds today. */
export const governmentSite = "https://www.childcarechoices.gov.uk/";

/**
 * The help with childcare that there is on a day, a card for each kind. It says nothing of rules that do not hold on that
 * day, or are not known for it, but that they are not known and where to look.
 */
export function helpWithChildcare(rules: Rules, day: string): HTMLElement {
  return element(
    "ul",
    { class: "ey-help" },
    workingParents(rules, day),
    supported(rules, day),
    everyChild(rules, day),
  );
}

/** When the rules were looked up, and for how long they are known. */
export function rulesNote(rules: Rules): string {
  const [oldest] = rules.map(({ checkedOn }) => checkedOn).sort();
  return oldest ? `These are the rules in England as we last looked them up on ${formatDate(oldest)}.` : "";
}

/** How many weeks the hours are for, where that is known and the same for all kinds of help. */
export function weeksNote(rules: Rules, day: string): string | null {
  const ids = ["working-parents-hours", "two-year-olds-with-support", "universal-hours"];
  const weeks = new Set(ids.flatMap((id) => valuesOn(rules, id, day)?.weeks ?? []));
  return weeks.size === 1
    ? `The hours are for ${[...weeks][0]} weeks a year. Many places let you spread them over more weeks, with fewer hours in each.`
    : null;
}

/** When a child can start, with an example: the third birthday on 10 February. */
export function startNote(rules: Rules, day: string): Child[] {
  const starts = valuesOn(rules, "term-starts", day)?.starts;
  if (!Array.isArray(starts)) return notKnown(rules, ["term-starts"], day);
  const terms = starts.map(String);
  const example = "02-10";
  const inOrder = [...terms].sort();
  const next = inOrder.find((start) => start > example) ?? inOrder[0]!;
  return [
    `In the term after they reach the age. Terms start on ${formatList(terms.map(dayAndMonth))}. ` +
      `A child who turns three on ${dayAndMonth(example)} can start on ${dayAndMonth(next)}.`,
  ];
}

function workingParents(rules: Rules, day: string): HTMLElement {
  const hours = valuesOn(rules, "working-parents-hours", day);
  const least = valuesOn(rules, "working-parents-minimum-earnings", day);
  const most = valuesOn(rules, "working-parents-greatest-income", day);
  const needed = [
    "working-parents-hours",
    "working-parents-minimum-earnings",
    "working-parents-greatest-income",
  ];
  if (!hours || !least || !most)
    return card(
      hours ? fromMonths(hours.fromMonths) : "If you work",
      ...(hours ? [hoursOf(hours, " until your child starts school.")] : []),
      paragraph(...notKnown(rules, needed, day)),
    );
  return card(
    fromMonths(hours.fromMonths),
    hoursOf(hours, " until your child starts school."),
    paragraph(
      `Each parent must expect to earn ${pounds(least.from21)} a week or more, and no parent more than ${pounds(most.pounds)} a year. ` +
        `The least is ${pounds(least.from18To20)} a week if you are 18 to 20, and ${pounds(least.under18)} if you are under 18${least.under18 === least.apprentice ? " or an apprentice" : `, or ${pounds(least.apprentice)} as an apprentice`}. ` +
        `You confirm this every ${count(hours.confirmEveryMonths)} months.`,
    ),
  );
}

function supported(rules: Rules, day: string): HTMLElement {
  const help = valuesOn(rules, "two-year-olds-with-support", day);
  const title = help ? `Age ${help.age}, with extra support` : "With extra support";
  if (!help) return card(title, paragraph(...notKnown(rules, ["two-year-olds-with-support"], day)));
  return card(
    title,
    hoursOf(help, "."),
    paragraph(
      `You can have this if you get Universal Credit and your household has ${pounds(help.universalCreditIncome)} a year or less after tax. ` +
        `You can also have it if your child ${(help.child as string[]).slice(0, -1).join(", ")}, or ${(help.child as string[]).at(-1)}.`,
    ),
  );
}

function everyChild(rules: Rules, day: string): HTMLElement {
  const help = valuesOn(rules, "universal-hours", day);
  if (!help) return card("Every child", paragraph(...notKnown(rules, ["universal-hours"], day)));
  return card(
    `Ages ${formatList((help.ages as number[]).map(String))}, every child`,
    hoursOf(help, "."),
    paragraph("You can have this whatever you earn."),
  );
}

/** That rules are not known for a day, since when, and where to look. */
function notKnown(rules: Rules, ids: string[], day: string): Child[] {
  const lapsed = ids
    .flatMap((id) => rules.find((rule) => rule.id === id) ?? [])
    .map((rule) => standingOf(rule, day))
    .flatMap((standing) => (standing.state === "lapsed" ? standing.lastDay : []))
    .sort();
  return [
    lapsed.length > 0
      ? `We do not have the rules for after ${formatDate(lapsed[0])}; see `
      : "We do not have the rules for today; see ",
    element("a", { href: governmentSite }, "the government’s site"),
    ".",
  ];
}

function valuesOn(rules: Rules, id: string, day: string): Record<string, RuleValue> | undefined {
  const rule = rules.find((one) => one.id === id);
  return rule && versionOn(rule, day)?.values;
}

const paragraph = (...children: Child[]): HTMLElement => element("p", {}, ...children);

function card(title: string, ...children: Child[]): HTMLElement {
  return element("li", {}, element("h3", {}, title), ...children);
}

function hoursOf(help: Record<string, RuleValue>, rest: string): HTMLElement {
  const hours = element("strong", {}, `${help.hours} hours a week${rest === "." ? "." : ""}`);
  return rest === "." ? paragraph(hours) : paragraph(hours, rest);
}

const fromMonths = (months: RuleValue | undefined): string => `From ${months} months, if you work`;

/** "£100,000", "£195.36", "£128". */
function pounds(value: RuleValue | undefined): string {
  const amount = Number(value);
  return `£${Number.isInteger(amount) ? formatCount(amount) : amount.toLocaleString("en-GB", { minimumFractionDigits: 2, maximumFractionDigits: 2 })}`;
}

function count(value: RuleValue | undefined): string {
  const words = ["none", "one", "two", "three", "four", "five", "six"];
  return words[Number(value)] ?? String(value);
}

function dayAndMonth(day: string): string {
  return formatDate(`2000-${day}`).replace(" 2000", "");
}
