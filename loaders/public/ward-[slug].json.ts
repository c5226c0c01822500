import { group } from "d3";
import { z } from "zod";
import { serviceSchema } from "../directory/schema.js";
import { licenceOf } from "../open-data/licence.js";
import { readServices } from "../open-data/services.js";
import { publicPageDataset } from "../page-dataset.js";
import { singlePeriod } from "../registry/periods.js";
import type { Database } from "../store/database.js";
import { slugsOf } from "./slugs.js";
import summary, { type Summary, summarySchema } from "./summary.json.js";

const trendPoint = z.object({
  level: z.literal("ward"),
  area: z.string(),
  period: z.string(),
  periodStart: z.iso.date(),
  ...summarySchema.shape.measures.element.shape.wards.element.shape,
});

/** The summary of one ward: its only ward is this one. */
const schema = summarySchema.extend({
  slug: z.string(),
  /** The title of the licence on which its figures may be used again. */
  licence: z.string(),
  /** By indicator, the ward's figures of single periods, oldest first. */
  trends: z.array(z.object({ id: z.string(), points: z.array(trendPoint) })),
  services: z.array(serviceSchema),
  /** Lines that serve all of the city. */
  anywhere: z.array(serviceSchema),
});

export type WardPage = z.infer<typeof schema>;

export default publicPageDataset(import.meta.url, {
  title: "What is told of each ward",
  make: async (context): Promise<Record<string, WardPage>> => {
    const whole = summarySchema.parse(await summary.make(context as never));
    const services = await readServices(context.db);
    const trends = await trendsOf(
      context.db,
      whole.measures.map(({ id }) => id),
    );
    const slugs = slugsOf(whole.wards);
    return Object.fromEntries(
      whole.wards.map(({ code }, i) => [
        slugs.get(code)!,
        schema.parse({
          ...only(whole, i),
          slug: slugs.get(code)!,
          licence: licenceOf(context.city).title,
          trends: trends.get(code) ?? [],
          services: services.filter(({ ward }) => ward === code),
          anywhere: services.filter(({ ward, kind }) => ward === undefined && kind === "advice"),
        }),
      ]),
    );
  },
  schema,
});

/** The summary with one ward left. */
function only(whole: Summary, i: number): Summary {
  const one = <T>(list: readonly T[]): T[] => list.slice(i, i + 1);
  return {
    ...whole,
    wards: one(whole.wards).map((ward) => ({ ...ward, path: "" })),
    measures: whole.measures.map((measure) => ({
      ...measure,
      wards: one(measure.wards),
      pooled: measure.pooled && { ...measure.pooled, wards: one(measure.pooled.wards) },
    })),
  };
}

async function trendsOf(db: Database, ids: readonly string[]): Promise<Map<string, WardPage["trends"]>> {
  const rows = await db.rows<z.infer<typeof trendPoint> & { id: string }>(
    `SELECT indicator AS id, level, area, period, period_start::VARCHAR AS "periodStart", numerator, denominator, value, lower, upper, status
     FROM observation
     WHERE level = 'ward' AND breakdown = 'all' AND ${singlePeriod} AND list_contains($1::VARCHAR[], indicator)
       AND coalesce(note, '') NOT ILIKE '%in progress%'
     ORDER BY period_start, period`,
    [JSON.stringify(ids)],
  );
  return new Map(
    [...group(rows, ({ area }) => area)].map(([area, own]) => [
      area,
      [...group(own, ({ id }) => id)].map(([id, points]) => ({
        id,
        points: points.map((point) => trendPoint.parse(point)),
      })),
    ]),
  );
}
