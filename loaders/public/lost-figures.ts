import type { Database } from "../store/database.js";

/** Of the figures that the policy lets out, how many there are and how many of them are suppressed. */
export interface Lost {
  figures: number;
  suppressed: number;
}

/** What is lost by protection: of all figures, of wards' undivided ones, and by indicator. */
export interface LostFigures {
  all: Lost;
  wards: Lost;
  indicators: Record<string, Lost>;
}

/**
 * Counts what is lost by protection. `db` is the publishable database. Figures that a source has published already
 * are not protected, and where there is no figure none can be lost: neither is counted.
 */
export async function lostFigures(db: Database): Promise<LostFigures> {
  const rows = await db.rows<Lost & { indicator: string; isUndividedWard: boolean }>(`
    SELECT indicator, level = 'ward' AND breakdown = 'all' AS "isUndividedWard",
      count(*)::INTEGER AS figures, count(*) FILTER (status = 'suppressed')::INTEGER AS suppressed
    FROM observation
    WHERE basis = 'protected' AND period IS NOT NULL
      AND status NOT IN ('not_available', 'not_collected', 'not_applicable')
    GROUP BY ALL
    ORDER BY ALL`);
  const indicators: Record<string, Lost> = {};
  for (const row of rows) indicators[row.indicator] = sum([indicators[row.indicator] ?? none, row]);
  return { all: sum(rows), wards: sum(rows.filter((row) => row.isUndividedWard)), indicators };
}

const none: Lost = { figures: 0, suppressed: 0 };

function sum(parts: Lost[]): Lost {
  return parts.reduce(
    (total, { figures, suppressed }) => ({
      figures: total.figures + figures,
      suppressed: total.suppressed + suppressed,
    }),
    none,
  );
}
