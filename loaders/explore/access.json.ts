import { pointOnFeature, truncate } from "@turf/turf";
import type { MultiPolygon, Polygon } from "geojson";
import { z } from "zod";
import { clubs, settingKind } from "../measure/settings.js";
import { pageDataset } from "../page-dataset.js";
import { asOf, newestOf } from "../registry/dates.js";
import type { Source } from "../registry/source.js";
import { type Database, literal } from "../store/database.js";
import type { Manifest } from "../store/manifest.js";
import { journeysOf, journeysSchema } from "./journeys.js";

const position = z.tuple([z.number(), z.number()]);

const schema = z.object({
  sample: z.boolean(),
  /** Titles of what it rests on, and the day that each is of; empty where none has come. */
  people: z.object({ source: z.string(), period: z.string() }).nullable(),
  register: z.object({ source: z.string(), asOf: z.string().nullable() }).nullable(),
  wards: z.array(z.object({ code: z.string(), name: z.string() })),
  /** Small areas with the middle of where people live: longitude and latitude, the mean of the postcodes in use there. */
  areas: z.array(
    z.object({
      code: z.string(),
      ward: z.string(),
      at: position,
      /** Children in the newest estimates: all under five, of two, of three and four. */
      children: z.object({ total: z.number(), two: z.number(), three: z.number() }),
    }),
  ),
  settings: z.array(
    z.object({
      /** Of the inspectorate's register, or a school's. */
      urn: z.string(),
      name: z.string(),
      kind: z.string(),
      at: position,
      ward: z.string().nullable(),
      /** Children that it may care for at a time; null where no register says: nursery classes in schools. */
      places: z.int().nullable(),
      judgement: z.string().nullable(),
      /** As in 07:30; null where nobody told. */
      opens: z.string().nullable(),
      closes: z.string().nullable(),
      weeks: z.int().nullable(),
    }),
  ),
  /** Childminders and others for under-fives whose address is withheld: how many, and their places. */
  withheld: z.object({ settings: z.int(), places: z.int() }),
  journeys: journeysSchema.nullable(),
});

export type Access = z.infer<typeof schema>;

const ages = {
  total: "children-under-five",
  two: "two-year-olds",
  three: "three-and-four-year-olds",
} as const;

export default pageDataset(import.meta.url, {
  title: "Where young children and settings are",
  schema,
  make: async ({ db, sources, manifest }): Promise<Access> => {
    const { areas, people } = await areasOf(db, sources);
    return {
      sample: manifest.sample,
      people,
      register: registerOf(sources, manifest),
      wards: await db.rows("SELECT code, name FROM area WHERE level = 'ward' ORDER BY name"),
      areas,
      settings: [...(await settingsOf(db)), ...(await schoolsOf(db))],
      withheld: await withheldOf(db),
      journeys: await journeysOf(db, sources, new Map(areas.map(({ code, at }) => [code, at]))),
    };
  },
});

async function areasOf(db: Database, sources: readonly Source[]): Promise<Pick<Access, "areas" | "people">> {
  const counts = await db.rows<{
    code: string;
    indicator: string;
    n: number;
    source: string;
    period: string;
  }>(`
    SELECT area AS code, indicator, value AS n, source, period
    FROM observation
    WHERE level = 'lsoa' AND breakdown = 'all' AND value IS NOT NULL
      AND indicator IN (${Object.values(ages).map(literal).join(", ")})
    QUALIFY period_start = max(period_start) OVER (PARTITION BY indicator)`);
  const children = new Map(counts.map(({ code, indicator, n }) => [`${code} ${indicator}`, n]));
  const [newest] = counts;
  const middles = await middlesOf(db);
  const homes = await db.rows<{ code: string; ward: string }>(
    "SELECT lsoa AS code, ward FROM area_tree WHERE ward IS NOT NULL ORDER BY lsoa",
  );
  const count = (code: string, age: keyof typeof ages) => children.get(`${code} ${ages[age]}`) ?? 0;
  return {
    people: newest
      ? {
          source: sources.find(({ id }) => id === newest.source)?.title ?? newest.source,
          period: newest.period,
        }
      : null,
    areas: homes.flatMap(({ code, ward }) => {
      const at = middles.get(code);
      return at
        ? [
            {
              ...{ code, ward, at },
              children: {
                total: count(code, "total"),
                two: count(code, "two"),
                three: count(code, "three"),
              },
            },
          ]
        : [];
    }),
  };
}

// Homes are where postcodes are: the middle of an outline may lie in a park.
async function middlesOf(db: Database): Promise<Map<string, [number, number]>> {
  const shapes = await db.rows<{ code: string; geometry: string }>(
    "SELECT code, geometry FROM area_shape WHERE level = 'lsoa'",
  );
  const middles = new Map<string, [number, number]>();
  for (const { code, geometry } of shapes) {
    const shape = JSON.parse(geometry) as Partial<Polygon | MultiPolygon>;
    if (!shape.type) continue;
    const [x, y] = truncate(pointOnFeature(shape as Polygon), { precision: 5 }).geometry.coordinates;
    middles.set(code, [x!, y!]);
  }
  if (!(await db.has("src_postcode_directory"))) return middles;
  const homes = await db.rows<{ code: string; x: number; y: number }>(`
    WITH directory AS (
      SELECT upper(replace(postcode, ' ', '')) AS postcode, min(longitude) AS longitude, min(latitude) AS latitude
      FROM src_postcode_directory GROUP BY 1
    )
    SELECT lsoa AS code, round(avg(longitude), 5) AS x, round(avg(latitude), 5) AS y
    FROM postcode_area JOIN directory USING (postcode) GROUP BY lsoa`);
  for (const { code, x, y } of homes) middles.set(code, [x, y]);
  return middles;
}

const forUnderFives = `
  ${settingKind} <> '${clubs}' AND early_years_register IS DISTINCT FROM false
  AND provider_type NOT ILIKE 'home child%'`;

async function settingsOf(db: Database): Promise<Access["settings"]> {
  const rows = await db.rows<
    Omit<Access["settings"][number], "at"> & { longitude: number; latitude: number }
  >(`
    SELECT urn, coalesce(name, 'A setting without a name') AS name, ${settingKind} AS kind, longitude, latitude, ward,
      places::INTEGER AS places, judgement, opens_at AS opens, closes_at AS closes, weeks_open::INTEGER AS weeks
    FROM setting
    WHERE located AND longitude IS NOT NULL AND latitude IS NOT NULL AND ${forUnderFives}
      AND provider_type NOT ILIKE 'childminder%'
    ORDER BY name, urn`);
  return rows.map(({ longitude, latitude, ...setting }) => ({
    ...setting,
    at: [longitude, latitude] as [number, number],
  }));
}

async function withheldOf(db: Database): Promise<Access["withheld"]> {
  return db.row<Access["withheld"]>(`
    SELECT count(*)::INTEGER AS settings, coalesce(sum(places), 0)::INTEGER AS places
    FROM setting WHERE ${forUnderFives} AND (provider_type ILIKE 'childminder%' OR NOT located)`);
}

// No list of schools says how many places a nursery has, nor when it is open.
async function schoolsOf(db: Database): Promise<Access["settings"]> {
  if (!(await db.has("src_schools"))) return [];
  const { tells } = await db.row<{ tells: boolean }>(
    "SELECT count(nursery_classes) > 0 AS tells FROM src_schools",
  );
  const rows = await db.rows<{ urn: string; name: string; x: number; y: number; ward: string | null }>(`
    SELECT DISTINCT ON (urn) urn, name, longitude AS x, latitude AS y, ward
    FROM src_schools LEFT JOIN area_tree USING (lsoa)
    WHERE (status IS NULL OR status ILIKE 'open%')
      AND (phase ILIKE 'nursery%' OR coalesce(nursery_classes ILIKE 'has nursery%', false))
      AND longitude IS NOT NULL AND latitude IS NOT NULL
    ORDER BY urn, _row DESC`);
  return rows.map(({ urn, name, x, y, ward }) => ({
    ...{
      urn: `school-${urn}`,
      name,
      ward,
      kind: tells ? "Nursery schools and classes" : "Nursery schools",
      at: [x, y],
    },
    ...{ places: null, judgement: null, opens: null, closes: null, weeks: null },
  }));
}

function registerOf(sources: readonly Source[], manifest: Manifest): Access["register"] {
  const newest = newestOf(manifest.sources["settings-register"]?.extracts ?? []);
  const source = sources.find(({ id }) => id === "settings-register");
  return newest && source ? { source: source.title, asOf: asOf(newest).day } : null;
}
