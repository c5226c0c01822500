import { describe, expect, it } from "vitest";
import { sorted } from "../../components/tables/data-table.js";
import {
  cellText,
  csvOf,
  figureColumns,
  fileName,
  observationTable,
  sourceLine,
  type TableData,
} from "../../components/tables/table.js";
import type { Observation } from "../../components/words/status.js";

const provenance = { source: "Headcount; Eligible list", asOf: "31 August 2026" };
const table: TableData = {
  columns: [
    { key: "name", label: "Ward" },
    { key: "value", label: "Take-up (%)", unit: "percent" },
    { key: "count", label: "Children", unit: "count" },
  ],
  rows: [
    { name: "Aston", value: { value: 71.234, status: "value" }, count: 1234 },
    { name: 'Hall "Green", North', value: { value: null, status: "suppressed" }, count: null },
    { name: "Moseley", value: { value: 0, status: "zero" }, count: 40 },
    { name: "Nechells", value: { value: null, status: "not_collected" }, count: null },
    { name: "=2+2", value: { value: 104.5, status: "value" }, count: 22 },
  ],
};

describe("a table as CSV", () => {
  const lines = csvOf(table, provenance).replace("\uFEFF", "").trimEnd().split("\r\n");

  it("starts with a byte order mark and one header row, in words that a programme can use", () => {
    expect(csvOf(table, provenance).charCodeAt(0)).toBe(0xfeff);
    expect(lines[0]).toBe("name,value,status,status_symbol,count,source_title,as_of,sample");
  });

  it("keeps zero, suppressed and not collected apart, beside columns of numbers alone", () => {
    expect(lines[1]).toBe("Aston,71.2,value,,1234,Headcount; Eligible list,2026-08-31,false");
    expect(lines[2]).toBe('"Hall ""Green"", North",,suppressed,c,,Headcount; Eligible list,2026-08-31,false');
    expect(lines[3]).toBe("Moseley,0,zero,,40,Headcount; Eligible list,2026-08-31,false");
    expect(lines[4]).toBe("Nechells,,not_collected,x,,Headcount; Eligible list,2026-08-31,false");
  });

  it("does not let a spreadsheet run a name, and leaves numbers numbers", () => {
    expect(lines[5]).toMatch(/^'=2\+2,104\.5,/);
    const below = {
      columns: [{ key: "d", label: "Difference" }],
      rows: [{ d: -3.5 }, { d: "-2.5" }, { d: "-a" }],
    };
    const cells = csvOf(below, provenance)
      .split("\r\n")
      .map((line) => line.split(",")[0]);
    expect(cells.slice(1, -1)).toEqual(["-3.5", "-2.5", "'-a"]);
  });

  it("says in every row that a sample is one", () => {
    for (const line of csvOf(table, { ...provenance, sample: true })
      .trimEnd()
      .split("\r\n")
      .slice(1))
      expect(line).toMatch(/,true$/);
  });
});

it("writes cells without the unit that the header has", () => {
  expect(cellText({ value: 71.26, status: "value" }, "percent")).toBe("71.3");
  expect(cellText({ value: 5, status: "low_reliability" }, "percent")).toBe("5.0 [u]");
  expect(cellText({ value: null, status: "not_applicable" }, "percent")).toBe("not applicable [z]");
  expect(cellText(-3.14, "percentage points")).toBe("−3.1");
  expect(cellText(null, "count")).toBe("");
});

it("sorts numbers by size and keeps rows without one last, either way", () => {
  const names = (descending: boolean) => sorted(table.rows, "value", descending).map((r) => r.name);
  expect(names(true)).toEqual(["=2+2", "Aston", "Moseley", 'Hall "Green", North', "Nechells"]);
  expect(names(false)).toEqual(["Moseley", "Aston", "=2+2", 'Hall "Green", North', "Nechells"]);
  expect(sorted(table.rows, "name", false)[1]!.name).toBe("Aston");
});

it("leaves columns out of an observation table that nothing fills", () => {
  const observation: Observation = {
    indicator: "i",
    level: "ward",
    area: "E05",
    period: "2025/26",
    period_start: "2025-09-01",
    breakdown: "all",
    category: "all",
    numerator: null,
    denominator: null,
    value: 4,
    lower: null,
    upper: null,
    status: "value",
    note: null,
    as_of: null,
  };
  const labels = (o: Observation) =>
    observationTable([o], "percent", { label: "Ward", of: () => "Aston" }).columns.map((c) => c.label);
  expect(labels(observation)).toEqual(["Ward", "Period", "Value (%)", "Lower 95% limit", "Upper 95% limit"]);
  expect(labels({ ...observation, numerator: 1, denominator: 2, note: "So far." }).slice(5)).toEqual([
    "Numerator",
    "Denominator",
    "Note",
  ]);
});

it("names files after titles, and tells where figures come from", () => {
  expect(fileName("Take-up, by ward: 2 to 2½ years")).toBe("take-up-by-ward-2-to-2-half-years");
  expect(fileName("??")).toBe("table");
  expect(sourceLine(provenance)).toBe("Source: Headcount; Eligible list, as of 31 August 2026.");
  expect(sourceLine({ ...provenance, sample: true })).toMatch(/Sample figures: invented/);
});

describe("columns of figures", () => {
  const keysOf = (...cells: (string | number | null)[]) => [
    ...figureColumns(
      [{ key: "x", label: "X" }],
      cells.map((x) => ({ x })),
    ),
  ];

  it.each([
    [["15.7%", "0.0%", "less than 0.1%"]],
    [["283", "1,204", null]],
    [["4,539 (40.5%)", ""]],
    [["−5.6", "–"]],
  ])("are texts that are all figures: %j", (cells) => expect(keysOf(...cells)).toEqual(["x"]));

  it.each([
    [["2025", "2026"]],
    [["123456"]],
    [["2025/26"]],
    [["8.7 to 14.8"]],
    [["15.7%", "not known"]],
    [["", null]],
    [[]],
  ])("and nothing else: %j", (cells) => expect(keysOf(...cells)).toEqual([]));

  it("are those with a unit, whatever stands in them", () => {
    expect([...figureColumns([{ key: "n", label: "N", unit: "count" }], [])]).toEqual(["n"]);
  });
});
