import { type Answer, not } from "./answer.js";
import { addDays, addMonths, birthday, type Day, later, termAfter, termOf, yearDayAfter } from "./dates.js";
import { birthOf, type Child, type Family, type HouseholdBenefit, parentsOf } from "./family.js";
import type { Figures } from "./figures.js";
import { hoursAllowances, workTest } from "./work.js";

const daysOfAWeek = 7;

/**
 * The first day on which a child has no funded hours any more because it is at school: of one that is not at school yet the
 * term after the birthday by which it must be.
 */
export function schoolStart({ inSchool }: Child, born: Day, { school, termStarts }: Figures): Day {
  const usual = yearDayAfter(birthday(born, school.age), school.day);
  return inSchool === false ? later(usual, termAfter(birthday(born, school.latestAge), termStarts)) : usual;
}

/** The hours that every child of three and four has. */
export function universalHours(child: Child, family: Family, figures: Figures, on: Day): Answer {
  const scheme = "universal hours";
  const { age, hours, weeks } = figures.universal;
  if (family.country !== "England") return not(scheme, "country");
  const born = birthOf(child);
  if (!born) return { scheme, state: "future", hours, weeks };
  const reached = birthday(born, age);
  const start = termAfter(reached, figures.termStarts);
  const ends = schoolStart(child, born, figures);
  if (isOver(child, ends, on)) return not(scheme, "too old");
  return {
    scheme,
    state: hasReached(child, reached, on) ? "now" : "future",
    useFrom: start,
    usable: isBorn(child) && start <= on,
    ends,
    hours,
    weeks,
  };
}

/** The hours of two-year-olds whose family gets extra support, or who need it themselves. */
export function twoYearOldHours(child: Child, family: Family, figures: Figures, on: Day): Answer {
  const scheme = "two-year-old hours";
  const { age, hours, weeks } = figures.twoYearOlds;
  if (family.country !== "England") return not(scheme, "country");
  const ground = groundOf(child, family);
  const born = birthOf(child);
  const given = {
    scheme,
    hours,
    weeks,
    ...(ground === "if income is low" && { conditions: ["low income" as const] }),
  } as const;
  if (!born) return ground === "none" ? not(scheme, "no ground") : { ...given, state: "future" };
  const reached = birthday(born, age);
  const ends = termAfter(birthday(born, figures.universal.age), figures.termStarts);
  if (isOver(child, ends, on)) return not(scheme, "too old");
  if (ground === "none") return not(scheme, "no ground");
  const start = termAfter(reached, figures.termStarts);
  return {
    ...given,
    state: hasReached(child, reached, on) ? "now" : "future",
    applyFrom: termOf(reached, figures.termStarts),
    useFrom: start,
    usable: isBorn(child) && start <= on,
    ends,
  };
}

/** The hours of children of working parents. */
export function workingParentHours(child: Child, family: Family, figures: Figures, on: Day): Answer {
  const scheme = "working-parent hours";
  const { hours, weeks, fromMonths, applyFromWeeks, confirmEveryMonths } = figures.working;
  if (family.country !== "England") return not(scheme, "country");
  const born = birthOf(child);
  const ends = born && schoolStart(child, born, figures);
  if (ends && isOver(child, ends, on)) return not(scheme, "too old");
  const test = workTest(family, hoursAllowances);
  if (!test.passes) return not(scheme, test.reason);
  const given = { scheme, hours, weeks, confirmEveryMonths, ...test.ties } as const;
  if (!born || !ends) return { ...given, state: "future" };
  const reached = addMonths(born, fromMonths);
  const first = termAfter(reached, figures.termStarts);
  // Whoever applies on a day starts with the next term.
  const next = termAfter(later(reached, on), figures.termStarts);
  return {
    ...given,
    state: hasReached(child, reached, on) ? "now" : "future",
    ...(next < ends && {
      applyFrom: later(
        termOf(addDays(next, -1), figures.termStarts),
        addDays(born, applyFromWeeks * daysOfAWeek),
      ),
      applyBy: addDays(next, -1),
      useFrom: next,
    }),
    usable: isBorn(child) && first <= on,
    ends,
  };
}

function groundOf(child: Child, family: Family): "none" | "sure" | "if income is low" {
  const { disabilityLivingAllowance, educationHealthAndCarePlan, lookedAfter, leftCare } = child;
  if (disabilityLivingAllowance || educationHealthAndCarePlan || lookedAfter || leftCare) return "sure";
  const parents = parentsOf(family);
  const gets = (benefit: HouseholdBenefit) => family.benefits.includes(benefit);
  if (parents.some(({ publicFunds = "yes" }) => publicFunds === "yes")) {
    if (gets("pension credit") || gets("income-related esa")) return "sure";
    if (gets("universal credit") && family.lowIncome !== false)
      return family.lowIncome ? "sure" : "if income is low";
  }
  return parents.every(({ publicFunds }) => publicFunds === "no") && family.withinNoRecourseLimits
    ? "sure"
    : "none";
}

function isBorn({ born }: Child): boolean {
  return born !== undefined;
}

function hasReached(child: Child, day: Day, on: Day): boolean {
  return isBorn(child) && day <= on;
}

function isOver(child: Child, ends: Day, on: Day): boolean {
  return child.inSchool === true || ends <= on;
}
