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
  const curbed: Curbed[] = [];
  for (const rule of rules)
    for (const by of split?.by.find((one) => isSame(one.rule, rule))?.keys ?? []) {
      const key = keyColumn(model, rule);
      const records = await inCrowds(db, key, split!.over);
      if (!records) continue;
      const value = keySql(by);
      await db.run(`
        UPDATE rec SET ${key} = CASE WHEN ${value} IS NOT NULL THEN hash(${key}, ${value}) END
        WHERE ${key} IN (${crowds(key, split!.over)})`);
      curbed.push({ rule, records, by });
    }
  return curbed;
}

/**
 * Empties the keys in `rec` that more than `most` records share, so that no blocking rule pairs those by it. Returns, for
 * each rule that was so curbed, how many records it was.
 */
export async function emptyCrowdedKeys(db: Database, model: Model, most: number): Promise<Curbed[]> {
  const curbed: Curbed[] = [];
  for (const rule of model.blocking.rules) {
    const key = keyColumn(model, rule);
    const records = await inCrowds(db, key, most);
    if (!records) continue;
    await db.run(`UPDATE rec SET ${key} = NULL WHERE ${key} IN (${crowds(key, most)})`);
    curbed.push({ rule, records });
  }
  return curbed;
}

const crowds = (key: string, most: number): string =>
  `SELECT ${key} FROM rec WHERE ${key} IS NOT NULL GROUP BY ${key} HAVING count(*) > ${most}`;

async function inCrowds(db: Database, key: string, most: number): Promise<number> {
  const { records } = await db.row<{ records: number }>(
    `SELECT count(*) AS records FROM rec WHERE ${key} IN (${crowds(key, most)})`,
  );
  return records;
}
