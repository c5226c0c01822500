import { group } from "d3";
import { z } from "zod";
import { serviceSchema } from "../directory/schema.js";
import { licenceOf } from "../open-data/licence.js";
import { readServices } from "../open-data/services.js";
import { publicPageDataset } from "../page-dataset.js";
import { singlePeriod } from "../registry/periods.js";
import type { Database } from "../store/database.js";
import { type AreaWithPage, areasWithPage } from "./areas-with-page.js";
import summary, { type Summary, summarySchema } from "./summary.json.js";

const level = z.enum(["ward", "locality"]);

const figure = summarySchema.shape.measures.element.shape.wards.element.extend({ level, area: z.string() });

const trendPoint = figure.extend({ period: z.string(), periodStart: z.iso.date() });

/** The summary of one area, a ward or a locality, which is the only one that stands among its wards. */
const schema = summarySchema.extend({
  slug: z.string(),
  level,
  /** Of a ward, the name of its locality; null where it has none, and of a locality. */
  locality: z.string().nullable(),
  /** The title of the licence on which its figures may be used again. */
  licence: z.string(),
  measures: z.array(summarySchema.shape.measures.element.extend({ wards: z.array(figure) })),
  /** By indicator, the area's figures of single periods, oldest first. */
  trends: z.array(z.object({ id: z.string(), points: z.array(trendPoint) })),
  /** Of a ward: those that lie in it. */
  services: z.array(serviceSchema),
  /** Of a locality: its wards, each with its page. */
  within: z.array(z.object({ name: z.string(), slug: z.string() })),
  /** Lines that serve all of the city. */
  anywhere: z.array(serviceSchema),
});

export type WardPage = z.infer<typeof schema>;

export default publicPageDataset(import.meta.url, {
  title: "What is told of each ward and locality",
  schema,
  make: async (context): Promise<Record<string, WardPage>> => {
    const whole = summarySchema.parse(await summary.make(context as never));
    const services = await readServices(context.db);
    const trends = await trendsOf(
      context.db,
      whole.measures.map(({ id }) => id),
    );
    const areas = await areasWithPage(context.db);
    return Object.fromEntries(
      areas.map((area) => [
        area.slug,
        schema.parse({
          ...oneArea(whole, area, trends.get(area.code) ?? []),
          slug: area.slug,
          level: area.level,
          locality: area.localityName,
          licence: licenceOf(context.city).title,
          trends: trends.get(area.code) ?? [],
          services: services.filter(({ ward }) => ward === area.code),
          within: areas.filter(({ locality }) => area.level === "locality" && locality === area.code),
          anywhere: services.filter(({ ward, kind }) => ward === undefined && kind === "advice"),
        }),
      ]),
    );
  },
});

/** The summary with one area left; of several periods together a locality shows nothing, as it has figures of each. */
function oneArea(
  whole: Summary,
  { code, name, level }: AreaWithPage,
  trends: WardPage["trends"],
): Pick<WardPage, "wards" | "measures"> & Summary {
  const at = whole.wards.findIndex((ward) => ward.code === code);
  return {
    ...whole,
    wards: [{ code, name, path: "" }],
    measures: whole.measures.map((measure) => {
      const points = trends.find(({ id }) => id === measure.id)?.points;
      const own =
        level === "ward" ? measure.wards[at] : points?.find(({ period }) => period === measure.period);
      const pooled = level === "ward" ? measure.pooled?.wards[at] : undefined;
      return {
        ...measure,
        wards: own ? [{ ...own, level, area: code }] : [],
        pooled: measure.pooled && pooled ? { ...measure.pooled, wards: [pooled] } : null,
      };
    }),
  };
}

async function trendsOf(db: Database, ids: readonly string[]): Promise<Map<string, WardPage["trends"]>> {
  const rows = await db.rows<z.infer<typeof trendPoint> & { id: string }>(
    `SELECT indicator AS id, level, area, period, period_start::VARCHAR AS "periodStart", numerator, denominator, value, lower, upper, status
     FROM observation
     WHERE level IN ('ward', 'locality') AND breakdown = 'all' AND ${singlePeriod} AND list_contains($1::VARCHAR[], indicator)
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
