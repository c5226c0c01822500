import { existsSync } from "node:fs";
import { join } from "node:path";
import { addDays, addMonths, birthday, type Day } from "../../components/entitlements/dates.js";
import type {
  Allowance,
  Child,
  Family,
  HouseholdBenefit,
  Parent,
} from "../../components/entitlements/family.js";
import { type Figures, figuresOn, noRecourseLimits } from "../../components/entitlements/figures.js";
import { readRules } from "../../loaders/registry/rules.js";
import { repositoryRoot } from "../../loaders/store/paths.js";

/**
 * The folder of the government's own cases; undefined where they are not there. They are no part of the workspace: they lie
 * beside it, or where EARLY_YEARS_ENTITLEMENT_CASES says.
 */
export function caseFolder(): string | undefined {
  return (
    process.env.EARLY_YEARS_ENTITLEMENT_CASES ??
    ["../shared/real/entitlements", "../../shared/real/entitlements"]
      .map((path) => join(repositoryRoot, path))
      .find(existsSync)
  );
}

/** The figures of the repository's rules, of a day on which all are known. */
export function knownFigures(on = "2026-11-29"): Figures {
  const figures = figuresOn(readRules(), on);
  if ("lapsed" in figures) throw new Error(`Rules are not known for ${on}: ${figures.lapsed.join(", ")}`);
  return figures;
}

/** A row of a file of the government's cases, by its column. */
export type Row = Record<string, string>;

/** Reads comma-separated text of which a cell in quotation marks may hold commas. */
export function readRows(text: string): Row[] {
  const [header, ...lines] = text.trim().split(/\r?\n/).map(cellsOf);
  return lines.map((cells) => Object.fromEntries(header!.map((name, i) => [name, cells[i] ?? ""])));
}

function cellsOf(line: string): string[] {
  return [...`${line},`.matchAll(/("(?:[^"]|"")*"|[^,]*),/g)].map(([, cell]) =>
    cell!.startsWith('"') ? cell!.slice(1, -1).replaceAll('""', '"') : cell!,
  );
}

/** The day of a row; `any` is that of a row that holds on any day. */
export function dayOf(row: Row, any: Day): Day {
  return row.on === "T" ? any : row.on!;
}

/** The child of a row on a day. */
export function childOf(row: Row, on: Day): Child {
  const flags = (row.child_flags ?? "").split(/[ ;,]+/);
  const has = (flag: string) => flags.includes(flag);
  const child: Child = {
    ...(row.child_born && bornOf(row.child_born, on)),
    ...(row.child_due && row.child_due !== "not given" && dueOf(row.child_due, on)),
    disabilityLivingAllowance: has("dla"),
    personalIndependencePayment: has("pip"),
    armedForcesIndependencePayment: has("afip"),
    sightImpaired: has("visual_impairment") || has("blind"),
    educationHealthAndCarePlan: has("ehcp"),
    lookedAfter: has("fostered"),
    leftCare: has("adoption") || has("left_care"),
  };
  // The checker knows no school: to it a child begins at five.
  return row.engine === "checker" && child.born
    ? { ...child, inSchool: birthday(child.born, 5) <= on }
    : child;
}

// The checker's tests of Tax-Free Childcare give an age in years.
function bornOf(text: string, on: Day): Pick<Child, "born"> {
  if (text === "not given") return {};
  const age = /^aged (\d+)$/.exec(text)?.[1];
  if (age) return { born: birthday(on, -Number(age)) };
  return { born: text.startsWith("T") ? fromOffset(text, on) : text.length === 7 ? `${text}-01` : text };
}

function dueOf(text: string, on: Day): Pick<Child, "due"> {
  return { due: text.startsWith("T") ? fromOffset(text, on) : text };
}

/** T-2y-11m+1d: years and months before a day, then days on. */
function fromOffset(text: string, on: Day): Day {
  const steps = [...text.matchAll(/([+-]\d+)([ymd])/g)].map(
    ([, count, unit]) => [Number(count), unit] as const,
  );
  const months = steps.reduce((all, [n, unit]) => all + (unit === "y" ? 12 * n : unit === "m" ? n : 0), 0);
  const days = steps.reduce((all, [n, unit]) => all + (unit === "d" ? n : 0), 0);
  return addDays(addMonths(on, months), days);
}

/** The family of a row. */
export function familyOf(row: Row, figures: Figures): Family {
  const couple = row.couple === "yes";
  const benefits = new Set<HouseholdBenefit>();
  for (const benefit of `${row.p1_benefit} ${row.p2_benefit}`.split(/[ ;,]+/)) {
    if (benefit.startsWith("pension_credit")) benefits.add("pension credit");
    if (benefit === "esa_income_related") benefits.add("income-related esa");
  }
  if (row.uc === "yes") benefits.add("universal credit");
  const asked = /income at most (\d+).*savings at most (\d+)/.exec(row.other ?? "");
  const limits = noRecourseLimits(figures, {
    children: Number(/(\d+) child/.exec(row.other ?? "")?.[1] ?? 1),
    london: /(?<!outside )London/.test(row.other ?? ""),
  });
  return {
    country: countryOf(row.country),
    you: parentOf(row, "p1"),
    ...(couple && { partner: parentOf(row, "p2") }),
    benefits: [...benefits],
    ...(row.uc_income_15400_or_less && { lowIncome: row.uc_income_15400_or_less === "yes" }),
    ...(asked && {
      withinNoRecourseLimits: Number(asked[1]) <= limits.income && Number(asked[2]) <= limits.savings,
    }),
  };
}

function countryOf(text: string | undefined): Family["country"] {
  return text === "" || text === "Great Britain" ? "England" : (text as Family["country"]);
}

function parentOf(row: Row, who: "p1" | "p2"): Parent {
  const work = row[`${who}_work`] ?? "";
  const earns = row[`${who}_min_earnings`] ?? "";
  const help = row[`${who}_childcare_support`];
  return {
    work: work.includes("starts within a month")
      ? "starts within a month"
      : work === "parental_leave"
        ? "parental leave"
        : work === "sick_leave"
          ? "sick leave"
          : work === "yes"
            ? "yes"
            : "no",
    ...(work === "parental_leave" && {
      leaveFor: new RegExp(`${who} on leave for this child`).test(row.other ?? "")
        ? "this child"
        : "another child",
    }),
    earnsEnough: earns.startsWith("yes"),
    newlySelfEmployed: earns.includes("self-employed"),
    earnsTooMuch: row[`${who}_over_100k`] === "yes",
    allowances: (row[`${who}_benefit`] ?? "").split(/[ ;,]+/).flatMap((one) => allowances[one] ?? []),
    otherHelp: Boolean(help),
    nationalInsurance: !new RegExp(`${who}[^,;]* no (National Insurance|NI)`, "i").test(row.other ?? ""),
    publicFunds: funds[row[`${who}_residence`] ?? ""] ?? "unknown",
  };
}

const funds: Record<string, Parent["publicFunds"]> = {
  "": "yes",
  public_funds: "yes",
  british_or_irish: "yes",
  nrpf: "no",
};

const allowances: Record<string, Allowance> = {
  carers_allowance: "carer's allowance",
  carer_support_payment: "carer support payment",
  incapacity_benefit: "incapacity benefit",
  severe_disablement_allowance: "severe disablement allowance",
  esa_contribution_based: "contribution-based esa",
  lcw: "limited capability for work",
  lcwra: "limited capability for work",
  limited_capability: "limited capability for work",
};
