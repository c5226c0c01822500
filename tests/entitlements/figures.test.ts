import { describe, expect, test } from "vitest";
import { checkerRules, figuresOn, noRecourseLimits } from "../../components/entitlements/figures.js";
import { readRules } from "../../loaders/registry/rules.js";
import { knownFigures } from "./scenario.js";

describe("the figures of the schemes", () => {
  test("are those of the day, and none where one rule is not known for it", () => {
    expect(knownFigures().working.minimum).toEqual({
      from21: 203.36,
      from18To20: 173.6,
      under18: 128,
      apprentice: 128,
    });
    expect(figuresOn(readRules(), "2027-04-02")).toEqual({
      lapsed: [
        "two-year-olds-with-support",
        "working-parents-minimum-earnings",
        "no-recourse-to-public-funds",
        "healthy-start",
        "early-years-pupil-premium",
        "disability-access-fund",
      ],
    });
    expect(figuresOn([], "2026-11-29")).toEqual({ lapsed: [...checkerRules] });
  });

  test("are told to be missing by the name of their file", () => {
    const rules = readRules().map((rule) =>
      rule.id === "tax-free-childcare"
        ? { ...rule, versions: rule.versions.map((version) => ({ ...version, values: { percent: "20" } })) }
        : rule,
    );
    expect(() => figuresOn(rules, "2026-11-29")).toThrow(
      "data/rules/tax-free-childcare.yaml: versions: values: needs percent, a number",
    );
  });

  test("for a family without public funds go by its children, and by London", () => {
    const limits = [1, 2, 3].flatMap((children) =>
      [false, true].map((london) => noRecourseLimits(knownFigures(), { children, london }).income),
    );
    expect(limits).toEqual([26_500, 34_500, 30_600, 38_600, 30_600, 38_600]);
  });
});

test("what was chosen where the government's programs disagree is written down, with the reason", () => {
  const decisions = readRules().flatMap((rule) => rule.decisions);
  expect(decisions.length).toBeGreaterThanOrEqual(21);
  expect(new Set(decisions.map(({ point }) => point)).size).toBe(decisions.length);
});
