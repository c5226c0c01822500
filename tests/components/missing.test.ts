import { describe, expect, it } from "vitest";
import { whatIsMissing } from "../../components/words/missing.js";

const source = (title: string, there: boolean) => ({ title, there, team: "A team", email: "a@example.org" });
const sources = {
  headcount: source("Headcount", false),
  eligible: source("Eligible", true),
  tool: source("The tool", false),
  areas: source("Areas", true),
  localities: source("Localities", false),
};
const local = { sources: ["headcount", "eligible"], levels: ["lsoa", "ward", "locality", "city"] };
const published = { sources: ["tool"], levels: ["city"] };
const missing = (level: string, ways = [local, published], lookups: string[] = ["areas"]) =>
  whatIsMissing({ ways, sources, level, lookups });

describe("what is missing", () => {
  it("is what has not come of a way that gives the level", () => {
    expect(missing("ward").sources).toEqual(["headcount"]);
    expect(missing("locality", [local], ["areas", "localities"]).sources).toEqual([
      "headcount",
      "localities",
    ]);
  });

  it("is the way that fewest extracts are missing for", () => {
    expect(
      missing("city", [{ sources: ["headcount", "localities"], levels: ["city"] }, published], []).sources,
    ).toEqual(["tool"]);
  });

  it("is nothing that could come where no way gives the level, or all has come", () => {
    expect(missing("msoa")).toEqual({
      why: "Its sources do not tell it for middle-layer areas, only for small areas, wards, localities and the city.",
      sources: [],
    });
    expect(missing("ward", [{ sources: ["eligible"], levels: ["ward"] }])).toEqual({
      why: "The extracts that are in use hold no figure of it for wards.",
      sources: [],
    });
    expect(missing("ward", [])).toEqual({ why: "No source is named for it.", sources: [] });
  });
});
