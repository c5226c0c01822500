import { existsSync } from "node:fs";
import { join, resolve } from "node:path";
import { expect, test } from "vitest";
import { openInput } from "../../../loaders/files/open-table.js";
import { applyModel } from "../../../loaders/link/model/applicable.js";
import { pairsOfRule } from "../../../loaders/link/model/blocking.js";
import { estimate, matchProbabilities, type State } from "../../../loaders/link/model/em.js";
import { writeRecords } from "../../../loaders/link/model/records.js";
import { countPatterns, parametersOf } from "../../../loaders/link/model/vectors.js";
import { Database } from "../../../loaders/store/database.js";
import { repositoryRoot } from "../../../loaders/store/paths.js";
import { folder, model, pairsOf } from "./desk.js";

const published = join(
  resolve(repositoryRoot, process.env.EARLY_YEARS_REAL ?? join("..", "shared", "real")),
  "linkage",
);
const withPublished = test.skipIf(!existsSync(published));

test("one step, worked by hand", () => {
  // Ten pairs agree and ten do not; prior 1/2, m 3/4, u 1/4. A pair that agrees has odds 3, one that does not 1/3.
  const patterns = {
    counts: Float64Array.of(10, 10),
    levels: [Int8Array.of(0, 1)],
    frequencies: [undefined],
  };
  const start: State = { prior: 0.5, comparisons: [{ m: [0.75, 0.25], u: [0.25, 0.75] }] };
  expect([...matchProbabilities(patterns, start)]).toEqual([3 / 4, 1 / 4]);
  const [, next] = estimate(patterns, start, {
    estimate: { prior: true, m: true, u: true },
    tolerance: 0,
    mostIterations: 1,
  });
  // Expected matches: 7.5 that agree and 2.5 that do not.
  expect(next!.prior).toBeCloseTo(10 / 20, 12);
  expect(next!.comparisons[0]!.m).toEqual([0.75, 0.25]);
  expect(next!.comparisons[0]!.u).toEqual([0.25, 0.75]);
});

test("a null says nothing, and stays out of the shares", () => {
  const patterns = {
    counts: Float64Array.of(4, 4, 100),
    levels: [Int8Array.of(0, 1, -1)],
    frequencies: [undefined],
  };
  const start: State = { prior: 0.2, comparisons: [{ m: [0.9, 0.1], u: [0.3, 0.7] }] };
  const probabilities = matchProbabilities(patterns, start);
  expect(probabilities[2]).toBeCloseTo(0.2, 12);
  const [, next] = estimate(patterns, start, {
    estimate: { prior: true, m: true, u: false },
    tolerance: 0,
    mostIterations: 1,
  });
  expect(next!.comparisons[0]!.m[0]).toBeCloseTo(
    probabilities[0]! / (probabilities[0]! + probabilities[1]!),
    12,
  );
  expect(next!.comparisons[0]!.u).toEqual([0.3, 0.7]);
});

test("matches taken as seen already keep a handful of pairs from deciding m", () => {
  // Two pairs, surely matches, that disagree. Seen before: eight matches that agree.
  const patterns = { counts: Float64Array.of(2), levels: [Int8Array.of(1)], frequencies: [undefined] };
  const start: State = { prior: 0.999999, comparisons: [{ m: [0.5, 0.5], u: [0.999999, 0.000001] }] };
  const options = { estimate: { prior: false, m: true, u: false }, tolerance: 0, mostIterations: 1 };
  expect(estimate(patterns, start, options)[1]!.comparisons[0]!.m).toEqual([0, 1]);
  const [share, rest] = estimate(patterns, start, { ...options, seen: [[8, 0]] })[1]!.comparisons[0]!.m;
  expect(share).toBeCloseTo(8 / 10, 5);
  expect(rest).toBeCloseTo(2 / 10, 5);
});

withPublished("vectors drawn from known parameters give them back from a naive start", async () => {
  const db = await Database.open(":memory:");
  const columns = ["gamma_col_1", "gamma_col_2", "gamma_col_3"];
  const rows = await db.rows<Record<string, number>>(
    `SELECT ${columns.join(", ")}, count(*)::INTEGER AS n FROM '${published}/known_params_comparison_vectors.csv' GROUP BY ALL ORDER BY ALL`,
  );
  db.close();
  const patterns = {
    counts: Float64Array.from(rows, (row) => row.n!),
    levels: columns.map((c) => Int8Array.from(rows, (row) => 1 - row[c]!)),
    frequencies: [undefined, undefined, undefined],
  };
  const naive = { m: [0.9, 0.1], u: [0.1, 0.9] };
  const last = estimate(
    patterns,
    { prior: 0.3, comparisons: [naive, naive, naive] },
    { estimate: { prior: true, m: true, u: true }, tolerance: 1e-12, mostIterations: 5000 },
  ).at(-1)!;
  expect(last.prior).toBeCloseTo(0.5, 9);
  for (const [c, [m, u]] of [
    [0.7, 0.1],
    [0.9, 0.025],
    [0.95, 0.2],
  ].entries()) {
    expect(last.comparisons[c]!.m[0]).toBeCloseTo(m!, 9);
    expect(last.comparisons[c]!.u[0]).toBeCloseTo(u!, 9);
  }
});

/** The model of the published history. */
const demo = model({
  id: ["unique_id"],
  label: ["cluster"],
  prior: 0.3,
  fields: Object.fromEntries(
    ["first_name", "surname", "dob", "city", "email"].map((field) => [field, { kind: "raw" }]),
  ),
  blocking: { rules: [["surname"]] },
  training: { passes: [["surname"]] },
  comparisons: [
    {
      name: "first_name",
      levels: [
        { test: "exact", m: 0.7, u: 0.1, term_frequency: 0.6 },
        { test: "levenshtein", most: 2, m: 0.2, u: 0.1 },
        { test: "else", m: 0.1, u: 0.8 },
      ],
    },
    ...["dob", "city", "email"].map((name) => ({
      name,
      levels: [
        { test: "exact", m: 0.9, u: 0.1 },
        { test: "else", m: 0.1, u: 0.9 },
      ],
    })),
  ],
});
const demoFile = join(published, "fake_1000_from_splink_demos.csv");

withPublished("the published history is reproduced to nine digits", async () => {
  const db = await Database.open(":memory:");
  const input = await openInput(db, demoFile, folder());
  const applied = applyModel(demo, [input]);
  await writeRecords(db, [input], applied);
  const patterns = await countPatterns(
    db,
    demo.comparisons,
    pairsOfRule(demo, "within", [["surname"]], 0),
    true,
  );
  const history = estimate(
    patterns,
    { prior: demo.prior!, comparisons: demo.comparisons.map(parametersOf) },
    { estimate: { prior: true, m: true, u: false }, tolerance: 0, mostIterations: 2 },
  );
  const priors = await db.rows<{ p: number }>(
    `SELECT λ AS p FROM '${published}/splink2_proportion_of_matches_history_fixed_u.csv' ORDER BY iteration`,
  );
  for (const [i, { p }] of priors.entries()) expect(history[i]!.prior).toBeCloseTo(p, 9);
  const levels = await db.rows<{ column: string; level: number; iteration: number; m: number }>(`
    SELECT column_name AS column, num_levels - 1 - gamma_index AS level, iteration, m_probability AS m
    FROM '${published}/splink2_m_u_history_fixed_u.csv'`);
  db.close();
  expect(levels).toHaveLength(27);
  for (const { column, level, iteration, m } of levels) {
    const c = demo.comparisons.findIndex(({ name }) => name === column);
    expect(history[iteration]!.comparisons[c]!.m[level], `${column} ${level} ${iteration}`).toBeCloseTo(m, 9);
  }
});

withPublished("the published pair 479 and 481 has its published weight", async () => {
  const { pairs } = await pairsOf({ inputs: [demoFile], model: demo });
  const pair = pairs.find(({ left_id, right_id }) => left_id === "479" && right_id === "481")!;
  expect(Number(pair.match_weight)).toBeCloseTo(0.5101493570766487, 9);
  expect(Number(pair.match_probability)).toBeCloseTo(0.5874923778509089, 9);
  // The first name, Jack, is 8 of the 900 that are known: (0.1 ÷ (8 ÷ 900))^0.6.
  expect((0.1 / (8 / 900)) ** 0.6).toBeCloseTo(4.272592890212634, 9);
});
