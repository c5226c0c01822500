import { describe, expect, it } from "vitest";
import { lostInWords, shareInWords } from "../../components/site/privacy.js";

describe("what is lost, in words", () => {
  it("is so many in every hundred", () => {
    expect(shareInWords({ figures: 200, suppressed: 25 })).toBe("13 in every 100");
  });

  it("never makes none of some, or all of nearly all", () => {
    expect([0, 1, 999, 1000].map((suppressed) => shareInWords({ figures: 1000, suppressed }))).toEqual([
      "none",
      "fewer than 1 in every 100",
      "more than 99 in every 100",
      "all of them",
    ]);
  });

  it("is told of all figures and of whole wards", () => {
    expect(
      lostInWords({ all: { figures: 1200, suppressed: 300 }, wards: { figures: 100, suppressed: 2 } }),
    ).toBe(
      "Of the 1,200 figures that we could publish, 300 are left out: 25 in every 100. Of the 100 that are about all children of a ward, 2 are left out: 2 in every 100.",
    );
    const nothing = { figures: 0, suppressed: 0 };
    expect(lostInWords({ all: nothing, wards: nothing })).toBe("There are no figures yet.");
    expect(lostInWords({ all: { figures: 4, suppressed: 0 }, wards: nothing })).toBe(
      "Of the 4 figures that we could publish, none is left out.",
    );
  });
});
