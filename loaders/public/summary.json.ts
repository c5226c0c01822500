import { group } from "d3";
import type { MultiPolygon, Polygon } from "geojson";
import { z } from "zod";
import { hasValue, statuses } from "../../components/words/status.js";
import { svgPaths } from "../outline-paths.js";
import { publicPageDataset } from "../page-dataset.js";
import { readNotes } from "../registry/notes.js";
import { singlePeriod } from "../registry/periods.js";
import type { Database } from "../store/database.js";
import { publicNoteSchema, publicNotes } from "./public-notes.js";

/** What the page tells, in its order. */
const measures = [
  "two-year-old-take-up",
  "three-and-four-year-old-take-up",
  "asq-all-domains",
  "good-level-of-development",
] as const;

const figure = z.object({
  value: z.number().nullable(),
  lower: z.number().nullable(),
  upper: z.number().nullable(),
  status: z.enum(statuses),
});

/** A ward's figure, with its counts as they are published: how far a ward is from another, only they tell. */
const counted = figure.extend({ numerator: z.number().nullable(), denominator: z.number().nullable() });

export const summarySchema = z.object({
  city: z.object({ code: z.string(), name: z.string() }),
  sample: z.boolean(),
  /** The number to whose multiples counts are rounded; 1 where they are exact. */
  roundedTo: z.int(),
  measures: z.array(
    z.object({
      id: z.enum(measures),
      name: z.string(),
      shortName: z.string(),
      /** Dated notes that are meant for the public; left out where there is none. */
      notes: z.array(publicNoteSchema).optional(),
      unit: z.string(),
      /** The newest period with a figure for the city; null where there is none, as is what follows. */
      period: z.string().nullable(),
      periodStart: z.iso.date().nullable(),
      /** Titles of the sources of the figures. */
      source: z.string().nullable(),
      asOf: z.iso.date().nullable(),
      city: figure.nullable(),
      /** The country's figure for the same period, where it is published. */
      country: figure.extend({ name: z.string(), areaCode: z.string() }).nullable(),
      /** In the order of `wards`; empty where the figure is not known by ward. */
      wards: z.array(counted),
      /** Several periods together, where that shows more wards; the one that shows most, of these the newest. */
      pooled: z.object({ period: z.string(), periodStart: z.iso.date(), wards: z.array(counted) }).nullable(),
    }),
  ),
  /** In name order. `path` is an SVG path in a box of `size`; empty if there is no boundary. */
  wards: z.array(z.object({ code: z.string(), name: z.string(), path: z.string() })),
  size: z.tuple([z.number(), z.number()]),
});

export type Summary = z.infer<typeof summarySchema>;
type Measure = Summary["measures"][number];
type Figure = z.infer<typeof counted>;

export default publicPageDataset(import.meta.url, {
  title: "Summary for families and the public",
  schema: summarySchema,
  make: async ({ db, city, manifest }): Promise<Summary> => {
    const { wards, size } = await wardsOf(db);
    const told: Measure[] = [];
    for (const id of measures) {
      const measure = await measureOf(
        db,
        id,
        city.code,
        wards.map((ward) => ward.code),
      );
      if (measure) told.push(measure);
    }
    return {
      city: { code: city.code, name: city.name },
      sample: manifest.sample,
      roundedTo: await roundingOf(db),
      measures: told,
      wards,
      size,
    };
  },
});

async function roundingOf(db: Database): Promise<number> {
  const [rule] = await db.rows<{ value: string }>("SELECT value FROM policy WHERE key = 'rounding'");
  return Number(rule?.value ?? 1);
}

async function wardsOf(db: Database): Promise<Pick<Summary, "wards" | "size">> {
  const rows = await db.rows<{ code: string; name: string; geometry: string | null }>(`
    SELECT code, name, geometry
    FROM area
    LEFT JOIN area_shape USING (code, level)
    WHERE level = 'ward'
    ORDER BY name`);
  const drawn = rows.filter((row) => row.geometry !== null);
  const { size, paths } = svgPaths(
    drawn.map((row) => JSON.parse(row.geometry!) as Polygon | MultiPolygon),
    600,
  );
  const pathOf = new Map(drawn.map((row, i) => [row.code, paths[i]!]));
  return { size, wards: rows.map(({ code, name }) => ({ code, name, path: pathOf.get(code) ?? "" })) };
}

async function measureOf(
  db: Database,
  id: Measure["id"],
  city: string,
  wards: string[],
): Promise<Measure | undefined> {
  const [indicator] = await db.rows<{
    name: string;
    short_name: string;
    unit: string;
  }>("SELECT name, short_name, unit FROM indicator WHERE id = $1", [id]);
  if (!indicator) return undefined;
  const latest = await latestFigures(db, id, city);
  const told = latest?.known("ward") ? wards.map((code) => latest.of("ward", code) ?? notAvailable) : [];
  const notes = latest
    ? publicNotes(readNotes(), {
        indicator: id,
        areas: [city, ...wards],
        sources: latest.sources,
        since: latest.periodStart,
      })
    : [];
  return {
    id,
    ...(notes.length > 0 && { notes }),
    name: indicator.name,
    shortName: indicator.short_name,
    unit: indicator.unit,
    source: latest?.source ?? null,
    period: latest?.period ?? null,
    periodStart: latest?.periodStart ?? null,
    asOf: latest?.asOf ?? null,
    city: latest?.of("city", city) ?? null,
    country: latest?.country ?? null,
    wards: told,
    pooled: await pooledFigures(db, id, wards, told.filter(hasValue).length),
  };
}

const notAvailable: Figure = {
  numerator: null,
  denominator: null,
  value: null,
  lower: null,
  upper: null,
  status: "not_available",
};

/** The pooled period in which more than some wards have a figure, and most; null where there is none. */
async function pooledFigures(
  db: Database,
  id: string,
  wards: string[],
  shown: number,
): Promise<Measure["pooled"]> {
  const rows = await db.rows<Figure & Record<"area" | "period" | "periodStart", string>>(
    `SELECT area, period, period_start::VARCHAR AS "periodStart", numerator, denominator, value, lower, upper, status
     FROM observation
     WHERE indicator = $1 AND level = 'ward' AND breakdown = 'all' AND NOT ${singlePeriod}
     ORDER BY period_start DESC, period DESC`,
    [id],
  );
  const [most] = [...group(rows, ({ period }) => period)]
    .map(([period, own]) => ({ period, own, shown: own.filter(hasValue).length }))
    .sort((a, b) => b.shown - a.shown);
  if (!most || most.shown <= shown) return null;
  const byWard = new Map(most.own.map((figure) => [figure.area, counted.parse(figure)]));
  const { period, periodStart } = most.own[0]!;
  return { period, periodStart, wards: wards.map((code) => byWard.get(code) ?? notAvailable) };
}

// A period in progress covers part of its children, so the page tells the newest whole one.
async function latestFigures(db: Database, id: string, city: string) {
  const rows = await db.rows<
    Figure &
      Record<
        "level" | "area" | "areaCode" | "name" | "period" | "periodStart" | "source" | "sourceId" | "as_of",
        string
      >
  >(
    `
    WITH undivided AS (
      SELECT * FROM observation WHERE indicator = $1 AND breakdown = 'all' AND ${singlePeriod}
    ),
    newest AS (
      SELECT max(period_start) AS period_start
      FROM undivided
      WHERE area = $2 AND value IS NOT NULL AND coalesce(note, '') NOT ILIKE '%in progress%'
    )
    SELECT undivided.level, area, area AS "areaCode", area.name, period,
      undivided.period_start::VARCHAR AS "periodStart", numerator, denominator, value, lower, upper, status,
      source.title AS source, source.source AS "sourceId",
      undivided.as_of::VARCHAR AS as_of
    FROM undivided
    JOIN newest USING (period_start)
    JOIN area ON area.code = undivided.area AND area.level = undivided.level
    JOIN source USING (source)
    WHERE undivided.level IN ('ward', 'city', 'country')`,
    [id, city],
  );
  if (rows.length === 0) return undefined;
  const byArea = new Map(rows.map((row) => [`${row.level} ${row.area}`, row]));
  const of = (level: string, code: string) => byArea.get(`${level} ${code}`);
  const country = rows.find((row) => row.level === "country");
  return {
    period: rows[0]!.period,
    periodStart: rows[0]!.periodStart,
    source: [...new Set(rows.map((row) => row.source))].join("; "),
    sources: [...new Set(rows.map((row) => row.sourceId))],
    asOf: byArea.get(`city ${city}`)?.as_of ?? null,
    of,
    country,
    known: (level: string) => rows.some((row) => row.level === level && row.status !== "not_available"),
  };
}
