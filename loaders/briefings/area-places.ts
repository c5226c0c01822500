import { clubs, settingKind } from "../measure/settings.js";
import { asOf, newestOf } from "../registry/dates.js";
import type { Source } from "../registry/source.js";
import type { Database } from "../store/database.js";
import type { Manifest } from "../store/manifest.js";
import type { AreaProfile } from "./area-schema.js";

type Of<T> = (area: string) => T;

/** Every ward with the areas that it counts in: itself, its locality and the city. */
const counting = `
  tree AS (SELECT DISTINCT ward, locality, city FROM area_tree),
  counting AS (
    SELECT ward, ward AS area FROM tree UNION ALL SELECT ward, locality FROM tree WHERE locality IS NOT NULL
    UNION ALL SELECT ward, city FROM tree
  )`;

/** Children under five by single year of age in the newest estimate that knows them. */
export async function childrenByAge(
  db: Database,
): Promise<{ year: number | null; of: Of<AreaProfile["ages"]["children"]> }> {
  const rows = await db.rows<{ area: string; age: number; children: number; year: number }>(`
    WITH ${counting},
    one AS (SELECT ward, age::INTEGER AS age, round(children)::INTEGER AS children, year FROM children_by_age)
    SELECT area, age, sum(children)::INTEGER AS children, min(year)::INTEGER AS year
    FROM one JOIN counting USING (ward) GROUP BY ALL ORDER BY age`);
  return {
    year: rows[0]?.year ?? null,
    of: (area) => rows.filter((row) => row.area === area).map(({ age, children }) => ({ age, children })),
  };
}

/** What kinds of settings lie in an area, and how they were judged; undefined where no register has come. */
export async function settingsThere(
  db: Database,
  sources: readonly Source[],
  manifest: Manifest,
): Promise<Of<NonNullable<AreaProfile["settings"]>> | undefined> {
  const about = aboutSource("settings-register", sources, manifest);
  if (!about || !(await db.has("setting"))) return undefined;
  const rows = await db.rows<{
    area: string;
    kind: string;
    judgement: string;
    settings: number;
    places: number;
  }>(`
    WITH ${counting},
    placed AS (
      SELECT ward, ${settingKind} AS kind, coalesce(judgement, 'no judgement in the register') AS judgement, coalesce(places, 0) AS places
      FROM setting
      WHERE ward IS NOT NULL AND provider_type NOT ILIKE 'childminder%' AND provider_type NOT ILIKE 'home child%'
    )
    SELECT area, kind, judgement, count(*)::INTEGER AS settings, sum(places)::INTEGER AS places
    FROM placed JOIN counting USING (ward) GROUP BY ALL ORDER BY settings DESC, kind, judgement`);
  return (area) => {
    const own = rows.filter((row) => row.area === area);
    const judged = own.filter((row) => row.kind !== clubs);
    return {
      kinds: summed(own, "kind").map(({ key, settings, places }) => ({ kind: key, settings, places })),
      judgements: summed(judged, "judgement").map(({ key, settings }) => ({ judgement: key, settings })),
      ...about,
    };
  };
}

const isPrimary =
  "(phase ILIKE 'primary%' OR phase ILIKE 'middle deemed primary%' OR phase ILIKE 'all%through%')";

/** Nursery schools, and primary schools with nursery classes; undefined where no list of schools has come. */
export async function nurserySchools(
  db: Database,
  sources: readonly Source[],
  manifest: Manifest,
): Promise<Of<NonNullable<AreaProfile["schools"]>> | undefined> {
  const about = aboutSource("schools", sources, manifest);
  if (!about || !(await db.has("src_schools"))) return undefined;
  // A list in which the column is missing or empty cannot tell which primary schools have nursery classes.
  const { tells } = await db.row<{ tells: boolean }>(
    "SELECT count(nursery_classes) > 0 AS tells FROM src_schools",
  );
  const classes = tells
    ? `count(*) FILTER (${isPrimary} AND nursery_classes ILIKE 'has nursery%')::INTEGER`
    : "NULL::INTEGER";
  const rows = await db.rows<{
    area: string;
    nurseries: number;
    withNursery: number | null;
    primaries: number;
  }>(`
    WITH ${counting},
    school AS (
      SELECT DISTINCT ON (urn) * FROM src_schools WHERE status IS NULL OR status ILIKE 'open%' ORDER BY urn, _row DESC
    )
    SELECT area,
      count(*) FILTER (phase ILIKE 'nursery%')::INTEGER AS nurseries,
      ${classes} AS "withNursery",
      count(*) FILTER (${isPrimary})::INTEGER AS primaries
    FROM school JOIN area_tree USING (lsoa) JOIN counting USING (ward) GROUP BY area`);
  const none = { nurseries: 0, withNursery: tells ? 0 : null, primaries: 0 };
  return (area) => {
    const { area: _, ...own } = { area, ...(rows.find((row) => row.area === area) ?? none) };
    return { ...own, ...about };
  };
}

/** Children's centres and family hubs; undefined where no directory of services knows of any in the city. */
export async function centresThere(
  db: Database,
  sources: readonly Source[],
  manifest: Manifest,
): Promise<Of<NonNullable<AreaProfile["centres"]>> | undefined> {
  const about = aboutSource("family-directory", sources, manifest);
  if (!about || !(await db.has("service"))) return undefined;
  const rows = await db.rows<{ area: string; centres: number; hubs: number }>(`
    WITH ${counting}
    SELECT area, count(*) FILTER (kind = 'centre')::INTEGER AS centres, count(*) FILTER (kind = 'hub')::INTEGER AS hubs
    FROM service JOIN counting USING (ward) WHERE kind IN ('centre', 'hub') GROUP BY area`);
  if (rows.length === 0) return undefined;
  return (area) => {
    const { centres, hubs } = rows.find((row) => row.area === area) ?? { centres: 0, hubs: 0 };
    return { centres, hubs, ...about };
  };
}

function aboutSource(
  id: string,
  sources: readonly Source[],
  manifest: Manifest,
): { source: string; asOf: string | null } | undefined {
  const newest = newestOf(manifest.sources[id]?.extracts ?? []);
  const source = sources.find((one) => one.id === id);
  return newest && source ? { source: source.title, asOf: asOf(newest).day } : undefined;
}

function summed<K extends "kind" | "judgement">(
  rows: readonly { kind: string; judgement: string; settings: number; places: number }[],
  by: K,
): { key: string; settings: number; places: number }[] {
  const sums = new Map<string, { key: string; settings: number; places: number }>();
  for (const row of rows) {
    const known = sums.get(row[by]);
    if (known) {
      known.settings += row.settings;
      known.places += row.places;
    } else sums.set(row[by], { key: row[by], settings: row.settings, places: row.places });
  }
  return [...sums.values()].sort((a, b) => b.settings - a.settings);
}
