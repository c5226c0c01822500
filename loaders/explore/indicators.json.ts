import { z } from "zod";
import { categories } from "../registry/indicator.js";
import { pageDataset } from "../store/page-dataset.js";

const schema = z.object({
  city: z.object({ code: z.string(), name: z.string() }),
  sample: z.boolean(),
  /** Year-month-day of the newest extract in use. */
  asOf: z.string().nullable(),
  indicators: z.array(
    z.object({
      id: z.string(),
      name: z.string(),
      shortName: z.string(),
      definition: z.string(),
      numerator: z.string(),
      denominator: z.string(),
      polarity: z.enum(["high", "low", "none"]),
      kind: z.string(),
      unit: z.string(),
      periodType: z.string(),
      breakdowns: z.array(z.string()),
      caveats: z.array(z.string()),
      /** Ids of the sources that it can come from. */
      sources: z.array(z.string()),
      /** Levels for which there is any figure; none where no extract has arrived. */
      levels: z.array(z.string()),
    }),
  ),
  /** Breakdown → its categories, in the order that pages show them. */
  categories: z.record(z.string(), z.array(z.string())),
  /** Source id → title, as the catalogue has it. */
  sourceTitles: z.record(z.string(), z.string()),
});

export type Indicators = z.infer<typeof schema>;

interface Row {
  id: string;
  name: string;
  shortName: string;
  definition: string;
  numerator: string;
  denominator: string;
  polarity: "high" | "low" | "none";
  kind: string;
  unit: string;
  periodType: string;
  breakdowns: string;
  caveats: string;
  sources: string;
  levels: string | null;
}

export default pageDataset(import.meta.url, {
  title: "Indicator definitions",
  schema,
  make: async ({ db, city, sources, manifest }): Promise<Indicators> => {
    const rows = await db.rows<Row>(`
      WITH measured AS (
        SELECT indicator AS id, string_agg(DISTINCT level, ',' ORDER BY level) AS levels
        FROM observation
        WHERE value IS NOT NULL
        GROUP BY indicator
      )
      SELECT
        id, name, short_name AS "shortName", definition,
        numerator_text AS numerator, denominator_text AS denominator,
        polarity, kind, unit, period_type AS "periodType", breakdowns, caveats, sources, levels
      FROM indicator
      LEFT JOIN measured USING (id)
      ORDER BY position`);
    return {
      city: { code: city.code, name: city.name },
      sample: manifest.sample,
      asOf: manifest.asOf,
      indicators: rows.map((row) => ({
        ...row,
        breakdowns: listOf(row.breakdowns),
        caveats: listOf(row.caveats),
        sources: listOf(row.sources),
        levels: row.levels?.split(",") ?? [],
      })),
      categories,
      sourceTitles: Object.fromEntries(sources.map(({ id, title }) => [id, title])),
    };
  },
});

function listOf(json: string): string[] {
  return JSON.parse(json) as string[];
}
