import { singlePeriod } from "../registry/periods.js";
import type { Database } from "../store/database.js";

/** Who lives in a ward, from figures that the store already holds. */
export interface WardProfile {
  ward: string;
  /** Small areas (LSOAs) best-fitted to the ward; with deprivation figures, those that have one. */
  smallAreas: number;
  /** Those among the most deprived tenth of England; null without deprivation figures. */
  mostDeprived: number | null;
  /** Children assessed at the end of Reception, by group, in the newest year. */
  children: { breakdown: string; category: string; children: number }[];
}

/** A profile a ward, in code order. */
export async function wardProfiles(db: Database): Promise<WardProfile[]> {
  const deprived = await deprivedAreas(db);
  const areas = await db.rows<{ ward: string; smallAreas: number }>(`
    SELECT ward, count(*)::INTEGER AS "smallAreas" FROM area_tree GROUP BY ward ORDER BY ward`);
  const groups = await db.rows<{ ward: string; breakdown: string; category: string; children: number }>(`
    WITH groups AS (
      SELECT * FROM observation
      WHERE indicator = 'good-level-of-development' AND level = 'ward'
        AND breakdown IN ('ethnic_group', 'fsm') AND denominator > 0
        AND ${singlePeriod}
    )
    SELECT area AS ward, breakdown, category, denominator AS children
    FROM groups
    WHERE period_start = (SELECT max(period_start) FROM groups)
    ORDER BY ward, breakdown, children DESC`);
  return areas.map(({ ward, smallAreas }) => ({
    ward,
    smallAreas: deprived?.get(ward)?.of ?? smallAreas,
    mostDeprived: deprived?.get(ward)?.areas ?? null,
    children: groups
      .filter((group) => group.ward === ward)
      .map(({ breakdown, category, children }) => ({ breakdown, category, children })),
  }));
}

// Of small areas of which deprivation is known: others are neither among the most deprived nor among those they are counted out of.
async function deprivedAreas(db: Database): Promise<Map<string, { areas: number; of: number }> | null> {
  if (!(await db.has("src_deprivation_2025"))) return null;
  const rows = await db.rows<{ ward: string; areas: number; of: number }>(`
    SELECT ward, count(*) FILTER (imd_decile = 1)::INTEGER AS areas, count(*)::INTEGER AS "of"
    FROM area_tree JOIN src_deprivation_2025 USING (lsoa)
    WHERE imd_decile IS NOT NULL
    GROUP BY ward`);
  return new Map(rows.map(({ ward, ...counts }) => [ward, counts]));
}
