import { z } from "zod";
import { statuses } from "../../components/words/status.js";
import { linkageSchema, readLinkage } from "../measure/read-linkage.js";
import { pageDataset } from "../page-dataset.js";
import { noteSchema, readNotes } from "../registry/notes.js";
import { periodOf, singlePeriod } from "../registry/periods.js";
import { readTargets, targetSchema } from "../registry/targets.js";
import { briefedJoined, joinedSchema } from "./joined-briefing.js";
import { wardProfiles } from "./ward-profiles.js";
import { wardShapeSchema, wardShapes } from "./ward-shapes.js";

/** What the briefing rests on, in its order. */
const measures = [
  "good-level-of-development",
  "asq-all-domains",
  "asq-communication",
  "two-year-old-take-up",
  "three-and-four-year-old-take-up",
  "two-year-review-coverage",
  "places-per-child",
];

const number = z.number().nullable();

const observation = z.object({
  indicator: z.string(),
  indicator_name: z.string().optional(),
  /** The source's title. */
  source: z.string(),
  source_id: z.string().optional(),
  level: z.string(),
  area: z.string(),
  period: z.string(),
  period_start: z.iso.date(),
  breakdown: z.string(),
  category: z.string(),
  numerator: number,
  denominator: number,
  value: number,
  lower: number,
  upper: number,
  status: z.enum(statuses),
  note: z.string().nullable(),
  as_of: z.iso.date().nullable(),
});

const schema = z.object({
  city: z.object({ code: z.string(), name: z.string() }),
  sample: z.boolean(),
  indicators: z.array(
    z.object({
      id: z.string(),
      name: z.string(),
      shortName: z.string(),
      definition: z.string(),
      numerator: z.string(),
      denominator: z.string(),
      kind: z.string(),
      /** no: chance has no part in its figures, so none is said to differ by more than chance. */
      chance: z.enum(["yes", "no"]),
      unit: z.string(),
      polarity: z.enum(["high", "low", "none"]),
      periodType: z.string(),
      caveats: z.array(z.string()),
    }),
  ),
  areas: z.array(z.object({ code: z.string(), name: z.string(), level: z.string() })),
  /** Every ward in its newest whole period. */
  wards: z.array(observation),
  /** Those who are counted in no ward, in every period, undivided. */
  unplaced: z.array(observation),
  /** City, region, country and neighbours in every period, undivided and by free school meals. The city is its wards together. */
  series: z.array(observation),
  /** Dated notes on series, the earliest first. */
  notes: z.array(noteSchema),
  /** What indicators are to reach, with the period by which each is judged. */
  targets: z.array(targetSchema.safeExtend({ period: z.string() })),
  /** What figures rest on where that is linkage. */
  linkage: z.array(linkageSchema),
  /** Good level of development by whether the same child had a funded place before. */
  joined: joinedSchema,
  /** Source id → title. */
  sourceTitles: z.record(z.string(), z.string()),
  profiles: z.array(
    z.object({
      ward: z.string(),
      smallAreas: z.number(),
      /** Small areas among the most deprived tenth of England; null without deprivation figures. */
      mostDeprived: number,
      /** Children assessed at the end of Reception, by group. */
      children: z.array(z.object({ breakdown: z.string(), category: z.string(), children: z.number() })),
    }),
  ),
  shapes: z.array(wardShapeSchema),
});

export type Briefing = z.infer<typeof schema>;

export default pageDataset(import.meta.url, {
  title: "Briefing for service managers",
  schema,
  make: async ({ db, city, sources, manifest }): Promise<Briefing> => {
    const titles = new Map(sources.map((source) => [source.id, source.title]));
    const indicators = await indicatorsOf(db);
    const names = new Map(indicators.map(({ id, name }) => [id, name]));
    const rowsOf = async (sql: string): Promise<Briefing["wards"]> => {
      const rows = await db.rows<Briefing["wards"][number]>(sql);
      return rows.map((row) => ({
        ...row,
        indicator_name: names.get(row.indicator) ?? row.indicator,
        source: titles.get(row.source) ?? row.source,
        source_id: row.source,
      }));
    };
    return {
      city: { code: city.code, name: city.name },
      sample: manifest.sample,
      indicators,
      areas: await db.rows(
        "SELECT code, name, level FROM area WHERE level NOT IN ('lsoa', 'msoa') ORDER BY level, name",
      ),
      wards: await rowsOf(newestWards),
      unplaced: await rowsOf(unplacedRows),
      series: await rowsOf(series),
      notes: readNotes(),
      targets: readTargets().map((target) => ({
        ...target,
        period: periodOf("academic_year", target.periodStart).label,
      })),
      linkage: await readLinkage(db, sources),
      joined: await briefedJoined(db, "good-level-of-development", "funded_childcare"),
      sourceTitles: Object.fromEntries(titles),
      profiles: await wardProfiles(db),
      shapes: await wardShapes(db),
    };
  },
});

const wanted = measures.map((id) => `'${id}'`).join(", ");

const columns = `
  indicator, source, level, area, period, period_start::VARCHAR AS period_start, breakdown, category,
  numerator, denominator, value, lower, upper, status, note, as_of::VARCHAR AS as_of`;

// A period in progress covers only part of its children, so wards are compared in whole periods.
const newestWards = `
  WITH wards AS (
    SELECT * FROM observation
    WHERE level = 'ward' AND breakdown IN ('all', 'fsm') AND indicator IN (${wanted}) AND ${singlePeriod}
  ),
  newest AS (
    SELECT indicator, max(period_start) AS period_start
    FROM wards
    WHERE value IS NOT NULL AND coalesce(note, '') NOT ILIKE '%in progress%'
    GROUP BY indicator
  )
  SELECT ${columns} FROM wards JOIN newest USING (indicator, period_start)
  ORDER BY indicator, area, breakdown, category`;

const unplacedRows = `
  SELECT ${columns} FROM observation
  WHERE level = 'unplaced' AND breakdown = 'all' AND indicator IN (${wanted}) AND ${singlePeriod}
  ORDER BY indicator, period_start`;

const series = `
  SELECT ${columns} FROM observation
  WHERE level IN ('city', 'region', 'country', 'neighbour')
    AND breakdown IN ('all', 'fsm') AND period IS NOT NULL
    AND indicator IN (${wanted}) AND ${singlePeriod}
  ORDER BY indicator, level, area, breakdown, category, period_start`;

async function indicatorsOf(db: Parameters<typeof wardProfiles>[0]): Promise<Briefing["indicators"]> {
  const rows = await db.rows<{
    id: string;
    name: string;
    shortName: string;
    definition: string;
    numerator: string;
    denominator: string;
    kind: string;
    chance: "yes" | "no";
    unit: string;
    polarity: "high" | "low" | "none";
    periodType: string;
    caveats: string;
  }>(`
    SELECT
      id, name, short_name AS "shortName", definition, numerator_text AS numerator, denominator_text AS denominator,
      kind, chance, unit, polarity, period_type AS "periodType", caveats
    FROM indicator
    WHERE id IN (${wanted})
    ORDER BY position`);
  return rows.map((row) => ({ ...row, caveats: JSON.parse(row.caveats) as string[] }));
}
