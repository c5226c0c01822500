import { type RuleValue, standingOf, type Versions } from "../site/rules.js";

/** The amounts, ages and days of the schemes as they are on a day. */
export interface Figures {
  termStarts: string[];
  school: { day: string; age: number; latestAge: number };
  universal: { hours: number; weeks: number; age: number };
  twoYearOlds: { hours: number; weeks: number; age: number; income: number };
  working: {
    hours: number;
    weeks: number;
    fromMonths: number;
    applyFromWeeks: number;
    confirmEveryMonths: number;
    minimum: { from21: number; from18To20: number; under18: number; apprentice: number };
    greatestIncome: number;
  };
  taxFree: {
    percent: number;
    poundsAYear: number;
    poundsAYearDisabled: number;
    untilAge: number;
    untilAgeDisabled: number;
    confirmEveryMonths: number;
  };
  universalCredit: { percent: number; oneChild: number; moreChildren: number; untilAge: number };
  noRecourse: {
    oneChild: number;
    moreChildren: number;
    oneChildLondon: number;
    moreChildrenLondon: number;
    savings: number;
  };
  healthyStart: { untilAge: number; fromPregnancyWeek: number; poundsAMonth: number };
  premium: { income: number };
  disabilityAccess: { poundsAYear: number };
}

export type DatedRule = Versions & { id: string };

/** The rules that the checker stands on. */
export const checkerRules = [
  "term-starts",
  "school-start",
  "universal-hours",
  "two-year-olds-with-support",
  "working-parents-hours",
  "working-parents-minimum-earnings",
  "working-parents-greatest-income",
  "tax-free-childcare",
  "universal-credit-childcare",
  "no-recourse-to-public-funds",
  "healthy-start",
  "early-years-pupil-premium",
  "disability-access-fund",
] as const;

/** That rules of the checker are not known for a day. */
export interface Lapsed {
  lapsed: string[];
}

/**
 * What the schemes' figures are on a day. Where one rule is not known for it, none is given: a checker that leaves a scheme
 * out would tell a family wrongly that it has nothing.
 */
export function figuresOn(rules: readonly DatedRule[], day: string): Figures | Lapsed {
  const values = new Map<string, Record<string, RuleValue>>();
  for (const rule of rules) {
    const standing = standingOf(rule, day);
    if ("version" in standing) values.set(rule.id, standing.version.values);
  }
  const lapsed = checkerRules.filter((id) => !values.has(id));
  if (lapsed.length > 0) return { lapsed };
  const of = (id: (typeof checkerRules)[number]) => values.get(id)!;
  const number = (id: (typeof checkerRules)[number], name: string): number => {
    const value = of(id)[name];
    if (typeof value !== "number")
      throw new Error(`data/rules/${id}.yaml: versions: values: needs ${name}, a number, for the checker.`);
    return value;
  };
  const numbers = <K extends string>(id: (typeof checkerRules)[number], ...names: K[]) =>
    Object.fromEntries(names.map((name) => [name, number(id, name)])) as Record<K, number>;
  return {
    termStarts: [of("term-starts").starts].flat().map(String),
    school: { day: String(of("school-start").day), ...numbers("school-start", "age", "latestAge") },
    universal: {
      ...numbers("universal-hours", "hours", "weeks"),
      age: Math.min(...[of("universal-hours").ages].flat().map(Number)),
    },
    twoYearOlds: {
      ...numbers("two-year-olds-with-support", "hours", "weeks", "age"),
      income: number("two-year-olds-with-support", "universalCreditIncome"),
    },
    working: {
      ...numbers(
        "working-parents-hours",
        "hours",
        "weeks",
        "fromMonths",
        "applyFromWeeks",
        "confirmEveryMonths",
      ),
      minimum: numbers("working-parents-minimum-earnings", "from21", "from18To20", "under18", "apprentice"),
      greatestIncome: number("working-parents-greatest-income", "pounds"),
    },
    taxFree: numbers(
      "tax-free-childcare",
      "percent",
      "poundsAYear",
      "poundsAYearDisabled",
      "untilAge",
      "untilAgeDisabled",
      "confirmEveryMonths",
    ),
    universalCredit: numbers("universal-credit-childcare", "percent", "oneChild", "moreChildren", "untilAge"),
    noRecourse: numbers(
      "no-recourse-to-public-funds",
      "oneChild",
      "moreChildren",
      "oneChildLondon",
      "moreChildrenLondon",
      "savings",
    ),
    healthyStart: numbers("healthy-start", "untilAge", "fromPregnancyWeek", "poundsAMonth"),
    premium: numbers("early-years-pupil-premium", "income"),
    disabilityAccess: numbers("disability-access-fund", "poundsAYear"),
  };
}

/** The greatest income after tax, in pounds a year, and savings, with which a family without recourse may have the hours. */
export function noRecourseLimits(
  { noRecourse }: Figures,
  { children, london = false }: { children: number; london?: boolean },
): { income: number; savings: number } {
  const [one, more] = london
    ? [noRecourse.oneChildLondon, noRecourse.moreChildrenLondon]
    : [noRecourse.oneChild, noRecourse.moreChildren];
  return { income: children > 1 ? more : one, savings: noRecourse.savings };
}
