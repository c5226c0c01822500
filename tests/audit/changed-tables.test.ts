import { expect, test } from "vitest";
import type { Merged } from "../../workspace/audit/built/agree.js";
import { differingTables, figuresOf, locate } from "../../workspace/audit/built/changed-tables.js";
import type { CityCount } from "../../workspace/audit/built/counts.js";
import { withFlux } from "../../workspace/audit/built/flux.js";

const figure = (indicator: string, period: string, more: Partial<Merged> = {}) =>
  ({ indicator, period, numerator: 10, denominator: 20, value: 50, ...more }) as Merged;
const count = (period: string, ...indicators: string[]) =>
  ({ period, indicators: new Set(indicators) }) as unknown as CityCount;

test("a table differs whose figures have another count or value, or are not there today", () => {
  const old = new Map([
    ["same", figure("a", "2025")],
    ["numerator", figure("b", "2025")],
    ["denominator", figure("c", "2025")],
    ["value", figure("d", "2024")],
    ["gone", figure("d", "2023")],
  ]);
  const today = new Map([
    ["same", figure("a", "2025")],
    ["numerator", figure("b", "2025", { numerator: "suppressed" })],
    ["denominator", figure("c", "2025", { denominator: 25 })],
    ["value", figure("d", "2024", { value: 55 })],
  ]);
  const differ = differingTables(old, today);
  expect(differ.map(({ indicator, period }) => `${indicator} ${period}`)).toEqual([
    "b 2025",
    "c 2025",
    "d 2023",
    "d 2024",
  ]);
  expect(figuresOf(old.values(), differ.slice(2))).toEqual([old.get("value"), old.get("gone")]);
});

test("what is found of a pooled period is in the tables of its parts too, and theirs in its", () => {
  const pool = "2023 to 2024";
  const tables = [pool, "2023", "2024", "2025"].map((period) => ({ indicator: "a", period }));
  const periods = tables.map(({ period }) => period);
  const where = (period: string, of = ["a"]) => locate([[count(period, ...of)]], tables, periods);
  const together = [tables[1], tables[0], tables[2]];
  expect(where("2023")).toEqual({ changedTables: together, elsewhere: 0 });
  expect(where(pool)).toEqual({ changedTables: together, elsewhere: 0 });
  expect(where("2025")).toEqual({ changedTables: [tables[3]], elsewhere: 0 });
  expect(where("2025", ["b"])).toEqual({ changedTables: [], elsewhere: 1 });
});

test("a table is changing if more than half of ten counts or more are others", () => {
  const pairs = (all: number, changed: number, hidden = 0) =>
    Array.from({ length: all + hidden }, (_, i) => ({
      name: `${i}`,
      alike: "table",
      before: { variable: i, shown: i < all ? 10 : ("suppressed" as const) },
      now: { variable: 100 + i, shown: i < changed ? 15 : 10 },
    }));
  const inFlux = (...given: Parameters<typeof pairs>) => withFlux(pairs(...given)).map((pair) => pair.inFlux);
  expect(inFlux(10, 6)).toEqual(Array(10).fill(true));
  expect(inFlux(10, 5)).toEqual(Array(10).fill(false));
  expect(inFlux(9, 9)).toEqual(Array(9).fill(false));
  // What is shown in one of two publications only says nothing.
  expect(inFlux(10, 6, 10)).toEqual(Array(20).fill(true));
  expect(inFlux(9, 9, 1)).toEqual(Array(10).fill(false));
});
