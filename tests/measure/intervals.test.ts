import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import {
  byar,
  type Interval,
  intervalOfDifference,
  newcombe,
  wilson,
  z95,
  z998,
} from "../../components/words/intervals.js";
import { intervalMacros } from "../../loaders/measure/interval-macros.js";
import { Database } from "../../loaders/store/database.js";

function expectInterval({ lower, upper }: Interval, wanted: [lower: number, upper: number], digits: number) {
  expect(lower).toBeCloseTo(wanted[0], digits);
  expect(upper).toBeCloseTo(wanted[1], digits);
}

describe("wilson", () => {
  it.each<[number, number, number, number]>([
    [81, 263, 0.2553, 0.3662],
    [15, 148, 0.0624, 0.1605],
    [0, 20, 0, 0.1611],
    [1, 29, 0.0061, 0.1718],
  ])("%d of %d is as in Newcombe, Stat Med 1998;17:857–72, table I, method 3", (x, n, lower, upper) =>
    expectInterval(wilson(x, n), [lower, upper], 4),
  );

  it.each<[string, number, number, number, number, number]>([
    ["65 of 100, 95 %", 65, 100, z95, 0.552544, 0.736358],
    ["65 of 100, 99.8 %", 65, 100, z998, 0.495495, 0.778354],
    ["1 of 100", 1, 100, z95, 0.0017674, 0.0544862],
    ["5 of 100", 5, 100, z95, 0.0215437, 0.1117505],
    ["1,045 of 5,000", 1045, 5000, z95, 0.1979555, 0.2204913],
    ["none of 12", 0, 12, z95, 0, 0.242494],
    ["all of 12", 12, 12, z95, 0.757506, 1],
    ["Birmingham, good level of development 2022", 9453, 15083, z95, 0.618982, 0.634418],
  ])("%s", (_name, x, n, z, lower, upper) => expectInterval(wilson(x, n, z), [lower, upper], 6));

  it("lies within 0 to 1, around the share, to the last digit", () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 20000 }), fc.nat(20000), (n, some) => {
        for (const x of [0, some % (n + 1), n]) {
          const { lower, upper } = wilson(x, n);
          expect([0 <= lower, lower <= x / n, x / n <= upper + 1e-15, upper <= 1]).toEqual(
            Array(4).fill(true),
          );
        }
      }),
    );
  });

  it.each([
    [-1, 10],
    [0, 0],
    [1, -5],
    [11, 10],
    [Number.NaN, 10],
  ])("refuses %d of %d", (x, n) => {
    expect(() => wilson(x, n)).toThrow(RangeError);
    expect(() => wilson(x, n)).toThrow(`No interval for ${x} of ${n}: it needs 0 ≤ x ≤ n and n > 0.`);
  });
});

describe("byar", () => {
  it("65 events", () => expectInterval(byar(65), [50.1632, 82.8491], 4));

  it("no event: from 0 to a little under 4", () => {
    // (0 + 1) · (1 − 1/9 + 1.959964/3)³ = 1.542210…³
    expectInterval(byar(0), [0, 1.542210222 ** 3], 5);
  });

  it("refuses a count below 0", () =>
    expect(() => byar(-1)).toThrow("No interval for a count of -1: it needs 0 or more."));
});

describe("the difference of two shares", () => {
  type Share = [number, number];
  it.each<[string, Share, Share, number, number]>([
    ["a", [56, 70], [48, 80], 0.0524, 0.3339],
    ["b", [9, 10], [3, 10], 0.1705, 0.809],
    ["c", [6, 7], [2, 7], 0.0582, 0.8062],
    ["d", [5, 56], [0, 29], -0.0381, 0.1926],
    ["e", [0, 10], [0, 20], -0.1611, 0.2775],
    ["f", [0, 10], [0, 10], -0.2775, 0.2775],
    ["g", [10, 10], [0, 20], 0.6791, 1],
    ["h", [10, 10], [0, 10], 0.6075, 1],
  ])(
    "is as in Newcombe, Stat Med 1998;17:873–90, table II, contrast (%s), method 10",
    (_name, a, b, lower, upper) => expectInterval(newcombe(a, b), [lower, upper], 4),
  );
});

describe("the SQL macros", () => {
  let db: Database;
  beforeAll(async () => {
    db = await Database.open(":memory:");
    await db.run(intervalMacros());
  });
  afterAll(() => db.close());

  const of = (call: string) =>
    db.row<{ lower: number; upper: number }>(
      `SELECT ${call.replaceAll("#", "lower")} AS lower, ${call.replaceAll("#", "upper")} AS upper`,
    );

  it("agree with the functions, of whole numbers and of estimates", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 1, max: 20000 }),
        fc.nat(20000),
        fc.constantFrom(0, 0.25, 0.9),
        fc.constantFrom(z95, z998),
        async (whole, some, more, z) => {
          const n = whole + more;
          const [x, y] = [some % (whole + 1), Math.floor((some % (whole + 1)) / 2)];
          close(await of(`wilson_#(${x}, ${n}, ${z})`), wilson(x, n, z));
          close(await of(`byar_#(${x}, ${z})`), byar(x, z));
          const sides = [x, y].map((k) => ({ value: k / n, ...wilson(k, n, z) }));
          const given = sides.flatMap((side) => [side.value, side.lower, side.upper]);
          const difference = intervalOfDifference(sides[0]!, sides[1]!);
          expect(difference).toEqual(newcombe([x, n], [y, n], z));
          close(await of(`difference_#(${given.map((bound) => `${bound}::DOUBLE`).join(", ")})`), difference);
        },
      ),
      { numRuns: 60 },
    );
  });

  it("give a mean of 2, 4 and 9: 5, standard deviation √13, half-width 1.96·√(13/3)", async () => {
    const half = z95 * Math.sqrt(13 / 3);
    close(await of(`mean_#(${2 + 4 + 9}, ${4 + 16 + 81}, 3, ${z95})`), { lower: 5 - half, upper: 5 + half });
  });

  it("never give more than all", async () => {
    const { above } = await db.row<{ above: number }>(
      `SELECT count(*) AS above FROM range(1, 20000) AS t(n) WHERE wilson_upper(n, n, ${z95}) > 1 OR wilson_lower(0, n, ${z95}) < 0`,
    );
    expect(Number(above)).toBe(0);
  });

  it.each([
    ["wilson_lower(-1, 10, 1.96)", "must not be below 0"],
    ["wilson_upper(0, 0, 1.96)", "must be above 0"],
    ["wilson_lower(11, 10, 1.96)", "must not be above the denominator"],
    ["byar_upper(-1, 1.96)", "must not be below 0"],
    ["mean_lower(5, 25, 1, 1.96)", "at least two values"],
  ])("%s is refused", async (call, message) => {
    await expect(db.rows(`SELECT ${call}`)).rejects.toThrow(message);
  });

  it("are only evaluated where a condition lets them", async () => {
    const rows = await db.rows(
      "SELECT x, CASE WHEN x <= 10 THEN round(wilson_upper(x, 10, 1.959964), 3) END AS upper FROM (VALUES (10), (11)) AS t(x) ORDER BY x",
    );
    expect(rows).toEqual([
      { x: 10, upper: 1 },
      { x: 11, upper: null },
    ]);
  });

  function close(found: Interval, wanted: Interval): void {
    expectInterval(found, [wanted.lower, wanted.upper], 9);
  }
});
