import { Database } from "../../../loaders/store/database.js";

/** Databases in memory that are closed when the test is over. */
export function desk(): { open: () => Promise<Database>; clear: () => void } {
  const opened: Database[] = [];
  return {
    open: async () => {
      const db = await Database.open(":memory:");
      opened.push(db);
      return db;
    },
    clear: () => {
      while (opened.length) opened.pop()!.close();
    },
  };
}

/** SQL: a table of these rows. */
export function tableOf(name: string, columns: string, rows: readonly string[]): string {
  const empty = rows.length === 0;
  return `CREATE OR REPLACE TABLE ${name} (${columns});${empty ? "" : ` INSERT INTO ${name} VALUES ${rows.join(", ")}`}`;
}
