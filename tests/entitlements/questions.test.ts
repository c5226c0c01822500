import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { addDays } from "../../components/entitlements/dates.js";
import { entitlements } from "../../components/entitlements/entitlements.js";
import {
  faultOfDay,
  type QuestionId,
  questionsFor,
  type Replies,
  whoIs,
  whoReplied,
} from "../../components/entitlements/questions.js";
import { cases } from "../soak.js";
import { knownFigures } from "./scenario.js";

const setting = { figures: knownFigures(), on: "2026-11-29" };

/** Answers every question as told, else by its last option, and says which were asked. */
function walk(answers: Replies): { asked: QuestionId[]; told: Replies } {
  const told: Replies = {};
  for (;;) {
    const open = questionsFor(told, setting).find(({ id }) => told[id] === undefined);
    if (!open) return { asked: questionsFor(told, setting).map(({ id }) => id), told };
    const last = open.options.at(-1)!;
    told[open.id] = answers[open.id] ?? (open.kind === "several" ? [last] : last);
  }
}

const born = (day: string, more: Replies = {}): Replies => ({ arrived: "born", day, ...more });

describe("what is asked", () => {
  test("of whoever is too old for everything: nothing more than the birthday", () => {
    expect(walk(born("2009-01-05")).asked).toEqual(["arrived", "day"]);
  });

  test("of a parent alone without work or benefits: not what one earns", () => {
    expect(walk(born("2026-01-05", { couple: "alone" })).asked).toEqual([
      "arrived",
      "day",
      "needs",
      "couple",
      "benefits",
      "work",
      "funds",
      "limits",
    ]);
  });

  test("of a family on Universal Credit: not about visas or vouchers, and of a school child not what one earns", () => {
    const credit: Replies = { couple: "alone", benefits: ["universalCredit"], work: "yes", earns: "yes" };
    expect(walk(born("2024-03-01", credit)).asked).toEqual([
      "arrived",
      "day",
      "needs",
      "couple",
      "benefits",
      "lowIncome",
      "lowPay",
      "work",
      "earns",
      "tooMuch",
    ]);
    expect(walk(born("2019-03-01", credit)).asked).toEqual([
      "arrived",
      "day",
      "needs",
      "couple",
      "benefits",
      "work",
    ]);
  });

  test("of a child with a ground of its own: not what the household has, for the two-year-old’s hours", () => {
    const told = born("2024-03-01", { needs: ["plan"], couple: "alone", benefits: ["universalCredit"] });
    expect(walk(told).asked).not.toContain("lowIncome");
  });

  test("of a couple of which one works: what the other gets instead", () => {
    const one: Replies = { couple: "together", work: "yes", earns: "yes", partnerWork: "no" };
    expect(walk(born("2025-01-01", one)).asked).toContain("allowances");
    expect(walk(born("2025-01-01", { ...one, partnerWork: "yes", partnerEarns: "yes" })).asked).not.toContain(
      "allowances",
    );
    const { told } = walk(
      born("2025-01-01", { ...one, allowances: ["carers"], tooMuch: "no", funds: "no", otherHelp: "no" }),
    );
    const { child, family } = whoIs(told, setting);
    const working = entitlements(child, family, setting.figures, setting.on)[2]!;
    expect(working).toMatchObject({ state: "now", useFrom: "2027-01-01", applyBy: "2026-12-31" });
  });

  test("of a couple on Universal Credit of which one works, with a child at school: what the other gets, and it counts", () => {
    for (const [work, partnerWork] of [
      ["yes", "no"],
      ["no", "yes"],
      ["soon", "no"],
    ] as const) {
      const couple: Replies = { couple: "together", benefits: ["universalCredit"], work, partnerWork };
      const creditWith = (allowance: string) => {
        const { asked, told } = walk(born("2019-03-01", { ...couple, allowances: [allowance] }));
        expect(asked).toContain("allowances");
        const { child, family } = whoIs(told, setting);
        return entitlements(child, family, setting.figures, setting.on)[4]!.state;
      };
      expect([creditWith("limitedCapability"), creditWith("none")]).toEqual(["now", "not"]);
    }
  });

  test("about school: of a child of four whose class has begun, and then its answer counts", () => {
    const four = born("2022-02-01", { couple: "alone" });
    expect(walk(four).asked).toContain("school");
    expect(walk(born("2022-12-01")).asked).not.toContain("school");
    const hoursOf = (school: string) => {
      const { child, family } = whoIs(walk({ ...four, school }).told, setting);
      return entitlements(child, family, setting.figures, setting.on)[0]!;
    };
    expect(hoursOf("yes").reason).toBe("too old");
    expect(hoursOf("no")).toMatchObject({ state: "now", ends: "2027-04-01" });
  });
});

test("whatever is told, the questions come to an end, and none is asked twice or out of its order", () => {
  const options: Replies[] = [];
  fc.assert(
    fc.property(fc.integer({ min: -200, max: 6600 }), fc.infiniteStream(fc.nat()), (age, picks) => {
      const day = addDays(setting.on, -age);
      const told: Replies = {};
      const order: QuestionId[] = [];
      for (let step = 0; step < 30; step += 1) {
        const open = questionsFor(told, setting).find(({ id }) => told[id] === undefined);
        if (!open) break;
        order.push(open.id);
        const pick = open.options[picks.next().value! % Math.max(open.options.length, 1)]!;
        told[open.id] =
          open.id === "arrived"
            ? age >= 0
              ? "born"
              : "expected"
            : open.kind === "day"
              ? day
              : open.kind === "several"
                ? [pick]
                : pick;
      }
      expect(order.length).toBeLessThan(20);
      expect(questionsFor(told, setting).map(({ id }) => id)).toEqual(order);
      options.push(told);
    }),
    cases(20, 30),
  );
  expect(options.some(({ allowances }) => allowances)).toBe(true);
});

test("what is left out could not have changed what a family can have", () => {
  const yesNo = fc.constantFrom("yes", "no");
  const works = fc.constantFrom("yes", "leave", "sick", "soon", "no");
  const leaves = fc.constantFrom("this", "another");
  const earnings = fc.constantFrom("yes", "selfEmployed", "no");
  const everything = fc.record({
    couple: fc.constantFrom("alone", "together"),
    needs: fc.subarray(["dla", "otherDisability", "plan", "lookedAfter", "leftCare"]),
    benefits: fc.subarray(["universalCredit", "pensionCredit", "esa"], { maxLength: 2 }),
    lowIncome: yesNo,
    lowPay: yesNo,
    work: works,
    leave: leaves,
    earns: earnings,
    partnerWork: works,
    partnerLeave: leaves,
    partnerEarns: earnings,
    allowances: fc.subarray(["carers", "incapacity", "contributionEsa", "limitedCapability"]),
    tooMuch: yesNo,
    funds: fc.constantFrom("no", "all"),
    limits: yesNo,
    otherHelp: yesNo,
  });
  fc.assert(
    fc.property(fc.integer({ min: -200, max: 6400 }), everything, (age, all) => {
      const told: Replies = {
        ...all,
        arrived: age >= 0 ? "born" : "expected",
        day: addDays(setting.on, -age),
        // What nobody can be: an unborn child in care, or somebody who gets a benefit that they may not have.
        needs: age >= 0 ? all.needs : [],
        funds: all.benefits.length > 0 ? "no" : all.funds,
      };
      const of = ({ child, family }: ReturnType<typeof whoReplied>) =>
        entitlements(child, family, setting.figures, setting.on);
      const [full, asked] = [of(whoReplied(told)), of(whoIs({ ...told, school: "no" }, setting))];
      const isSchoolAsked = questionsFor({ ...told, school: "no" }, setting).some(
        ({ id }) => id === "school",
      );
      // What hangs on a condition says so.
      for (const [i, answer] of asked.entries())
        if (!answer.conditions && !isSchoolAsked && answer.state !== full[i]!.state)
          expect.fail(
            `${answer.scheme}: ${answer.state}, and with all told ${full[i]!.state}: ${JSON.stringify(told)}`,
          );
    }),
    cases(100, 30),
  );
});

test("a day is taken where it exists and can be, and else it is said what is wrong", () => {
  const of = (day: string, isBorn = true) => faultOfDay(day, isBorn, setting.on);
  expect([of("2024-02-29"), of("2026-11-29"), of("2027-08-01", false)]).toEqual([
    undefined,
    undefined,
    undefined,
  ]);
  expect([of("2023-02-29"), of("0000-13-01"), of("24-01-01")]).toEqual(["no day", "no day", "no day"]);
  expect([of("2026-11-30"), of("1990-01-01")]).toEqual(["in the future", "too long ago"]);
  expect([of("2026-09-01", false), of("2028-01-01", false)]).toEqual(["too long ago", "too far off"]);
});
