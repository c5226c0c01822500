import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { parse, stringify } from "yaml";
import { expressionMistake, expressionNames } from "../../loaders/registry/expression.js";
import { readIndicators } from "../../loaders/registry/indicator.js";
import { tinySources } from "./tiny-city.js";

// biome-ignore lint/suspicious/noExplicitAny: a file is spoilt here in ways that its type forbids
type Mutable = Record<string, any>;

const good = `
id: take-up
name: Take-up
shortName: Take-up
position: 1
definition: Those with a place.
polarity: high
kind: proportion
unit: percent
period: term
numerator: Children with a place.
denominator: Children on the list.
breakdowns: [sex]
records:
  numerator: { source: funded-childcare-headcount, where: age_group = 2, count: children, period: extract }
  denominator: { source: eligible-two-year-olds, count: children, period: extract }
`;

describe("an indicator file", () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "indicators-"));
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  const read = (text: string, name = "take-up.yaml") => {
    writeFileSync(join(folder, name), text);
    return readIndicators(tinySources, folder);
  };
  const changed = (change: (file: Mutable) => void) => {
    const file = parse(good);
    change(file);
    return stringify(file);
  };

  it("is read", () => {
    expect(read(good)[0]).toMatchObject({
      id: "take-up",
      breakdowns: ["sex"],
      published: [],
      inProgress: false,
    });
  });

  it.each<[string, (file: Mutable) => void, string]>([
    [
      "an unknown key",
      (f) => (f.colour = "red"),
      "unknown key “colour”. Remove it, or correct its spelling.",
    ],
    ["a wrong unit", (f) => (f.unit = "goals"), "unit: must be percent where kind is proportion."],
    [
      "a rate without per",
      (f) => (f.kind = "rate"),
      "per: must be given where kind is rate, as in 1000, and nowhere else.",
    ],
    [
      "a name that is not its file's",
      (f) => (f.id = "take-down"),
      "data/indicators/take-up.yaml: id: is “take-down”. Name the file take-down.yaml, or change the id.",
    ],
    [
      "a source that is none",
      (f) => (f.records.denominator.source = "elegible"),
      "records.denominator.source: no source has the id “elegible”. Correct it, or add data/sources/elegible.yaml.",
    ],
    [
      "a column that is none",
      (f) => (f.records.numerator.where = "age = 2"),
      "records.numerator.where: “age” is not a column of funded-childcare-headcount that measure may read. Use one of: age_group, entitlement.",
    ],
    [
      "a second statement",
      (f) => (f.records.numerator.where = "age_group = 2; drop table person"),
      "records.numerator.where: cannot be read from “; drop table” on.",
    ],
    [
      "a function that is not allowed",
      (f) => (f.records.numerator.where = "read_text('/etc/hostname') = ''"),
      "uses the function “read_text”. Only coalesce, greatest, least, date_diff may be used.",
    ],
    [
      "a breakdown that a source lacks",
      (f) => (f.breakdowns = ["fsm"]),
      "breakdowns: eligible-two-year-olds cannot be divided by fsm. Remove fsm, or count from a source that has it.",
    ],
    [
      "a numerator without a condition",
      (f) => (f.records.numerator = { among: "denominator" }),
      "records.numerator: must give a condition: where, every, total or record.",
    ],
    [
      "children of a source without children",
      (f) => (f.records.denominator.source = "small-area-population"),
      "records.denominator.count: must not be children: small-area-population does not hold records of children.",
    ],
    [
      "a query that is no query",
      (f) => (f.published = [{ source: "published-figures", query: "DELETE FROM x" }]),
      "published.0.query: must be one SQL SELECT.",
    ],
    [
      "a gap of nothing",
      (f) => {
        f.kind = "gap";
        f.unit = "percentage points";
        delete f.records;
        f.gap = { indicator: "other", breakdown: "fsm", of: "maybe", minus: "no" };
      },
      "gap.indicator: no indicator has the id “other”.",
    ],
  ])("is refused for %s", (_name, change, message) => {
    expect(() => read(changed(change))).toThrow(message);
  });

  describe("with a joined breakdown", () => {
    const joined = (change: (joined: Mutable, file: Mutable) => void) =>
      changed((file) => {
        file.records = {
          denominator: { source: "eyfsp-return", count: "children", period: "extract" },
          numerator: { among: "denominator", where: "fsm" },
        };
        file.period = "academic_year";
        file.joined = [
          {
            breakdown: "funded_childcare",
            title: "funded place before Reception",
            definition: "Whether the same child is in the headcount.",
            source: "funded-childcare-headcount",
            where: "age_group = 3",
            date: { extract: "term" },
            window: { from: "period_start - interval 12 month", before: "period_start" },
            categories: { found: "had one", notFound: "none found", notJoined: "could not be joined" },
          },
        ];
        change(file.joined[0], file);
      });

    it("is read", () => {
      expect(read(joined(() => {}))[0]!.joined[0]).toMatchObject({ breakdown: "funded_childcare" });
    });

    it.each<[string, (joined: Mutable, file: Mutable) => void, string]>([
      [
        "a name that is taken",
        (j) => (j.breakdown = "sex"),
        "joined.0.breakdown: must not be sex, which has a meaning already. Choose another name.",
      ],
      [
        "a name twice",
        (j, f) => f.joined.push(j),
        "joined.1.breakdown: there are two joined breakdowns “funded_childcare”. Rename one of them.",
      ],
      [
        "a source that is none",
        (j) => (j.source = "headcount"),
        "joined.0.source: no source has the id “headcount”. Correct it, or add data/sources/headcount.yaml.",
      ],
      [
        "a source without children",
        (j) => (j.source = "small-area-population"),
        "joined.0.source: small-area-population does not hold records of children. Name a source that does.",
      ],
      [
        "the children's own source",
        (j) => (j.source = "eyfsp-return"),
        "joined.0.source: is the source that the children come from. Name another one.",
      ],
      [
        "a column that is none",
        (j) => (j.where = "age = 3"),
        "joined.0.where: “age” is not a column of funded-childcare-headcount that measure may read. Use one of: age_group, entitlement.",
      ],
      [
        "a date that is none",
        (j) => (j.date = "entitlement"),
        "joined.0.date: “entitlement” is not a date column of funded-childcare-headcount. Name one, or write { extract: term }.",
      ],
      [
        "a window reckoned from a child",
        (j) => (j.window.from = "birth_month"),
        "joined.0.window.from: “birth_month” cannot be used here. Reckon from period_start or period_end.",
      ],
      [
        "two categories of the same words",
        (j) => (j.categories.notFound = "had one"),
        "joined.0.categories: two have the same words. Give each its own.",
      ],
      [
        "numerators of other children",
        (_, f) =>
          (f.records.numerator = {
            source: "funded-childcare-headcount",
            count: "children",
            period: "extract",
          }),
        "joined: needs records with a numerator among: denominator, so that it is the same children who are divided.",
      ],
    ])("is refused for %s", (_name, change, message) => {
      expect(() => read(joined(change))).toThrow(message);
    });

    it("is refused where the name means something else in another file", () => {
      writeFileSync(
        join(folder, "other.yaml"),
        joined((j, f) => {
          j.where = "age_group = 4";
          f.id = "other";
        }),
      );
      expect(() => read(joined(() => {}))).toThrow(
        "joined.0: “funded_childcare” means something else in another indicator. Write it the same in both, or rename one.",
      );
    });
  });
});

describe("an expression", () => {
  it.each([
    ["age_group in (3, 4) and entitlement = 'it''s'", undefined],
    ["date_diff('month', birth_month, session_date) < 60", undefined],
    ["a = (1", "has an opening bracket without a closing one."],
    ["a = 1)", "has a closing bracket without an opening one."],
    ["a = 'open", "cannot be read from “'open” on."],
    ['"a" = 1', 'cannot be read from “"a" = 1” on.'],
    ["a = 1 -- all", "has two minus signs together."],
    ["exists (select 1)", "uses the function “exists”."],
    ["a in (select b from person)", "has a sub-query (“select”)."],
  ])("%s", (text, mistake) => {
    if (mistake) expect(expressionMistake(text)).toContain(mistake);
    else expect(expressionMistake(text)).toBeUndefined();
  });

  it("names its columns", () => {
    expect(expressionNames("age_months >= 36 and Period_start < reception_start or x in (1)")).toEqual([
      "age_months",
      "period_start",
      "reception_start",
      "x",
    ]);
  });
});
