import { type Database, literal } from "../store/database.js";
import type { Linker } from "./linker.js";
import { type Matchkey, matchkeys } from "./matchkeys.js";

/**
 * Most distinct records that may agree in a rule's columns. No child has so many: the value they share is a dummy
 * that a system fills in, and says nothing.
 */
const mostAlike = 50;

/** A linker that pairs records by `matchkeys`, and by nothing else. */
export const deterministicLinker: Linker = async (db, log) => {
  for (const matchkey of matchkeys) {
    const left = await findCrowds(db, matchkey);
    if (left > 0)
      log(
        `link      ${matchkey.name}: ${left.toLocaleString("en-GB")} records that share a value with more than ${mostAlike} others were not compared`,
      );
    await db.run(`INSERT INTO pair (left_id, right_id, rule) ${pairsOf(matchkey)}`);
  }
  await db.run("DROP TABLE crowd");
  return matchkeys.map(({ name, evidence, loose, forenames }) => ({ name, evidence, loose, forenames }));
};

/** Writes temp table `crowd`, the values that too many records share, and counts those records. */
async function findCrowds(db: Database, { equal }: Matchkey): Promise<number> {
  const columns = equal.map(leftOf).join(", ");
  await db.run(`
    CREATE OR REPLACE TEMP TABLE crowd AS
    SELECT ${columns}, count(*) AS records
    FROM distinct_record
    WHERE ${present(equal)}
    GROUP BY ${columns}
    HAVING count(*) > ${mostAlike}`);
  const { n } = await db.row<{ n: number }>("SELECT coalesce(sum(records), 0)::INTEGER AS n FROM crowd");
  return n;
}

function pairsOf({ name, equal, and }: Matchkey): string {
  const candidates = `
    WITH candidate AS (
      SELECT * FROM distinct_record ANTI JOIN crowd USING (${equal.map(leftOf).join(", ")}) WHERE ${present(equal)}
    )`;
  // Equal columns make a group: pairing each record with the next joins it, in as many pairs as there are records.
  if (!and && equal.every((c) => typeof c === "string"))
    return `${candidates}
    SELECT lag(distinct_id) OVER (PARTITION BY ${equal.join(", ")} ORDER BY distinct_id) AS left_id, distinct_id, ${literal(name)}
    FROM candidate
    QUALIFY left_id IS NOT NULL`;
  const conditions = [
    ...equal.map((c) => `l.${leftOf(c)} = r.${rightOf(c)}`),
    "l.distinct_id < r.distinct_id",
    ...(and ? [and] : []),
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
