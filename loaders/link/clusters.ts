import type { Database } from "../store/database.js";
import { literal } from "../store/database.js";
import type { DecisionsInForce } from "./decisions.js";
import { joinPersons, type Persons, type RulePairs } from "./join-persons.js";
import type { RankedPairs } from "./join-ranked.js";
import type { Rule } from "./linker.js";
import { aliasForename } from "./matchkeys.js";
import { sqlNumber } from "./model/score.js";
import type { Particulars } from "./person-sets.js";
import { writeReviewPairs } from "./review-pairs.js";
import { numbersOf } from "./stream.js";

/** The thresholds of a model's probabilities, as match weights in bits. */
export interface Weights {
  match: number;
  potential: number;
  low: number;
}

/**
 * Reads tables `distinct_record`, `record`, `pair` and `model_pair`. Writes temp tables
 * `cluster`: by `distinct_id` its person (the least `distinct_id` of the person's records), the rule that first joined it to
 * another record, the outcome, and the probability by which it hangs on the greater part of its person;
 * `candidate`: pairs of persons that the model would join at a lower threshold, with the best pair's probability.
 * Writes table `review_pair` (see review-pairs.ts).
 * Returns the decisions that two records are the same which could not be followed, as another holds them apart.
 */
export async function writeClusters(
  db: Database,
  rules: readonly Rule[],
  { same, apart }: DecisionsInForce,
  weights: Weights,
): Promise<[number, number][]> {
  const particulars = { ...(await readParticulars(db)), apart, vetoed: await readVetoes(db, same) };
  const pairs: RulePairs[] = [
    {
      rule: reviewed,
      left: Int32Array.from(same, ([l]) => l),
      right: Int32Array.from(same, ([, r]) => r),
    },
  ];
  pairs.push(...(await readPairs(db, rules)));
  const ranked = await readRanked(db, weights);
  const persons = joinReviewed(particulars, pairs, ranked, same);
  const names = [...pairs.map(({ rule }) => rule.name), modelRule];
  const elsewhere = await writeCandidates(db, persons, ranked);
  await writePersons(db, persons, names, elsewhere, weights);
  await writeReviewPairs(db, persons, ranked);
  return same.filter(([l, r]) => persons.person[l] !== persons.person[r]);
}

/**
 * Joins records to persons. Where a reviewer found two children of two numbers to be one, the numbers are taken for one
 * number: a child may be given a second.
 */
function joinReviewed(
  particulars: Particulars,
  rules: readonly RulePairs[],
  ranked: RankedPairs,
  same: readonly (readonly [number, number])[],
): Persons {
  for (;;) {
    const persons = joinPersons(particulars, rules, ranked);
    let changed = false;
    for (const [l, r] of same) {
      const [p, q] = [persons.numbersOf(persons.person[l]!), persons.numbersOf(persons.person[r]!)];
      if (persons.person[l] === persons.person[r]) continue;
      for (const kind of ["nhsNumber", "upn"] as const) {
        if (p[kind] === -1 || q[kind] === -1 || p[kind] === q[kind]) continue;
        const numbers = particulars[kind];
        for (let i = 0; i < numbers.length; i++) if (numbers[i] === q[kind]) numbers[i] = p[kind];
        changed = true;
      }
    }
    if (!changed) return persons;
  }
}

const reviewed: Rule = { name: "clerical review", evidence: "identifier", loose: true };

/** The name in `pair` of what a model joins. */
export const modelRule = "model";

async function readParticulars(db: Database): Promise<Particulars> {
  await db.run(`
    CREATE OR REPLACE TEMP TABLE extract AS
    SELECT
      (row_number() OVER (ORDER BY source, period) - 1)::INTEGER AS extract,
      (dense_rank() OVER (ORDER BY source) - 1)::INTEGER AS source_number,
      (period IS NOT NULL)::INTEGER AS periodic,
      source, period
    FROM (SELECT DISTINCT source, period FROM record)`);
  // A value is known by the first record that has it.
  const [nhsNumber, upn, forename, sex] = await numbersOf(
    db,
    4,
    `WITH said AS (
       SELECT distinct_id, nhs_number, upn, sex, CASE WHEN forename IS NOT NULL THEN ${formOfForename} END AS form
       FROM distinct_record
     )
     SELECT
       ${["nhs_number", "upn", "form"].map((c) => `coalesce(of_${c}.first, -1)`).join(", ")},
       CASE sex WHEN 'female' THEN 1 WHEN 'male' THEN 2 ELSE 0 END
     FROM said
     ${["nhs_number", "upn", "form"].map((c) => `LEFT JOIN (SELECT ${c}, min(distinct_id) AS first FROM said WHERE ${c} IS NOT NULL GROUP BY ${c}) AS of_${c} USING (${c})`).join("\n     ")}
     ORDER BY distinct_id`,
  );
  const [holder, extract] = await numbersOf(
    db,
    2,
    `SELECT DISTINCT distinct_id, extract.extract
     FROM record
     JOIN distinct_record USING (evidence)
     JOIN extract ON extract.source = record.source AND extract.period IS NOT DISTINCT FROM record.period
     ORDER BY distinct_id, extract.extract`,
  );
  const [sourceOf, periodic] = await numbersOf(
    db,
    2,
    "SELECT source_number, periodic FROM extract ORDER BY extract",
  );
  await db.run("DROP TABLE extract");
  return {
    nhsNumber: Int32Array.from(nhsNumber!),
    upn: Int32Array.from(upn!),
    sex: Uint8Array.from(sex!),
    forename: Int32Array.from(forename!),
    extractsFrom: startsOf(holder!, sex!.length),
    extract: Int32Array.from(extract!),
    sourceOf: Int32Array.from(sourceOf!),
    periodic: Uint8Array.from(periodic!),
  };
}

/**
 * The pairs that the model says are never one child's, but for those that a reviewer or a number lifted: what says that
 * Teddy is Oliver says it of all records of the same two names and date of birth. A number says so of two records that bear
 * it, born on one day, unless either name is also that of a child born then who bears another number: his twin.
 */
async function readVetoes(
  db: Database,
  same: readonly (readonly [number, number])[],
): Promise<[number, number][]> {
  const who = (record: string): string =>
    ["forename", "surname", "date_of_birth"].map((c) => `${record}.${c} AS ${record}_${c}`).join(", ");
  const numbers = ["nhs_number", "upn"] as const;
  const bearsAnother = (record: string, number: string): string => `EXISTS (
      SELECT 1 FROM distinct_record AS o
      WHERE o.date_of_birth = ${record}.date_of_birth AND o.forename = ${record}.forename
        AND (o.surname = ${record}.surname OR o.postcode = ${record}.postcode) AND o.${number} <> ${record}.${number})`;
  await db.run(`
    CREATE OR REPLACE TEMP TABLE one_child AS
    WITH shared AS (${numbers
      .map(
        (number) => `
      SELECT ${who("l")}, ${who("r")}
      FROM distinct_record AS l
      JOIN distinct_record AS r ON l.${number} = r.${number} AND l.date_of_birth = r.date_of_birth
      WHERE l.forename <> r.forename AND NOT ${bearsAnother("l", number)} AND NOT ${bearsAnother("r", number)}`,
      )
      .join(" UNION ALL ")}
      ${same.length ? `UNION ALL SELECT ${who("l")}, ${who("r")} FROM (VALUES ${same.map(([l, r]) => `(${l}, ${r}), (${r}, ${l})`).join(", ")}) AS same (one, other) JOIN distinct_record AS l ON l.distinct_id = one JOIN distinct_record AS r ON r.distinct_id = other` : ""}
    )
    SELECT DISTINCT * FROM shared`);
  const [left, right] = await numbersOf(
    db,
    2,
    `SELECT left_id, right_id
     FROM veto
     JOIN distinct_record AS l ON l.distinct_id = left_id
     JOIN distinct_record AS r ON r.distinct_id = right_id
     ANTI JOIN one_child ON l_forename IS NOT DISTINCT FROM l.forename AND l_surname IS NOT DISTINCT FROM l.surname
       AND l_date_of_birth = l.date_of_birth AND r_forename IS NOT DISTINCT FROM r.forename
       AND r_surname IS NOT DISTINCT FROM r.surname AND r_date_of_birth = r.date_of_birth
     WHERE NOT coalesce(l.nhs_number = r.nhs_number, false) AND NOT coalesce(l.upn = r.upn, false)
     ORDER BY left_id, right_id`,
  );
  await db.run("DROP TABLE one_child");
  return Array.from(left!, (l, i) => [l, right![i]!]);
}

// A name is known by the keys of its words, which all its forms share. One that is a form of several names is itself.
const formOfForename =
  "CASE WHEN len(forename_aliases) > 1 THEN forename ELSE array_to_string(forename_words, '|') END";

async function readPairs(db: Database, rules: readonly Rule[]): Promise<RulePairs[]> {
  const names = rules.map(({ name }) => literal(name)).join(", ");
  const [place, left, right] = await numbersOf(
    db,
    3,
    `SELECT list_position([${names}], rule) - 1, left_id, right_id FROM pair`,
  );
  const size = new Int32Array(rules.length);
  for (const p of place!) size[p]!++;
  const pairs = rules.map((rule, p) => ({
    rule,
    left: new Int32Array(size[p]!),
    right: new Int32Array(size[p]!),
  }));
  const at = new Int32Array(rules.length);
  for (let i = 0; i < place!.length; i++) {
    const p = place![i]!;
    pairs[p]!.left[at[p]!] = left![i]!;
    pairs[p]!.right[at[p]!++] = right![i]!;
  }
  return pairs;
}

/** The model's pairs, the strongest first. Two that are equally strong come in the order of what their records say. */
async function readRanked(db: Database, { match, potential }: Weights): Promise<RankedPairs> {
  const [left, right, weight, mayJoin, unlike] = await numbersOf(
    db,
    5,
    `WITH named AS (
       SELECT
         left_id, right_id, match_weight,
         ((l.forename IS NOT NULL AND r.forename IS NOT NULL)
           OR coalesce(l.nhs_number = r.nhs_number, false) OR coalesce(l.upn = r.upn, false))::INTEGER AS may_join,
         coalesce(l.forename <> r.forename, false) AS differ
       FROM model_pair
       JOIN distinct_record AS l ON l.distinct_id = left_id
       JOIN distinct_record AS r ON r.distinct_id = right_id
     ),
     -- The parts of names are wide: only of two that differ are they met.
     alike AS (
       SELECT left_id, right_id, true AS are_forms
       FROM named
       JOIN distinct_record AS l ON l.distinct_id = left_id
       JOIN distinct_record AS r ON r.distinct_id = right_id
       WHERE differ AND ${aliasForename}
     )
     SELECT left_id, right_id, match_weight, may_join, (differ AND are_forms IS NULL)::INTEGER
     FROM named
     LEFT JOIN alike USING (left_id, right_id)
     ORDER BY round(match_weight, 9) DESC, left_id, right_id`,
  );
  return {
    left: Int32Array.from(left!),
    right: Int32Array.from(right!),
    weight: weight!,
    mayJoin: Uint8Array.from(mayJoin!),
    unlike: Uint8Array.from(unlike!),
    match,
    potential,
  };
}

/** Writes temp table `candidate`. Returns, by record, the best match weight of a pair with another person that could be the same child. */
async function writeCandidates(db: Database, persons: Persons, pairs: RankedPairs): Promise<Float64Array> {
  const { person } = persons;
  const { left, right, weight, mayJoin, unlike, match } = pairs;
  await db.run(
    "CREATE OR REPLACE TEMP TABLE candidate (left_cluster INTEGER, right_cluster INTEGER, match_weight DOUBLE)",
  );
  const appender = await db.connection.createAppender("candidate");
  const elsewhere = new Float64Array(person.length).fill(Number.NEGATIVE_INFINITY);
  const seen = new Set<number>();
  for (let i = 0; i < weight.length; i++) {
    const [p, q] = [person[left[i]!]!, person[right[i]!]!];
    if (p === q || persons.conflict(p, q)) continue;
    for (const record of [left[i]!, right[i]!]) elsewhere[record] = Math.max(elsewhere[record]!, weight[i]!);
    if (weight[i]! >= match || !mayJoin[i]) continue;
    if (unlike[i] && persons.isSettled(p) && persons.isSettled(q)) continue;
    const pair = Math.min(p, q) * person.length + Math.max(p, q);
    if (seen.has(pair)) continue;
    seen.add(pair);
    appender.appendInteger(Math.min(p, q));
    appender.appendInteger(Math.max(p, q));
    appender.appendDouble(weight[i]!);
    appender.endRow();
  }
  appender.closeSync();
  return elsewhere;
}

async function writePersons(
  db: Database,
  { person, joinedBy, manyMatches, hangsBy }: Persons,
  rules: readonly string[],
  elsewhere: Float64Array,
  { potential, low }: Weights,
): Promise<void> {
  await db.run(
    "CREATE OR REPLACE TEMP TABLE joined (distinct_id INTEGER, cluster_id INTEGER, rule VARCHAR, many_matches BOOLEAN, hangs_by DOUBLE, elsewhere DOUBLE)",
  );
  const appender = await db.connection.createAppender("joined");
  for (let i = 0; i < person.length; i++) {
    appender.appendInteger(i);
    appender.appendInteger(person[i]!);
    const rule = rules[joinedBy[i]!];
    if (rule) appender.appendVarchar(rule);
    else appender.appendNull();
    appender.appendBoolean(manyMatches[i] === 1);
    appender.appendDouble(hangsBy[i]!);
    appender.appendDouble(elsewhere[i]!);
    appender.endRow();
  }
  appender.closeSync();
  await db.run(`
    CREATE OR REPLACE TEMP TABLE cluster AS
    SELECT
      distinct_id, cluster_id, rule, many_matches,
      1 / (1 + pow(2, -hangs_by)) AS probability,
      CASE
        WHEN many_matches THEN 'many matches'
        WHEN sum(records) OVER (PARTITION BY cluster_id) > 1 THEN 'match'
        WHEN elsewhere >= ${sqlNumber(potential)} THEN 'potential match'
        WHEN elsewhere >= ${sqlNumber(low)} THEN 'low confidence'
        ELSE 'no match'
      END AS outcome
    FROM joined
    JOIN distinct_record USING (distinct_id)`);
  await db.run("DROP TABLE joined");
}

/** By record number: where its run in `holders`, which is sorted, starts; one more entry for the end. */
function startsOf(holders: Float64Array, size: number): Int32Array {
  const starts = new Int32Array(size + 1);
  for (const holder of holders) starts[holder + 1]!++;
  for (let i = 0; i < size; i++) starts[i + 1]! += starts[i]!;
  return starts;
}
