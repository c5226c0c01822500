import type { Database } from "../../store/database.js";
import { isSame, keySql } from "./keys.js";
import { keyColumn } from "./records.js";
import type { Model } from "./schema.js";

/** Records that a blocking rule does not compare with all that share its keys. */
export interface Curbed {
  rule: string[];
  records: number;
  /** The further key that two of them must share, too; without: the rule compares them with none. */
  by?: string;
}

/**
 * Splits the blocks in `rec` that are larger than the model's `blocking.split` allows: their records get keys that a further
 * value is part of, and where they lack that value, none. Pairs then grow with the records, not with their square. Returns, for
 * each step of each rule, how many records it was.
 */
export async function splitBlocks(db: Database, model: Model): Promise<Curbed[]> {
  const { split, rules } = model.blocking;
  if (!split) return [];
  const large = await inCrowds(
    db,
    rules.map((rule) => keyColumn(model, rule)),
    split.over,
  );
  const curbed: Curbed[] = [];
  for (const [i, rule] of rules.entries()) {
    let records = large[i]!;
    const key = keyColumn(model, rule);
    for (const by of split.by.find((one) => isSame(one.rule, rule))?.keys ?? []) {
      if (!records) break;
      curbed.push({ rule, records, by });
      const value = keySql(by);
      await db.run(`
        UPDATE rec SET ${key} = CASE WHEN ${value} IS NOT NULL THEN hash(${key}, ${value}) END
        WHERE ${key} IN (${crowds(key, split.over)})`);
      [records = 0] = await inCrowds(db, [key], split.over);
    }
  }
  return curbed;
}

/**
 * Empties the keys in `rec` that more than `most` records share, so that no blocking rule pairs those by it. Returns, for
 * each rule that was so curbed, how many records it was.
 */
export async function emptyCrowdedKeys(db: Database, model: Model, most: number): Promise<Curbed[]> {
  const keys = model.blocking.rules.map((rule) => keyColumn(model, rule));
  const crowded = await inCrowds(db, keys, most);
  const curbed: Curbed[] = [];
  for (const [i, rule] of model.blocking.rules.entries()) {
    const [key, records] = [keys[i]!, crowded[i]!];
    if (!records) continue;
    await db.run(`UPDATE rec SET ${key} = NULL WHERE ${key} IN (${crowds(key, most)})`);
    curbed.push({ rule, records });
  }
  return curbed;
}

const crowds = (key: string, most: number): string =>
  `SELECT ${key} FROM rec WHERE ${key} IS NOT NULL GROUP BY ${key} HAVING count(*) > ${most}`;

/** By key, how many records share theirs with so many that they are more than `most`; one statement counts for all keys. */
async function inCrowds(db: Database, keys: readonly string[], most: number): Promise<number[]> {
  const counts = keys.map(
    (key, i) =>
      `SELECT ${i} AS place, coalesce(sum(n), 0)::BIGINT AS records FROM (SELECT count(*) AS n FROM rec WHERE ${key} IS NOT NULL GROUP BY ${key} HAVING count(*) > ${most})`,
  );
  const rows = await db.rows<{ place: number; records: number }>(counts.join("\nUNION ALL\n"));
  const records = new Map(rows.map((row) => [row.place, row.records]));
  return keys.map((_, i) => records.get(i) ?? 0);
}
