import { createHash } from "node:crypto";
import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Model, modelSchema } from "../../loaders/link/model/schema.js";
import { Database } from "../../loaders/store/database.js";
import { type Store, storeOf } from "../../loaders/store/paths.js";

/** A record of a child. Records that say the same have the same evidence. */
export interface Said {
  id: string;
  /** The person that linkage gave it to. */
  person: string;
  source?: string;
  period?: string;
  forename?: string;
  surname?: string;
  born?: string;
  postcode?: string;
  sex?: string;
  nhs?: string;
  latest?: string;
}

/** Two records by id, with their probability and the levels of forename, surname and date of birth. */
export type Compared = [left: string, right: string, probability: number, levels?: number[]];

export const sources = [
  { id: "child-health-register", title: "Child health register" },
  { id: "funded-childcare-headcount", title: "Funded childcare headcount" },
];

/** Weights by level: forename +4, −1, −6; surname +3, −3; date of birth +5, −5; prior −5. */
export const model: Model = modelSchema.parse({
  version: 1,
  id: ["id"],
  fields: {
    forename: { kind: "forename" },
    surname: { kind: "surname" },
    date_of_birth: { kind: "date" },
  },
  blocking: { rules: [["surname"]] },
  comparisons: [
    {
      name: "forename",
      levels: [
        { test: "exact", m: 0.8, u: 0.05 },
        { test: "damerau-levenshtein", most: 1, m: 0.1, u: 0.2 },
        { test: "else", m: 1 / 64, u: 1 },
      ],
    },
    {
      name: "surname",
      levels: [
        { test: "exact", m: 0.8, u: 0.1 },
        { test: "else", m: 0.1, u: 0.8 },
      ],
    },
    {
      name: "date_of_birth",
      levels: [
        { test: "exact", m: 0.96, u: 0.03 },
        { test: "else", m: 0.03, u: 0.96 },
      ],
    },
  ],
  training: { passes: [["surname"]] },
  prior: 1 / 33,
  thresholds: { match: 0.95, potential: 0.5, low: 0.01 },
});

/** The evidence of a record that says this. */
export function evidenceOf({ forename, surname, born, postcode, nhs }: Said): string {
  const hash = createHash("md5").update([forename, surname, born, postcode, nhs].join("|")).digest("hex");
  return hash.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
}

/** Writes the tables that a refresh leaves, with `levels` columns of levels. */
export async function writeLinked(
  db: Database,
  said: readonly Said[],
  compared: readonly Compared[],
  levels = model.comparisons.length,
): Promise<void> {
  await db.run(`
    CREATE OR REPLACE TABLE record (
      record_id VARCHAR, source VARCHAR, period VARCHAR, nhs_number VARCHAR, upn VARCHAR, forename VARCHAR, surname VARCHAR,
      date_of_birth DATE, postcode VARCHAR, sex VARCHAR, latest_date DATE, evidence UUID
    )`);
  for (const one of said)
    await db.run("INSERT INTO record VALUES ($1, $2, $3, $4, NULL, $5, $6, $7, $8, $9, $10, $11)", [
      one.id,
      one.source ?? "funded-childcare-headcount",
      one.period ?? null,
      one.nhs ?? null,
      one.forename ?? null,
      one.surname ?? null,
      one.born ?? null,
      one.postcode ?? null,
      one.sex ?? null,
      one.latest ?? null,
      evidenceOf(one),
    ]);
  await db.run(`
    CREATE OR REPLACE TABLE distinct_record AS
    SELECT (row_number() OVER (ORDER BY evidence) - 1)::INTEGER AS distinct_id, evidence
    FROM (SELECT DISTINCT evidence FROM record)`);
  const persons = said.map(({ id, person }) => `('${id}', '${person}')`).join(", ");
  await db.run(`
    CREATE OR REPLACE TABLE person_record AS
    SELECT record_id, source, period, person_id, distinct_id
    FROM record
    JOIN distinct_record USING (evidence)
    JOIN (VALUES ${persons}) AS t (record_id, person_id) USING (record_id)`);
  await db.run(
    `CREATE OR REPLACE TABLE model_pair (left_id INTEGER, right_id INTEGER, match_weight DOUBLE, match_probability DOUBLE${Array.from({ length: levels }, (_, i) => `, "level ${i}" TINYINT`).join("")})`,
  );
  for (const [left, right, probability, given = []] of compared) {
    const found = Array.from({ length: levels }, (_, i) => given[i] ?? -1);
    await db.run(
      `INSERT INTO model_pair
       SELECT least(l.distinct_id, r.distinct_id), greatest(l.distinct_id, r.distinct_id), log2($3::DOUBLE / (1 - $3::DOUBLE)), $3, ${found.join(", ")}
       FROM person_record AS l, person_record AS r WHERE l.record_id = $1 AND r.record_id = $2`,
      [left, right, probability],
    );
  }
}

/** A store of its own in which these records were linked, and to which this process points until `remove` is called. */
export async function linkedStore(
  said: readonly Said[],
  compared: readonly Compared[],
): Promise<{ folder: string; store: Store; remove: () => void }> {
  const before = process.env.EARLY_YEARS_STORE;
  const folder = mkdtempSync(join(tmpdir(), "review-"));
  process.env.EARLY_YEARS_STORE = join(folder, "store");
  const store = storeOf(join(folder, "inbox"));
  mkdirSync(store.folder, { recursive: true });
  const db = await Database.open(store.identity);
  await writeLinked(db, said, compared);
  db.close();
  const remove = () => {
    process.env.EARLY_YEARS_STORE = before;
    if (before === undefined) delete process.env.EARLY_YEARS_STORE;
    rmSync(folder, { recursive: true });
  };
  return { folder, store, remove };
}
