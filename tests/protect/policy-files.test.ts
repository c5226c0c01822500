import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { parse, stringify } from "yaml";
import { publicTables } from "../../loaders/protect/tables.js";
import { policyFolder, readPolicies, readPolicy } from "../../loaders/registry/policy.js";

// biome-ignore lint/suspicious/noExplicitAny: a file is spoilt here in ways that its type forbids
type Mutable = Record<string, any>;

describe("a policy file", () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "policy-"));
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  const write = (change: (file: Mutable) => void, name = "children") => {
    const file = parse(readFileSync(join(policyFolder, "children.yaml"), "utf8"));
    change(file);
    writeFileSync(join(folder, `${name}.yaml`), stringify(file));
  };

  it("of the product is in force, once", () => {
    expect(readPolicy().id).toBe("children");
    expect(readPolicies().map((p) => p.id)).toEqual([
      "childcare-statistics",
      "children",
      "hospital-statistics",
    ]);
  });

  it.each<[string, (file: Mutable) => void, string]>([
    [
      "a threshold of one",
      (f) => (f.smallestCount = 1),
      "smallestCount: must be 2 or more: with 1 a single child would be shown.",
    ],
    [
      "a base that rounds a shown count to 0",
      (f) => (f.roundTo = 25),
      "roundTo: must not be greater than smallestCount: a shown count could round to 0.",
    ],
    [
      "a base that rounds the smallest count down",
      (f) => (f.smallestCount = 6),
      "roundTo: must round smallestCount up: 6 would be shown as a smaller count.",
    ],
    [
      "percentages of fewer than a shown count",
      (f) => (f.smallestDenominator = 5),
      "smallestDenominator: must not be less than smallestCount: the denominator is a count too.",
    ],
    [
      "a level that is none",
      (f) => (f.publish.levels.street = []),
      "publish.levels: unknown key “street”. Remove it, or correct its spelling.",
    ],
    [
      "an exception for an indicator that it does not publish",
      (f) => (f.publish.byIndicator.crime = { smallRest: "shown" }),
      "publish.byIndicator.crime: is not one of publish.indicators. Add it there, or remove the exception.",
    ],
    [
      "an exception at a level that it does not publish",
      (f) => (f.publish.byIndicator["places-per-child"] = { levels: { lsoa: [] } }),
      "publish.byIndicator.places-per-child.levels: lsoa: is not one of publish.levels. Add it there, or remove it here.",
    ],
    [
      "a name that is not its file's",
      (f) => (f.id = "child"),
      "data/policy/children.yaml: id: is “child”. Name the file child.yaml, or change the id.",
    ],
  ])("is refused for %s", (_name, change, message) => {
    write(change);
    expect(() => readPolicy(folder)).toThrow(message);
  });

  it("must be the only one in use", () => {
    write((f) => (f.inUse = false));
    expect(() => readPolicy(folder)).toThrow(
      "data/policy: inUse: no policy is in use. Write inUse: true in exactly one file.",
    );
    write(() => {});
    write((f) => (f.id = "other"), "other");
    expect(() => readPolicy(folder)).toThrow("data/policy: inUse: children and other are both in use.");
  });
});

// What may leave the building, once more: whoever changes it changes it here too, and says why.
it("the publishable database has these tables and columns", () => {
  expect(
    Object.entries(publicTables).map(([table, columns]) => `${table}: ${Object.keys(columns).join(" ")}`),
  ).toEqual([
    "observation: indicator source basis level area period period_start breakdown category numerator denominator value lower upper status note as_of",
    "area: code name level parent",
    "area_tree: ward locality city",
    "area_shape: code level geometry",
    "indicator: id name short_name definition polarity unit kind period_type breakdowns caveats sources numerator_text denominator_text position",
    "source: source title licence as_of page",
    "setting: urn name provider_type provider_subtype places judgement inspection_date opens_at closes_at weeks_open ward latitude longitude",
    // For families: what the directory says of each service, and where postcodes lie, both of open sources.
    "service: id kind ward record",
    "postcode: postcode ward latitude longitude",
    "policy: key value text",
  ]);
});
