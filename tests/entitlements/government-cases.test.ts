import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import type { Answer } from "../../components/entitlements/answer.js";
import { addDays, termAfter } from "../../components/entitlements/dates.js";
import { entitlements } from "../../components/entitlements/entitlements.js";
import { caseFolder, childOf, dayOf, familyOf, knownFigures, type Row, readRows } from "./scenario.js";

const folder = caseFolder();
const rows = folder ? readRows(readFileSync(join(folder, "scenarios.csv"), "utf8")) : [];

const figures = knownFigures();
const columns = {
  tax_free_childcare: "tax-free childcare",
  uc_childcare: "universal credit childcare",
  working_parents_30h: "working-parent hours",
  two_year_15h: "two-year-old hours",
  universal_15h: "universal hours",
} as const;
type Column = keyof typeof columns;

// A case that holds on any day holds at the ends of terms and months and beside a leap day.
const anyDays = [
  "2025-12-31",
  "2026-01-01",
  "2026-03-31",
  "2026-04-01",
  "2026-08-31",
  "2026-09-01",
  "2028-02-28",
  "2028-02-29",
  "2028-03-01",
  "2026-05-31",
  "2026-11-29",
];

test.skipIf(folder)("the government's cases are missing here, so that none was tried", () => {
  console.warn("No scenarios.csv: name its folder in EARLY_YEARS_ENTITLEMENT_CASES.");
});

describe.skipIf(!folder)("the government's cases", () => {
  test.each(rows.map((row) => [row.id!, row] as const))("%s", (_, row) => {
    for (const on of row.on === "T" ? anyDays : [row.on!]) holds(row, on);
  });

  test("are all read, and every scheme of them is asked", () => {
    expect(rows.length).toBeGreaterThanOrEqual(81);
    for (const column of Object.keys(columns)) expect(rows.some((row) => row[column])).toBe(true);
  });
});

function holds(row: Row, on: string): void {
  if (row.group === "TERM") {
    expect(termAfter(on, figures.termStarts)).toBe(row.use_from);
    return;
  }
  const answers = entitlements(childOf(row, on), familyOf(row, figures), figures, dayOf(row, on));
  const of = (column: Column): Answer => answers.find(({ scheme }) => scheme === columns[column])!;
  for (const column of Object.keys(columns) as Column[]) {
    const expected = row[column];
    if (!expected) continue;
    const answer = of(column);
    const what = `${row.id} on ${on}: ${column}`;
    expect(stateFor(row, column, answer), `${what} ${JSON.stringify(answer)}`).toBe(expected.split(",")[0]);
  }
  const told = (Object.keys(columns) as Column[]).filter((column) => row[column]);
  for (const [name, field] of [
    ["apply_from", "applyFrom"],
    ["use_from", "useFrom"],
    ["ends", "ends"],
  ] as const)
    for (const [column, day] of datesIn(row[name] ?? "", told))
      expect(of(column)[field], `${row.id} ${name}`).toBe(day);
  if (row.ends?.startsWith("with "))
    expect(of("working_parents_30h").endsWithLeaveOf).toEqual([row.ends.includes("p1") ? "you" : "partner"]);
}

/**
 * What an answer is called where the case comes from. The calculator looks at one day: what waits for a term, a birth or a
 * birthday is a no, except where its case is about what comes.
 */
function stateFor(row: Row, column: Column, answer: Answer): string {
  if (row.engine !== "calculator" || answer.state === "not") return answer.state;
  const byTerm = column === "universal_15h" || column === "two_year_15h";
  const state = byTerm ? (answer.usable ? "now" : "future") : answer.state;
  return state === "future" && row[column] === "not" ? "not" : state;
}

/** The dates of a cell, by the scheme that they belong to: the one that the case is about, or each where it says so. */
function datesIn(cell: string, told: Column[]): [Column, string][] {
  const date = /\d{4}-\d\d-\d\d/.exec(cell)?.[0];
  if (!date) return [];
  return cell.startsWith("both")
    ? told.filter((c) => c !== "two_year_15h").map((c) => [c, date])
    : told.map((c) => [c, date]);
}

test("terms follow each other: a place starts after the day, never on it", () => {
  expect(
    ["2026-03-31", "2026-04-01", "2026-08-31", "2026-09-01", "2026-12-31", "2027-01-01"].map((day) =>
      termAfter(day, figures.termStarts),
    ),
  ).toEqual(["2026-04-01", "2026-09-01", "2026-09-01", "2027-01-01", "2027-01-01", "2027-04-01"]);
  expect(addDays("2028-02-28", 1)).toBe("2028-02-29");
});
