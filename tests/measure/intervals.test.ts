import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import {
  byar,
  difference,
  intervalMacros,
  mean,
  wilson,
  z95,
  z998,
} from "../../loaders/measure/intervals.js";
import { Database } from "../../loaders/store/database.js";

describe("wilson", () => {
  it.each([
    ["65 of 100, 95 %", 65, 100, z95, 0.552544, 0.736358],
    ["65 of 100, 99.8 %", 65, 100, z998, 0.495495, 0.778354],
    ["1 of 100", 1, 100, z95, 0.0017674, 0.0544862],
    ["5 of 100", 5, 100, z95, 0.0215437, 0.1117505],
    ["1,045 of 5,000", 1045, 5000, z95, 0.1979555, 0.2204913],
    ["none of 12", 0, 12, z95, 0, 0.242494],
    ["all of 12", 12, 12, z95, 0.757506, 1],
    ["Birmingham, good level of development 2022", 9453, 15083, z95, 0.618982, 0.634418],
  ])("%s", (_name, x, n, z, lower, upper) => {
    const interval = wilson(x, n, z);
    expect(interval.lower).toBeCloseTo(lower, 6);
    expect(interval.upper).toBeCloseTo(upper, 6);
  });

  it.each([
    [-1, 10, "the numerator must not be below 0 (x = -1, n = 10, z = 1.959964)."],
    [0, 0, "the denominator must be above 0 (x = 0, n = 0, z = 1.959964)."],
    [1, -5, "the denominator must be above 0"],
    [11, 10, "the numerator must not be above the denominator"],
  ])("refuses %d of %d", (x, n, message) => {
    expect(() => wilson(x, n)).toThrow(RangeError);
    expect(() => wilson(x, n)).toThrow(message);
  });
});

describe("byar", () => {
  it("65 events", () => {
    expect(byar(65).lower).toBeCloseTo(50.1632, 4);
    expect(byar(65).upper).toBeCloseTo(82.8491, 4);
  });

  it("no event: from 0 to a little under 4", () => {
    expect(byar(0).lower).toBe(0);
    // (0 + 1) · (1 − 1/9 + 1.959964/3)³ = 1.542210…³
    expect(byar(0).upper).toBeCloseTo(1.542210222 ** 3, 5);
  });

  it("refuses a count below 0", () =>
    expect(() => byar(-1)).toThrow("No byar interval: the count must not be below 0"));
});

describe("difference", () => {
  it("is Newcombe's own example: 56 of 70 less 48 of 80 is 0.2, from 0.0524 to 0.3339", () => {
    const interval = difference([56, 70], [48, 80]);
    expect(interval.lower).toBeCloseTo(0.0524, 4);
    expect(interval.upper).toBeCloseTo(0.3339, 4);
  });
});

describe("mean", () => {
  it("2, 4 and 9: mean 5, standard deviation √13, half-width 1.96·√(13/3)", () => {
    const interval = mean(2 + 4 + 9, 4 + 16 + 81, 3);
    expect(interval.lower).toBeCloseTo(5 - 1.959964 * Math.sqrt(13 / 3), 9);
    expect(interval.upper).toBeCloseTo(5 + 1.959964 * Math.sqrt(13 / 3), 9);
  });

  it("refuses a single value", () => expect(() => mean(5, 25, 1)).toThrow("at least two values"));
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

  it("agree with the functions", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 1, max: 20000 }),
        fc.nat(20000),
        fc.constantFrom(z95, z998),
        async (n, some, z) => {
          const x = some % (n + 1);
          close(await of(`wilson_#(${x}, ${n}, ${z})`), wilson(x, n, z));
          close(await of(`byar_#(${x}, ${z})`), byar(x, z));
          if (n > 1) close(await of(`mean_#(${x}, ${x}, ${n}, ${z})`), mean(x, x, n, z));
          const half = [Math.floor(x / 2), n] as const;
          close(
            await of(
              `difference_#(${x}/${n}, wilson_lower(${x}, ${n}, ${z}), wilson_upper(${x}, ${n}, ${z}), ${half[0]}/${n}, wilson_lower(${half[0]}, ${n}, ${z}), wilson_upper(${half[0]}, ${n}, ${z}))`,
            ),
            difference([x, n], [...half], z),
          );
        },
      ),
      { numRuns: 60 },
    );
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

  function close(found: { lower: number; upper: number }, wanted: { lower: number; upper: number }): void {
    expect(found.lower).toBeCloseTo(wanted.lower, 9);
    expect(found.upper).toBeCloseTo(wanted.upper, 9);
  }
});
