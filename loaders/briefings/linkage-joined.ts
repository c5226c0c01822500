import type { Database } from "../store/database.js";

/** A figure of a measure that joins two sources, at one threshold. */
export interface JoinedRate {
  /** The indicator's short name. */
  indicator: string;
  unit: string;
  period: string;
  /** What the children are divided by, in a few words. */
  title: string;
  category: string;
  /** Least match probability of a link; null: as linked. */
  threshold: number | null;
  children: number | null;
  value: number | null;
}

/** The city's figures by joined breakdown in the newest period that has any, as linked first, then strictest first. */
export async function joinedRates(db: Database): Promise<JoinedRate[]> {
  return db.rows<JoinedRate>(`
    WITH newest AS (
      SELECT *
      FROM joined_figure
      WHERE level = 'city' AND "within" = 'all'
      QUALIFY period_start = max(period_start) OVER (PARTITION BY indicator, joined)
    ),
    told AS (
      SELECT
        id, short_name, unit, position,
        unnest(from_json(joined, '[{"breakdown": "VARCHAR", "title": "VARCHAR", "categories": ["VARCHAR"]}]')) AS one
      FROM indicator
    )
    SELECT
      short_name AS indicator, unit, period, one.title AS title, category, threshold, denominator AS children, value
    FROM newest
    JOIN told ON told.id = newest.indicator AND one.breakdown = newest.joined
    ORDER BY position, newest.joined, threshold DESC NULLS FIRST, list_position(one.categories, category)`);
}
