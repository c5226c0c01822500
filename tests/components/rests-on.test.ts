import { describe, expect, it } from "vitest";
import { type Linkage, linkageTable, restsOn } from "../../components/figures/rests-on.js";
import { csvOf } from "../../components/tables/table.js";

const row = (given: Partial<Linkage>): Linkage => ({
  indicator: "take-up",
  period: "Summer 2026",
  breakdown: "all",
  source: "Headcount",
  others: ["Register"],
  unit: "children",
  total: 1710,
  linked: 1648,
  ...given,
});
const figure = (given: object = {}) => ({
  indicator: "take-up",
  period: "Summer 2026",
  period_start: "2026-04-01",
  level: "ward",
  breakdown: "all",
  ...given,
});

describe("what figures rest on", () => {
  it("is told in a sentence, with how many were not found", () => {
    expect(restsOn([row({})], [figure(), figure()])).toBe(
      "Rests on linked records. Summer 2026: 96.4% of 1,710 children in “Headcount” were found in “Register”; the other 62 are not there or could not be joined.",
    );
  });

  it("is told of records that follow another source's, and of any other source", () => {
    expect(restsOn([row({ unit: "records", total: 4, linked: 3 })], [figure()])).toBe(
      "Rests on linked records. Summer 2026: 75.0% of 4 records in “Headcount” could be traced to a child in “Register”; 1 could not.",
    );
    expect(restsOn([row({ others: ["Register", "Reviews"] })], [figure()])).toBe(
      "Rests on linked records. Summer 2026: 96.4% of 1,710 children in “Headcount” could be joined to a record in another source; 62 could not.",
    );
  });

  it("is that of the newest period shown, and of the breakdown shown", () => {
    const rows = [
      row({ period: "Spring 2026", total: 10 }),
      row({}),
      row({ breakdown: "sex", source: "List" }),
    ];
    const spring = figure({ period: "Spring 2026", period_start: "2026-01-01" });
    expect(restsOn(rows, [spring, figure(), spring])).toMatch(
      /^[^“]*Summer 2026: [^“]*“Headcount”[^“]*“Register”[^“]*$/,
    );
    expect(restsOn(rows, [figure({ breakdown: "sex" })])).toMatch(/“Headcount”.+“List”/);
    expect(restsOn(rows, [figure({ breakdown: "fsm" })])).not.toMatch(/“List”/);
  });

  it("is nothing for an indicator of one source, and for areas that are only compared with", () => {
    expect(restsOn([row({})], [figure({ indicator: "other" })])).toBeUndefined();
    expect(restsOn([row({})], [figure({ level: "country" })])).toBeUndefined();
    expect(restsOn([], [figure()])).toBeUndefined();
  });

  it("is in every row of a download", () => {
    const table = { columns: [{ key: "name", label: "Ward" }], rows: [{ name: "North" }] };
    expect(csvOf(table, { source: "Headcount", asOf: "today", linkage: "Rests on it." })).toBe(
      "\uFEFFname,source_title,as_of,linkage,sample\r\nNorth,Headcount,today,Rests on it.,false\r\n",
    );
    expect(csvOf(table, { source: "Headcount", asOf: "today" })).toBe(
      "\uFEFFname,source_title,as_of,sample\r\nNorth,Headcount,today,false\r\n",
    );
  });

  it("is listed for every indicator in its newest period", () => {
    const { rows } = linkageTable(
      [row({ period: "Spring 2026" }), row({}), row({ breakdown: "centre", others: ["A", "B"] })],
      [{ id: "take-up", shortName: "Take-up", joined: [{ breakdown: "centre", title: "visits before" }] }],
    );
    expect(rows.map((r) => [r.figures, r.period, r.others, r.missing])).toEqual([
      ["Take-up", "Summer 2026", "Register", 62],
      ["Take-up, by visits before", "Summer 2026", "any other source", 62],
    ]);
  });
});
