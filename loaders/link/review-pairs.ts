import { type Database, literal } from "../store/database.js";
import { renumber } from "./deterministic.js";
import type { Persons } from "./join-persons.js";
import type { RankedPairs } from "./join-ranked.js";
import { aliasForename, differentForenames, sameSurname } from "./matchkeys.js";
import { candidateRecords } from "./model/candidates.js";
import type { Model } from "./model/schema.js";
import { heldSql, weightSql } from "./model/score.js";
import { frequenciesOf, levelColumnsOf, levelsOf, vectorSql } from "./model/vectors.js";

/** Why a pair waits for a person, besides that the model is in doubt. The first come first. */
export const reviewKinds = [
  "two numbers",
  "one number",
  "several fit",
  "no forename",
  "another name",
  "changed name",
] as const;
export type ReviewKind = (typeof reviewKinds)[number];

/** A record with a number that more records bear is not reviewed by it: a system filled it in. */
const mostBearers = 50;

const sameForename = `(l.forename = r.forename OR ${aliasForename})`;
const sameBirth = "l.date_of_birth = r.date_of_birth";

/**
 * Writes temp table `review_candidate` (left_id, right_id, kind, match_weight, evidence_weight, match_probability, level <i>):
 * pairs of table `distinct_record` that a person must see whatever the model says, if they are not one child in the end.
 * Reads `rec`.
 * - two numbers: two children by their NHS numbers or UPNs, alike in all else;
 * - one number: one number, and nothing else alike;
 * - another name: alike in all but the forename, as a child is who is known by another name, and a twin. Two names that
 *   share a widely shared one, such as Muhammad Ali and Muhammad Umar, are two children;
 * - changed name: forename and date of birth alike, surname and address changed, as after an adoption.
 *
 * The pairs and their levels are kept in table `looked_at`. `isPart`: only those of the fresh records in temp table `near` are looked for.
 */
export async function writeReviewCandidates(db: Database, model: Model, isPart = false): Promise<void> {
  const crowds = await crowdedNumbers(db);
  const [kept] =
    isPart && (await db.has("looked_at_by"))
      ? await db.rows<{ crowds: number }>("SELECT crowds FROM looked_at_by")
      : [];
  if (kept?.crowds === 0 && crowds === 0) {
    await db.run(
      "DELETE FROM looked_at WHERE left_id IN (FROM gone_record) OR right_id IN (FROM gone_record)",
    );
    await renumber(db, "looked_at");
    await lookAt(db, model, "near", "(l.is_fresh OR r.is_fresh)");
  } else {
    await db.run(
      `CREATE OR REPLACE TABLE looked_at (left_id INTEGER, right_id INTEGER, kind VARCHAR ${levelColumnsOf(model)})`,
    );
    await lookAt(db, model, "distinct_record", "true");
  }
  await db.run("CREATE OR REPLACE TABLE looked_at_by AS SELECT $1::INTEGER AS crowds", [crowds]);
  await weighLookedAt(db, model);
}

/** Forgets which pairs were kept: they are looked for among all records. */
export async function forgetLookedAt(db: Database): Promise<void> {
  for (const table of ["looked_at", "looked_at_by"]) await db.run(`DROP TABLE IF EXISTS ${table}`);
}

/** How many numbers more records bear than are reviewed by one: whether a record is in such a crowd hangs on all the others. */
async function crowdedNumbers(db: Database): Promise<number> {
  const counts = numbers.map(
    (n) =>
      `SELECT 1 AS one FROM distinct_record WHERE ${n} IS NOT NULL GROUP BY ${n} HAVING count(*) > ${mostBearers}`,
  );
  const { crowds } = await db.row<{ crowds: number }>(
    `SELECT count(*)::INTEGER AS crowds FROM (${counts.join(" UNION ALL ")})`,
  );
  return crowds;
}

const numbers = ["nhs_number", "upn"] as const;

/** Adds to table `looked_at` the pairs among `records` of which `which` (SQL) holds. */
async function lookAt(db: Database, model: Model, records: string, which: string): Promise<void> {
  const twoNumbers = `(${numbers.map((n) => `coalesce(l.${n} <> r.${n}, false)`).join(" OR ")})`;
  const from = `${records} AS l JOIN ${records} AS r ON l.distinct_id < r.distinct_id AND ${which}`;
  const pairs = [
    `SELECT l.distinct_id, r.distinct_id, 'two numbers'
     FROM ${from} AND ${sameBirth} AND l.postcode = r.postcode
     WHERE ${twoNumbers} AND ${sameForename}`,
    `SELECT l.distinct_id, r.distinct_id, 'two numbers'
     FROM ${from} AND ${sameBirth} AND l.forename = r.forename AND l.surname = r.surname
     WHERE ${twoNumbers} AND (l.postcode IS NULL OR r.postcode IS NULL OR left(l.postcode, -2) = left(r.postcode, -2))`,
    ...numbers.map(
      (n) => `
     SELECT l.distinct_id, r.distinct_id, 'one number'
     FROM ${from} AND l.${n} = r.${n}
     WHERE l.${n} IN (SELECT ${n} FROM distinct_record GROUP BY ${n} HAVING count(*) BETWEEN 2 AND ${mostBearers})
       AND l.forename IS NOT NULL AND r.forename IS NOT NULL
       AND (NOT ${sameForename} AND (NOT ${sameBirth} OR ${differentForenames} AND NOT ${sameSurname}) OR NOT ${sameBirth} AND NOT ${sameSurname})`,
    ),
    `SELECT l.distinct_id, r.distinct_id, 'another name'
     FROM ${from} AND ${sameBirth} AND l.postcode = r.postcode AND l.surname = r.surname
     WHERE l.forename IS NOT NULL AND r.forename IS NOT NULL AND NOT ${sameForename} AND NOT ${twoNumbers}
       AND NOT list_has_any(l.forename_shared, r.forename_shared)`,
    `SELECT l.distinct_id, r.distinct_id, 'changed name'
     FROM ${from} AND ${sameBirth} AND l.forename = r.forename
     WHERE l.surname <> r.surname AND l.postcode <> r.postcode AND NOT ${sameSurname}
       AND NOT l.forename_only_shared AND l.date_tells AND r.date_tells`,
  ];
  await db.run(`
    CREATE OR REPLACE TEMP TABLE candidate AS
    SELECT left_n, right_n, kind
    FROM (${pairs.join(" UNION ALL ")}) AS t (left_n, right_n, kind)
    QUALIFY row_number() OVER (
      PARTITION BY left_n, right_n ORDER BY list_position([${reviewKinds.map(literal).join(", ")}], kind)
    ) = 1`);
  await db.run(`
    INSERT INTO looked_at
    WITH vector AS (SELECT left_n, right_n, kind, ${vectorSql(model.comparisons)} FROM ${candidateRecords})
    SELECT left_n, right_n, kind, ${levelsOf(model)} FROM vector`);
  await db.run("DROP TABLE candidate");
}

/** Writes temp table `review_candidate` from `looked_at`, by how common values are today. */
async function weighLookedAt(db: Database, model: Model): Promise<void> {
  await db.run(`
    CREATE OR REPLACE TEMP TABLE review_candidate AS
    WITH vector AS (
      SELECT looked_at.* ${frequenciesOf(model)}
      FROM looked_at JOIN rec AS l ON l.n = left_id JOIN rec AS r ON r.n = right_id
    ),
    weighed AS (SELECT *, ${weightSql(model)} AS evidence_weight FROM vector),
    held AS (SELECT *, ${heldSql(model, "evidence_weight")} AS match_weight FROM weighed)
    SELECT
      left_id, right_id, kind, match_weight, evidence_weight,
      1 / (1 + pow(2, -match_weight)) AS match_probability, ${levelsOf(model)}
    FROM held`);
}

/** Writes temp table `review_candidate` without a row. */
export async function createReviewCandidates(db: Database, model: Model | undefined): Promise<void> {
  const levels = model?.comparisons.map((_, i) => `, "level ${i}" TINYINT`) ?? [];
  await db.run(`
    CREATE OR REPLACE TEMP TABLE review_candidate (
      left_id INTEGER, right_id INTEGER, kind VARCHAR, match_weight DOUBLE, evidence_weight DOUBLE, match_probability DOUBLE ${levels.join("")}
    )`);
}

/**
 * Writes table `review_pair`: the pairs of `review_candidate` that wait for a person, as the persons came out, and those
 * pairs of the model that are as good as a match and were not joined, because several children fit, or a record has no
 * forename. Columns are those of `review_candidate`.
 */
export async function writeReviewPairs(db: Database, persons: Persons, pairs: RankedPairs): Promise<void> {
  const { person } = persons;
  await db.run("CREATE OR REPLACE TEMP TABLE waiting_pair (left_id INTEGER, right_id INTEGER, kind VARCHAR)");
  const candidates = await db.rows<{ left_id: number; right_id: number; kind: ReviewKind }>(
    "SELECT left_id, right_id, kind FROM review_candidate ORDER BY left_id, right_id",
  );
  const fits = new Fits(persons);
  for (const { left_id, right_id, kind } of candidates)
    if (kind === "changed name") fits.add(person[left_id]!, person[right_id]!);
  const appender = await db.connection.createAppender("waiting_pair");
  const add = (left: number, right: number, kind: ReviewKind): void => {
    appender.appendInteger(left);
    appender.appendInteger(right);
    appender.appendVarchar(kind);
    appender.endRow();
  };
  for (const { left_id, right_id, kind } of candidates) {
    const [p, q] = [person[left_id]!, person[right_id]!];
    if (p === q ? kind === "one number" : waits(persons, fits, kind, p, q)) add(left_id, right_id, kind);
  }
  for (let i = 0; i < pairs.weight.length && pairs.weight[i]! >= pairs.match; i++) {
    const [l, r] = [pairs.left[i]!, pairs.right[i]!];
    const [p, q] = [person[l]!, person[r]!];
    if (p === q || persons.conflict(p, q)) continue;
    if (!pairs.mayJoin[i]) add(l, r, "no forename");
    else if (!pairs.unlike[i] || !persons.isSettled(p) || !persons.isSettled(q)) add(l, r, "several fit");
  }
  appender.closeSync();
  await db.run(`
    CREATE OR REPLACE TABLE review_pair AS
    SELECT * REPLACE (waiting_pair.kind AS kind)
    FROM review_candidate JOIN waiting_pair USING (left_id, right_id, kind)`);
  await db.run(`
    INSERT INTO review_pair BY NAME
    SELECT model_pair.*, kind
    FROM model_pair JOIN waiting_pair USING (left_id, right_id)
    WHERE kind IN ('several fit', 'no forename')`);
  for (const table of ["waiting_pair", "review_candidate"]) await db.run(`DROP TABLE ${table}`);
}

function waits(persons: Persons, fits: Fits, kind: ReviewKind, p: number, q: number): boolean {
  if (kind === "two numbers" || kind === "one number") return true;
  // Whom one list has twice, or two services know by two names, are two children. A second name may come with a number.
  if (persons.areDistinct(p, q, kind !== "changed name") || (persons.isSettled(p) && persons.isSettled(q)))
    return false;
  return kind === "another name" || fits.fewOthers(p, q);
}

/** Who fits more is of a name so common that it says nothing. */
const mostFits = 1;

/** Which persons fit which, of those who are in no list together. */
class Fits {
  private readonly of = new Map<number, Set<number>>();

  constructor(private readonly persons: Persons) {}

  add(p: number, q: number): void {
    if (p === q || this.persons.areDistinct(p, q, false)) return;
    for (const [a, b] of [
      [p, q],
      [q, p],
    ] as const)
      this.of.set(a, (this.of.get(a) ?? new Set()).add(b));
  }

  /** Whether two fit each other, and neither more than so many. */
  fewOthers(p: number, q: number): boolean {
    const [of, other] = [this.of.get(p), this.of.get(q)];
    return of?.has(q) === true && of.size <= mostFits && other!.size <= mostFits;
  }
}
