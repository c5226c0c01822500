import { describe, expect, it } from "vitest";
import { policyText } from "../../loaders/protect/policy-text.js";
import { priceOf, readPreviewFigures, variantsOf } from "../../loaders/protect/preview.js";
import { protectFigures } from "../../loaders/protect/protect-figures.js";
import { mayBePublished, type Policy, readPolicies } from "../../loaders/registry/policy.js";
import { cityRule, figures, foundIn } from "../audit/small-site.js";
import { geography, indicator, measured, tinyIndicators, tinySources } from "../measure/tiny-city.js";

const policy = readPolicies().find((p) => p.id === "children")!;
const gld = "good-level-of-development";
const coverage = "two-year-review-coverage";
const withExceptions = (byIndicator: Policy["publish"]["byIndicator"]): Policy => ({
  ...policy,
  publish: { ...policy.publish, byIndicator },
});

describe("levels of one indicator", () => {
  const own = withExceptions({ [gld]: { smallRest: "suppressed", levels: { city: ["sex"], ward: [] } } });

  it("stand in place of those of all", () => {
    const at = (level: string, breakdown: string, id = gld) =>
      mayBePublished(own, { indicator: id, level, breakdown });
    expect([at("city", "sex"), at("ward", "all")]).toEqual([true, true]);
    expect([at("city", "fsm"), at("ward", "fsm"), at("locality", "all")]).toEqual([false, false, false]);
    expect(at("ward", "fsm", "average-goals-met")).toBe(true);
    expect(at("ward", "all", "crime-deprivation")).toBe(false);
  });

  it("are told in the policy's words", () => {
    const lines = policyText(own, [indicator(gld)]);
    expect(lines.find(({ key }) => key === `levels-of-${gld}`)?.text).toBe(
      "For Good level of development figures are only given for the city and wards, and divided: the city by sex.",
    );
    expect(policyText(policy, tinyIndicators).find(({ key }) => key === "small-rest")?.text).toMatch(
      /^That few, or none, are left over is no harm, and is shown, for: .*Two-year-old take-up/,
    );
  });
});

describe("the audit, of an indicator with few left over,", () => {
  const files = (id: string) => ({
    [`open-data/${id}.csv`]: figures(["locality L1 all all 195/200", "ward W1 all all c"]),
  });
  const rule = { ...cityRule, publish: policy.publish };

  it("finds them where not to be counted is a harm, and not where it is none", async () => {
    expect((await foundIn(files(gld), { rule })).join()).toMatch(/leaves over 5 of 200/);
    expect(await foundIn(files(coverage), { rule })).toEqual([]);
    expect((await foundIn(files(coverage), { rule: cityRule })).join()).toMatch(/leaves over 5 of 200/);
  });
});

describe("a preview of a policy", () => {
  it("counts what is suppressed, of the newest whole period, as a publication would be", async () => {
    const profiles = `CREATE TABLE src_eyfsp_return AS
      SELECT lsoa || year || i AS person_id, DATE '2020-01-01' AS birth_month, lsoa, i % 2 = 0 AS fsm, 'none' AS send,
        ${goals.map((goal) => `CASE WHEN i <= met THEN '2' ELSE '1' END AS ${goal}`).join(", ")}, year AS _period
      FROM (VALUES ('L1', 90, 60), ('L2', 80, 40), ('L3', 45, 40)) AS t(lsoa, children, met),
        (VALUES ('2023-24'), ('2024-25')) AS y(year), LATERAL (SELECT unnest(range(1, children + 1)) AS i)`;
    const { db, indicators } = await measured([geography, profiles]);
    const context = { indicators, sources: tinySources };
    const figuresNow = await readPreviewFigures(db, policy, context);
    db.close();
    const periods = new Set(
      figuresNow.figures.filter((f) => f.indicator === gld && f.level === "ward").map((f) => f.period),
    );
    expect([...periods]).toEqual(["2024/25"]);

    const price = await priceOf(figuresNow, policy, context);
    const published = await protectFigures(figuresNow.figures, {
      policy,
      ...context,
      together: true,
      parentOf: figuresNow.parentOf,
    });
    const ofGld = price.indicators.find((p) => p.indicator === gld)!;
    const wards = published.figures.filter(
      (f) => f.indicator === gld && f.level === "ward" && f.breakdown === "all",
    );
    expect([ofGld.areasShown, ofGld.areas]).toEqual([
      wards.filter((f) => f.status !== "suppressed").length,
      wards.length,
    ]);
    expect(price.all.suppressed).toBe(
      published.figures.filter((f) => f.basis === "protected" && f.status === "suppressed").length,
    );
    expect(ofGld.suppressed).toBeGreaterThan(0);

    // One setting otherwise: a small rest of development shown gives figures back, and a stricter one takes none.
    const variants = variantsOf(policy, tinyIndicators);
    const open = variants.find(({ change }) => change === "smallRest: shown, for Good level of development")!;
    const without = await priceOf(figuresNow, open.policy, context);
    expect(without.all.suppressed).toBeLessThan(price.all.suppressed);
    expect(new Set(variants.map(({ change }) => change)).size).toBe(variants.length);
  });
});

const goals =
  "listening_attention_understanding speaking self_regulation managing_self building_relationships gross_motor fine_motor comprehension word_reading writing number numerical_patterns past_present people_culture_communities natural_world creating_materials imaginative_expressive".split(
    " ",
  );
