import type { City } from "../registry/city.js";
import type { Database } from "../store/database.js";
import { csvOf } from "./csv.js";
import { csvwOf } from "./csvw.js";
import { dataPackageOf } from "./data-package.js";
import { dcatOf } from "./dcat.js";
import { openTables } from "./tables.js";

/**
 * The files of open data, by name: for each table a CSV and its CSV on the Web metadata; for all together a Data
 * Package and a DCAT catalogue. The same publishable database gives the same files, byte for byte.
 */
export async function openDataFiles(
  db: Database,
  city: City,
  { sample }: { sample: boolean },
): Promise<Map<string, string>> {
  const tables = await openTables(db, sample);
  const files = new Map<string, string>();
  for (const table of tables) {
    files.set(`${table.id}.csv`, csvOf(table));
    files.set(`${table.id}.csv-metadata.json`, json(csvwOf(table, city, sample)));
  }
  files.set("datapackage.json", json(dataPackageOf(tables, city, sample)));
  files.set("catalog.jsonld", json(dcatOf(tables, city, sample)));
  return files;
}

const json = (value: object): string => `${JSON.stringify(value, null, 2)}\n`;
