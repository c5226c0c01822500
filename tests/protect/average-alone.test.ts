import fc from "fast-check";
import { expect, it } from "vitest";
import { z95 } from "../../components/words/intervals.js";
import { protectFigure } from "../../loaders/protect/protect-figure.js";
import type { Indicator } from "../../loaders/registry/indicator.js";
import type { Policy } from "../../loaders/registry/policy.js";
import { cases } from "../soak.js";
import { exact, indicators, measured } from "./attacked-city.js";

// Averages of few children on short scales, held against every group of children that would read alike.

/** How many children have 0, 1, … points. */
type Points = readonly number[];

interface Read {
  value: number | null;
  lower: number | null;
  upper: number | null;
  denominator: number | null;
}

const sum = (all: readonly number[]) => all.reduce((total, n) => total + n, 0);
const sized = (points: Points) => sum(points);
const tenths = (value: number) => Math.round((value + Number.EPSILON) * 10) / 10;

/** The average and its normal interval, within the scale, as it is measured. */
function averageOf(points: Points): { value: number; lower: number | null; upper: number | null } {
  const [n, top] = [sized(points), points.length - 1];
  const value = sum(points.map((children, p) => children * p)) / n;
  if (n < 2) return { value, lower: null, upper: null };
  const squares = sum(points.map((children, p) => children * (p - value) ** 2));
  const half = z95 * Math.sqrt(squares / (n - 1) / n);
  return { value, lower: Math.max(0, value - half), upper: Math.min(top, value + half) };
}

function protectedAverage(points: Points, policy: Policy): Read {
  const columns = points.slice(1).map((_, goal) => `goal ${goal}`);
  const mean = indicators.find(({ id }) => id === "average-goals-met")!;
  const indicator = {
    ...mean,
    records: { ...mean.records!, numerator: { among: "denominator", total: { columns, equals: "2" } } },
  } as Indicator;
  const n = sized(points);
  const [figure] = measured([`ward W1 all all 0/${n}`], mean.id);
  return protectFigure(
    {
      ...figure!,
      status: "value",
      numerator: sum(points.map((children, p) => children * p)),
      ...averageOf(points),
    },
    indicator,
    policy,
  );
}

/** All groups of so many children on a scale. */
function* groupsOf(children: number, scale: number): Generator<number[]> {
  if (scale === 1) return yield [children];
  for (let first = 0; first <= children; first++)
    for (const rest of groupsOf(children - first, scale - 1)) yield [first, ...rest];
}

function readsAlike(points: Points, { value, lower, upper }: Read): boolean {
  const own = averageOf(points);
  return (
    tenths(own.value) === value &&
    (lower === null || tenths(own.lower!) === lower) &&
    (upper === null || tenths(own.upper!) === upper)
  );
}

const group = fc
  .tuple(fc.integer({ min: 1, max: 4 }), fc.integer({ min: 2, max: 10 }), fc.integer({ min: 0, max: 2 }))
  .chain(([top, children, near]) =>
    fc
      .array(
        fc.oneof(
          { weight: 1, arbitrary: fc.integer({ min: 0, max: top }) },
          // Most children near an end of the scale.
          {
            weight: 3,
            arbitrary: fc.constantFrom(near === 0 ? 0 : top, near === 1 ? top : Math.ceil(top / 2)),
          },
        ),
        { minLength: children, maxLength: children },
      )
      .map((each) => Array.from({ length: top + 1 }, (_, p) => each.filter((own) => own === p).length)),
  );

const rule = fc.record({
  smallestCount: fc.integer({ min: 2, max: 4 }),
  protectionInterval: fc.integer({ min: 2, max: 4 }),
  smallestDenominator: fc.integer({ min: 2, max: 5 }),
});

it("tell nobody how few children are away from an end of the scale", () => {
  const seen = { shown: 0, withInterval: 0, hidden: 0 };
  fc.assert(
    fc.property(group, rule, (points, own) => {
      const policy: Policy = {
        ...exact,
        ...own,
        // As the policy's schema asks.
        smallestDenominator: Math.max(own.smallestDenominator, own.smallestCount),
        roundTo: 1,
      };
      const read = protectedAverage(points, policy);
      if (read.value === null) {
        seen.hidden++;
        return;
      }
      seen[read.lower === null ? "shown" : "withInterval"]++;
      const n = sized(points);
      // That all are alike may be said.
      if (points.includes(n)) return;
      const alike = [...groupsOf(n, points.length)].filter((each) => readsAlike(each, read));
      for (const away of [(each: Points) => n - each.at(-1)!, (each: Points) => n - each[0]!]) {
        const counts = alike.map(away);
        const [least, most] = [Math.min(...counts), Math.max(...counts)];
        const isFew = least < policy.smallestCount && most > 0 && most - least < policy.protectionInterval;
        expect(isFew ? `${read.value} of ${n}: ${least} to ${most} by ${JSON.stringify(own)}` : "").toBe("");
      }
    }),
    cases(300),
  );
  expect(Math.min(...Object.values(seen))).toBeGreaterThan(10);
});
