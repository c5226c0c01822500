import { type Answer, type Condition, not } from "./answer.js";
import { addDays, birthday, type Day } from "./dates.js";
import { birthOf, type Child, type Family } from "./family.js";
import type { Figures } from "./figures.js";

// A pregnancy is counted in weeks up to the day on which the child is due.
const weeksOfPregnancy = 40;
const daysOfAWeek = 7;

/** Money for milk, fruit and vegetables, in pregnancy and for small children. */
export function healthyStart(child: Child, family: Family, figures: Figures, on: Day): Answer {
  const scheme = "healthy start";
  const { untilAge, fromPregnancyWeek } = figures.healthyStart;
  if (family.country === "unknown" || family.country === "Scotland") return not(scheme, "country");
  const born = birthOf(child);
  const ends = born && birthday(born, untilAge);
  if (ends && ends <= on) return not(scheme, "too old");
  const gets = family.benefits;
  const unborn = child.born === undefined;
  const sure = gets.includes("pension credit") || (unborn && gets.includes("income-related esa"));
  const byCredit = gets.includes("universal credit") && family.lowPay !== false;
  if (!sure && !byCredit) return not(scheme, "no ground");
  const conditions: Condition[] = sure || family.lowPay ? [] : ["low pay"];
  const from =
    child.due && unborn
      ? addDays(child.due, -(weeksOfPregnancy - fromPregnancyWeek) * daysOfAWeek)
      : undefined;
  const waits = unborn && (from === undefined || from > on);
  return {
    scheme,
    state: waits ? "future" : "now",
    usable: !waits,
    ...(from && from > on && { useFrom: from }),
    ...(ends && { ends }),
    ...(conditions.length > 0 && { conditions }),
  };
}

/** Money that a child's place gets to help it learn, while it has funded hours. */
export function pupilPremium(child: Child, family: Family, hours: readonly Answer[]): Answer {
  const scheme = "pupil premium";
  const { benefits, lowIncome } = family;
  const sure =
    child.lookedAfter ||
    child.leftCare ||
    benefits.includes("pension credit") ||
    benefits.includes("income-related esa");
  const byCredit = benefits.includes("universal credit") && lowIncome !== false;
  if (!sure && !byCredit) return not(scheme, "no ground");
  return withHours(scheme, hours, sure ? [] : ["premium income"]);
}

/** Money that a child's place gets to meet the needs of a disabled child, while it has funded hours. */
export function disabilityAccessFund(child: Child, figures: Figures, hours: readonly Answer[]): Answer {
  const scheme = "disability access fund";
  if (!child.disabilityLivingAllowance) return not(scheme, "no ground");
  const answer = withHours(scheme, hours, []);
  return answer.state === "not"
    ? answer
    : { ...answer, most: { pounds: figures.disabilityAccess.poundsAYear, per: "year" } };
}

/** What goes with funded hours begins with the first of them and ends with the last. */
function withHours(scheme: Answer["scheme"], hours: readonly Answer[], conditions: Condition[]): Answer {
  const given = hours.filter(({ state }) => state !== "not");
  if (given.length === 0) return not(scheme, "no hours");
  const usable = given.some((one) => one.usable);
  const starts: Day[] = given.flatMap(({ useFrom }) => useFrom ?? []).sort();
  const ends: Day[] = given.flatMap((one) => one.ends ?? []).sort();
  return {
    scheme,
    state: given.some(({ state }) => state === "now") ? "now" : "future",
    usable,
    ...(!usable && starts[0] && { useFrom: starts[0] }),
    ...(ends.length > 0 && { ends: ends.at(-1)! }),
    ...(conditions.length > 0 && { conditions }),
  };
}
