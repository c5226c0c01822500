import { describe, expect, it } from "vitest";
import { helpOn, lookedUp, startAfter, startText, weeksText } from "../../components/site/help-text.js";
import { readRules } from "../../loaders/registry/rules.js";

const rules = readRules();
const day = "2026-11-28";
const text = (on: string) => JSON.stringify([helpOn(rules, on), weeksText(rules, on), startText(rules, on)]);

describe("help with childcare", () => {
  it("says the rules that hold on the reader's day", () => {
    expect(helpOn(rules, day)).toEqual([
      {
        title: "From 9 months, if you work",
        hours: "30 hours a week",
        until: "until your child starts school",
        who:
          "Each parent must expect to earn £203.36 a week or more, and no parent more than £100,000 a year. " +
          "The least is £173.60 a week if you are 18 to 20, and £128 if you are under 18 or an apprentice. " +
          "You confirm this every three months.",
        notKnown: null,
      },
      {
        title: "Age 2, with extra support",
        hours: "15 hours a week",
        until: null,
        who:
          "You can have this if you get Universal Credit and your household has £15,400 a year or less after tax. " +
          "You can also have it if your child gets Disability Living Allowance, has an education, health and care plan, " +
          "is looked after by the council, or left care through adoption or special guardianship.",
        notKnown: null,
      },
      {
        title: "Ages 3 and 4, every child",
        hours: "15 hours a week",
        until: null,
        who: "You can have this whatever you earn.",
        notKnown: null,
      },
    ]);
    expect(weeksText(rules, day)).toContain("The hours are for 38 weeks a year.");
    expect(startText(rules, day)).toBe(
      "In the term after they reach the age. Terms start on 1 September, 1 January and 1 April. " +
        "A child who turns three on 10 February can start on 1 April.",
    );
  });

  it("never says last year's amounts, nor this year's before they hold", () => {
    expect(text(day)).not.toContain("195");
    expect(text("2026-03-31")).not.toContain("203.36");
  });

  it("says that it does not know what has lapsed, and nothing of it", () => {
    const [working, support, every] = helpOn(rules, "2027-04-02");
    expect(working).toMatchObject({
      hours: "30 hours a week",
      who: null,
      notKnown: "We do not have the rules for after 31 March 2027",
    });
    expect(support).toEqual({
      title: "With extra support",
      hours: null,
      until: null,
      who: null,
      notKnown: "We do not have the rules for after 31 March 2027",
    });
    expect(every!.hours).toBe("15 hours a week");
    expect(weeksText(rules, "2027-04-02")).toBeNull();
    expect(text("2028-01-01")).not.toMatch(/£|\d+ hours|weeks a year|Terms start/);
  });

  it("has nothing to say without rules", () => {
    expect(helpOn([], day).map(({ notKnown }) => notKnown)).toEqual(
      Array(3).fill("We do not have the rules for today"),
    );
    expect([lookedUp([]), weeksText([], day), startText([], day)]).toEqual([null, null, null]);
  });

  it("starts in the term after the age is reached, on the day that it begins not yet", () => {
    const starts = ["09-01", "01-01", "04-01"];
    expect(["01-01", "03-31", "04-01", "08-31", "09-01", "12-31"].map((d) => startAfter(d, starts))).toEqual([
      "04-01",
      "04-01",
      "09-01",
      "09-01",
      "01-01",
      "01-01",
    ]);
  });
});
