import { formatCount } from "../../components/words/numbers.js";
import { type Database, literal } from "../store/database.js";
import type { Rule } from "./linker.js";
import { type Matchkey, matchkeys } from "./matchkeys.js";

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
  for (const matchkey of matchkeys) {
    const crowded = crowds.get(matchkey.name);
    if (crowded)
      log(
        `link      ${matchkey.name}: ${formatCount(crowded)} records that share a value with more than ${mostAlike} others were not compared`,
      );
    await db.run(`INSERT INTO pair (left_id, right_id, rule) ${pairsOf(matchkey, Boolean(crowded))}`);
  }
  return matchkeys.map(({ name, evidence, loose, forenames }) => ({ name, evidence, loose, forenames }));
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
  // Equal columns make a group: pairing each record with the next joins it, in as many pairs as there are records.
  if (!and && equal.every((c) => typeof c === "string"))
    return `${candidates}
    SELECT lag(distinct_id) OVER (PARTITION BY ${columns} ORDER BY distinct_id) AS left_id, distinct_id, ${literal(name)}
    FROM candidate
    QUALIFY left_id IS NOT NULL`;
  const conditions = [
    ...equal.map((c) => `l.${leftOf(c)} = r.${rightOf(c)}`),
    "l.distinct_id < r.distinct_id",
    ...(and ? [`(${and})`] : []),
  ];
  return `${candidates}
    SELECT l.distinct_id, r.distinct_id, ${literal(name)}
    FROM candidate AS l
    JOIN candidate AS r ON ${conditions.join("\n      AND ")}`;
}

function present(equal: Matchkey["equal"]): string {
  return equal.map((c) => `${leftOf(c)} IS NOT NULL`).join(" AND ");
}

const leftOf = (column: Matchkey["equal"][number]): string =>
  typeof column === "string" ? column : column[0];
const rightOf = (column: Matchkey["equal"][number]): string =>
  typeof column === "string" ? column : column[1];
