import { expect, test } from "vitest";
import type { PageClaim } from "../../components/claims/kept-claim.js";
import { isTenable } from "../../components/claims/kept-claim.js";
import { checkClaims } from "../../loaders/claims/check-claims.js";
import { tellClaim } from "../../loaders/claims/tell-claims.js";

// The city has 62.0% by the one figure that the summary for families tells.
const summary = (value: number) => (name: string) =>
  name === "public/summary.json"
    ? Buffer.from(
        JSON.stringify({
          city: { code: "C", name: "Treeton" },
          sample: false,
          wards: [],
          measures: [
            {
              ...{ id: "good-level-of-development", shortName: "Good level", unit: "percent" },
              ...{ period: "2025/26", periodStart: "2025-09-01", source: "Profile", asOf: "2026-08-31" },
              city: { value, lower: value - 1, upper: value + 1, status: "value" },
              country: {
                name: "England",
                areaCode: "E",
                value: 68,
                lower: null,
                upper: null,
                status: "value",
              },
              wards: [],
            },
          ],
        }),
      )
    : undefined;
const claim: PageClaim = {
  ...{ page: "public/index.md", title: "Summary", line: 7, audience: "public", editions: ["public"] },
  sentence: "Fewer children than in England.",
  test: { indicator: "good-level-of-development", is: "clearly lower", than: "England" },
};
const [monday, tuesday, friday] = ["2026-11-23", "2026-11-24", "2026-11-27"].map(
  (day) => `${day}T09:00:00.000Z`,
) as [string, string, string];

test("since when a claim holds or no longer does is kept from check to check, with the figures by which it held", async () => {
  const [first] = await checkClaims([claim], summary(62), { now: monday });
  expect(first).toMatchObject({ state: "holds", since: monday });
  const [second] = await checkClaims([claim], summary(63), { before: [first!], now: tuesday });
  expect(second).toMatchObject({ state: "holds", since: monday });
  const [third] = await checkClaims([claim], summary(69), { before: [second!], now: friday });
  expect(third).toMatchObject({ state: "fails", since: friday });
  expect(tellClaim(third!)).toEqual([
    "docs/public/index.md:7: “Fewer children than in England.” no longer holds, since 27 November 2026.",
    "  Now: Treeton, 2025/26: 69.0%; England, 2025/26: 68.0%.",
    "  When it held: Treeton, 2025/26: 63.0%; England, 2025/26: 68.0%.",
    expect.stringContaining('figures: "Treeton, 2025/26: 69.0%; England, 2025/26: 68.0%"'),
  ]);
});

test("whoever stands by a claim does so by figures: others need looking at again", async () => {
  const confirmed = {
    on: "2026-11-27",
    by: "A. Writer",
    figures: "Treeton, 2025/26: 69.0%; England, 2025/26: 68.0%",
  };
  const stoodBy = { ...claim, test: { ...claim.test!, confirmed } };
  const [same] = await checkClaims([stoodBy], summary(69), { now: friday });
  expect([same!.isConfirmed, isTenable(same!)]).toEqual([true, true]);
  const [other] = await checkClaims([stoodBy], summary(70), { now: friday });
  expect([other!.isConfirmed, isTenable(other!)]).toEqual([false, false]);
});

test("a claim whose data are missing is never taken to hold", async () => {
  const [missing] = await checkClaims([claim], () => undefined, { now: monday });
  expect(missing).toMatchObject({
    state: "unknown",
    why: "The data set public/summary.json was not made: see what failed at the refresh.",
  });
  expect(isTenable(missing!)).toBe(false);
  const { test, ...unread } = claim;
  const [faulty] = await checkClaims(
    [{ ...unread, fault: "its test is not of plain values." }],
    summary(62),
    { now: monday },
  );
  expect(faulty).toMatchObject({
    state: "unknown",
    why: "As it is written, its test is not of plain values.",
  });
});
