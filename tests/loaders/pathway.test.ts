import { afterAll, beforeAll, expect, test } from "vitest";
import {
  overlaps,
  pathwayByArea,
  pathwayByGroup,
  stepDots,
  waysThrough,
} from "../../components/pathway/figures.js";
import { having, leadOf, pathwayInWords, total } from "../../components/pathway/sentences.js";
import pathway, { type Pathway } from "../../loaders/explore/pathway.json.js";
import { makePageDataset } from "../../loaders/page-dataset.js";
import type { Database } from "../../loaders/store/database.js";
import { standInBrowser } from "../sentences/browser-globals.js";
import { city, manifest, smallStore, source } from "./small-store.js";

standInBrowser();

// Born from September 2021: a had a review, was eligible and had a place at two; b had a review and was eligible; c was met
// nowhere; d moved away; e is on no register. f was born in a year of which no review could be told.
const tables = `
  CREATE TABLE src_child_health_register AS FROM (VALUES
    ('a', '1', DATE '2021-09-01', NULL::DATE), ('b', '3', DATE '2022-08-01', NULL), ('c', '1', DATE '2022-01-01', NULL),
    ('d', '1', DATE '2022-01-01', DATE '2023-01-01'), ('f', '1', DATE '2017-01-01', NULL)
  ) AS t(person_id, lsoa, birth_month, moved_out_on);
  CREATE TABLE person AS FROM (VALUES ('a', 'female', 'Asian'), ('b', 'male', NULL), ('c', 'male', 'Asian')) AS t(person_id, sex, ethnic_group);
  CREATE TABLE src_health_visiting_reviews AS FROM (VALUES
    ('a', DATE '2021-09-01', '2-2.5 years', DATE '2023-09-02'), ('b', DATE '2022-08-01', '2-2.5 years', DATE '2025-01-30'),
    ('a', DATE '2021-09-01', '12 months', DATE '2022-09-02'), ('e', DATE '2022-01-01', '2-2.5 years', DATE '2024-02-01'),
    ('d', DATE '2022-01-01', '2-2.5 years', DATE '2024-02-01'), ('z', DATE '2024-01-01', 'new birth', DATE '2025-02-28')
  ) AS t(person_id, birth_month, review_type, review_date);
  CREATE TABLE src_eligible_two_year_olds AS FROM (VALUES
    ('a', DATE '2021-09-01', '2024-spring'), ('b', DATE '2022-08-01', '2024-autumn'), ('z', DATE '2024-01-01', '2024-summer'),
    ('z', DATE '2024-01-01', '2025-spring'), ('z', DATE '2024-01-01', '2025-summer')
  ) AS t(person_id, birth_month, _period);
  CREATE TABLE src_funded_childcare_headcount AS FROM (VALUES
    ('a', DATE '2021-09-01', 2, '2024-spring'), ('b', DATE '2022-08-01', 2, '2024-spring'), ('b', DATE '2022-08-01', 3, '2024-autumn'),
    ('z', DATE '2024-01-01', 2, '2024-summer'), ('z', DATE '2024-01-01', 2, '2025-spring'), ('z', DATE '2024-01-01', 2, '2025-summer')
  ) AS t(person_id, birth_month, age_group, _period)`;

let db: Database;
let data: Pathway;
beforeAll(async () => {
  db = await smallStore([]);
  expect((await made()).cohorts).toEqual([]);
  for (const statement of tables.split(";\n")) await db.run(statement);
  data = await made();
});
afterAll(() => db.close());

async function made(): Promise<Pathway> {
  const sources = [source("eyfsp-return")];
  const context = { db, city, sources, manifest: manifest({}), claims: [] };
  return JSON.parse(Buffer.from(await makePageDataset(pathway, context as never)).toString()) as Pathway;
}

test("children are met at the steps that they were met at in time, and a step that its source does not cover is not told", () => {
  expect(data.cohorts.map(({ year }) => year)).toEqual([2021]);
  const told = pathwayInWords(data, 2021);
  expect(told.steps.map(({ id, children, of }) => [id, children, of])).toEqual([
    ["two-year-review", 2, 3],
    ["eligible-at-two", 2, 3],
    // What b had at three is not told: the headcounts do not cover it for all.
    ["place-at-two", 2, 2],
  ]);
  expect(told.untold).toMatch(/New birth visit .*; |New birth visit/);
  expect(data.cohorts[0]!.steps[1]!.unregistered).toBe(1);
  expect(told.steps[0]!.most).toBe(100);
});

test("patterns of areas and groups add up to those of all", () => {
  const all = data.counts.filter(({ level, breakdown }) => level === "city" && breakdown === "all");
  for (const key of ["ward", "locality"]) {
    const parts = data.counts.filter(({ level }) => level === key);
    expect(total(parts.flatMap(({ patterns }) => patterns))).toBe(total(all[0]!.patterns));
  }
  for (const key of ["sex", "ethnic_group", "deprivation_quintile"]) {
    const parts = data.counts.filter(({ breakdown }) => breakdown === key);
    expect(total(parts.flatMap(({ patterns }) => patterns))).toBe(total(all[0]!.patterns));
  }
  expect(data.counts).toContainEqual(
    expect.objectContaining({ breakdown: "ethnic_group", category: "Not known", patterns: [[14, 1]] }),
  );
});

test("overlaps are of the same children, and those met nowhere are told", () => {
  const told = pathwayInWords(data, 2021);
  expect(total(having(told.patterns, [1, 2]))).toBe(2);
  expect(leadOf(told)).toContain(
    "Of 3 children born September 2021 to August 2022 on the register in Birmingham, 1 (33.3%) was not met",
  );
  const ways = [...waysThrough(told).querySelectorAll("tbody th")].map((cell) => cell.textContent);
  expect(ways).toContain("None of these steps");
  expect(overlaps(told).querySelectorAll("tbody tr")).toHaveLength(3);
  expect(pathwayByArea(told).querySelectorAll("tbody tr")).toHaveLength(2);
  expect(pathwayByGroup(told, "sex").querySelectorAll("tbody tr")).toHaveLength(2);
  expect(stepDots(told).textContent).toContain("Fewest of them had a two-year review: 66.7% of all children");
});
