import { tableOf } from "../registry/source.js";
import type { Database } from "../store/database.js";

/** Sources that measure has made a table of its own from, possibly with the help of others. */
const prepared: Record<string, { table: string; from: string[] }> = {
  "settings-register": { table: "setting", from: ["settings-register"] },
  "small-area-population": {
    table: "population",
    from: ["small-area-population", "small-area-population-2020"],
  },
};

/** The table that a count of a source reads. */
export function referenceTable(source: string): string {
  return prepared[source]?.table ?? tableOf(source);
}

/** True if there is an extract that a count of the source can be made from. */
export async function isThere(db: Database, source: string): Promise<boolean> {
  for (const id of prepared[source]?.from ?? [source]) if (await db.has(tableOf(id))) return true;
  return false;
}
