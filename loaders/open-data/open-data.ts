import type { City } from "../registry/city.js";
import { readSources } from "../registry/source.js";
import type { Database } from "../store/database.js";
import { csvwOf } from "./csvw.js";
import { dataPackageOf } from "./data-package.js";
import type { PublishedOn } from "./dates.js";
import { dcatOf } from "./dcat.js";
import { serviceFiles } from "./services.js";
import { csvOf } from "./table-csv.js";
import { openTables, type RegistrySource } from "./tables.js";

/** What is known of a publication besides its figures. */
export interface OpenDataOptions {
  sample: boolean;
  /** The registry, for how often each source comes. */
  sources?: readonly RegistrySource[];
  /** Tells, given the tables' files by name, when each was first published and last changed. */
  publishedOn?: (tables: ReadonlyMap<string, string>) => ReadonlyMap<string, PublishedOn>;
}

/**
 * The files of open data, by name: for each table a CSV and its CSV on the Web metadata; the directory in Open Referral UK;
 * for all together a Data Package and a DCAT catalogue. The same publishable database and dates give the same files, byte for byte.
 */
export async function openDataFiles(
  db: Database,
  city: City,
  { sample, sources = readSources(), publishedOn = () => new Map() }: OpenDataOptions,
): Promise<Map<string, string>> {
  const tables = await openTables(db, { city, sample, sources });
  const texts = new Map(tables.map((table) => [`${table.id}.csv`, csvOf(table)]));
  const published = publishedOn(texts);
  const files = new Map<string, string>();
  for (const table of tables) {
    const name = `${table.id}.csv`;
    files.set(name, texts.get(name)!);
    files.set(`${name}-metadata.json`, json(csvwOf(table, city, sample, published)));
  }
  for (const [name, text] of await serviceFiles(db, city, sample)) files.set(name, text);
  files.set("datapackage.json", json(dataPackageOf(tables, city, sample, published)));
  files.set("catalog.jsonld", json(dcatOf(tables, city, sample, published)));
  return files;
}

const json = (value: object): string => `${JSON.stringify(value, null, 2)}\n`;
