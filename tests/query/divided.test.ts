import { tableFromArrays, tableToIPC } from "@uwdata/flechette";
import { expect, test } from "vitest";
import { codedTable } from "../../components/query/coded-columns.js";
import { dividedRows } from "../../components/query/divided.js";

const columns = {
  indicator: ["take-up", "take-up", "take-up", "rate"],
  breakdown: ["sex", "sex", "fsm", "sex"],
  source: ["headcount", "headcount", "headcount", "register"],
  area: ["E02", "E01", "E01", "E01"],
  area_name: ["Aston 02", "Aston 01", "Aston 01", "Aston 01"],
  ward_name: ["Aston", null, null, null],
  period: ["2025", "2024", "2024", "2024"],
  period_start: ["2025-01-01", "2024-01-01", "2024-01-01", "2024-01-01"],
  category: ["boys", "girls", "yes", "girls"],
  numerator: [1, 3, null, 2],
  denominator: [4, 4, null, 8],
  value: [25, 75, null, 250],
  as_of: ["2025-03-31", "2024-03-31", "2024-03-31", "2024-02-01"],
};
const rows = dividedRows(codedTable(Uint8Array.from(tableToIPC(tableFromArrays(columns), {})!).buffer));

test("rows are kept by indicator and breakdown", () => {
  expect(rows.breakdownsOf("take-up")).toEqual(["sex", "fsm"]);
  expect(rows.breakdownsOf("none")).toEqual([]);
  expect(rows.of({ indicator: "take-up", breakdown: "sex" })).toEqual([0, 1]);
  expect(rows.of({ indicator: "rate", breakdown: "fsm" })).toEqual([]);
  expect(rows.areas).toEqual([
    { code: "E01", name: "Aston 01", ward: "no ward" },
    { code: "E02", name: "Aston 02", ward: "Aston" },
  ]);
});

test("periods come in their order, groups in the given one, with the scale that figures are told in", () => {
  expect(rows.dividedOf({ indicator: "take-up", breakdown: "sex" }, ["girls", "boys"])).toEqual({
    periods: [
      { code: "2024", start: "2024-01-01" },
      { code: "2025", start: "2025-01-01" },
    ],
    categories: ["girls", "boys"],
    scale: 100,
    sources: ["headcount"],
    asOf: "2025-03-31",
  });
  expect(rows.dividedOf({ indicator: "rate", breakdown: "sex" }, []).scale).toBe(1000);
  expect(rows.dividedOf({ indicator: "take-up", breakdown: "fsm" }, []).scale).toBe(1);
});
