import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { changeLog, changeLogOf, changesSince } from "../../loaders/open-data/changes.js";
import { publishedOn } from "../../loaders/open-data/dates.js";
import { type OpenDataOptions, openDataFiles } from "../../loaders/open-data/open-data.js";
import { readCity } from "../../loaders/registry/city.js";
import { Database } from "../../loaders/store/database.js";
import type { BuildInput } from "./edition/build-input.js";
import type { Edition } from "./edition/editions.js";

/** Where an edition's open data lie, below its folder; undefined in the edition that has none. */
export function openDataFolder({ name }: Pick<Edition, "name">): string | undefined {
  return { workspace: "public/open-data", briefings: undefined, public: "open-data" }[name];
}

/** The files of open data that a store gives, by name, with the dates that a publication gives them. */
export async function openDataOf(
  { store, manifest }: BuildInput,
  dates: Pick<OpenDataOptions, "publishedOn"> = {},
): Promise<Map<string, string>> {
  const db = await Database.open(store.publishable, { readOnly: true, isolated: true });
  try {
    return await openDataFiles(db, readCity(), { sample: manifest.sample, ...dates });
  } finally {
    db.close();
  }
}

/**
 * Writes open data into a built edition: the given files, or those of a store with a log in which all is new.
 * Returns them by their path below the edition's folder; none where the edition has none.
 */
export async function writeOpenData(
  edition: Edition,
  output: string,
  from: BuildInput | ReadonlyMap<string, string>,
): Promise<ReadonlyMap<string, string>> {
  const folder = openDataFolder(edition);
  if (!folder) return new Map();
  const files = "manifest" in from ? await asIfFirst(from) : from;
  for (const [name, text] of files) {
    const file = join(output, folder, name);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, text);
  }
  return new Map([...files].map(([name, text]) => [`${folder}/${name}`, text]));
}

async function asIfFirst(input: BuildInput): Promise<Map<string, string>> {
  const today = input.manifest.refreshedAt.slice(0, 10);
  const files = await openDataOf(input, {
    publishedOn: (tables) => publishedOn(new Map(), tables, [], today),
  });
  const changes = changesSince(new Map(), files, [], today);
  return files.set(changeLog, changeLogOf(changes));
}
