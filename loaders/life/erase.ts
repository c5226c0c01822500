import { chmodSync, existsSync, renameSync, rmSync } from "node:fs";
import { forgetFingerprints } from "../link/kept-links.js";
import { type Source, tableOf } from "../registry/source.js";
import { Database, identifier, literal } from "../store/database.js";
import type { Store } from "../store/paths.js";
import { TellableError } from "../store/safe-message.js";
import { marker, newObjections, type Objections, readObjections, writeObjections } from "./objections.js";

/** A number that one child bears. */
export interface ChildNumber {
  kind: "nhs_number" | "upn";
  value: string;
}

/** What a store holds of a child: pseudonym, and records by source. */
export interface Held {
  person: string;
  records: { source: string; records: number }[];
}

/** What a store holds of the child who bears a number; undefined if nothing. Throws a TellableError if two children bear it. */
export async function heldOf(identity: Database, { kind, value }: ChildNumber): Promise<Held | undefined> {
  if (!(await identity.has("person_record"))) return undefined;
  const persons = await identity.rows<{ person: string }>(
    `SELECT DISTINCT person_id AS person FROM person_record JOIN record USING (record_id, source)
     WHERE ${kind} = $1 AND person_id IS NOT NULL`,
    [value],
  );
  if (persons.length > 1)
    throw new TellableError(
      "Records of two children bear this number. Find out which child it is, say so in the review (npm run review), refresh, and erase then. Nothing was changed.",
    );
  const [found] = persons;
  if (!found) return undefined;
  const records = await identity.rows<{ source: string; records: number }>(
    "SELECT source, count(*)::INTEGER AS records FROM person_record WHERE person_id = $1 GROUP BY source ORDER BY source",
    [found.person],
  );
  return { person: found.person, records };
}

/**
 * Writes down that a child is to be erased: the number, and all that the child's records are known by, as keyed hashes. From
 * this moment on every refresh passes the child over, and first ends what this began.
 */
export async function object(
  store: Store,
  identity: Database | undefined,
  number: ChildNumber,
  held: Held | undefined,
): Promise<void> {
  const before = readObjections(store) ?? newObjections();
  const mark = marker();
  const marks = new Set([...before.marks, mark(number.kind, number.value)]);
  if (held && identity) for (const one of await marksOf(identity, held.person, mark)) marks.add(one);
  writeObjections(store, {
    ...before,
    marks: [...marks].sort(),
    erased: [...before.erased, new Date().toISOString()],
    pending: [...before.pending, ...(held ? [held.person] : [])],
  });
}

async function marksOf(
  identity: Database,
  person: string,
  mark: ReturnType<typeof marker>,
): Promise<string[]> {
  const records = await identity.rows<Record<"source" | "evidence", string> & Record<string, string | null>>(
    `SELECT DISTINCT record.source, nhs_number, upn, local_id, date_of_birth::VARCHAR AS born, evidence::VARCHAR AS evidence
     FROM record JOIN person_record USING (record_id, source) WHERE person_id = $1`,
    [person],
  );
  // A family may share a local identifier: alone it stands for this child only where nobody else has it.
  const shared = await identity.rows<{ source: string; local_id: string }>(`
    SELECT record.source, local_id FROM record JOIN person_record USING (record_id, source)
    WHERE local_id IS NOT NULL GROUP BY ALL HAVING count(DISTINCT person_id) > 1`);
  const isShared = new Set(shared.map(({ source, local_id }) => `${source}\n${local_id}`));
  return records.flatMap(({ source, nhs_number, upn, local_id, born, evidence }) => [
    mark("evidence", evidence),
    ...(nhs_number ? [mark("nhs_number", nhs_number)] : []),
    ...(upn ? [mark("upn", upn)] : []),
    ...(local_id && born ? [mark("local identifier, born", source, local_id, born)] : []),
    ...(local_id && !isShared.has(`${source}\n${local_id}`)
      ? [mark("local identifier", source, local_id)]
      : []),
  ]);
}

/**
 * Removes the persons whose erasure has begun from both databases: records, links, decisions, what reviewers saw, pseudonyms
 * and their history. Nothing is left to do where it was done before. Tells how many rows went, and no more.
 */
export async function eraseRows(
  { pending }: Pick<Objections, "pending">,
  sources: readonly Source[],
  identity: Database,
  analysis: Database,
  log: (line: string) => void,
): Promise<void> {
  const persons = `(${pending.map(literal).join(", ")})`;
  await identity.transaction(() => eraseIdentity(identity, persons, sources, log));
  await analysis.transaction(async () => {
    const tables = await analysis.rows<{ name: string; column: string }>(
      `SELECT table_name AS name, column_name AS "column" FROM duckdb_columns()
       WHERE schema_name = 'main' AND column_name IN ('person_id', 'other_id') ORDER BY ALL`,
    );
    for (const { name, column } of tables)
      await analysis.run(`DELETE FROM ${identifier(name)} WHERE ${identifier(column)} IN ${persons}`);
  });
}

async function eraseIdentity(
  db: Database,
  persons: string,
  sources: readonly Source[],
  log: (line: string) => void,
): Promise<void> {
  if (!(await db.has("person_record"))) return;
  await db.run(`
    CREATE OR REPLACE TEMP TABLE gone_record AS
    SELECT record_id, source, distinct_id FROM person_record WHERE person_id IN ${persons}`);
  await db.run(`
    CREATE OR REPLACE TEMP TABLE gone_evidence AS
    SELECT DISTINCT evidence FROM record SEMI JOIN gone_record USING (record_id, source)`);
  await db.run(
    `CREATE OR REPLACE TEMP TABLE gone_anchor AS SELECT anchor FROM person_anchor WHERE person_id IN ${persons}`,
  );
  const erase = async (table: string, where: string, line: string): Promise<void> => {
    if (!(await db.has(table))) return;
    const { n } = await db.row<{ n: number }>(
      `SELECT count(*)::INTEGER AS n FROM ${identifier(table)} WHERE ${where}`,
    );
    await db.run(`DELETE FROM ${identifier(table)} WHERE ${where}`);
    if (n) log(`ERASED    ${line}: ${n}`);
  };
  for (const source of sources)
    if (source.kind === "records")
      await erase(
        tableOf(source.id),
        `record_id IN (SELECT record_id FROM gone_record WHERE source = ${literal(source.id)})`,
        `${source.id}, rows`,
      );
  const evidence = "(SELECT evidence FROM gone_evidence)";
  for (const [table, reportLine] of [
    ["review_decision", "reviewers’ decisions"],
    ["review_access", "pairs that reviewers saw"],
  ] as const)
    await erase(table, `left_evidence IN ${evidence} OR right_evidence IN ${evidence}`, reportLine);
  const anchors = "(SELECT anchor FROM gone_anchor)";
  await erase(
    "person_history",
    `anchor IN ${anchors} OR other_anchor IN ${anchors}`,
    "history of pseudonyms",
  );
  await erase(
    "person_trace",
    `anchor IN ${anchors} OR trace IN (SELECT trace FROM person_trace WHERE anchor IN ${anchors} AND state <> 'former')`,
    "traces",
  );
  await erase("person_anchor", `anchor IN ${anchors}`, "pseudonyms");
  const ids = "(SELECT distinct_id FROM gone_record WHERE distinct_id IS NOT NULL)";
  for (const [table, line] of [
    ["pair", "pairs"],
    ["model_pair", "model pairs"],
    ["review_pair", "review pairs"],
    ["looked_at", "pairs looked at for review"],
  ] as const)
    await erase(table, `left_id IN ${ids} OR right_id IN ${ids}`, `links, ${line}`);
  await eraseCompared(db, evidence);
  await db.run("DROP TABLE IF EXISTS read_name");
  await erase("distinct_record", `evidence IN ${evidence}`, "records as compared");
  await erase("record", `evidence IN ${evidence}`, "records");
  await erase("person_record", `person_id IN ${persons}`, "records of persons");
  for (const table of ["gone_record", "gone_evidence", "gone_anchor"]) await db.run(`DROP TABLE ${table}`);
}

/** What is kept of pairs compared names records by what they say; and what links were made from is so no longer. */
async function eraseCompared(db: Database, evidence: string): Promise<void> {
  await forgetFingerprints(db);
  if (!(await db.has("compared_record"))) return;
  const numbers = `(SELECT number FROM compared_record WHERE evidence IN ${evidence})`;
  await db.run(`DELETE FROM compared_pair WHERE left_number IN ${numbers} OR right_number IN ${numbers}`);
  await db.run(`DELETE FROM compared_record WHERE evidence IN ${evidence}`);
}

/**
 * Ends erasures once a refresh has made everything without the children: writes both databases anew, so that nothing of
 * deleted rows is left in their files, and forgets the pseudonyms.
 */
export async function finishErasures(store: Store): Promise<void> {
  const objections = readObjections(store);
  if (!objections?.pending.length) return;
  for (const file of [store.identity, store.analysis]) await writeAnew(file);
  writeObjections(store, { ...objections, pending: [] });
}

async function writeAnew(file: string): Promise<void> {
  const next = `${file}.next`;
  for (const old of [next, `${next}.wal`]) rmSync(old, { force: true });
  if (!existsSync(file)) return;
  const db = await Database.open(":memory:");
  try {
    await db.run(`ATTACH ${literal(file)} AS old`);
    await db.run(`ATTACH ${literal(next)} AS new`);
    chmodSync(next, 0o600);
    await db.run("COPY FROM DATABASE old TO new");
    // Detaching says nothing where the disk is full.
    await db.run("CHECKPOINT new");
    await db.run("DETACH old");
    await db.run("DETACH new");
  } catch (error) {
    for (const part of [next, `${next}.wal`]) rmSync(part, { force: true });
    throw error;
  } finally {
    db.close();
  }
  renameSync(next, file);
}
