import fc from "fast-check";
import { expect, test } from "vitest";
import { candidates } from "../../components/claims/candidates.js";
import type { ClaimData } from "../../components/claims/claim-data.js";
import { testClaim } from "../../components/claims/test-claim.js";
import type { Observation } from "../../components/words/status.js";
import { smallData } from "../notebook/small-data.js";
import { cases } from "../soak.js";

const sentences = async (sentence: string) =>
  (await candidates({ indicator: "take-up" }, sentence, smallData)).map((one) => one.sentence);

test("what is true of a ward that the sentence names comes first, as strongly as it can be said", async () => {
  expect((await sentences("So few children of Ash have a place.")).slice(0, 3)).toEqual([
    "Take-up is lowest in Ash.",
    "Take-up in Ash is lower than in Treeton as a whole, by more than chance.",
    "Take-up in Ash is lower than a year before, by more than chance.",
  ]);
});

test("else what is true of the city, with its wards counted", async () => {
  const found = await sentences("");
  expect(found[0]).toBe("Take-up in Treeton is lower than a year before.");
  expect(found).toContain(
    "In at least 1 ward, take-up is lower than in Treeton as a whole, by more than chance.",
  );
  expect(found).toContain("In at least 2 wards, take-up is higher than in Treeton as a whole.");
});

test("whatever the figures are, each candidate is a claim that holds, and no sentence is offered twice", async () => {
  const count = fc.integer({ min: 0, max: 400 });
  await fc.assert(
    fc.asyncProperty(fc.array(count, { minLength: 8, maxLength: 8 }), async (counts) => {
      const data = await withCounts(counts);
      const found = await candidates({ indicator: "take-up" }, "Ash", data);
      for (const { test, sentence } of found)
        expect((await testClaim(test, data)).state, sentence).toBe("holds");
      expect(new Set(found.map(({ sentence }) => sentence)).size).toBe(found.length);
    }),
    cases(40),
  );
});

async function withCounts(counts: number[]): Promise<ClaimData> {
  const figures = await smallData.figures();
  let i = 0;
  const next = (row: Observation): Observation => {
    const numerator = counts[i++ % counts.length]!;
    return { ...row, numerator, denominator: 400, value: numerator / 4 };
  };
  const changed = new Map([["take-up", figures.get("take-up")!.map(next)]]);
  return { ...smallData, figures: async () => changed };
}
