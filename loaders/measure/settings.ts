import { bbox, booleanPointInPolygon, point } from "@turf/turf";
import type { BBox, MultiPolygon, Polygon } from "geojson";
import type { City } from "../registry/city.js";
import { type Database, literal } from "../store/database.js";

const register = [
  "urn",
  "name",
  "provider_type",
  "provider_subtype",
  "early_years_register",
  "places",
  "judgement",
  "inspection_date",
  "opens_at",
  "closes_at",
  "weeks_open",
  "latitude",
  "longitude",
];

/**
 * The ward that a setting's places count in. Childminders' addresses are withheld, so none of them counts in a ward,
 * whatever else tells where one is: wards would hold some of them, and nobody could say which.
 */
export const countedIn = "CASE WHEN provider_type NOT ILIKE 'childminder%' THEN ward END";

/** What clubs for children of school age are called. */
export const clubs = "Clubs before and after school, and in holidays";

/** What kind of setting one is, in words for a reader. */
export const settingKind = `
  CASE
    WHEN coalesce(provider_subtype, '') ILIKE 'out%school%' THEN '${clubs}'
    WHEN coalesce(provider_subtype, '') ILIKE 'full day%' THEN 'Day nurseries'
    WHEN coalesce(provider_subtype, '') ILIKE 'sessional%' THEN 'Pre-schools and playgroups'
    ELSE 'Other settings'
  END`;

interface Position {
  urn: string;
  latitude: number | null;
  longitude: number | null;
}

/**
 * Builds `setting`: the register of settings with the ward that each lies in, by its position or, where the
 * register has none, its postcode's. Settings whose address is withheld have neither and `located` is false.
 */
export async function buildSettings(db: Database, city: City): Promise<void> {
  const [settings, postcodes] = [
    await db.has("src_settings_register"),
    await db.has("src_postcode_directory"),
  ];
  await db.run(settings ? fromRegister(postcodes, await registerColumns(db), city) : emptySetting);
  if (!settings) return;
  const wardAt = await wardFinder(db, city);
  const positions = await db.rows<Position>(
    "SELECT urn, latitude, longitude FROM setting WHERE latitude IS NOT NULL AND longitude IS NOT NULL",
  );
  const found = positions.flatMap(({ urn, latitude, longitude }) => {
    const ward = wardAt(longitude!, latitude!);
    return ward ? [{ urn, ward }] : [];
  });
  await db.run(
    `UPDATE setting SET ward = found.ward
     FROM (SELECT unnest(from_json($1, '[{"urn": "VARCHAR", "ward": "VARCHAR"}]'), recursive := true)) AS found
     WHERE found.urn = setting.urn`,
    [JSON.stringify(found)],
  );
  await db.run("UPDATE setting SET located = ward IS NOT NULL");
}

const emptySetting = `
  CREATE OR REPLACE TABLE setting (
    urn VARCHAR, name VARCHAR, provider_type VARCHAR, provider_subtype VARCHAR, early_years_register BOOLEAN, places BIGINT, judgement VARCHAR,
    inspection_date DATE, opens_at VARCHAR, closes_at VARCHAR, weeks_open BIGINT, latitude DOUBLE, longitude DOUBLE,
    ward VARCHAR, located BOOLEAN)`;

async function registerColumns(db: Database): Promise<Set<string>> {
  const rows = await db.rows<{ name: string }>(
    "SELECT column_name AS name FROM (DESCRIBE src_settings_register)",
  );
  return new Set(rows.map(({ name }) => name));
}

// Settings that are no longer registered, or are another authority's, are left out. Of a setting that is in the
// register twice the row of its newest inspection counts.
function fromRegister(postcodes: boolean, there: ReadonlySet<string>, city: City): string {
  const flag = there.has("early_years_register") ? "s.early_years_register" : "NULL::BOOLEAN";
  const position = (name: string) => (postcodes ? `coalesce(s.${name}, p.${name})` : `s.${name}`);
  return `
    CREATE OR REPLACE TABLE setting AS
    WITH one AS (
      SELECT * FROM src_settings_register
      WHERE urn IS NOT NULL
        AND (status IS NULL OR status ILIKE 'active%')
        AND (local_authority IS NULL OR local_authority = ${literal(city.name)})
      QUALIFY row_number() OVER (PARTITION BY urn ORDER BY inspection_date DESC NULLS LAST, _row DESC) = 1
    )
    SELECT ${register.map((c) => (c === "latitude" || c === "longitude" ? `${position(c)} AS ${c}` : c === "early_years_register" ? `${flag} AS ${c}` : `s.${c}`)).join(", ")},
      ${postcodes ? "tree.ward" : "NULL::VARCHAR"} AS ward, false AS located
    FROM one AS s
    ${
      postcodes
        ? `LEFT JOIN (SELECT upper(replace(postcode, ' ', '')) AS postcode, min(latitude) AS latitude, min(longitude) AS longitude, min(lsoa) AS lsoa
                      FROM src_postcode_directory GROUP BY ALL) AS p ON p.postcode = upper(replace(s.postcode, ' ', ''))
           LEFT JOIN area_tree AS tree ON tree.lsoa = p.lsoa`
        : ""
    }
    ORDER BY s.urn`;
}

/** A function from longitude and latitude to the code of the ward around it, undefined outside all of them. */
export async function wardFinder(
  db: Database,
  city: City,
): Promise<(longitude: number, latitude: number) => string | undefined> {
  const rows = await db.rows<{ code: string; geometry: string }>(
    "SELECT code, geometry FROM area_shape WHERE level = 'ward' ORDER BY code",
  );
  const wards = rows.map(({ code, geometry }) => {
    const shape = JSON.parse(geometry) as Polygon | MultiPolygon;
    return { code, shape, box: bbox(shape) };
  });
  return (longitude, latitude) => {
    if (!inside(city.bounds, longitude, latitude)) return undefined;
    const at = point([longitude, latitude]);
    return wards.find(
      ({ box, shape }) => inside(box, longitude, latitude) && booleanPointInPolygon(at, shape),
    )?.code;
  };
}

function inside(
  [west, south, east, north]: BBox | City["bounds"],
  longitude: number,
  latitude: number,
): boolean {
  return longitude >= west! && longitude <= east! && latitude >= south! && latitude <= north!;
}
