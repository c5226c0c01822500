import { type Answer, not, type Reason } from "./answer.js";
import { birthday, type Day, yearDayAfter } from "./dates.js";
import { birthOf, type Child, type Family, isDisabled, type Parent, parentsOf } from "./family.js";
import type { Figures } from "./figures.js";
import { isInWork, taxFreeAllowances, workTest } from "./work.js";

/** The government's part of what working parents pay into an account for childcare. */
export function taxFreeChildcare(child: Child, family: Family, figures: Figures, on: Day): Answer {
  const scheme = "tax-free childcare";
  const { percent, poundsAYear, poundsAYearDisabled, untilAge, untilAgeDisabled, confirmEveryMonths } =
    figures.taxFree;
  const disabled = isDisabled(child);
  const ends = endOf(child, disabled ? untilAgeDisabled : untilAge, figures);
  if (family.country === "unknown") return not(scheme, "country");
  if (ends && ends <= on) return not(scheme, "too old");
  if (child.lookedAfter) return not(scheme, "foster child");
  if (family.benefits.includes("universal credit")) return not(scheme, "universal credit");
  const test = workTest(family, taxFreeAllowances);
  if (!test.passes) return not(scheme, test.reason);
  if (parentsOf(family).some(({ otherHelp }) => otherHelp)) return not(scheme, "other help");
  return {
    scheme,
    ...fromBirth(child),
    ...(ends && { ends }),
    percent,
    most: { pounds: disabled ? poundsAYearDisabled : poundsAYear, per: "year" },
    confirmEveryMonths,
    ...test.ties,
  };
}

/** What Universal Credit pays back of childcare to parents in work. */
export function universalCreditChildcare(child: Child, family: Family, figures: Figures, on: Day): Answer {
  const scheme = "universal credit childcare";
  const { percent, oneChild, untilAge } = figures.universalCredit;
  const ends = endOf(child, untilAge, figures);
  if (family.country === "unknown") return not(scheme, "country");
  if (ends && ends <= on) return not(scheme, "too old");
  const reason = whyNoUniversalCredit(child, family);
  if (reason) return not(scheme, reason);
  return {
    scheme,
    ...fromBirth(child),
    ...(ends && { ends }),
    percent,
    most: { pounds: oneChild, per: "month" },
  };
}

function whyNoUniversalCredit(child: Child, family: Family): Reason | undefined {
  if (child.lookedAfter) return "foster child";
  // Who gets Universal Credit has passed its test of residence; nobody gets it who may have no public funds.
  if (!family.benefits.includes("universal credit")) return "no universal credit";
  const parents = parentsOf(family);
  if (parents.every(({ publicFunds }) => publicFunds === "no")) return "public funds";
  const works = parents.map((parent) => isInWork(parent) || parent.work === "starts within a month");
  const excused = parents.map(isExcused);
  return works.every(Boolean) || (parents.length === 2 && works.some((one, i) => one && excused[1 - i]))
    ? undefined
    : "work";
}

// A contribution-based allowance alone excuses nobody here: the claim itself says whether work is limited by illness.
function isExcused({ allowances = [] }: Parent): boolean {
  return allowances.some(
    (one) =>
      one === "carer's allowance" || one === "carer support payment" || one === "limited capability for work",
  );
}

function endOf(child: Child, age: number, { school }: Figures): Day | undefined {
  const born = birthOf(child);
  return born && yearDayAfter(birthday(born, age), school.day);
}

function fromBirth({ born, due }: Child): Pick<Answer, "state" | "useFrom" | "usable"> {
  if (born) return { state: "now", usable: true };
  return due ? { state: "at birth", useFrom: due, usable: false } : { state: "future", usable: false };
}
