import { describe, expect, it, test } from "vitest";
import { standingOf } from "../../components/site/rules.js";
import { parseYaml } from "../../loaders/registry/read-yaml.js";
import { dayIn, type Rule, readRules, ruleSchema, ruleWarning } from "../../loaders/registry/rules.js";

const team = "{ organisation: Anytown Council, team: Early years, role: Steward, email: s@example.org }";

function rule(versions: string, more = ""): Rule {
  return parseYaml(
    `id: hours
title: Hours
what: Funded hours a week.
versions:
${versions}
source: { title: The government, page: https://example.org/rules }
checkedOn: 2026-11-01
warnDays: 30
owner: ${team}
steward: ${team}
${more}`,
    ruleSchema,
    "data/rules/hours.yaml",
  );
}

const one = "  - { from: 2025-09-01, to: 2026-08-31, values: { hours: 15 } }";

describe("a rule with dates", () => {
  it.each([
    [
      "  - { from: 2025-09-01, values: { hours: 15 } }",
      "versions.0: has no end. Write to where it is known, else checkAgainBy",
    ],
    [
      "  - { from: 2025-09-01, to: 2026-08-31, checkAgainBy: 2026-08-31, values: { hours: 15 } }",
      "versions.0: has both to and checkAgainBy. Keep to where the end is known.",
    ],
    [
      "  - { from: 2025-09-01, to: 2025-08-31, values: { hours: 15 } }",
      "versions.0.to: must not be before from.",
    ],
    [
      `${one}\n  - { from: 2026-08-31, to: 2027-08-31, values: { hours: 30 } }`,
      "versions.1.from: must be after 2026-08-31, the last day of the version before.",
    ],
    [
      "  - { from: 2025-09-01, checkAgainBy: 2026-08-31, values: { hours: 15 } }\n  - { from: 2026-09-01, to: 2027-08-31, values: { hours: 30 } }",
      "versions.1.from: follows a version without an end. Give that one its last day, under to.",
    ],
    [
      `${one}\n  - { from: 2026-09-01, to: 2027-08-31, values: { hour: 30 } }`,
      "versions.1.values: must have the values of the first version: hours.",
    ],
    [
      "  - { from: soon, to: 2026-08-31, values: { hours: 15 } }",
      "versions.0.from: must be a date as year-month-day",
    ],
    ["  - { from: 2025-09-01, until: 2026-08-31, values: { hours: 15 } }", "unknown key “until”"],
    ["  []", "versions: must have"],
  ])("is refused where it is wrong: %s", (versions, message) => {
    expect(() => rule(versions)).toThrow(message);
  });

  it("holds from its first day to its last, and to no other day", () => {
    const given = rule(one);
    const state = (day: string) => standingOf(given, day).state;
    expect(["2025-08-31", "2025-09-01", "2026-08-30", "2026-08-31", "2026-09-01"].map(state)).toEqual([
      "to come",
      "holds",
      "holds",
      "ends soon",
      "lapsed",
    ]);
  });

  it("does not end where another version follows it", () => {
    const given = rule(`${one}\n  - { from: 2026-09-01, checkAgainBy: 2027-08-31, values: { hours: 30 } }`);
    expect(standingOf(given, "2026-08-31", 30)).toMatchObject({
      state: "holds",
      version: { values: { hours: 15 } },
    });
    expect(standingOf(given, "2026-09-01", 30)).toMatchObject({
      state: "holds",
      version: { values: { hours: 30 } },
    });
    expect(standingOf(given, "2027-08-01", 30)).toMatchObject({ state: "ends soon", lastDay: "2027-08-31" });
  });

  it("lapses in a gap between versions, though another comes", () => {
    const given = rule(`${one}\n  - { from: 2027-01-01, to: 2027-08-31, values: { hours: 30 } }`);
    expect(standingOf(given, "2026-10-01", 30)).toEqual({ state: "lapsed", lastDay: "2026-08-31" });
  });

  it("tells its steward so many days ahead, and after; with whom, where and what to do", () => {
    const given = rule(one);
    expect(ruleWarning(given, "2026-07-31")).toBeNull();
    expect(ruleWarning(given, "2026-08-01")).toBe(
      "hours: “Hours” is known up to 2026-08-31 and not after. Early years, Anytown Council (s@example.org): " +
        "look at https://example.org/rules, and write what holds now in data/rules/hours.yaml.",
    );
    expect(ruleWarning(given, "2026-09-01")).toContain("lapsed after 2026-08-31, so pages do not show it.");
    expect(ruleWarning(given, "2025-08-31")).toContain("is known from 2025-09-01 on and not before");
  });
});

test("the day is that of the city's clock", () => {
  expect(dayIn("Europe/London", new Date("2026-07-31T23:30:00Z"))).toBe("2026-08-01");
  expect(dayIn("Europe/London", new Date("2026-11-30T23:30:00Z"))).toBe("2026-11-30");
});

test("the repository's rules are those of a day in November 2026", () => {
  const values = Object.fromEntries(
    readRules().map((given) => {
      const standing = standingOf(given, "2026-11-28", given.warnDays);
      expect([given.id, standing.state]).toEqual([given.id, "holds"]);
      return [given.id, "version" in standing ? standing.version.values : {}];
    }),
  );
  expect(values).toMatchObject({
    "working-parents-hours": { hours: 30, weeks: 38, fromMonths: 9 },
    "working-parents-minimum-earnings": { from21: 203.36, from18To20: 173.6, under18: 128, apprentice: 128 },
    "working-parents-greatest-income": { pounds: 100_000 },
    "two-year-olds-with-support": { hours: 15, universalCreditIncome: 15_400 },
    "universal-hours": { hours: 15, ages: [3, 4] },
    "term-starts": { starts: ["09-01", "01-01", "04-01"] },
  });
});
