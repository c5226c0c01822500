import { describe, expect, it } from "vitest";
import {
  formerLocalities,
  oneOf,
  readAddress,
  someOf,
  writeAddress,
  yesNo,
} from "../../components/inputs/url-state.js";

describe("an address", () => {
  const wards = someOf(["E05011118", "E05011119"]);

  it("gives a value, nothing, or the text that makes no sense", () => {
    expect(readAddress("?level=ward", "level", oneOf(["ward", "city"]))).toEqual({
      kind: "value",
      value: "ward",
    });
    expect(readAddress("", "level", oneOf(["ward"]))).toEqual({ kind: "absent" });
    expect(readAddress("?level=moon", "level", oneOf(["ward"]))).toEqual({ kind: "invalid", text: "moon" });
  });

  it("holds several codes, all of them known, each once", () => {
    expect(readAddress("?ward=E05011118.E05011119.E05011118", "ward", wards)).toEqual({
      kind: "value",
      value: ["E05011118", "E05011119"],
    });
    expect(readAddress("?ward=E05011118.X", "ward", wards)).toEqual({ kind: "invalid", text: "E05011118.X" });
    expect(readAddress("?ward=", "ward", wards)).toEqual({ kind: "value", value: [] });
  });

  it("is written without disturbing other names, and an empty value leaves it", () => {
    expect(writeAddress("?a=1&b=2", "b", "3")).toBe("?a=1&b=3");
    expect(writeAddress("?a=1&b=2", "b", "")).toBe("?a=1");
    expect(writeAddress("?b=2", "b", "")).toBe("");
    expect(writeAddress("", "period", "2025/26")).toBe("?period=2025%2F26");
  });

  it.each([
    ["period", "Summer 2026", oneOf(["Summer 2026"])],
    ["period", "2025/26", oneOf(["2025/26"])],
    ["codes", ["E05011118", "E05011119"], wards],
    ["codes", [], wards],
    ["on", true, yesNo],
    ["on", false, yesNo],
  ] as const)("gives back %s %j", (name, value, codec) => {
    const search = writeAddress("?x=1", name, (codec as { encode(v: unknown): string }).encode(value));
    const reading = readAddress(search, name, codec as never);
    expect(reading).toEqual(
      Array.isArray(value) && value.length === 0 ? { kind: "absent" } : { kind: "value", value },
    );
  });
});

it("an address with a locality's name goes on working", () => {
  const localities = [
    { code: "BSOL003", name: "North" },
    { code: "BSOL004", name: "East" },
  ];
  const codes = localities.map(({ code }) => code);
  const formerly = formerLocalities(localities);
  expect(someOf(codes, formerly).decode("North.BSOL004.East")).toEqual(["BSOL003", "BSOL004"]);
  expect(someOf(codes, formerly).decode("North.Nowhere")).toBeUndefined();
  expect(oneOf(codes, formerly).decode("East")).toBe("BSOL004");
  expect(oneOf(codes, formerly).decode("Nowhere")).toBeUndefined();
});
