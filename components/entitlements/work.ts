import type { Answer, Reason } from "./answer.js";
import { type Allowance, type Family, type Parent, parentsOf } from "./family.js";

type Who = "you" | "partner";

/** How a family stands to the test of work and income: why it fails, or what its passing hangs on. */
export type WorkTest =
  | { passes: false; reason: Reason }
  | { passes: true; ties: Pick<Answer, "endsWithLeaveOf" | "waitsForReturnOf"> };

/** Instead of a partner's work, for the working-parent hours and Tax-Free Childcare alike. */
const allowances: readonly Allowance[] = [
  "carer's allowance",
  "carer support payment",
  "incapacity benefit",
  "severe disablement allowance",
  "contribution-based esa",
];

/** For the hours besides: credits for limited capability count there. */
export const hoursAllowances: readonly Allowance[] = [...allowances, "limited capability for work"];
/** For Tax-Free Childcare. */
export const taxFreeAllowances = allowances;

/** The test of work and income that the working-parent hours and Tax-Free Childcare have in common. */
export function workTest(family: Family, instead: readonly Allowance[]): WorkTest {
  const parents = parentsOf(family);
  if (parents.some(({ earnsTooMuch }) => earnsTooMuch)) return { passes: false, reason: "too much income" };
  if (parents.every(({ publicFunds }) => publicFunds === "no"))
    return { passes: false, reason: "public funds" };
  if (parents.some(({ nationalInsurance }) => nationalInsurance === false))
    return { passes: false, reason: "national insurance" };
  const standings = parents.map(standingOf);
  const exempt = parents.map(({ allowances = [] }) => allowances.some((one) => instead.includes(one)));
  const byWork = standings.map((standing) => standing !== "no work" && standing !== "too little");
  // In a couple one may get an allowance instead, if the other passes by work.
  const passes =
    byWork.every(Boolean) || (parents.length === 2 && byWork.some((works, i) => works && exempt[1 - i]));
  if (!passes)
    return {
      passes: false,
      reason: standings.includes("too little") && !standings.includes("no work") ? "earnings" : "work",
    };
  const who = (standing: Standing): Who[] =>
    (["you", "partner"] as const).filter(
      (_, i) => standings[i] === standing && !(exempt[i] && byWork[1 - i]),
    );
  const [leave, back] = [who("on other leave"), who("back later")];
  return {
    passes: true,
    ties: {
      ...(leave.length > 0 && { endsWithLeaveOf: leave }),
      ...(back.length > 0 && { waitsForReturnOf: back }),
    },
  };
}

/** Whether a parent counts as in work: leave and illness do not end it. */
export function isInWork({ work }: Parent): boolean {
  return work === "yes" || work === "parental leave" || work === "sick leave";
}

type Standing =
  | "works"
  /** Passes once back from leave for this child. */
  | "back later"
  /** Passes only while on leave for another child. */
  | "on other leave"
  | "too little"
  | "no work";

function standingOf(parent: Parent): Standing {
  if (!isInWork(parent)) return "no work";
  const enough = parent.earnsEnough === true || parent.newlySelfEmployed === true;
  if (parent.work === "parental leave" && parent.leaveFor === "this child")
    return enough ? "back later" : "too little";
  if (parent.work === "parental leave" && !enough) return "on other leave";
  return enough ? "works" : "too little";
}
