import { notKnown } from "../registry/indicator.js";
import { dayBefore, parsePeriod } from "../registry/periods.js";
import type { Source } from "../registry/source.js";
import { type Database, literal } from "../store/database.js";
import { quintiles } from "./geography.js";

/** A pattern of bits, bit i for step i, and how many children were met at just these steps. */
export type Pattern = [number, number];

/** Where the same children were met, from birth to Reception. */
export interface PathwayCounts {
  /** In their order. Bit i of a pattern says that a child was met at step i. */
  steps: { id: string; source: string; available: boolean }[];
  /** Children born in a school year who are on the register and have not moved away, newest first. */
  cohorts: {
    /** The September in which it begins: 2021 of children born from September 2021 to August 2022. */
    year: number;
    /** Of each step: whether the source tells of all the days in which these children would be met, else what it lacks. */
    steps: { covered: boolean; lacks: string; unregistered: number }[];
  }[];
  /** Children by where they were met. */
  counts: {
    year: number;
    level: "city" | "locality" | "ward";
    area: string;
    breakdown: "all" | "sex" | "ethnic_group" | "deprivation_quintile";
    category: string;
    patterns: Pattern[];
  }[];
}

interface Step {
  id: string;
  source: string;
  where: string;
  /** A column with the day, or the kind of period that an extract is of. */
  date: string | { extract: "term" | "academic_year" };
  /** Months after the September in which a cohort begins: the first, and the one before which looking ends. */
  from: number;
  before: number;
}

const expectedInAll = [
  ...["listening_attention_understanding", "speaking", "self_regulation", "managing_self"],
  ...["building_relationships", "gross_motor", "fine_motor", "comprehension", "word_reading", "writing"],
  ...["number", "numerical_patterns"],
]
  .map((goal) => `${goal} = '2'`)
  .join(" AND ");

// A place at two begins in the term after the second birthday: from January for those born in autumn, to the end of the summer
// term in which those born in August are two. A place counts as one before Reception in the year before that.
const steps: readonly Step[] = [
  {
    ...{ id: "new-birth-visit", source: "health-visiting-reviews", where: "review_type = 'new birth'" },
    ...{ date: "review_date", from: 0, before: 13 },
  },
  {
    ...{ id: "two-year-review", source: "health-visiting-reviews", where: "review_type = '2-2.5 years'" },
    ...{ date: "review_date", from: 24, before: 42 },
  },
  {
    ...{ id: "eligible-at-two", source: "eligible-two-year-olds", where: "true" },
    ...{ date: { extract: "term" as const }, from: 28, before: 48 },
  },
  {
    ...{ id: "place-at-two", source: "funded-childcare-headcount", where: "age_group = 2" },
    ...{ date: { extract: "term" as const }, from: 28, before: 48 },
  },
  {
    ...{ id: "place-before-reception", source: "funded-childcare-headcount", where: "age_group IN (3, 4)" },
    ...{ date: { extract: "term" as const }, from: 48, before: 60 },
  },
  {
    ...{ id: "assessed", source: "eyfsp-return", where: "true" },
    ...{ date: { extract: "academic_year" as const }, from: 60, before: 72 },
  },
  {
    ...{ id: "good-level", source: "eyfsp-return", where: expectedInAll },
    ...{ date: { extract: "academic_year" as const }, from: 60, before: 72 },
  },
];

const register = "src_child_health_register";
const table = (source: string): string => `src_${source.replaceAll("-", "_")}`;
/** The school year of birth, by the September in which it begins. */
const yearOf = (birth: string): string => `year(${birth} - INTERVAL 8 MONTH)`;

/**
 * Counts children by where they were met, by school year of birth, area and group. No cohorts where no register has come, or
 * none of the services. Makes temporary tables.
 */
export async function countPathways(
  db: Database,
  city: string,
  sources: readonly Source[],
): Promise<PathwayCounts> {
  const titles = new Map(sources.map(({ id, title }) => [id, title]));
  const there = new Map<string, boolean>();
  for (const { source } of steps) there.set(source, await db.has(table(source)));
  const known = steps.map(({ id, source }) => ({
    id,
    source: titles.get(source) ?? source,
    available: there.get(source)!,
  }));
  if (!(await db.has(register)) || !known.some(({ available }) => available))
    return { steps: known, cohorts: [], counts: [] };
  const years = (
    await db.rows<{ year: number }>(
      `SELECT DISTINCT ${yearOf("birth_month")}::INTEGER AS year FROM ${register} WHERE moved_out_on IS NULL ORDER BY 1 DESC`,
    )
  ).map(({ year }) => year);
  const available = steps.filter(({ source }) => there.get(source));
  const spans = new Map<string, Gaps>();
  for (const step of available) spans.set(step.id, await gapsOf(db, step));
  const lacks = (step: Step, year: number) =>
    spans.get(step.id)?.(monthsAfter(year, step.from), monthsAfter(year, step.before)) ??
    (there.get(step.source) ? "" : "there is no extract yet");
  const cohorts = years
    .map((year) => ({
      year,
      steps: steps.map((step) => ({
        covered: lacks(step, year) === "",
        lacks: lacks(step, year),
        unregistered: 0,
      })),
    }))
    // A year that one step alone tells of follows nobody anywhere.
    .filter((cohort) => cohort.steps.filter(({ covered }) => covered).length > 1);
  await meet(db, available);
  const unregistered = await db.rows<{ step: number; year: number; n: number }>(`
    SELECT step, year, count(DISTINCT person_id)::INTEGER AS n FROM pathway_met
    WHERE person_id NOT IN (SELECT person_id FROM ${register} WHERE person_id IS NOT NULL) GROUP BY ALL`);
  for (const { step, year, n } of unregistered) {
    const cohort = cohorts.find((one) => one.year === year);
    if (cohort) cohort.steps[step]!.unregistered = n;
  }
  return { steps: known, cohorts, counts: await countsOf(db, cohorts, city) };
}

/** What a source lacks of the days from one to before another, in words; empty where it tells of all of them. */
type Gaps = (from: string, before: string) => string;

async function gapsOf(db: Database, { source, date }: Step): Promise<Gaps> {
  if (typeof date === "string") {
    // A few days long before all others are slips of the pen.
    const { first, last } = await db.row<{ first: string | null; last: string | null }>(
      `SELECT quantile_disc(${date}, 0.001)::DATE::VARCHAR AS first, max(${date})::DATE::VARCHAR AS last FROM ${table(source)}`,
    );
    return (from, before) =>
      first && last && first.slice(0, 7) <= from.slice(0, 7) && last >= dayBefore(before).slice(0, 7)
        ? ""
        : `it tells of ${first?.slice(0, 4) ?? "no year"} to ${last?.slice(0, 4) ?? "no year"}`;
  }
  const held = await db.rows<{ period: string }>(`SELECT DISTINCT _period AS period FROM ${table(source)}`);
  const starts = new Set(held.map(({ period }) => parsePeriod(date.extract, period).start));
  return (from, before) => {
    const missing = startsWithin(date.extract, from, before).filter((start) => !starts.has(start));
    return missing.length === 0
      ? ""
      : `an extract is missing of ${missing.length === 1 ? "one" : missing.length} of its ${date.extract === "term" ? "terms" : "years"}`;
  };
}

function startsWithin(kind: "term" | "academic_year", from: string, before: string): string[] {
  const [first, last] = [Number(from.slice(0, 4)), Number(before.slice(0, 4))];
  const years = Array.from({ length: last - first + 1 }, (_, i) => first + i);
  const written = years.flatMap((year) =>
    kind === "term"
      ? ["spring", "summer", "autumn"].map((term) => `${year}-${term}`)
      : [`${year}-${String((year + 1) % 100).padStart(2, "0")}`],
  );
  return written
    .map((text) => parsePeriod(kind, text).start)
    .filter((start) => start >= from && start < before);
}

// `pathway_met` (step, year, person_id): who was met where, of which school year of birth.
async function meet(db: Database, available: readonly Step[]): Promise<void> {
  const each = available.map((step) => {
    const { source, where, date, from, before } = step;
    const day = typeof date === "string" ? date : "period_start";
    const begins = `make_date(${yearOf("birth_month")}::INTEGER, 9, 1)`;
    return `
      SELECT ${steps.indexOf(step)} AS step, ${yearOf("birth_month")}::INTEGER AS year, person_id
      FROM ${table(source)} ${typeof date === "string" ? "" : `JOIN pathway_period USING (_period)`}
      WHERE (${where}) AND birth_month IS NOT NULL
        AND ${day} >= ${begins} + INTERVAL ${from} MONTH AND ${day} < ${begins} + INTERVAL ${before} MONTH`;
  });
  const kinds = new Map(
    available.flatMap(({ source, date }) =>
      typeof date === "string" ? [] : [[source, date.extract] as const],
    ),
  );
  const periods: { _period: string; period_start: string }[] = [];
  for (const [source, kind] of kinds)
    for (const { period } of await db.rows<{ period: string }>(
      `SELECT DISTINCT _period AS period FROM ${table(source)}`,
    ))
      periods.push({ _period: period, period_start: parsePeriod(kind, period).start });
  await db.run(
    `CREATE OR REPLACE TEMP TABLE pathway_period AS
     SELECT DISTINCT unnest(from_json($1, '[{"_period": "VARCHAR", "period_start": "DATE"}]'), recursive := true)`,
    [JSON.stringify(periods)],
  );
  await db.run(`CREATE OR REPLACE TEMP TABLE pathway_met AS ${each.join("\nUNION ALL")}`);
}

async function countsOf(
  db: Database,
  cohorts: PathwayCounts["cohorts"],
  city: string,
): Promise<PathwayCounts["counts"]> {
  if (cohorts.length === 0) return [];
  const bits = cohorts.map(
    ({ year, steps: own }) =>
      `(${year}, ${own.reduce((sum, { covered }, i) => sum + (covered ? 2 ** i : 0), 0)})`,
  );
  const quintile = `(${quintiles(await db.has("src_deprivation_2025"))})`;
  const rows = await db.rows<{
    year: number;
    level: "city" | "locality" | "ward";
    area: string;
    breakdown: PathwayCounts["counts"][number]["breakdown"];
    category: string;
    patterns: string;
  }>(
    `WITH cohort AS (SELECT * FROM (VALUES ${bits.join(", ")}) AS t(year, covered)),
     met AS (SELECT person_id, bit_or((1 << step)::INTEGER) AS pattern FROM (SELECT DISTINCT step, person_id FROM pathway_met WHERE person_id IS NOT NULL) GROUP BY 1),
     child AS (
       SELECT ${yearOf("r.birth_month")}::INTEGER AS year, r.person_id, any_value(r.lsoa) AS lsoa, any_value(p.sex) AS sex,
         any_value(p.ethnic_group) AS ethnic_group, coalesce(any_value(met.pattern), 0) AS pattern
       FROM ${register} AS r LEFT JOIN person AS p USING (person_id) LEFT JOIN met USING (person_id)
       WHERE r.moved_out_on IS NULL AND r.person_id IS NOT NULL GROUP BY ALL
     ),
     placed AS (
       SELECT child.* EXCLUDE (pattern), tree.ward, tree.locality, q.quintile, child.pattern & cohort.covered AS pattern
       FROM child JOIN cohort USING (year) JOIN area_tree AS tree USING (lsoa) LEFT JOIN ${quintile} AS q USING (lsoa)
     ),
     told AS (
       SELECT year, pattern, unnest([
         {'level': 'city', 'area': $1, 'breakdown': 'all', 'category': 'all'},
         {'level': 'locality', 'area': locality, 'breakdown': 'all', 'category': 'all'},
         {'level': 'ward', 'area': ward, 'breakdown': 'all', 'category': 'all'},
         {'level': 'city', 'area': $1, 'breakdown': 'sex', 'category': sex},
         {'level': 'city', 'area': $1, 'breakdown': 'ethnic_group', 'category': ethnic_group},
         {'level': 'city', 'area': $1, 'breakdown': 'deprivation_quintile', 'category': quintile}
       ], recursive := true) FROM placed
     ),
     counted AS (
       SELECT year, level, area, breakdown, coalesce(category, ${literal(notKnown)}) AS category, pattern, count(*) AS n
       FROM told WHERE area IS NOT NULL GROUP BY ALL
     )
     SELECT year, level, area, breakdown, category, to_json(list([pattern, n] ORDER BY pattern))::VARCHAR AS patterns
     FROM counted GROUP BY ALL ORDER BY year DESC, level, area, breakdown, category`,
    [city],
  );
  return rows.map((row) => ({ ...row, patterns: JSON.parse(row.patterns) as [number, number][] }));
}

function monthsAfter(year: number, months: number): string {
  return new Date(Date.UTC(year, 8 + months, 1)).toISOString().slice(0, 10);
}
