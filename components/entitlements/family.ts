import type { Day } from "./dates.js";

/** What a family tells of itself. Nothing more is asked than schemes turn on, and what is left out is not known. */
export interface Family {
  country: "England" | "Scotland" | "Wales" | "Northern Ireland" | "unknown";
  you: Parent;
  /** Only where two live together. */
  partner?: Parent;
  /** Benefits that are the household's. */
  benefits: readonly HouseholdBenefit[];
  /** With Universal Credit: whether the income after tax, without benefits, is low enough for the two-year-old's hours. */
  lowIncome?: boolean;
  /** With Universal Credit: whether the pay that is taken home is low enough for Healthy Start. */
  lowPay?: boolean;
  /** Without recourse to public funds: whether income and savings are low enough for the two-year-old's hours. */
  withinNoRecourseLimits?: boolean;
}

export type HouseholdBenefit = "universal credit" | "pension credit" | "income-related esa";

export interface Parent {
  work: "yes" | "parental leave" | "sick leave" | "starts within a month" | "no";
  /** On parental leave: whether for the child that is asked about. */
  leaveFor?: "this child" | "another child";
  /** Expects to earn the least amount for their age; on leave for this child, once back. */
  earnsEnough?: boolean;
  /** Self-employed for less than a year, who need not earn the least amount. */
  newlySelfEmployed?: boolean;
  /** Expects more than the greatest income in this tax year. */
  earnsTooMuch?: boolean;
  allowances?: readonly Allowance[];
  /** Gets childcare vouchers, or a bursary or grant for childcare. */
  otherHelp?: boolean;
  /** Whether they may have public funds; asked only where no benefit shows it. */
  publicFunds?: "yes" | "no" | "unknown";
  nationalInsurance?: boolean;
}

/** What a parent who does not work may get instead. */
export type Allowance =
  | "carer's allowance"
  | "carer support payment"
  | "incapacity benefit"
  | "severe disablement allowance"
  | "contribution-based esa"
  | "limited capability for work";

export interface Child {
  /** Day of birth; of a month alone, its first. */
  born?: Day;
  /** When the child is expected, where it is not born yet. Neither is given where no day is known. */
  due?: Day;
  disabilityLivingAllowance?: boolean;
  personalIndependencePayment?: boolean;
  armedForcesIndependencePayment?: boolean;
  sightImpaired?: boolean;
  educationHealthAndCarePlan?: boolean;
  /** Looked after by a council: in foster care. */
  lookedAfter?: boolean;
  /** Left care by adoption or special guardianship. */
  leftCare?: boolean;
  /** Whether it has begun school; where left out, it begins on the first day that it can. */
  inSchool?: boolean;
}

/** The parents of a family. */
export function parentsOf({ you, partner }: Family): Parent[] {
  return partner ? [you, partner] : [you];
}

/** The day that a child's ages are counted from: a day of birth, else that on which it is expected. */
export function birthOf({ born, due }: Child): Day | undefined {
  return born ?? due;
}

/** Whether a child counts as disabled for Tax-Free Childcare. */
export function isDisabled(child: Child): boolean {
  return Boolean(
    child.disabilityLivingAllowance ||
      child.personalIndependencePayment ||
      child.armedForcesIndependencePayment ||
      child.sightImpaired,
  );
}
