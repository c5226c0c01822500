import type { Answer, Scheme } from "./answer.js";
import { addDays, birthday, type Day, yearDayAfter } from "./dates.js";
import { entitlements } from "./entitlements.js";
import type { Allowance, Child, Family, HouseholdBenefit, Parent } from "./family.js";
import type { Figures } from "./figures.js";
import { schoolStart } from "./funded-hours.js";
import { isInWork } from "./work.js";

/** What a family has told, by question: a day, the key of an option, or the keys of several. */
export type Replies = Partial<Record<QuestionId, string | readonly string[]>>;

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
export function questionsFor(replies: Replies, setting: Setting): Question[] {
  const asked: Question[] = [];
  const counted: Replies = {};
  for (const { isAsked, ...question } of all) {
    const given = typeof question.options === "function" ? question.options(counted) : question.options;
    if (!isAsked(counted, setting)) continue;
    asked.push({ ...question, options: given });
    const answer = replies[question.id];
    if (answer === undefined) return asked;
    counted[question.id] = answer;
  }
  return asked;
}

/** Whether all that a family is asked is answered. */
export function isComplete(replies: Replies, setting: Setting): boolean {
  return questionsFor(replies, setting).every(({ id }) => replies[id] !== undefined);
}

/** The child and the family that the answers tell of; answers to questions that are not asked do not count. */
export function whoIs(replies: Replies, setting: Setting): { child: Child; family: Family } {
  const asked = new Set(questionsFor(replies, setting).map(({ id }) => id));
  const counted = Object.fromEntries(Object.entries(replies).filter(([id]) => asked.has(id as QuestionId)));
  return whoReplied(counted);
}

/** The child and the family of answers, all of which count, asked or not. */
export function whoReplied(replies: Replies): { child: Child; family: Family } {
  return { child: childOf(replies), family: familyOf(replies) };
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
  options: readonly string[] | ((replies: Replies) => readonly string[]);
  isAsked: (replies: Replies, setting: Setting) => boolean;
}

const all: readonly Asked[] = [
  { id: "arrived", kind: "one", options: ["born", "expected"], isAsked: () => true },
  { id: "day", kind: "day", options: [], isAsked: () => true },
  { id: "school", kind: "one", options: yesNo, isAsked: isSchoolOpen },
  {
    id: "needs",
    kind: "several",
    options: ["dla", "otherDisability", "plan", "lookedAfter", "leftCare", "none"],
    isAsked: (replies, setting) => replies.arrived === "born" && isYoungEnough(replies, setting),
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
    isAsked: (replies, setting) =>
      gets(replies, "universalCredit") &&
      turns(replies, setting, "two-year-old hours", { lowIncome: ["yes", "no"] }),
  },
  {
    id: "lowPay",
    kind: "one",
    options: yesNo,
    isAsked: (replies, setting) =>
      gets(replies, "universalCredit") && turns(replies, setting, "healthy start", { lowPay: ["yes", "no"] }),
  },
  { id: "work", kind: "one", options: works, isAsked: isWorkOpen },
  { id: "leave", kind: "one", options: leaves, isAsked: (replies) => replies.work === "leave" },
  {
    id: "earns",
    kind: "one",
    options: earnings,
    isAsked: (replies, setting) =>
      isEarningOpen(replies, setting) && ["yes", "leave", "sick"].includes(String(replies.work)),
  },
  {
    id: "partnerWork",
    kind: "one",
    options: works,
    isAsked: (replies, setting) => replies.couple === "together" && isWorkOpen(replies, setting),
  },
  { id: "partnerLeave", kind: "one", options: leaves, isAsked: (replies) => replies.partnerWork === "leave" },
  {
    id: "partnerEarns",
    kind: "one",
    options: earnings,
    isAsked: (replies, setting) =>
      isEarningOpen(replies, setting) && ["yes", "leave", "sick"].includes(String(replies.partnerWork)),
  },
  {
    id: "allowances",
    kind: "several",
    options: ["carers", "incapacity", "contributionEsa", "limitedCapability", "none"],
    isAsked: (replies, setting) => {
      if (replies.couple !== "together") return false;
      const one = { allowances: ["carers", "limitedCapability", "contributionEsa"] };
      return workSchemes.some(
        (scheme) => canHave(replies, setting, scheme) !== canHave({ ...replies, ...one }, setting, scheme),
      );
    },
  },
  {
    id: "tooMuch",
    kind: "one",
    options: yesNo,
    isAsked: (replies, setting) =>
      workSchemes.some((scheme) => turns(replies, setting, scheme, { tooMuch: ["yes", "no"] })),
  },
  {
    id: "funds",
    kind: "one",
    options: ({ couple }) => (couple === "together" ? ["no", "one", "all"] : ["no", "all"]),
    isAsked: (replies, setting) => {
      const none = list(replies.benefits).every((benefit) => benefit === "none");
      const without = { ...replies, funds: "all" };
      return (
        none &&
        (workSchemes.some(
          (scheme) => canHave(replies, setting, scheme) !== canHave(without, setting, scheme),
        ) ||
          turns(without, setting, "two-year-old hours", { limits: ["yes", "no"] }))
      );
    },
  },
  {
    id: "limits",
    kind: "one",
    options: yesNo,
    isAsked: (replies, setting) =>
      replies.funds === "all" && turns(replies, setting, "two-year-old hours", { limits: ["yes", "no"] }),
  },
  {
    id: "otherHelp",
    kind: "one",
    options: yesNo,
    isAsked: (replies, setting) =>
      turns(replies, setting, "tax-free childcare", { otherHelp: ["yes", "no"] }),
  },
];

const workSchemes: readonly Scheme[] = [
  "working-parent hours",
  "tax-free childcare",
  "universal credit childcare",
];

function answersOf(replies: Replies, { figures, on }: Setting): Answer[] {
  return entitlements(childOf(replies), familyOf(replies), figures, on);
}

function canHave(replies: Replies, setting: Setting, scheme: Scheme): boolean {
  return answersOf(replies, setting).some((one) => one.scheme === scheme && one.state !== "not");
}

/** Whether a scheme turns on which of two answers a question has. */
function turns(
  replies: Replies,
  setting: Setting,
  scheme: Scheme,
  answers: Partial<Record<QuestionId, readonly [string, string]>>,
): boolean {
  const [[id, [one, other]]] = Object.entries(answers) as [[QuestionId, [string, string]]];
  return (
    canHave({ ...replies, [id]: one }, setting, scheme) !==
    canHave({ ...replies, [id]: other }, setting, scheme)
  );
}

/** Whether any scheme can still be had at the child's age, by the family that has every ground for it. */
function isYoungEnough(replies: Replies, setting: Setting): boolean {
  return (
    bestCase(replies, setting, ["universalCredit"]).length > 0 ||
    bestCase(replies, setting, ["none"]).length > 0
  );
}

function isWorkOpen(replies: Replies, setting: Setting): boolean {
  return bestCase(replies, setting).some((scheme) => workSchemes.includes(scheme));
}

function isEarningOpen(replies: Replies, setting: Setting): boolean {
  return bestCase(replies, setting).some((s) => s === "working-parent hours" || s === "tax-free childcare");
}

/** The schemes that a family can have if its parents work and earn enough. */
function bestCase(replies: Replies, { figures, on }: Setting, benefits = list(replies.benefits)): Scheme[] {
  const child = childOf(replies);
  const family = familyOf({ ...replies, benefits, couple: "alone", work: "yes", earns: "yes" });
  // A disability may still be told.
  const needs = replies.needs === undefined ? { ...child, disabilityLivingAllowance: true } : child;
  return entitlements(needs, family, figures, on)
    .filter(({ state }) => state !== "not")
    .map(({ scheme }) => scheme);
}

function isSchoolOpen(replies: Replies, { figures, on }: Setting): boolean {
  const { born } = childOf(replies);
  if (!born) return false;
  return schoolStart({}, born, figures) <= on && on < schoolStart({ inSchool: false }, born, figures);
}

function childOf(replies: Replies): Child {
  const needs = list(replies.needs);
  const day = typeof replies.day === "string" ? replies.day : undefined;
  return {
    ...(day && (replies.arrived === "born" ? { born: day } : { due: day })),
    ...(replies.school !== undefined && { inSchool: replies.school === "yes" }),
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

function familyOf(replies: Replies): Family {
  const [you, partner] = [
    parentOf(replies, "work", "leave", "earns"),
    parentOf(replies, "partnerWork", "partnerLeave", "partnerEarns"),
  ];
  const together = replies.couple === "together";
  const shared = {
    ...(replies.tooMuch === "yes" && { earnsTooMuch: true }),
    ...(replies.otherHelp === "yes" && { otherHelp: true }),
  };
  const funds = (isYou: boolean): Parent["publicFunds"] =>
    replies.funds === "all" || (replies.funds === "one" && !isYou) ? "no" : "yes";
  const getsInstead = whoGetsInstead(you, partner);
  const given = list(replies.allowances).flatMap((one): Allowance[] => allowances[one] ?? []);
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
    benefits: list(replies.benefits).flatMap((one) => householdBenefits[one] ?? []),
    ...(replies.lowIncome !== undefined && { lowIncome: replies.lowIncome === "yes" }),
    ...(replies.lowPay !== undefined && { lowPay: replies.lowPay === "yes" }),
    withinNoRecourseLimits: replies.limits === "yes",
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

function parentOf(replies: Replies, work: QuestionId, leave: QuestionId, earns: QuestionId): Parent {
  const kinds: Record<string, Parent["work"]> = {
    yes: "yes",
    leave: "parental leave",
    sick: "sick leave",
    soon: "starts within a month",
  };
  return {
    work: kinds[String(replies[work])] ?? "no",
    ...(replies[leave] !== undefined && {
      leaveFor: replies[leave] === "this" ? "this child" : "another child",
    }),
    earnsEnough: replies[earns] === "yes",
    newlySelfEmployed: replies[earns] === "selfEmployed",
  };
}

function gets(replies: Replies, benefit: string): boolean {
  return list(replies.benefits).includes(benefit);
}

function list(answer: string | readonly string[] | undefined): readonly string[] {
  return answer === undefined ? [] : typeof answer === "string" ? [answer] : answer;
}
