import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { entitlements } from "../../components/entitlements/entitlements.js";
import type { Child, Family, Parent } from "../../components/entitlements/family.js";
import {
  type Arrangement,
  feesOf,
  fundedSaving,
  taxFreeWorth,
  universalCreditWorth,
} from "../../components/entitlements/worth.js";
import { caseFolder, knownFigures, readRows } from "./scenario.js";

const folder = caseFolder();
const figures = knownFigures();
const names = ["clarkes", "jade", "kaurs", "michelle", "okafors", "priya", "thomas-and-emily"];

interface Told {
  localStorage: {
    household: { hasPartner: boolean };
    user: ToldParent;
    partner: ToldParent | null;
    qualifyingBenefits: string[];
    ucIncomeBelowThreshold: boolean;
    nrpfIncomeUnderThreshold: number;
    nrpfSavingsUnderLimit: number;
    children: ToldChild[];
  };
  costEstimate: Record<
    string,
    { selections?: Selection[]; grossChildcareCost?: number; familyTotal?: unknown }
  >;
}
interface ToldParent {
  workingStatus: string;
  selfEmployedLessThanTwelveMonths: boolean | null;
  startingWorkNextMonth: boolean | null;
  hasNationalInsuranceNumber: boolean;
  residencyStatus: string;
}
interface ToldChild {
  firstName: string;
  birthMonth: number;
  birthYear: number;
  isFostered: boolean;
  hasEHCP: boolean;
}
interface Selection {
  childcareFees: number;
  feePerSession?: number;
  sessionHours?: number;
  sessionsPerWeek?: number;
  weeksPerYear?: number;
}

const read = (name: string): Told =>
  JSON.parse(readFileSync(join(folder!, "families", `${name}.json`), "utf8")) as Told;

function parentOf(told: ToldParent): Parent {
  const { workingStatus } = told;
  return {
    work:
      workingStatus === "not_working" ? (told.startingWorkNextMonth ? "starts within a month" : "no") : "yes",
    earnsEnough: workingStatus.startsWith("earning_above") || workingStatus === "income_over_100k",
    earnsTooMuch: workingStatus === "income_over_100k",
    newlySelfEmployed: told.selfEmployedLessThanTwelveMonths === true,
    publicFunds: told.residencyStatus === "no_recourse_to_public_funds" ? "no" : "yes",
    nationalInsurance: told.hasNationalInsuranceNumber,
  };
}

function familyOf({ localStorage: told }: Told): Family {
  const benefits = told.qualifyingBenefits;
  return {
    country: "England",
    you: parentOf(told.user),
    ...(told.partner && { partner: parentOf(told.partner) }),
    benefits: [
      ...(benefits.includes("universal_credit") ? ["universal credit" as const] : []),
      ...(benefits.includes("esa") ? ["income-related esa" as const] : []),
    ],
    lowIncome: told.ucIncomeBelowThreshold,
    withinNoRecourseLimits: told.nrpfIncomeUnderThreshold > 0 && told.nrpfSavingsUnderLimit > 0,
  };
}

function childOf({ birthYear, birthMonth, isFostered, hasEHCP }: ToldChild): Child {
  return {
    born: `${birthYear}-${String(birthMonth).padStart(2, "0")}-01`,
    lookedAfter: isFostered,
    educationHealthAndCarePlan: hasEHCP,
  };
}

const schemes: Record<string, string> = {
  universal_15h: "universal hours",
  working_parents_30h: "working-parent hours",
  two_year_15h: "two-year-old hours",
  tax_free_childcare: "tax-free childcare",
  uc_childcare: "universal credit childcare",
};

describe.skipIf(!folder)("the government's worked families", () => {
  // Wraparound care and breakfast clubs are outside the checker.
  const rows = folder
    ? readRows(readFileSync(join(folder, "families-expected.csv"), "utf8")).filter(
        ({ scheme }) => schemes[scheme!],
      )
    : [];
  test.each(rows.map((row) => [row.family!, row.child!, row.scheme!, row] as const))(
    "%s: %s: %s",
    (family, name, scheme, row) => {
      const told = read(family);
      const child = told.localStorage.children.find(({ firstName }) => firstName === name)!;
      const answers = entitlements(childOf(child), familyOf(told), figures, row.on!);
      const answer = answers.find((one) => one.scheme === schemes[scheme])!;
      const has = answer.state === "now" && (scheme === "working_parents_30h" || answer.usable === true);
      expect(has, JSON.stringify(answer)).toBe(row.eligible === "yes");
    },
  );

  const costs = folder ? readRows(readFileSync(join(folder, "families-costs.csv"), "utf8")) : [];
  test.each(costs.map((row) => [row.family!, row] as const))("what help is worth to the %s", (name, row) => {
    const told = read(name);
    const family = familyOf(told);
    const on = "2026-02-22";
    let [saved, taxFree, left] = [0, 0, 0];
    for (const one of told.localStorage.children) {
      const child = childOf(one);
      const answers = entitlements(child, family, figures, on);
      const estimate = told.costEstimate[one.firstName.toLowerCase()];
      const selections = estimate?.selections ?? [];
      const fees = selections.reduce((sum, { childcareFees }) => sum + childcareFees, 0);
      const hours = Math.max(0, ...answers.flatMap(({ state, hours = 0 }) => (state === "now" ? hours : [])));
      const own = fundedSaving(selections.flatMap(arrangementOf), { hours, weeks: 38 });
      saved += own;
      const rest = fees - own;
      left += rest;
      if (answers.some(({ scheme, state }) => scheme === "tax-free childcare" && state === "now"))
        taxFree += taxFreeWorth(rest, child, figures);
    }
    const onCredit = family.benefits.includes("universal credit") && family.you.work === "yes";
    const credit = onCredit ? universalCreditWorth(left, told.localStorage.children.length, figures) : 0;
    const near = (value: number, cell: string | undefined) =>
      expect(Math.abs(value - Number(cell)), cell).toBeLessThan(1);
    near(saved, row.recomputed_funded_saving);
    near(taxFree, row.recomputed_tax_free);
    near(credit, row.recomputed_uc);
    near(left - taxFree - credit + Number(row.charges), row.recomputed_net);
  });

  test("are all there", () => {
    expect(names.filter((name) => !existsSync(join(folder!, "families", `${name}.json`)))).toEqual([]);
  });
});

function arrangementOf({
  feePerSession,
  sessionHours,
  sessionsPerWeek,
  weeksPerYear,
}: Selection): Arrangement[] {
  return feePerSession && sessionHours && sessionsPerWeek && weeksPerYear
    ? [
        {
          hours: sessionHours * sessionsPerWeek,
          pounds: feePerSession * sessionsPerWeek,
          weeks: weeksPerYear,
        },
      ]
    : [];
}

test("a funded hour costs nothing, and hours beyond the pool cost what they did", () => {
  const week = { hours: 20, pounds: 100, weeks: 50 };
  expect(feesOf([week])).toBe(5000);
  expect(fundedSaving([week], { hours: 15, weeks: 38 })).toBe(15 * 5 * 38);
  // What the first does not use up, the second has.
  expect(fundedSaving([{ ...week, hours: 10, pounds: 50 }, week], { hours: 15, weeks: 38 })).toBe(
    (50 + 25) * 38,
  );
});

test("Tax-Free Childcare and Universal Credit have an end", () => {
  expect([5000, 20_000].map((fees) => taxFreeWorth(fees, {}, figures))).toEqual([1000, 2000]);
  expect(taxFreeWorth(50_000, { disabilityLivingAllowance: true }, figures)).toBe(4000);
  expect([1, 2, 3].map((children) => universalCreditWorth(1e6, children, figures))).toEqual(
    [1071.09, 1836.16, 1836.16].map((most) => 12 * most),
  );
});
