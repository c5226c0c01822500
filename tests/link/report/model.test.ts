import { afterEach, describe, expect, test } from "vitest";
import { readModel } from "../../../loaders/link/model/model-file.js";
import { modelSchema, testSettings } from "../../../loaders/link/model/schema.js";
import { writeExamples } from "../../../loaders/link/report/examples.js";
import { levelWords } from "../../../loaders/link/report/level-words.js";
import { writeModel } from "../../../loaders/link/report/model.js";
import { writeTable } from "../../../loaders/link/report/table.js";
import { weightTable } from "../../../loaders/link/report/weights.js";
import { desk, tableOf } from "./desk.js";

const { open, clear } = desk();
afterEach(clear);

// Prior odds 1 : 4, so −2 bits. The same name gives log₂(0.8 ÷ 0.1) = 3 bits, another log₂(0.2 ÷ 0.8) = −2; the same
// date of birth log₂(1 ÷ 0.0625) = 4. Two names swapped count neither way; two given names of twins forbid a match.
const model = modelSchema.parse({
  version: 1,
  title: "Two comparisons",
  id: ["id"],
  fields: { name: { kind: "text" }, other: { kind: "text" }, date_of_birth: { kind: "date" } },
  blocking: { rules: [["name"]] },
  comparisons: [
    {
      name: "name",
      levels: [
        { test: "exact", term_frequency: true, m: 0.8, u: 0.1 },
        { test: "swapped", with: "other", neutral: true },
        { test: "exact", field: "date_of_birth", veto: true },
        { test: "else", m: 0.2, u: 0.8 },
      ],
    },
    {
      name: "date_of_birth",
      levels: [
        { test: "exact", m: 1, u: 0.0625 },
        { test: "else", m: 0, u: 0.9375 },
      ],
    },
  ],
  training: { passes: [["name"]] },
  prior: 0.2,
});

describe("the model", () => {
  test("is told level by level in words, with its settings", async () => {
    const db = await open();
    await writeModel(db, model);
    const level = (
      comparison: string,
      level: number,
      label: string,
      m: number | null,
      u: number | null,
      weight: number | null,
      term_frequency = false,
    ) => ({ comparison, level, label, m, u, weight, term_frequency });
    expect(await db.rows("FROM link_model")).toEqual([
      level("name", 0, "the same", 0.8, 0.1, 3, true),
      level("name", 1, "swapped with other", null, null, 0),
      level("name", 2, "same date of birth", null, null, null),
      level("name", 3, "anything else", 0.2, 0.8, -2),
      level("date_of_birth", 0, "the same", 1, 0.0625, 4),
      // Never seen among matches: as much against as the report tells.
      level("date_of_birth", 1, "anything else", 0, 0.9375, -40),
    ]);
    expect(await db.rows("FROM link_model_setting WHERE key IN ('title', 'prior', 'match')")).toEqual([
      { key: "title", value: "Two comparisons" },
      { key: "prior", value: "0.2" },
      { key: "match", value: "0.95" },
    ]);
  });

  test("has words for every test, and for every level of the models that come with the workspace", () => {
    for (const test of Object.keys(testSettings))
      expect(levelWords({ test: test as "exact", most: 2, least: 0.9, with: "b", of: [] })).toBeTypeOf(
        "string",
      );
    for (const file of ["children", "person"])
      for (const { levels } of readModel(`data/linkage/${file}.yaml`).comparisons) {
        const words = levels.map(levelWords);
        expect(new Set(words).size, words.join("; ")).toBe(words.length);
      }
  });
});

/** Pairs of records 0–9, of which 0–4 are one person each with 5–9 where `together` says so. */
async function pairs(rows: string[], together: number[]) {
  const [identity, analysis] = [await open(), await open()];
  await identity.run(
    tableOf(
      "model_pair",
      'left_id INTEGER, right_id INTEGER, match_weight DOUBLE, match_probability DOUBLE, "level 0" TINYINT, "level 1" TINYINT',
      rows,
    ),
  );
  await identity.run(
    tableOf(
      "person_record",
      "record_id VARCHAR, distinct_id INTEGER, person_id VARCHAR",
      Array.from(
        { length: 10 },
        (_, i) => `('r${i}', ${i}, 'p${i >= 5 && together.includes(i - 5) ? i - 5 : i}')`,
      ),
    ),
  );
  return { identity, analysis };
}

test("weights are counted by quarters of a bit, and how many of the pairs became one person", async () => {
  const { identity, analysis } = await pairs(
    ["(0, 5, 4.3, 0, 0, 0)", "(1, 6, 4.49, 0, 0, 0)", "(2, 7, 4.5, 0, 0, 0)", "(3, 8, -1.1, 0, 0, 0)"],
    [0, 2],
  );
  await writeTable(identity, analysis, weightTable);
  expect(await analysis.rows("FROM link_weight")).toEqual([
    { bin: -1.25, pairs: 1, joined: 0 },
    { bin: 4.25, pairs: 2, joined: 1 },
    { bin: 4.5, pairs: 1, joined: 1 },
  ]);
});

describe("examples", () => {
  // Five pairs of −2 + 3 + 4 = 5 bits on average one bit more, as their names are rare; all above log₂(19) = 4.2.
  const five = (weight: number, levels: string) =>
    [0, 1, 2, 3, 4].map((i) => `(${i}, ${i + 5}, ${weight}, 0, ${levels})`);

  test("are patterns of at least five pairs, told step by step to the pair's weight", async () => {
    const { identity, analysis } = await pairs(
      [...five(6, "0, 0"), "(0, 6, 9, 0, 0, -1)", "(0, 7, 9, 0, 0, -1)"],
      [0, 1, 2, 3, 4],
    );
    await writeExamples(identity, analysis, model);
    const step = (comparison: string, level: number | null, label: string, weight: number) => ({
      example: 1,
      kind: "match",
      pairs: 5,
      comparison,
      level,
      label,
      weight,
    });
    expect(await analysis.rows("SELECT * EXCLUDE (step) FROM link_example ORDER BY step")).toEqual([
      step("start", null, "two records taken at random", -2),
      step("name", 0, "the same", 3),
      step("date_of_birth", 0, "the same", 4),
      step("rarity", null, "how rare the shared values are", 1),
    ]);
  });

  test("a comparison that was not possible gives nothing", async () => {
    const { identity, analysis } = await pairs(five(1, "0, -1"), []);
    await writeExamples(identity, analysis, model);
    expect(
      await analysis.rows("SELECT kind, label, weight FROM link_example WHERE comparison = 'date_of_birth'"),
    ).toEqual([{ kind: "potential match", label: "not known for both", weight: 0 }]);
  });

  test("are of each kind: what the constraints kept apart, what is for review, what is unlikely", async () => {
    const { identity, analysis } = await pairs(
      [...five(6, "0, 0"), ...five(1, "0, -1"), ...five(-3, "3, -1"), ...five(7, "0, 0")],
      [],
    );
    await writeExamples(identity, analysis, model);
    expect(
      await analysis.rows("SELECT DISTINCT example, kind, pairs FROM link_example ORDER BY example"),
    ).toEqual([
      { example: 1, kind: "kept apart", pairs: 10 },
      { example: 2, kind: "potential match", pairs: 5 },
      { example: 3, kind: "low confidence", pairs: 5 },
    ]);
  });
});
