import { afterAll, beforeAll, expect, it } from "vitest";
import { borderMistakes } from "../../loaders/protect/border.js";
import { percentage, publicNotes } from "../../loaders/protect/protect-figure.js";
import { createTable, type PublicTable, publicTables } from "../../loaders/protect/tables.js";
import { readIndicators } from "../../loaders/registry/indicator.js";
import { readPolicies } from "../../loaders/registry/policy.js";
import { Database } from "../../loaders/store/database.js";

// Counts below 10 are suppressed, others to the nearest 5.
const policy = readPolicies().find(({ id }) => id === "children")!;
const indicators = readIndicators();

let db: Database;
beforeAll(async () => {
  db = await Database.open(":memory:");
  for (const table of Object.keys(publicTables)) await db.run(createTable(table as PublicTable));
  await db.run("INSERT INTO area VALUES ('W1', 'First', 'ward', NULL), ('C', 'City', 'city', NULL)");
});
afterAll(() => db.close());

type Row = Record<string, string | number | null>;

/** 135 of 180, as they are shown. */
const good: Row = {
  ...{ indicator: "good-level-of-development", source: "eyfsp-return", basis: "protected", level: "ward" },
  ...{ area: "W1", period: "2024/25", breakdown: "all", category: "all", status: "value", note: null },
  ...{ numerator: 135, denominator: 180, ...percentage(135, 180, policy) },
};
const places: Row = {
  ...good,
  ...{
    indicator: "places-per-child",
    numerator: 45,
    denominator: 170,
    value: 0.26,
    lower: null,
    upper: null,
  },
};
const gap: Row = {
  ...good,
  ...{ indicator: "good-level-of-development-fsm-gap", numerator: null, denominator: null },
  ...{ value: -10, lower: -23.4, upper: 4.1 },
};

/** What the border says of figures, without the table's name: each mistake with how many rows have it. */
async function mistakes(rows: Row[]): Promise<string[]> {
  await db.run("DELETE FROM observation");
  for (const row of rows) {
    const values = Object.entries(row).map(([name, value], i) =>
      typeof value === "number" ? `$${i + 1}::DOUBLE AS ${name}` : `$${i + 1} AS ${name}`,
    );
    await db.run(`INSERT INTO observation BY NAME SELECT ${values.join(", ")}`, Object.values(row));
  }
  const told = await borderMistakes(db, { policy, indicators });
  return told.map((mistake) => mistake.replace(/^observation: | rows\)\.$/g, "").replace(" (", " × "));
}

it("lets figures pass that keep to the policy", async () => {
  const none = { numerator: null, denominator: null, value: null, lower: null, upper: null };
  const note = Object.values(publicNotes).find((each) => typeof each === "string")!;
  const zero = { ...good, numerator: 0, ...percentage(0, 180, policy), status: "zero" };
  expect(await mistakes([good, places, gap, zero, { ...good, ...none, status: "suppressed", note }])).toEqual(
    [],
  );
});

it("catches each thing that a figure may not be, and no more", async () => {
  const bad: Row[] = [
    { ...good, breakdown: "ethnic_group" },
    { ...good, basis: "published" },
    { ...good, basis: "measured" },
    { ...good, note: "Three children moved." },
    { ...good, status: "suppressed" },
    { ...good, numerator: 5, ...percentage(5, 180, policy) },
    { ...good, numerator: 134 },
    { ...good, numerator: null },
    { ...good, numerator: 10, denominator: 20, ...percentage(10, 20, policy) },
    { ...good, value: 75.001 },
    { ...good, lower: 60 },
    { ...good, upper: 90 },
    { ...places, value: 0.27 },
    { ...places, lower: 0.2 },
    { ...places, upper: 0.3 },
    { ...places, numerator: null },
    { ...gap, lower: -23.41 },
    { ...gap, upper: 4.12 },
    { ...gap, denominator: 180 },
    { ...gap, numerator: 180 },
  ];
  expect(await mistakes(bad)).toEqual([
    "has a breakdown that may not be published for ward × 1",
    "has a count below the smallest that may be shown × 1",
    "has a count that is not rounded × 1",
    "has a gap with counts, or with too many decimals × 4",
    "has a note that is not one of protect's sentences × 1",
    "has a percentage of too few children × 1",
    "has a percentage or interval that does not follow from its rounded counts × 4",
    "has a percentage without its rounded counts × 1",
    "has a ratio that does not follow from its rounded counts × 4",
    "has figures of unknown basis × 1",
    "has numbers beside a status that has none × 1",
    "has unprotected figures below the city × 1",
  ]);
});

it("catches none or all of a small group, but not of a large one", async () => {
  const all = (numerator: number, denominator: number): Row => ({
    ...good,
    ...{ numerator, denominator, value: numerator ? 100 : 0 },
  });
  const told = await mistakes([
    all(40, 40),
    all(0, 40),
    all(300, 300),
    all(0, 300),
    { ...all(20, 40), value: 50 },
  ]);
  expect(told).toContain("says the same of every child of a small group × 2");
});
