import fc from "fast-check";
import { expect, test } from "vitest";
import { type Answer, schemes } from "../../components/entitlements/answer.js";
import { addDays, addMonths, birthday, termAfter, termOf } from "../../components/entitlements/dates.js";
import { entitlements, hoursOn } from "../../components/entitlements/entitlements.js";
import type { Child, Family, Parent } from "../../components/entitlements/family.js";
import { cases } from "../soak.js";
import { knownFigures } from "./scenario.js";

const figures = knownFigures();
const runs = cases(100);

// Ten years of birth dates, leap days among them, and the days around.
const born = fc.integer({ min: 0, max: 3652 }).map((n) => addDays("2018-01-01", n));
const day = fc.integer({ min: -300, max: 6500 });
const flag = fc.boolean();
const parent: fc.Arbitrary<Parent> = fc.record(
  {
    work: fc.constantFrom("yes", "parental leave", "sick leave", "starts within a month", "no"),
    leaveFor: fc.constantFrom("this child", "another child"),
    earnsEnough: flag,
    newlySelfEmployed: flag,
    earnsTooMuch: flag,
    allowances: fc.subarray([
      "carer's allowance",
      "limited capability for work",
      "contribution-based esa",
    ] as const),
    otherHelp: flag,
    publicFunds: fc.constantFrom("yes", "no", "unknown"),
  },
  { requiredKeys: ["work"] },
);
const family: fc.Arbitrary<Family> = fc.record(
  {
    country: fc.constantFrom("England", "Scotland", "unknown"),
    you: parent,
    partner: parent,
    benefits: fc.subarray(["universal credit", "pension credit", "income-related esa"] as const),
    lowIncome: flag,
    lowPay: flag,
    withinNoRecourseLimits: flag,
  },
  { requiredKeys: ["country", "you", "benefits"] },
);
const special: fc.Arbitrary<Child> = fc.record(
  {
    disabilityLivingAllowance: flag,
    personalIndependencePayment: flag,
    educationHealthAndCarePlan: flag,
    lookedAfter: flag,
    leftCare: flag,
  },
  { requiredKeys: [] },
);

const order: Answer["state"][] = ["future", "at birth", "now", "not"];

test("dates of an answer follow each other, and terms begin where terms do", () => {
  fc.assert(
    fc.property(born, day, family, special, (birth, offset, family, child) => {
      const on = addDays(birth, offset);
      const answers = entitlements({ ...child, born: birth }, family, figures, on);
      expect(answers.map(({ scheme }) => scheme)).toEqual([...schemes]);
      for (const { state, applyFrom, applyBy, useFrom, ends, hours, reason } of answers) {
        const dates = [applyFrom, applyBy, useFrom, ends].filter((date) => date !== undefined);
        const inOrder = dates.every((date, i) => i === 0 || dates[i - 1]! <= date);
        const ahead = (!applyBy || on <= applyBy) && (!ends || on < ends);
        const atTerm = !hours || !useFrom || figures.termStarts.includes(useFrom.slice(5));
        if (!(inOrder && ahead && atTerm && (state === "not") === (reason !== undefined)))
          expect.fail(`${on}: ${state} ${dates.join(" ")}`);
      }
    }),
    runs,
  );
});

test("a scheme goes from not yet to now to over, and never back, as a child grows", () => {
  fc.assert(
    fc.property(born, family, special, (birth, family, child) => {
      const faults: string[] = [];
      const before = new Map<string, Answer>();
      for (let months = -6; months < 210; months += 1) {
        const on = addMonths(birth, months);
        const at: Child = months < 0 ? { ...child, due: birth } : { ...child, born: birth };
        for (const answer of entitlements(at, family, figures, on)) {
          const earlier = before.get(answer.scheme);
          const isBack = earlier && order.indexOf(answer.state) < order.indexOf(earlier.state);
          const isLost = earlier?.usable && answer.state !== "not" && !answer.usable;
          // Healthy Start has a ground in pregnancy that ends with it.
          if ((isBack || isLost) && answer.scheme !== "healthy start")
            faults.push(`${answer.scheme} on ${on}`);
          before.set(answer.scheme, answer);
        }
      }
      expect(faults).toEqual([]);
    }),
    cases(15),
  );
});

test("the day of a start is the first on which a child can use it", () => {
  fc.assert(
    fc.property(born, family, special, (birth, family, child) => {
      for (const { scheme, useFrom, hours } of entitlements(
        { ...child, born: birth },
        family,
        figures,
        birth,
      )) {
        if (!useFrom || !hours) continue;
        const usableOn = (on: string) =>
          entitlements({ ...child, born: birth }, family, figures, on).find((one) => one.scheme === scheme)!
            .usable;
        expect([usableOn(addDays(useFrom, -1)), usableOn(useFrom)]).toEqual([false, true]);
      }
    }),
    runs,
  );
});

test("a child born on another day of the same month has the same terms, so that a month is enough", () => {
  fc.assert(
    fc.property(born, family, special, (birth, family, child) => {
      const first = `${birth.slice(0, 7)}-01`;
      const hoursOf = (date: string) =>
        entitlements({ ...child, born: date }, family, figures, birth)
          .filter(({ hours }) => hours)
          .map(({ scheme, state, useFrom, ends }) => [scheme, state, useFrom, ends]);
      expect(hoursOf(birth)).toEqual(hoursOf(first));
    }),
    runs,
  );
});

test("nobody has more than 30 hours, nor Tax-Free Childcare beside Universal Credit; to tell a hardship never takes away", () => {
  fc.assert(
    fc.property(born, day, family, special, (birth, offset, family, child) => {
      const on = addDays(birth, Math.abs(offset));
      const at = { ...child, born: birth };
      const answers = entitlements(at, family, figures, on);
      expect(hoursOn(answers, on)).toBeLessThanOrEqual(30);
      const has = (scheme: string, among = answers) =>
        among.find((one) => one.scheme === scheme)!.state !== "not";
      expect(has("tax-free childcare") && has("universal credit childcare")).toBe(false);
      const more = entitlements({ ...at, disabilityLivingAllowance: true }, family, figures, on);
      for (const scheme of schemes) if (has(scheme)) expect(has(scheme, more), scheme).toBe(true);
      expect(entitlements(at, family, figures, on)).toEqual(answers);
    }),
    runs,
  );
});

test("birthdays at the edges: the last of August, the first of September, leap days", () => {
  const single: Family = { country: "England", you: { work: "yes", earnsEnough: true }, benefits: [] };
  const of = (birth: string, scheme: string) =>
    entitlements({ born: birth }, single, figures, birth).find((one) => one.scheme === scheme)!;
  expect(of("2023-08-31", "universal hours")).toMatchObject({ useFrom: "2026-09-01", ends: "2027-09-01" });
  expect(of("2023-09-01", "universal hours")).toMatchObject({ useFrom: "2027-01-01", ends: "2028-09-01" });
  expect(of("2024-02-29", "universal hours")).toMatchObject({ useFrom: "2027-04-01", ends: "2028-09-01" });
  expect(of("2025-06-30", "working-parent hours")).toMatchObject({
    applyFrom: "2026-01-01",
    applyBy: "2026-03-31",
    useFrom: "2026-04-01",
  });
  expect(of("2025-07-01", "working-parent hours").useFrom).toBe("2026-09-01");
  expect(of("2025-05-31", "working-parent hours").useFrom).toBe("2026-04-01");
  expect([
    birthday("2024-02-29", 2),
    addMonths("2025-05-31", 9),
    termOf("2026-04-01", figures.termStarts),
  ]).toEqual(["2026-03-01", "2026-02-28", "2026-04-01"]);
  expect(termAfter("2026-03-31", figures.termStarts)).toBe("2026-04-01");
});
