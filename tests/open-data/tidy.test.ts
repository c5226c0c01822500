import fc from "fast-check";
import { expect, it } from "vitest";
import { decimalsOf, withDecimals } from "../../components/words/numbers.js";
import { periodEnd } from "../../components/words/period-end.js";
import { openDataFiles } from "../../loaders/open-data/open-data.js";
import { protect } from "../../loaders/protect/protect.js";
import { readCity } from "../../loaders/registry/city.js";
import { readIndicators } from "../../loaders/registry/indicator.js";
import { readPolicy } from "../../loaders/registry/policy.js";
import { readSources } from "../../loaders/registry/source.js";
import { Database } from "../../loaders/store/database.js";
import { describeReal, publishedWorld } from "../real/world.js";
import { soak } from "../soak.js";
import { smallPublic } from "./small-public.js";
import { untidy } from "./tidy.js";

it("an independent reader finds numbers, days and marks in the small files", async () => {
  const db = await smallPublic();
  expect(await untidy(await openDataFiles(db, readCity(), { sample: true }))).toEqual([
    "take-up.csv: 58.5 is not 70 of 120",
  ]);
  db.close();
});

it("a letter, a float's noise and a name for a code are seen", async () => {
  const header = "area_code,area_name,numerator,denominator,value,lower,upper,unit,status,period_start";
  const seen = (row: string) => untidy(new Map([["t.csv", `${header}\r\n${row}\r\n`]]));
  expect(await seen("N,North,1,2,c,,,percent,suppressed,2025-09-01")).toContain(
    "t.csv: value is read as VARCHAR",
  );
  expect(await seen("North,North,651,1000,65.123,,,percent,value,2025-09-01")).toEqual([
    "t.csv: North is its own code",
    "t.csv: 65.123 has too many digits",
  ]);
  expect(await seen("N,North,651,1000,64.9,,,percent,value,2025-09-01")).toEqual([
    "t.csv: 64.9 is not 651 of 1000",
  ]);
});

it("a percentage has the decimals that its denominator bears, and follows from its counts", () => {
  fc.assert(
    fc.property(fc.nat(5000), fc.integer({ min: 1, max: 5000 }), (x, n) => {
      const decimals = decimalsOf("percent", n);
      const value = withDecimals((100 * x) / n, decimals);
      expect(decimals).toBe(n < 100 ? 0 : 1);
      expect(Math.abs(value - (100 * x) / n)).toBeLessThanOrEqual(0.5 / 10 ** decimals + 1e-9);
      expect(String(value)).toMatch(/^\d+(\.\d)?$/);
    }),
    { numRuns: 200 },
  );
  expect([65.099999999999994, 65.05, 0.3 - 0.1 * 3].map((value) => withDecimals(value, 1))).toEqual([
    65.1, 65.1, 0,
  ]);
});

it("a period ends where the next begins", () => {
  expect(
    [
      ["Autumn 2025", "2025-09-01"],
      ["Spring 2026", "2026-01-01"],
      ["Summer 2026", "2026-04-01"],
      ["2023/24", "2023-09-01"],
      ["2023/24", "2023-04-01"],
      ["2024", "2024-01-01"],
      ["Once", "2024-01-01"],
      [null, null],
    ].map(([period, start]) => periodEnd(period!, start!)),
  ).toEqual(["2025-12-31", "2026-03-31", "2026-08-31", "2024-08-31", "2024-03-31", "2024-12-31", null, null]);
});

describeReal("open data of published figures only", () => {
  soak("are tidy to an independent reader, and localities have the NHS's codes", async () => {
    const world = await publishedWorld();
    const made = await Database.open(":memory:");
    const sources = readSources();
    await protect(world.db, made, {
      policy: readPolicy(),
      indicators: readIndicators(sources),
      sources,
      together: false,
    });
    const files = await openDataFiles(made, readCity(), { sample: false, sources });
    expect(files.size).toBeGreaterThan(8);
    expect(await untidy(files)).toEqual([]);
    expect(
      files
        .get("areas.csv")!
        .split("\r\n")
        .filter((line) => line.includes(",locality,")),
    ).toEqual(
      [
        ["BSOL002", "Central"],
        ["BSOL003", "North"],
        ["BSOL004", "East"],
        ["BSOL005", "South"],
        ["BSOL006", "West"],
      ].map(([code, name]) => `${code},${name},locality,E08000025,NHS Birmingham and Solihull,false`),
    );
    made.close();
    world.remove();
  });
});
