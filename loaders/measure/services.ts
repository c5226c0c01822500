import type { Service } from "../../components/directory/service.js";
import { formatCount } from "../../components/words/numbers.js";
import { mergeReadings, type Places } from "../directory/merge.js";
import { directoryChecks, fieldQuality } from "../directory/quality.js";
import { type DirectoryRow, readRow } from "../directory/read-row.js";
import { serviceSchema } from "../directory/schema.js";
import type { City } from "../registry/city.js";
import { type Source, tableOf } from "../registry/source.js";
import { type Database, identifier, literal } from "../store/database.js";
import { wardFinder } from "./settings.js";

interface ServicesContext {
  sources: readonly Source[];
  city: City;
  log: (line: string) => void;
}

/**
 * Builds `service` (a row a service at a place, with its record as JSON by the directory's schema), `postcode_place` (postcodes
 * in use with their position and ward), and of the directory's sources `directory_check` (what is wrong with how many rows)
 * and `directory_field` (how well each field is filled). Needs `area_tree`, `area_shape`, `postcode_area` and `extract`.
 */
export async function buildServices(db: Database, { sources, city, log }: ServicesContext): Promise<void> {
  await buildPostcodePlaces(db);
  const places = await placesOf(db, city);
  const directories = sources.filter(({ kind }) => kind === "directory");
  const readings = [];
  for (const { id } of directories) {
    if (!(await db.has(tableOf(id)))) continue;
    const rows = await db.rows<DirectoryRow>(`FROM ${identifier(tableOf(id))} ORDER BY _row`);
    const { asOf } = await db.row<{ asOf: string | null }>(
      `SELECT max(as_of)::VARCHAR AS "asOf" FROM extract WHERE source = $1`,
      [id],
    );
    const own = rows.filter((row) => isOfCity(row, city)).flatMap((row) => readRow(id, row));
    // A register is right about the day that it is of; a directory's row says for itself when it was looked at.
    const isDated = rows.some((row) => "confirmed_on" in row);
    readings.push(...own.map((reading) => (isDated ? reading : { ...reading, confirmed: asOf })));
  }
  const registers = new Set(
    directories
      .filter(({ columns }) => !columns.some(({ name }) => name === "confirmed_on"))
      .map(({ id }) => id),
  );
  const services = mergeReadings(readings, { registers, places }).map((service) =>
    serviceSchema.parse(service),
  );
  const checks = directoryChecks(readings, (postcode) => places.postcode(postcode) !== undefined);
  await writeServices(db, services);
  await fill(
    db,
    "directory_check",
    { source: "VARCHAR", field: "VARCHAR", fault: "VARCHAR", rows: "INTEGER", total: "INTEGER" },
    checks.map(({ of, ...check }) => ({ ...check, total: of })),
  );
  await fill(
    db,
    "directory_field",
    { source: "VARCHAR", field: "VARCHAR", filled: "INTEGER", total: "INTEGER", score: "INTEGER" },
    fieldQuality(readings, checks).map(({ of, ...field }) => ({ ...field, total: of })),
  );
  if (services.length) log(`measure   ${formatCount(services.length)} services for families`);
}

async function writeServices(db: Database, services: readonly Service[]): Promise<void> {
  await fill(
    db,
    "service",
    { id: "VARCHAR", kind: "VARCHAR", ward: "VARCHAR", record: "VARCHAR" },
    services.map((service) => ({
      id: service.id,
      kind: service.kind,
      ward: service.ward ?? null,
      record: JSON.stringify(service),
    })),
  );
}

async function fill(
  db: Database,
  table: string,
  columns: Record<string, string>,
  rows: readonly object[],
): Promise<void> {
  const list = Object.entries(columns).map(([name, type]) => `${name} ${type}`);
  await db.run(`CREATE OR REPLACE TABLE ${table} (${list.join(", ")})`);
  await db.run(
    `INSERT INTO ${table} BY NAME
     SELECT ${Object.keys(columns).join(", ")} FROM (SELECT unnest(from_json($1, ${literal(JSON.stringify([columns]))}), recursive := true))`,
    [JSON.stringify(rows)],
  );
}

async function buildPostcodePlaces(db: Database): Promise<void> {
  const hasDirectory = await db.has("src_postcode_directory");
  await db.run(
    hasDirectory
      ? `CREATE OR REPLACE TABLE postcode_place AS
         SELECT left(postcode_area.postcode, -3) || ' ' || right(postcode_area.postcode, 3) AS postcode, any_value(tree.ward) AS ward,
           round(min(directory.latitude), 5) AS latitude, round(min(directory.longitude), 5) AS longitude
         FROM postcode_area
         JOIN area_tree AS tree USING (lsoa)
         JOIN src_postcode_directory AS directory ON upper(replace(directory.postcode, ' ', '')) = postcode_area.postcode
         GROUP BY postcode_area.postcode
         ORDER BY postcode`
      : "CREATE OR REPLACE TABLE postcode_place (postcode VARCHAR, ward VARCHAR, latitude DOUBLE, longitude DOUBLE)",
  );
}

async function placesOf(db: Database, city: City): Promise<Places> {
  const rows = await db.rows<{ postcode: string; ward: string; latitude: number; longitude: number }>(
    "FROM postcode_place",
  );
  const byPostcode = new Map(rows.map(({ postcode, ...place }) => [postcode, place]));
  return { wardAt: await wardFinder(db, city), postcode: (postcode) => byPostcode.get(postcode) };
}

// A register of the whole country holds other authorities' too.
function isOfCity({ local_authority: authority, la_number: number }: DirectoryRow, city: City): boolean {
  return (!authority || authority === city.name) && (!number || number === city.dfeCode);
}
