import type { Database } from "../store/database.js";
import { literal } from "../store/database.js";
import { joinPersons, type Particulars, type Persons, type RulePairs } from "./join-persons.js";
import type { Rule } from "./linker.js";
import { chunksOf } from "./stream.js";

/**
 * Reads tables `distinct_record`, `record` and `pair`; writes temp table `cluster`: by `distinct_id` its person (the
 * least `distinct_id` of the person's records), the rule that first joined it to another record, and whether it was left apart
 * because it matched different children.
 */
export async function writeClusters(db: Database, rules: readonly Rule[]): Promise<void> {
  const particulars = await readParticulars(db);
  const pairs: RulePairs[] = [];
  for (const rule of rules) pairs.push({ rule, ...(await readPairs(db, rule)) });
  await writePersons(db, joinPersons(particulars, pairs), rules);
}

async function readParticulars(db: Database): Promise<Particulars> {
  await db.run(`
    CREATE OR REPLACE TEMP TABLE extract AS
    SELECT
      (row_number() OVER (ORDER BY source, period) - 1)::INTEGER AS extract,
      (dense_rank() OVER (ORDER BY source) - 1)::INTEGER AS source_number,
      (period IS NOT NULL)::INTEGER AS periodic,
      source, period
    FROM (SELECT DISTINCT source, period FROM record)`);
  const [nhsNumber, upn, sex] = await columns(
    db,
    3,
    `SELECT ${["nhs_number", "upn"].map((c) => `CASE WHEN ${c} IS NULL THEN -1 ELSE dense_rank() OVER (ORDER BY ${c})::INTEGER END`).join(", ")},
       CASE sex WHEN 'female' THEN 1 WHEN 'male' THEN 2 ELSE 0 END
     FROM distinct_record ORDER BY distinct_id`,
  );
  const [holder, extract] = await columns(
    db,
    2,
    `SELECT DISTINCT distinct_id, extract.extract
     FROM record
     JOIN distinct_record USING (evidence)
     JOIN extract ON extract.source = record.source AND extract.period IS NOT DISTINCT FROM record.period
     ORDER BY distinct_id, extract.extract`,
  );
  const [sourceOf, periodic] = await columns(
    db,
    2,
    "SELECT source_number, periodic FROM extract ORDER BY extract",
  );
  await db.run("DROP TABLE extract");
  return {
    nhsNumber: nhsNumber!,
    upn: upn!,
    sex: Uint8Array.from(sex!),
    extractsFrom: startsOf(holder!, sex!.length),
    extract: extract!,
    sourceOf: sourceOf!,
    periodic: Uint8Array.from(periodic!),
  };
}

async function readPairs(db: Database, rule: Rule): Promise<{ left: Int32Array; right: Int32Array }> {
  const [left, right] = await columns(
    db,
    2,
    `SELECT left_id, right_id FROM pair WHERE rule = ${literal(rule.name)}`,
  );
  return { left: left!, right: right! };
}

async function writePersons(db: Database, persons: Persons, rules: readonly Rule[]): Promise<void> {
  await db.run(
    "CREATE OR REPLACE TEMP TABLE cluster (distinct_id INTEGER, cluster_id INTEGER, rule VARCHAR, many_matches BOOLEAN)",
  );
  const appender = await db.connection.createAppender("cluster");
  for (let i = 0; i < persons.person.length; i++) {
    appender.appendInteger(i);
    appender.appendInteger(persons.person[i]!);
    const rule = rules[persons.joinedBy[i]!];
    if (rule) appender.appendVarchar(rule.name);
    else appender.appendNull();
    appender.appendBoolean(persons.manyMatches[i] === 1);
    appender.endRow();
  }
  appender.closeSync();
}

/** By record number: where its run in `holders`, which is sorted, starts; one more entry for the end. */
function startsOf(holders: Int32Array, size: number): Int32Array {
  const starts = new Int32Array(size + 1);
  for (const holder of holders) starts[holder + 1]!++;
  for (let i = 0; i < size; i++) starts[i + 1]! += starts[i]!;
  return starts;
}

/** The integer columns of a query, none of them null, as arrays. */
async function columns(db: Database, count: number, sql: string): Promise<Int32Array[]> {
  const parts: Int32Array[][] = Array.from({ length: count }, () => []);
  for await (const chunk of chunksOf(db, sql))
    for (let c = 0; c < count; c++) {
      const vector = chunk.getColumnVector(c);
      parts[c]!.push(Int32Array.from({ length: chunk.rowCount }, (_, i) => vector.getItem(i) as number));
    }
  return parts.map(concatenated);
}

function concatenated(parts: Int32Array[]): Int32Array {
  const whole = new Int32Array(parts.reduce((length, part) => length + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}
