import { z } from "zod";
import type { Database } from "../store/database.js";

const number = z.number().nullable();

/** The city's figures of an indicator by what another source tells of the same child, in the newest period that has any. */
export const joinedSchema = z
  .object({
    definition: z.object({
      breakdown: z.string(),
      title: z.string(),
      definition: z.string(),
      source: z.string(),
      /** Found, not found, could not be joined. */
      categories: z.array(z.string()),
    }),
    /** Undivided, and within other breakdowns. */
    rows: z.array(
      z.object({
        indicator: z.string(),
        joined: z.string(),
        threshold: z.null(),
        level: z.string(),
        area: z.string(),
        area_name: z.string(),
        period: z.string(),
        period_start: z.iso.date(),
        within: z.string(),
        within_category: z.string(),
        category: z.string(),
        numerator: z.number(),
        denominator: z.number(),
        value: number,
        lower: number,
        upper: number,
      }),
    ),
    /** Year-month-day that the figures rest on. */
    asOf: z.iso.date().nullable(),
  })
  .nullable();

export type BriefedJoined = z.infer<typeof joinedSchema>;

/** Reads them, as linked; null where the indicator has no such figures. */
export async function briefedJoined(
  db: Database,
  indicator: string,
  breakdown: string,
): Promise<BriefedJoined> {
  const rows = await db.rows<NonNullable<BriefedJoined>["rows"][number]>(
    `
    WITH own AS (
      SELECT * FROM joined_figure
      WHERE indicator = $1 AND joined = $2 AND threshold IS NULL AND level = 'city'
    )
    SELECT
      indicator, joined, threshold, own.level, own.area, area.name AS area_name,
      period, period_start::VARCHAR AS period_start, "within", within_category, category,
      numerator, denominator, value, lower, upper
    FROM own JOIN area ON area.code = own.area AND area.level = own.level
    WHERE period_start = (SELECT max(period_start) FROM own)
    ORDER BY "within", within_category, category`,
    [indicator, breakdown],
  );
  if (!rows.length) return null;
  const { joined } = await db.row<{ joined: string }>("SELECT joined FROM indicator WHERE id = $1", [
    indicator,
  ]);
  const { asOf } = await db.row<{ asOf: string | null }>(
    `SELECT max(as_of)::VARCHAR AS "asOf" FROM observation WHERE indicator = $1 AND breakdown = $2 AND period = $3`,
    [indicator, breakdown, rows[0]!.period],
  );
  const definitions = JSON.parse(joined) as NonNullable<BriefedJoined>["definition"][];
  return { definition: definitions.find((one) => one.breakdown === breakdown)!, rows, asOf };
}
