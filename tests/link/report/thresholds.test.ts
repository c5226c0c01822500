import { afterEach, expect, test } from "vitest";
import { writeThresholds } from "../../../loaders/link/report/thresholds.js";
import { desk, tableOf } from "./desk.js";

const { open, clear } = desk();
afterEach(clear);

/** By threshold, how many children of the headcount are in the register; and how many the headcount has. */
async function linked(links: string[], candidates: string[] = []): Promise<[number, number, number][]> {
  const db = await open();
  await db.run(tableOf("person_link", "person_id VARCHAR, source VARCHAR, probability DOUBLE", links));
  await db.run(
    tableOf("link_candidate", "person_id VARCHAR, other_id VARCHAR, probability DOUBLE", candidates),
  );
  await writeThresholds(db);
  const rows = await db.rows<{ threshold: number; persons: number; linked: number }>(
    "SELECT threshold, persons, linked FROM link_threshold WHERE source = 'headcount' AND other = 'register' ORDER BY threshold",
  );
  return rows.map((row) => [row.threshold, row.persons, row.linked]);
}

test("a stricter threshold takes away what hangs on less", async () => {
  expect(
    await linked([
      "('ana', 'headcount', 1)",
      "('ana', 'register', 1)",
      "('bo', 'headcount', 0.97)",
      "('bo', 'register', 1)",
      "('cy', 'headcount', NULL)",
    ]),
  ).toEqual([
    [0.5, 3, 2],
    [0.8, 3, 2],
    [0.95, 3, 2],
    [0.99, 3, 1],
    [1, 3, 1],
  ]);
});

test("a looser one adds what the model would join, whichever way round the pair is kept", async () => {
  const links = [
    "('cy', 'headcount', 1)",
    "('cy-too', 'register', 1)",
    "('di', 'headcount', 1)",
    "('di-too', 'register', 1)",
  ];
  expect(await linked(links, ["('cy', 'cy-too', 0.9)", "('di-too', 'di', 0.6)"])).toEqual([
    [0.5, 2, 2],
    [0.8, 2, 1],
    [0.95, 2, 0],
    [0.99, 2, 0],
    [1, 2, 0],
  ]);
});

test("a child with two candidates is counted once", async () => {
  const links = ["('cy', 'headcount', 1)", "('one', 'register', 1)", "('two', 'register', 1)"];
  expect((await linked(links, ["('cy', 'one', 0.9)", "('cy', 'two', 0.85)"]))[0]).toEqual([0.5, 1, 1]);
});
