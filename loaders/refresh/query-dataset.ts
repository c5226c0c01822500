import { readFileSync } from "node:fs";
import { extname } from "node:path";
import type { PageDataset, PartnerContext } from "../page-dataset.js";
import { arrowOf } from "../store/arrow.js";
import { csvText } from "../store/csv.js";
import { TellableError } from "../store/safe-message.js";
import type { LoaderFile } from "./find-loaders.js";

/**
 * The page data set that a query in a `.sql` file gives, of the rows of its audience's database. Its title is in the first
 * comment. Throws if there is none, or if rows cannot be written as the file's name says.
 */
export function queryDataset({ name, audience, file }: LoaderFile): PageDataset {
  const query = readFileSync(file, "utf8").trim().replace(/;$/, "");
  const title = /^--\s*(\S.*)$/m.exec(query)?.[1]?.trim();
  if (!title)
    throw new TellableError(`loaders/${name}.sql: say in its first line what it is: -- Children by ward.`);
  return { name, audience, file, title, make: ({ db }) => written(extname(name), name, db, query) };
}

async function written(
  extension: string,
  name: string,
  db: PartnerContext["db"],
  query: string,
): Promise<Uint8Array | string> {
  if (extension === ".arrow") return arrowOf(db, query);
  const rows = await db.rows(query);
  if (extension === ".json") return JSON.stringify(rows);
  if (extension === ".csv") {
    const columns = (await db.rows<{ column_name: string }>(`DESCRIBE ${query}`)).map((c) => c.column_name);
    return csvText([columns, ...rows.map((row) => columns.map((column) => row[column] ?? null))], "\n");
  }
  throw new TellableError(
    `loaders/${name}.sql: rows can be written as .json, .csv or .arrow, not as ${extension}. Give it one of these names.`,
  );
}
