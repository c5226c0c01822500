import { afterEach, describe, expect, it } from "vitest";
import { borderMistakes } from "../../loaders/protect/border.js";
import { createTable, type PublicTable, publicTables } from "../../loaders/protect/tables.js";
import { readIndicators } from "../../loaders/registry/indicator.js";
import { readPolicies } from "../../loaders/registry/policy.js";
import { Database } from "../../loaders/store/database.js";
import { oneIn, soak } from "../soak.js";

const policy = readPolicies().find(({ id }) => id === "children")!;
const indicators = readIndicators();

const open: Database[] = [];
afterEach(() => {
  for (const db of open.splice(0)) db.close();
});

interface Row {
  indicator?: string;
  numerator?: number | null;
  denominator?: number | null;
  value?: number | null;
  lower?: number | null;
  upper?: number | null;
  status?: string;
}

/** What the border says of a ward's figures, an average unless they say otherwise. */
async function mistakes(...rows: Row[]): Promise<string[]> {
  const db = await Database.open(":memory:");
  open.push(db);
  for (const table of Object.keys(publicTables)) await db.run(createTable(table as PublicTable));
  await db.run("INSERT INTO area VALUES ('W1', 'First', 'ward', NULL)");
  for (const row of rows) {
    const figure = {
      indicator: "average-goals-met",
      numerator: null,
      denominator: 100,
      value: 13.2,
      lower: 12.4,
      upper: 14,
      status: "value",
      ...row,
    };
    await db.run(
      `INSERT INTO observation BY NAME SELECT $1 AS indicator, 'eyfsp-return' AS source, 'protected' AS basis, 'ward' AS level,
         'W1' AS area, '2024/25' AS period, 'all' AS breakdown, 'all' AS category, $2::DOUBLE AS numerator,
         $3::DOUBLE AS denominator, $4::DOUBLE AS value, $5::DOUBLE AS lower, $6::DOUBLE AS upper, $7 AS status`,
      [
        figure.indicator,
        figure.numerator,
        figure.denominator,
        figure.value,
        figure.lower,
        figure.upper,
        figure.status,
      ],
    );
  }
  return borderMistakes(db, { policy, indicators });
}

describe("the border, of an average", () => {
  it("lets one pass that tells of no few children", async () => {
    expect(await mistakes({})).toEqual([]);
    expect(await mistakes({ lower: null, upper: null })).toEqual([]);
    // That all of a large group are alike may be said.
    expect(await mistakes({ value: 17, lower: 17, upper: 17 })).toEqual([]);
  });

  it.each<[string, Row, string]>(
    oneIn(5, [
      ["its sum", { numerator: 1320 }, "has the sum behind an average"],
      ["one of few children", { denominator: 25 }, "has an average of too few children"],
      ["an exact one", { value: 13.21 }, "too many decimals"],
      [
        "an exact end of its interval",
        { upper: 14.03 },
        "has an average whose interval has too many decimals",
      ],
      ["an interval that is not around it", { upper: 13 }, "or does not hold it"],
      ["half an interval", { upper: null }, "has an average with half an interval"],
      ["an interval beyond the scale", { value: 16.4, lower: 15.7, upper: 17.1 }, "beyond the scale's end"],
      [
        "an interval that ends with the scale",
        { value: 16.4, lower: 15.8, upper: 17 },
        "ends with its scale",
      ],
      [
        "one near the scale's end, which tells how few are short of it",
        { denominator: 35, value: 16.9, lower: null, upper: null },
        "tells how few children are away from an end of its scale",
      ],
      [
        "one of a small group of whom all are alike",
        { denominator: 40, value: 17, lower: 17, upper: 17 },
        "says the same of every child of a small group",
      ],
    ]),
  )("catches %s", async (_, row, message) => {
    expect((await mistakes(row)).join("\n")).toContain(message);
  });

  it("catches an interval where another average of its period is suppressed", async () => {
    const hidden = { denominator: null, value: null, lower: null, upper: null, status: "suppressed" };
    expect(await mistakes({}, hidden)).toEqual([
      "observation: has an interval of an average beside a suppressed figure of such children, which it would tell of (1 rows).",
    ]);
    expect(await mistakes({ lower: null, upper: null }, hidden)).toEqual([]);
  });

  soak("catches one of children whose share is suppressed", async () => {
    const hidden = { numerator: null, denominator: null, value: null, lower: null, upper: null };
    const share = { indicator: "good-level-of-development", ...hidden, status: "suppressed" };
    const average = { lower: null, upper: null };
    expect(await mistakes(average, share)).toEqual([
      "observation: has an average of children whose share is suppressed, which it would tell of (1 rows).",
    ]);
    // Of reviews at two it tells nothing.
    expect(await mistakes({}, { ...share, indicator: "asq-all-domains" })).toEqual([]);
  });
});

describe("the border, of gaps and places", () => {
  soak("catches an exact end of their intervals", async () => {
    const gap = { indicator: "good-level-of-development-fsm-gap", denominator: null, value: -10 };
    expect(await mistakes({ ...gap, lower: -23.4, upper: 4.1 })).toEqual([]);
    expect((await mistakes({ ...gap, lower: -23.412, upper: 4.1 })).join()).toContain("too many decimals");
    const places = { indicator: "places-per-child", numerator: 45, denominator: 170, value: 0.26 };
    expect(await mistakes({ ...places, lower: null, upper: null })).toEqual([]);
    expect((await mistakes({ ...places, lower: 0.2, upper: 0.3 })).join()).toContain("does not follow");
  });
});
