import { formatCount } from "../../components/words/numbers.js";
import { type Database, literal } from "../store/database.js";
import { createPairs, type Rule } from "./linker.js";
import { type Matchkey, matchkeys } from "./matchkeys.js";
import { writeNear } from "./near.js";

/**
 * Most distinct records that may agree in a rule's columns. No child has so many: the value they share is a dummy
 * that a system fills in, and says nothing.
 */
const mostAlike = 50;

/**
 * Appends to table `pair` the records of table `distinct_record` that a rule of `matchkeys` pairs. Of a rule that is an
 * equivalence (equal columns), each record is paired with the next of its group only. Returns the rules, those to be trusted
 * most first, in which `joinPersons` uses them.
 */
export async function pairByRules(db: Database, log: (line: string) => void): Promise<readonly Rule[]> {
  const crowds = await countCrowds(db);
  tellCrowds(crowds, log);
  await createPairs(db);
  for (const matchkey of matchkeys)
    await db.run(`INSERT INTO pair ${pairsOf(matchkey, Boolean(crowds.get(matchkey.name)))}`);
  await keepCrowds(db, crowds);
  return rules();
}

/**
 * Brings table `pair` up to date, where only the records of temp table `fresh_record` are new or changed and those of `gone_record` went (see
 * renewDistinctRecords): pairs of other records stay. Leaves temp table `near` (see near.ts). What it writes and returns is as pairByRules.
 */
export async function renewPairs(db: Database, log: (line: string) => void): Promise<readonly Rule[]> {
  const crowds = await countCrowds(db);
  tellCrowds(crowds, log);
  const before = await db.rows<{ rule: string }>("SELECT rule FROM crowded_rule");
  // Whether a record is in a crowd hangs on all the others.
  const anew = matchkeys.filter(({ name }) => crowds.get(name) || before.some(({ rule }) => rule === name));
  const chains = matchkeys.filter((matchkey) => isChain(matchkey) && !anew.includes(matchkey));
  // A chain that lost a link is made anew from those beside it.
  await db.run(`
    CREATE OR REPLACE TEMP TABLE seed AS
    SELECT DISTINCT distinct_id
    FROM (
      SELECT left_id AS old_id FROM pair WHERE rule IN (${namesOf(chains)}) AND right_id IN (FROM gone_record)
      UNION ALL
      SELECT right_id FROM pair WHERE rule IN (${namesOf(chains)}) AND left_id IN (FROM gone_record)
    )
    JOIN renumbered USING (old_id)`);
  await db.run(
    `DELETE FROM pair WHERE rule IN (${namesOf(anew)}) OR left_id IN (FROM gone_record) OR right_id IN (FROM gone_record)`,
  );
  await renumber(db, "pair");
  await writeNear(db);
  for (const matchkey of matchkeys)
    if (anew.includes(matchkey))
      await db.run(`INSERT INTO pair ${pairsOf(matchkey, Boolean(crowds.get(matchkey.name)))}`);
    else if (isChain(matchkey)) await renewChains(db, matchkey);
    else await db.run(`INSERT INTO pair ${freshPairsOf(matchkey)}`);
  await keepCrowds(db, crowds);
  await db.run("DROP TABLE seed");
  return rules();
}

/** Brings `left_id` and `right_id` of a table up to date with temp table `renumbered`. */
export async function renumber(db: Database, table: string): Promise<void> {
  await db.run(`
    UPDATE ${table} SET left_id = l.distinct_id, right_id = r.distinct_id
    FROM renumbered AS l, renumbered AS r
    WHERE l.old_id = left_id AND r.old_id = right_id`);
}

const rules = (): Rule[] =>
  matchkeys.map(({ name, evidence, loose, forenames }) => ({ name, evidence, loose, forenames }));

/** SQL: a list of rules' names, also where there is none. */
const namesOf = (of: readonly Matchkey[]): string =>
  ["", ...of.map(({ name }) => name)].map(literal).join(", ");

function tellCrowds(crowds: ReadonlyMap<string, number>, log: (line: string) => void): void {
  for (const { name } of matchkeys)
    if (crowds.get(name))
      log(
        `link      ${name}: ${formatCount(crowds.get(name)!)} records that share a value with more than ${mostAlike} others were not compared`,
      );
}

/** Writes table `crowded_rule`: the rules by which some records were not compared. */
async function keepCrowds(db: Database, crowds: ReadonlyMap<string, number>): Promise<void> {
  await db.run("CREATE OR REPLACE TABLE crowded_rule (rule VARCHAR)");
  await db.insert(
    "crowded_rule",
    [...crowds].filter(([, records]) => records).map(([rule]) => [rule]),
  );
}

/** By rule: how many records share their values with too many others. Rules on the same columns are counted once. */
async function countCrowds(db: Database): Promise<Map<string, number>> {
  const columnsOf = ({ equal }: Matchkey): string => equal.map(leftOf).sort().join(", ");
  const distinct = new Map(matchkeys.map((matchkey) => [columnsOf(matchkey), matchkey.equal]));
  const counts = [...distinct].map(
    ([columns, equal]) =>
      `SELECT ${literal(columns)} AS columns, coalesce(sum(records), 0)::INTEGER AS crowded FROM (${crowdOf(equal, "count(*) AS records")})`,
  );
  const rows = await db.rows<{ columns: string; crowded: number }>(counts.join("\nUNION ALL\n"));
  const crowded = new Map(rows.map((row) => [row.columns, row.crowded]));
  return new Map(matchkeys.map((matchkey) => [matchkey.name, crowded.get(columnsOf(matchkey)) ?? 0]));
}

function crowdOf(equal: Matchkey["equal"], selected: string): string {
  const columns = equal.map(leftOf).join(", ");
  return `SELECT ${selected} FROM distinct_record WHERE ${present(equal)} GROUP BY ${columns} HAVING count(*) > ${mostAlike}`;
}

function pairsOf({ name, equal, and }: Matchkey, crowded: boolean): string {
  const columns = equal.map(leftOf).join(", ");
  const candidates = `
    WITH candidate AS (
      SELECT * FROM distinct_record
      ${crowded ? `ANTI JOIN (${crowdOf(equal, columns)}) USING (${columns})` : ""}
      WHERE ${present(equal)}
    )`;
  if (isChain({ equal, and })) return `${candidates} ${chainsOf({ name, equal }, "candidate")}`;
  return `${candidates} ${pairsAmong({ name, equal, and }, "candidate")}`;
}

/** Equal columns make a group: pairing each record with the next joins it, in as many pairs as there are records. */
function isChain({ equal, and }: Pick<Matchkey, "equal" | "and">): boolean {
  return !and && equal.every((c) => typeof c === "string");
}

function chainsOf({ name, equal }: Pick<Matchkey, "name" | "equal">, records: string): string {
  return `
    SELECT lag(distinct_id) OVER (PARTITION BY ${equal.map(leftOf).join(", ")} ORDER BY distinct_id) AS left_id, distinct_id, ${literal(name)}
    FROM ${records}
    QUALIFY left_id IS NOT NULL`;
}

function pairsAmong(
  { name, equal, and }: Pick<Matchkey, "name" | "equal" | "and">,
  records: string,
  further: readonly string[] = [],
): string {
  const conditions = [
    ...equal.map((c) => `l.${leftOf(c)} = r.${rightOf(c)}`),
    "l.distinct_id < r.distinct_id",
    ...further,
    ...(and ? [`(${and})`] : []),
  ];
  return `
    SELECT l.distinct_id, r.distinct_id, ${literal(name)}
    FROM ${records} AS l
    JOIN ${records} AS r ON ${conditions.join("\n      AND ")}`;
}

const freshPairsOf = (matchkey: Matchkey): string =>
  pairsAmong(matchkey, "near", ["(l.is_fresh OR r.is_fresh)"]);

/** Pairs the records of a chain's rule anew, in all groups that a seed is in. */
async function renewChains(db: Database, { name, equal }: Matchkey): Promise<void> {
  const columns = equal.map(leftOf).join(", ");
  await db.run(`
    CREATE OR REPLACE TEMP TABLE chained AS
    SELECT distinct_id, ${columns} FROM near SEMI JOIN (FROM near WHERE is_seed) AS s USING (${columns})`);
  await db.run(
    `DELETE FROM pair WHERE rule = ${literal(name)} AND left_id IN (SELECT distinct_id FROM chained)`,
  );
  await db.run(`INSERT INTO pair ${chainsOf({ name, equal }, "chained")}`);
  await db.run("DROP TABLE chained");
}

function present(equal: Matchkey["equal"]): string {
  return equal.map((c) => `${leftOf(c)} IS NOT NULL`).join(" AND ");
}

const leftOf = (column: Matchkey["equal"][number]): string =>
  typeof column === "string" ? column : column[0];
const rightOf = (column: Matchkey["equal"][number]): string =>
  typeof column === "string" ? column : column[1];
