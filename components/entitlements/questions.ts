import type { Answer, Scheme } from "./answer.js";
import { addDays, birthday, type Day, yearDayAfter } from "./dates.js";
import { entitlements } from "./entitlements.js";
import type { Allowance, Child, Family, HouseholdBenefit, Parent } from "./family.js";
import type { Figures } from "./figures.js";
import { schoolStart } from "./funded-hours.js";
import { isInWork } from "./work.js";

/** What a family has told, by question: a day, the key of an option, or the keys of several. */
export type Told = Partial<Record<QuestionId, string | readonly string[]>>;

export type QuestionId =
  | "arrived"
  | "day"
  | "school"
  | "needs"
  | "couple"
  | "benefits"
  | "lowIncome"
  | "lowPay"
  | "work"
  | "leave"
  | "earns"
  | "partnerWork"
  | "partnerLeave"
  | "partnerEarns"
  | "allowances"
  | "tooMuch"
  | "funds"
  | "limits"
  | "otherHelp";

/** A question: a day, one option of some, or several of them; `none` is the option that excludes the others. */
export interface Question {
  id: QuestionId;
  kind: "day" | "one" | "several";
  options: readonly string[];
}

/** The day on which a question is asked, and the figures of that day. */
interface Setting {
  figures: Figures;
  on: Day;
}

const yesNo = ["yes", "no"];
const works = ["yes", "leave", "sick", "soon", "no"];
const leaves = ["this", "another"];
const earnings = ["yes", "selfEmployed", "no"];

/**
 * The questions that a family is asked after what it has told, in their order: those that it has answered, and the first that
 * it has not. A question that no answer could turn on any more is left out, and what was told to it does not count.
 */
export function questionsFor(told: Told, setting: Setting): Question[] {
  const asked: Question[] = [];
  const counted: Told = {};
  for (const { isAsked, ...question } of all) {
    const given = typeof question.options === "function" ? question.options(counted) : question.options;
    if (!isAsked(counted, setting)) continue;
    asked.push({ ...question, options: given });
    const answer = told[question.id];
    if (answer === undefined) return asked;
    counted[question.id] = answer;
  }
  return asked;
}

/** Whether all that a family is asked is answered. */
export function isComplete(told: Told, setting: Setting): boolean {
  return questionsFor(told, setting).every(({ id }) => told[id] !== undefined);
}

/** The child and the family that the answers tell of; answers to questions that are not asked do not count. */
export function whoIs(told: Told, setting: Setting): { child: Child; family: Family } {
  const asked = new Set(questionsFor(told, setting).map(({ id }) => id));
  const counted = Object.fromEntries(Object.entries(told).filter(([id]) => asked.has(id as QuestionId)));
  return whoTold(counted);
}

/** The child and the family of answers, all of which count, asked or not. */
export function whoTold(told: Told): { child: Child; family: Family } {
  return { child: childOf(told), family: familyOf(told) };
}

/** Why a day cannot be the answer to when a child was born, or is due; undefined where it can. */
export function faultOfDay(
  day: string,
  isBorn: boolean,
  on: Day,
): "no day" | "in the future" | "too long ago" | "too far off" | undefined {
  const at = new Date(`${day}T00:00:00Z`);
  if (!/^\d{4}-\d\d-\d\d$/.test(day) || Number.isNaN(at.getTime()) || at.toISOString().slice(0, 10) !== day)
    return "no day";
  if (isBorn) {
    if (day > on) return "in the future";
    return day < birthday(on, -oldest) ? "too long ago" : undefined;
  }
  if (day < addDays(on, -mostOverdue)) return "too long ago";
  return day > addDays(on, pregnancy) ? "too far off" : undefined;
}

// Years of age, and days.
const oldest = 18;
const mostOverdue = 28;
const pregnancy = 294;

interface Asked {
  id: QuestionId;
  kind: Question["kind"];
  options: readonly string[] | ((told: Told) => readonly string[]);
  isAsked: (told: Told, setting: Setting) => boolean;
}

const all: readonly Asked[] = [
  { id: "arrived", kind: "one", options: ["born", "expected"], isAsked: () => true },
  { id: "day", kind: "day", options: [], isAsked: () => true },
  { id: "school", kind: "one", options: yesNo, isAsked: isSchoolOpen },
  {
    id: "needs",
    kind: "several",
    options: ["dla", "otherDisability", "plan", "lookedAfter", "leftCare", "none"],
    isAsked: (told, setting) => told.arrived === "born" && isYoungEnough(told, setting),
  },
  { id: "couple", kind: "one", options: ["alone", "together"], isAsked: isYoungEnough },
  {
    id: "benefits",
    kind: "several",
    options: ["universalCredit", "pensionCredit", "esa", "none"],
    isAsked: isYoungEnough,
  },
  {
    id: "lowIncome",
    kind: "one",
    options: yesNo,
    isAsked: (told, setting) =>
      gets(told, "universalCredit") &&
      turns(told, setting, "two-year-old hours", { lowIncome: ["yes", "no"] }),
  },
  {
    id: "lowPay",
    kind: "one",
    options: yesNo,
    isAsked: (told, setting) =>
      gets(told, "universalCredit") && turns(told, setting, "healthy start", { lowPay: ["yes", "no"] }),
  },
  { id: "work", kind: "one", options: works, isAsked: isWorkOpen },
  { id: "leave", kind: "one", options: leaves, isAsked: (told) => told.work === "leave" },
  {
    id: "earns",
    kind: "one",
    options: earnings,
    isAsked: (told, setting) =>
      isEarningOpen(told, setting) && ["yes", "leave", "sick"].includes(String(told.work)),
  },
  {
    id: "partnerWork",
    kind: "one",
    options: works,
    isAsked: (told, setting) => told.couple === "together" && isWorkOpen(told, setting),
  },
  { id: "partnerLeave", kind: "one", options: leaves, isAsked: (told) => told.partnerWork === "leave" },
  {
    id: "partnerEarns",
    kind: "one",
    options: earnings,
    isAsked: (told, setting) =>
      isEarningOpen(told, setting) && ["yes", "leave", "sick"].includes(String(told.partnerWork)),
  },
  {
    id: "allowances",
    kind: "several",
    options: ["carers", "incapacity", "contributionEsa", "limitedCapability", "none"],
    isAsked: (told, setting) => {
      if (told.couple !== "together") return false;
      const one = { allowances: ["carers", "limitedCapability", "contributionEsa"] };
      return workSchemes.some(
        (scheme) => canHave(told, setting, scheme) !== canHave({ ...told, ...one }, setting, scheme),
      );
    },
  },
  {
    id: "tooMuch",
    kind: "one",
    options: yesNo,
    isAsked: (told, setting) =>
      workSchemes.some((scheme) => turns(told, setting, scheme, { tooMuch: ["yes", "no"] })),
  },
  {
    id: "funds",
    kind: "one",
    options: ({ couple }) => (couple === "together" ? ["no", "one", "all"] : ["no", "all"]),
    isAsked: (told, setting) => {
      const none = list(told.benefits).every((benefit) => benefit === "none");
      const without = { ...told, funds: "all" };
      return (
        none &&
        (workSchemes.some((scheme) => canHave(told, setting, scheme) !== canHave(without, setting, scheme)) ||
          turns(without, setting, "two-year-old hours", { limits: ["yes", "no"] }))
      );
    },
  },
  {
    id: "limits",
    kind: "one",
    options: yesNo,
    isAsked: (told, setting) =>
      told.funds === "all" && turns(told, setting, "two-year-old hours", { limits: ["yes", "no"] }),
  },
  {
    id: "otherHelp",
    kind: "one",
    options: yesNo,
    isAsked: (told, setting) => turns(told, setting, "tax-free childcare", { otherHelp: ["yes", "no"] }),
  },
];

const workSchemes: readonly Scheme[] = [
  "working-parent hours",
  "tax-free childcare",
  "universal credit childcare",
];

function answersOf(told: Told, { figures, on }: Setting): Answer[] {
  return entitlements(childOf(told), familyOf(told), figures, on);
}

function canHave(told: Told, setting: Setting, scheme: Scheme): boolean {
  return answersOf(told, setting).some((one) => one.scheme === scheme && one.state !== "not");
}

/** Whether a scheme turns on which of two answers a question has. */
function turns(
  told: Told,
  setting: Setting,
  scheme: Scheme,
  answers: Partial<Record<QuestionId, readonly [string, string]>>,
): boolean {
  const [[id, [one, other]]] = Object.entries(answers) as [[QuestionId, [string, string]]];
  return (
    canHave({ ...told, [id]: one }, setting, scheme) !== canHave({ ...told, [id]: other }, setting, scheme)
  );
}

/** Whether any scheme can still be had at the child's age, by the family that has every ground for it. */
function isYoungEnough(told: Told, setting: Setting): boolean {
  return (
    bestCase(told, setting, ["universalCredit"]).length > 0 || bestCase(told, setting, ["none"]).length > 0
  );
}

function isWorkOpen(told: Told, setting: Setting): boolean {
  return bestCase(told, setting).some((scheme) => workSchemes.includes(scheme));
}

function isEarningOpen(told: Told, setting: Setting): boolean {
  return bestCase(told, setting).some((s) => s === "working-parent hours" || s === "tax-free childcare");
}

/** The schemes that a family can have if its parents work and earn enough. */
function bestCase(told: Told, { figures, on }: Setting, benefits = list(told.benefits)): Scheme[] {
  const child = childOf(told);
  const family = familyOf({ ...told, benefits, couple: "alone", work: "yes", earns: "yes" });
  // A disability may still be told.
  const needs = told.needs === undefined ? { ...child, disabilityLivingAllowance: true } : child;
  return entitlements(needs, family, figures, on)
    .filter(({ state }) => state !== "not")
    .map(({ scheme }) => scheme);
}

function isSchoolOpen(told: Told, { figures, on }: Setting): boolean {
  const { born } = childOf(told);
  if (!born) return false;
  return schoolStart({}, born, figures) <= on && on < schoolStart({ inSchool: false }, born, figures);
}

function childOf(told: Told): Child {
  const needs = list(told.needs);
  const day = typeof told.day === "string" ? told.day : undefined;
  return {
    ...(day && (told.arrived === "born" ? { born: day } : { due: day })),
    ...(told.school !== undefined && { inSchool: told.school === "yes" }),
    disabilityLivingAllowance: needs.includes("dla"),
    personalIndependencePayment: needs.includes("otherDisability"),
    educationHealthAndCarePlan: needs.includes("plan"),
    lookedAfter: needs.includes("lookedAfter"),
    leftCare: needs.includes("leftCare"),
  };
}

const householdBenefits: Record<string, HouseholdBenefit> = {
  universalCredit: "universal credit",
  pensionCredit: "pension credit",
  esa: "income-related esa",
};

function familyOf(told: Told): Family {
  const [you, partner] = [
    parentOf(told, "work", "leave", "earns"),
    parentOf(told, "partnerWork", "partnerLeave", "partnerEarns"),
  ];
  const together = told.couple === "together";
  const shared = {
    ...(told.tooMuch === "yes" && { earnsTooMuch: true }),
    ...(told.otherHelp === "yes" && { otherHelp: true }),
  };
  const funds = (isYou: boolean): Parent["publicFunds"] =>
    told.funds === "all" || (told.funds === "one" && !isYou) ? "no" : "yes";
  const getsInstead = whoGetsInstead(you, partner);
  const given = list(told.allowances).flatMap((one): Allowance[] => allowances[one] ?? []);
  return {
    country: "England",
    you: {
      ...you,
      ...shared,
      publicFunds: funds(true),
      ...(together && getsInstead === "you" && { allowances: given }),
    },
    ...(together && {
      partner: {
        ...partner,
        publicFunds: funds(false),
        ...(getsInstead === "partner" && { allowances: given }),
      },
    }),
    benefits: list(told.benefits).flatMap((one) => householdBenefits[one] ?? []),
    ...(told.lowIncome !== undefined && { lowIncome: told.lowIncome === "yes" }),
    ...(told.lowPay !== undefined && { lowPay: told.lowPay === "yes" }),
    withinNoRecourseLimits: told.limits === "yes",
  };
}

const allowances: Record<string, Allowance[]> = {
  carers: ["carer's allowance"],
  incapacity: ["incapacity benefit"],
  contributionEsa: ["contribution-based esa"],
  limitedCapability: ["limited capability for work"],
};

/** The one who does not work; of two who work, the one who does not earn enough. */
function whoGetsInstead(you: Parent, partner: Parent): "you" | "partner" {
  const works = (parent: Parent) => isInWork(parent) || parent.work === "starts within a month";
  if (works(you) !== works(partner)) return works(you) ? "partner" : "you";
  return passes(you) ? "partner" : "you";
}

function passes(parent: Parent): boolean {
  return (
    isInWork(parent) &&
    (parent.earnsEnough === true ||
      parent.newlySelfEmployed === true ||
      (parent.work === "parental leave" && parent.leaveFor === "another child"))
  );
}

function parentOf(told: Told, work: QuestionId, leave: QuestionId, earns: QuestionId): Parent {
  const kinds: Record<string, Parent["work"]> = {
    yes: "yes",
    leave: "parental leave",
    sick: "sick leave",
    soon: "starts within a month",
  };
  return {
    work: kinds[String(told[work])] ?? "no",
    ...(told[leave] !== undefined && { leaveFor: told[leave] === "this" ? "this child" : "another child" }),
    earnsEnough: told[earns] === "yes",
    newlySelfEmployed: told[earns] === "selfEmployed",
  };
}

function gets(told: Told, benefit: string): boolean {
  return list(told.benefits).includes(benefit);
}

function list(answer: string | readonly string[] | undefined): readonly string[] {
  return answer === undefined ? [] : typeof answer === "string" ? [answer] : answer;
}
