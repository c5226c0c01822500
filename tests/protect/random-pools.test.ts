import fc from "fast-check";
import { expect, it } from "vitest";
import type { Figure } from "../../loaders/protect/protect-figure.js";
import { foundIn } from "../audit/small-site.js";
import { cases } from "../soak.js";
import { exact, openData, protectedFigures, rounding } from "./attacked-city.js";
import { derivedBySearch, localityOf, together, type Ward, years } from "./pooled.js";

// Few localities, the same each time; random-pools.soak.test.ts meets others as long as it may.
const few = 4;

const count = fc
  .record({ n: fc.integer({ min: 3, max: 90 }), share: fc.double({ min: 0, max: 1, noNaN: true }) })
  .map(({ n, share }) => `${Math.round(n * share)}/${n}`);
const ward: fc.Arbitrary<Ward> = fc.tuple(count, count, count);
const localities = fc.tuple(ward, ward).map(localityOf);

/** Whether a few who are left over are a secret differs by indicator. */
const policies = fc
  .record({ base: fc.constantFrom(exact, rounding), isRestSecret: fc.boolean() })
  .map(({ base, isRestSecret }) => {
    const smallRest = isRestSecret ? ("suppressed" as const) : ("shown" as const);
    const byIndicator = { "good-level-of-development": { smallRest } };
    return { policy: { ...base, publish: { ...base.publish, byIndicator } }, isRestSecret };
  });

it("random localities of three years and their sum give nothing away, neither to our attacker nor to one who tries whole numbers", async () => {
  let [tried, leaking] = [0, 0];
  await fc.assert(
    fc.asyncProperty(localities, policies, async (truth, { policy, isRestSecret }) => {
      const derived = (shown: Protected) => derivedBySearch(truth, shown, policy, isRestSecret);
      const { figures } = await protectedFigures(truth, policy);
      expect(derived(figures)).toEqual([]);
      expect(await foundIn(openData(figures), { rule: policy })).toEqual([]);
      tried++;
      if (derived(await protectedApart(truth, policy)).length) leaking++;
    }),
    cases(few, 15),
  );
  // Protected one by one, they would.
  expect(leaking / tried).toBeGreaterThan(0.2);
});

type Protected = Awaited<ReturnType<typeof protectedFigures>>["figures"];

/** Each period protected by itself, as if the others were not there. */
async function protectedApart(truth: readonly Figure[], policy: typeof exact): Promise<Protected> {
  const made = await Promise.all(
    [...years, together].map((period) =>
      protectedFigures(
        truth.filter((figure) => figure.period === period),
        policy,
      ),
    ),
  );
  return made.flatMap(({ figures }) => figures);
}
